//! Tuples of one to twelve elements.

use super::{Differentiable, Mismatch, Tangent, flat_length, read_part, write_part};

macro_rules! tuple {
    ($($part:ident $index:tt),*) => {
        impl<$($part: Differentiable),*> Differentiable for ($($part,)*) {
            type Tangent = ($($part::Tangent,)*);
            const LEAF: bool = true $(&& $part::LEAF)*;

            #[inline]
            fn zero_tangent(&self) -> Self::Tangent {
                ($(self.$index.zero_tangent(),)*)
            }

            fn displace(&mut self, factor: f64, direction: &Self::Tangent) {
                $(self.$index.displace(factor, &direction.$index);)*
            }

            fn coordinates_into(&self, flat: &mut Vec<f64>) {
                $(self.$index.coordinates_into(flat);)*
            }

            #[inline]
            fn check_shape(&self, tangent: &Self::Tangent) -> Result<(), Mismatch> {
                $(self.$index.check_shape(&tangent.$index)
                    .map_err(|mismatch| mismatch.within(concat!(".", $index)))?;)*
                Ok(())
            }
        }

        impl<$($part: Tangent),*> Tangent for ($($part,)*) {
            fn zero_like(&self) -> Self {
                ($(self.$index.zero_like(),)*)
            }

            fn set_zero(&mut self) {
                $(self.$index.set_zero();)*
            }

            fn accumulate(&mut self, other: &Self) {
                $(self.$index.accumulate(&other.$index);)*
            }

            fn scale_by(&mut self, factor: f64) {
                $(self.$index.scale_by(factor);)*
            }

            fn axpy(&mut self, factor: f64, other: &Self) {
                $(self.$index.axpy(factor, &other.$index);)*
            }

            fn inner(&self, other: &Self) -> f64 {
                0.0 $(+ self.$index.inner(&other.$index))*
            }

            fn coordinates(&self) -> usize {
                0 $(+ self.$index.coordinates())*
            }

            fn write_flat(&self, flat: &mut [f64]) {
                flat_length(self.coordinates(), flat.len());
                $(let flat = write_part(&self.$index, flat);)*
                debug_assert!(flat.is_empty());
            }

            fn read_flat(&mut self, flat: &[f64]) {
                flat_length(self.coordinates(), flat.len());
                $(let flat = read_part(&mut self.$index, flat);)*
                debug_assert!(flat.is_empty());
            }

            fn check_like(&self, tangent: &Self) -> Result<(), Mismatch> {
                $(self.$index.check_like(&tangent.$index)
                    .map_err(|mismatch| mismatch.within(concat!(".", $index)))?;)*
                Ok(())
            }
        }
    };
}

tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);
