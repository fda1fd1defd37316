//! Containers of one element type: `[T; N]`, `Vec`, `VecDeque`, `Option`, `Box`.

use std::collections::VecDeque;

use super::{Differentiable, Mismatch, Tangent, flat_length, read_part, same_length, write_part};

/// The vector space of anything with `iter` and `iter_mut`, element by element. `$count` is the
/// number of elements; two values belong together if it is the same. `$check` compares
/// two shapes.
macro_rules! elements {
    ([$($generics:tt)*] $container:ty, $count:expr, $check:expr, $zero:expr) => {
        impl<$($generics)*> Tangent for $container {
            fn zero_like(&self) -> Self {
                $zero(self)
            }

            fn set_zero(&mut self) {
                self.iter_mut().for_each(T::set_zero);
            }

            fn accumulate(&mut self, other: &Self) {
                same_length($count(self), $count(other));
                self.iter_mut().zip(other).for_each(|(a, b)| a.accumulate(b));
            }

            fn scale_by(&mut self, factor: f64) {
                self.iter_mut().for_each(|a| a.scale_by(factor));
            }

            fn axpy(&mut self, factor: f64, other: &Self) {
                same_length($count(self), $count(other));
                self.iter_mut().zip(other).for_each(|(a, b)| a.axpy(factor, b));
            }

            fn inner(&self, other: &Self) -> f64 {
                same_length($count(self), $count(other));
                self.iter().zip(other).map(|(a, b)| a.inner(b)).sum()
            }

            fn coordinates(&self) -> usize {
                self.iter().map(T::coordinates).sum()
            }

            fn write_flat(&self, mut flat: &mut [f64]) {
                flat_length(self.coordinates(), flat.len());
                for a in self.iter() {
                    flat = write_part(a, flat);
                }
            }

            fn read_flat(&mut self, mut flat: &[f64]) {
                flat_length(self.coordinates(), flat.len());
                for a in self.iter_mut() {
                    flat = read_part(a, flat);
                }
            }

            fn check_like(&self, tangent: &Self) -> Result<(), Mismatch> {
                $check(self, tangent)
            }
        }
    };
}

elements!(
    [T: Tangent] Vec<T>,
    Vec::len,
    |a: &Vec<T>, b: &Vec<T>| check_elements_like(a.iter(), b.iter()),
    |v: &Vec<T>| v.iter().map(T::zero_like).collect()
);
elements!(
    [T: Tangent] VecDeque<T>,
    VecDeque::len,
    |a: &VecDeque<T>, b: &VecDeque<T>| check_elements_like(a.iter(), b.iter()),
    |v: &VecDeque<T>| v.iter().map(T::zero_like).collect()
);
elements!(
    [T: Tangent] Option<T>,
    |o: &Option<T>| o.iter().len(),
    |a: &Option<T>, b: &Option<T>| match (a, b) {
        (Some(a), Some(b)) => a.check_like(b),
        (None, None) => Ok(()),
        _ => Err(Mismatch::variants(variant(a), variant(b))),
    },
    |o: &Option<T>| o.as_ref().map(T::zero_like)
);
elements!(
    [T: Tangent, const N: usize] [T; N],
    |_: &[T; N]| N,
    |a: &[T; N], b: &[T; N]| check_elements_like(a.iter(), b.iter()),
    |a: &[T; N]| a.each_ref().map(T::zero_like)
);

/// Compares two sequences of tangents: their lengths, and then element by element.
pub(super) fn check_elements_like<'a, T: Tangent + 'a>(
    one: impl ExactSizeIterator<Item = &'a T>,
    two: impl ExactSizeIterator<Item = &'a T>,
) -> Result<(), Mismatch> {
    if one.len() != two.len() {
        return Err(Mismatch::lengths(one.len(), two.len()));
    }
    for (i, (a, b)) in one.zip(two).enumerate() {
        a.check_like(b)
            .map_err(|mismatch| mismatch.within(format_args!("[{i}]")))?;
    }
    Ok(())
}

/// Compares element by element two sequences of the same length.
#[inline]
pub(super) fn check_elements<'a, T: Differentiable + 'a>(
    primal: impl Iterator<Item = &'a T>,
    tangent: impl Iterator<Item = &'a T::Tangent>,
) -> Result<(), Mismatch>
where
    T::Tangent: 'a,
{
    if T::LEAF {
        return Ok(());
    }
    for (i, (x, dx)) in primal.zip(tangent).enumerate() {
        x.check_shape(dx)
            .map_err(|mismatch| mismatch.within(format_args!("[{i}]")))?;
    }
    Ok(())
}

macro_rules! sequences {
    ($($sequence:ident)*) => {$(
        impl<T: Differentiable> Differentiable for $sequence<T> {
            type Tangent = $sequence<T::Tangent>;

            fn zero_tangent(&self) -> Self::Tangent {
                self.iter().map(T::zero_tangent).collect()
            }

            fn displace(&mut self, factor: f64, direction: &Self::Tangent) {
                same_length(self.len(), direction.len());
                self.iter_mut()
                    .zip(direction)
                    .for_each(|(a, da)| a.displace(factor, da));
            }

            fn coordinates_into(&self, flat: &mut Vec<f64>) {
                self.iter().for_each(|a| a.coordinates_into(flat));
            }

            #[inline]
            fn check_shape(&self, tangent: &Self::Tangent) -> Result<(), Mismatch> {
                if self.len() != tangent.len() {
                    return Err(Mismatch::lengths(self.len(), tangent.len()));
                }
                check_elements(self.iter(), tangent.iter())
            }
        }
    )*};
}

sequences!(Vec VecDeque);

impl<T: Differentiable, const N: usize> Differentiable for [T; N] {
    type Tangent = [T::Tangent; N];
    const LEAF: bool = T::LEAF;

    #[inline]
    fn zero_tangent(&self) -> Self::Tangent {
        self.each_ref().map(T::zero_tangent)
    }

    fn displace(&mut self, factor: f64, direction: &Self::Tangent) {
        self.iter_mut()
            .zip(direction)
            .for_each(|(a, da)| a.displace(factor, da));
    }

    fn coordinates_into(&self, flat: &mut Vec<f64>) {
        self.iter().for_each(|a| a.coordinates_into(flat));
    }

    #[inline]
    fn check_shape(&self, tangent: &Self::Tangent) -> Result<(), Mismatch> {
        check_elements(self.iter(), tangent.iter())
    }
}

impl<T: Differentiable> Differentiable for Option<T> {
    type Tangent = Option<T::Tangent>;

    #[inline]
    fn zero_tangent(&self) -> Self::Tangent {
        self.as_ref().map(T::zero_tangent)
    }

    fn displace(&mut self, factor: f64, direction: &Self::Tangent) {
        same_length(self.iter().len(), direction.iter().len());
        self.iter_mut()
            .zip(direction)
            .for_each(|(a, da)| a.displace(factor, da));
    }

    fn coordinates_into(&self, flat: &mut Vec<f64>) {
        self.iter().for_each(|a| a.coordinates_into(flat));
    }

    #[inline]
    fn check_shape(&self, tangent: &Self::Tangent) -> Result<(), Mismatch> {
        match (self, tangent) {
            (Some(x), Some(dx)) => x.check_shape(dx),
            (None, None) => Ok(()),
            (x, dx) => Err(Mismatch::variants(variant(x), variant(dx))),
        }
    }
}

/// The variant's name, for a message.
fn variant<T>(option: &Option<T>) -> &'static str {
    if option.is_some() { "Some" } else { "None" }
}

impl<T: Differentiable> Differentiable for Box<T> {
    type Tangent = Box<T::Tangent>;
    const LEAF: bool = T::LEAF;

    #[inline]
    fn zero_tangent(&self) -> Self::Tangent {
        Box::new(T::zero_tangent(self))
    }

    fn displace(&mut self, factor: f64, direction: &Self::Tangent) {
        T::displace(self, factor, direction);
    }

    fn coordinates_into(&self, flat: &mut Vec<f64>) {
        T::coordinates_into(self, flat);
    }

    #[inline]
    fn check_shape(&self, tangent: &Self::Tangent) -> Result<(), Mismatch> {
        T::check_shape(self, tangent)
    }
}

impl<T: Tangent> Tangent for Box<T> {
    fn zero_like(&self) -> Self {
        Box::new(T::zero_like(self))
    }

    fn set_zero(&mut self) {
        T::set_zero(self);
    }

    fn accumulate(&mut self, other: &Self) {
        T::accumulate(self, other);
    }

    fn scale_by(&mut self, factor: f64) {
        T::scale_by(self, factor);
    }

    fn axpy(&mut self, factor: f64, other: &Self) {
        T::axpy(self, factor, other);
    }

    fn inner(&self, other: &Self) -> f64 {
        T::inner(self, other)
    }

    fn coordinates(&self) -> usize {
        T::coordinates(self)
    }

    fn write_flat(&self, flat: &mut [f64]) {
        T::write_flat(self, flat);
    }

    fn read_flat(&mut self, flat: &[f64]) {
        T::read_flat(self, flat);
    }

    fn check_like(&self, tangent: &Self) -> Result<(), Mismatch> {
        T::check_like(self, tangent)
    }
}
