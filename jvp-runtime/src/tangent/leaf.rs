//! Leaves: `f32` and `f64`, and the types whose tangent is `()`.

use std::cmp::Ordering;
use std::marker::PhantomData;
use std::ops::{Range, RangeFrom, RangeFull, RangeInclusive, RangeTo, RangeToInclusive};

use super::{Differentiable, Tangent, flat_length};

macro_rules! scalars {
    ($($scalar:ident)*) => {$(
        impl Differentiable for $scalar {
            type Tangent = $scalar;
            const LEAF: bool = true;

            #[inline(always)]
            fn zero_tangent(&self) -> $scalar {
                0.0
            }

            #[inline]
            fn displace(&mut self, factor: f64, direction: &$scalar) {
                self.axpy(factor, direction);
            }

            #[inline]
            fn coordinates_into(&self, flat: &mut Vec<f64>) {
                flat.push(f64::from(*self));
            }
        }

        impl Tangent for $scalar {
            #[inline]
            fn zero_like(&self) -> Self {
                0.0
            }

            #[inline]
            fn set_zero(&mut self) {
                *self = 0.0;
            }

            #[inline]
            fn accumulate(&mut self, other: &Self) {
                *self += *other;
            }

            #[inline]
            fn scale_by(&mut self, factor: f64) {
                *self = (f64::from(*self) * factor) as $scalar;
            }

            #[inline]
            fn axpy(&mut self, factor: f64, other: &Self) {
                *self = (f64::from(*self) + factor * f64::from(*other)) as $scalar;
            }

            #[inline]
            fn inner(&self, other: &Self) -> f64 {
                f64::from(*self) * f64::from(*other)
            }

            #[inline]
            fn coordinates(&self) -> usize {
                1
            }

            #[inline]
            fn write_flat(&self, flat: &mut [f64]) {
                flat_length(1, flat.len());
                flat[0] = f64::from(*self);
            }

            #[inline]
            fn read_flat(&mut self, flat: &[f64]) {
                flat_length(1, flat.len());
                *self = flat[0] as $scalar;
            }
        }
    )*};
}

scalars!(f32 f64);

macro_rules! constants {
    ($($(@$generic:ident)? $constant:ty),* $(,)?) => {$(
        impl $(<$generic>)? Differentiable for $constant {
            type Tangent = ();
            const LEAF: bool = true;

            #[inline(always)]
            fn zero_tangent(&self) {}

            #[inline]
            fn displace(&mut self, _factor: f64, (): &()) {}

            #[inline]
            fn coordinates_into(&self, _flat: &mut Vec<f64>) {}
        }
    )*};
}

constants! {
    i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize,
    bool, char, String, (), Ordering, RangeFull, ndarray::Axis, @T PhantomData<T>,
    @I Range<I>, @I RangeFrom<I>, @I RangeInclusive<I>, @I RangeTo<I>, @I RangeToInclusive<I>,
}

/// Types that count as having no tangent by their names.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has the name of a type without tangent, but is a type of its own",
    label = "taken for the type of `std` or `ndarray`",
    note = "write it with its path, such as `self::{Self}`, or mark the field `#[jvp(skip)]`"
)]
pub trait NoTangent {}

/// Proves that `T` is the type that its name says.
pub const fn no_tangent<T: NoTangent>() {}

macro_rules! no_tangent {
    ($($(@$generic:ident)? $constant:ty),*) => { $(impl$(<$generic>)? NoTangent for $constant {})* };
}

no_tangent!(
    String, Ordering, RangeFull, ndarray::Axis,
    @I Range<I>, @I RangeInclusive<I>, @I RangeFrom<I>, @I RangeTo<I>
);

impl Tangent for () {
    fn zero_like(&self) -> Self {}

    fn set_zero(&mut self) {}

    fn accumulate(&mut self, (): &Self) {}

    fn scale_by(&mut self, _factor: f64) {}

    fn axpy(&mut self, _factor: f64, (): &Self) {}

    fn inner(&self, (): &Self) -> f64 {
        0.0
    }

    fn coordinates(&self) -> usize {
        0
    }

    fn write_flat(&self, flat: &mut [f64]) {
        flat_length(0, flat.len());
    }

    fn read_flat(&mut self, flat: &[f64]) {
        flat_length(0, flat.len());
    }
}
