//! [`Real`]: the scalars that have derivatives, `f32` and `f64`.
//!
//! `Real` is what a function generic over its scalar writes as its bound. It is ndarray's
//! `NdFloat`, which brings the elementary functions, with what `std`'s floats have beyond it
//! under `std`'s names. No method here has the name of one that `NdFloat` brings, so that a call
//! on `T: Real` is never ambiguous; on `f32` and `f64` the inherent methods come first.

use std::cmp::Ordering;
use std::iter::{Product, Sum};

use ndarray::NdFloat;
use num_traits::FromPrimitive;

use crate::elementwise::Elementwise;
use crate::gemm::Multiply;
use crate::lane::{Angle, Exact, Fast, Lane};
use crate::operand::{Operand, Scalar, Target};
use crate::overwrite::Overwrite;
use crate::own::Own;
use crate::pool::Pooled;
use crate::tangent::{Differentiable, Tangent};

mod sealed {
    //! Keeps [`super::Real`] to the two types that the rules are checked for.
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
}

/// A differentiable scalar: `f32` or `f64`.
///
/// A constant is written `T::lit(2.5)`. The elementary functions (`sin`, `powf`, `mul_add`, …)
/// come from the supertraits and need no import; the special functions (`sigmoid`, `lgamma`, …)
/// come from [`Elementwise`]. The tangent of a scalar is a scalar of the same type.
///
/// The trait is sealed.
///
/// ```
/// use jvp_runtime::prelude::*;
///
/// fn damped<T: Real>(t: T, rate: T) -> T {
///     (-rate * t).exp() * (T::lit(2.0) * t).cos()
/// }
///
/// assert_eq!(damped(0.0_f64, 0.5), 1.0);
/// assert_eq!(damped(0.0_f32, 0.5), 1.0);
/// ```
pub trait Real:
    sealed::Sealed
    + NdFloat
    + FromPrimitive
    + Default
    + Sum
    + Product
    + for<'a> Sum<&'a Self>
    + for<'a> Product<&'a Self>
    + Own<Owned = Self>
    + Overwrite
    + Tangent
    + Differentiable<Tangent = Self>
    + Elementwise<Output = Self>
    + Multiply
    + Pooled
    + Operand<Self, Rank = Scalar>
    + Target<Self>
{
    /// The lane that computes as plain scalar Rust does.
    #[doc(hidden)]
    type Exact: Lane<Element = Self>;
    /// The lane for vector code without fused multiply-adds.
    #[doc(hidden)]
    type Plain: Angle<Element = Self>;
    /// The lane for vector code with fused multiply-adds.
    #[doc(hidden)]
    type Fused: Angle<Element = Self>;

    /// Zero.
    const ZERO: Self;
    /// One.
    const ONE: Self;

    /// The constant `value`, rounded to this type.
    ///
    /// ```
    /// use jvp_runtime::Real;
    ///
    /// assert_eq!(<f32 as Real>::lit(0.1), 0.1_f32);
    /// ```
    fn lit(value: f64) -> Self;

    /// The total order of IEEE 754, as `f64::total_cmp`.
    fn total_cmp(&self, other: &Self) -> Ordering;

    /// The least non-negative remainder, as `f64::rem_euclid`.
    fn rem_euclid(self, rhs: Self) -> Self;

    /// The quotient that belongs to [`rem_euclid`](Real::rem_euclid), as `f64::div_euclid`.
    fn div_euclid(self, rhs: Self) -> Self;

    /// The nearest integer, ties to even, as `f64::round_ties_even`.
    fn round_ties_even(self) -> Self;

    /// The value as `f64`, exact.
    #[doc(hidden)]
    fn widen(self) -> f64;
}

macro_rules! real {
    ($($scalar:ident)*) => {$(
        impl Real for $scalar {
            type Exact = Exact<$scalar>;
            type Plain = Fast<$scalar, false>;
            type Fused = Fast<$scalar, true>;

            const ZERO: Self = 0.0;
            const ONE: Self = 1.0;

            #[inline(always)]
            fn lit(value: f64) -> Self {
                value as $scalar
            }

            #[inline]
            fn total_cmp(&self, other: &Self) -> Ordering {
                $scalar::total_cmp(self, other)
            }

            #[inline]
            fn rem_euclid(self, rhs: Self) -> Self {
                $scalar::rem_euclid(self, rhs)
            }

            #[inline]
            fn div_euclid(self, rhs: Self) -> Self {
                $scalar::div_euclid(self, rhs)
            }

            #[inline]
            fn round_ties_even(self) -> Self {
                $scalar::round_ties_even(self)
            }

            #[inline(always)]
            fn widen(self) -> f64 {
                self as f64
            }
        }
    )*};
}

real!(f32 f64);
