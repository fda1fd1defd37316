//! ndarray's owned arrays, shared ones too: the same shape over the elements' tangents.

use ndarray::{ArcArray, Array, Dimension};

use super::container::{check_elements, check_elements_like};
use super::{Differentiable, Mismatch, Tangent, flat_length, read_part, write_part};

/// Stops where two tangents that belong together have not the same shape; ndarray would broadcast.
#[track_caller]
pub fn same_shape(left: &[usize], right: &[usize]) {
    assert!(
        left == right,
        "tangents of shape {left:?} and {right:?} do not belong together"
    );
}

macro_rules! arrays {
    ($($array:ident [$($shared:ident)?])*) => {$(
        impl<A: Differentiable $(+ $shared)?, D: Dimension> Differentiable for $array<A, D> {
            type Tangent = $array<A::Tangent, D>;

            fn zero_tangent(&self) -> Self::Tangent {
                self.map(A::zero_tangent).into()
            }

            fn displace(&mut self, factor: f64, direction: &Self::Tangent) {
                same_shape(self.shape(), direction.shape());
                self.zip_mut_with(direction, |a, da| a.displace(factor, da));
            }

            fn coordinates_into(&self, flat: &mut Vec<f64>) {
                self.iter().for_each(|a| a.coordinates_into(flat));
            }

            #[inline]
            fn check_shape(&self, tangent: &Self::Tangent) -> Result<(), Mismatch> {
                if self.shape() != tangent.shape() {
                    return Err(Mismatch::shapes(self.shape(), tangent.shape()));
                }
                check_elements(self.iter(), tangent.iter())
            }
        }

        impl<A: Tangent, D: Dimension> Tangent for $array<A, D> {
            fn zero_like(&self) -> Self {
                self.map(A::zero_like).into()
            }

            fn set_zero(&mut self) {
                self.map_inplace(A::set_zero);
            }

            fn accumulate(&mut self, other: &Self) {
                same_shape(self.shape(), other.shape());
                self.zip_mut_with(other, A::accumulate);
            }

            fn scale_by(&mut self, factor: f64) {
                self.map_inplace(|a| a.scale_by(factor));
            }

            fn axpy(&mut self, factor: f64, other: &Self) {
                same_shape(self.shape(), other.shape());
                self.zip_mut_with(other, |a, b| a.axpy(factor, b));
            }

            fn inner(&self, other: &Self) -> f64 {
                same_shape(self.shape(), other.shape());
                self.iter().zip(other).map(|(a, b)| a.inner(b)).sum()
            }

            fn coordinates(&self) -> usize {
                self.iter().map(A::coordinates).sum()
            }

            fn write_flat(&self, mut flat: &mut [f64]) {
                flat_length(self.coordinates(), flat.len());
                for a in self {
                    flat = write_part(a, flat);
                }
            }

            fn read_flat(&mut self, mut flat: &[f64]) {
                flat_length(self.coordinates(), flat.len());
                for a in self {
                    flat = read_part(a, flat);
                }
            }

            fn check_like(&self, tangent: &Self) -> Result<(), Mismatch> {
                if self.shape() != tangent.shape() {
                    return Err(Mismatch::shapes(self.shape(), tangent.shape()));
                }
                check_elements_like(self.iter(), tangent.iter())
            }
        }
    )*};
}

// A shared array is copied before it is changed.
arrays!(Array[] ArcArray[Clone]);
