//! [`Lane`]: a number inside of a kernel.
//!
//! A kernel is written once, generic in its number, and compiled for each way to compute:
//! [`Exact`] calls what plain scalar Rust calls and gives its bits; [`Fast`] has branch-free
//! functions of its own, which the compiler turns into vector code in a loop that is compiled for
//! a machine with vectors. A lane is its element and nothing else, and all methods are pure.
//!
//! The functions have `std`'s names and semantics. `clamp` is the exception: [`Fast`] gives NaN
//! where `std` panics, since a panic would keep a loop from being vector code.

mod exact;
mod fast;
mod rules;

use std::fmt::Debug;
use std::ops::{
    Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, RemAssign, Sub, SubAssign,
};

pub use exact::Exact;
pub use fast::{Angle, Fast, Known, Number, Twin, reciprocal};

/// Declares one-argument functions.
macro_rules! unary {
    ($($(#[$doc:meta])* $name:ident)*) => {
        $($(#[$doc])* fn $name(self) -> Self;)*
    };
}

/// Declares the rules: functions that `rules.rs` writes in terms of the others.
macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident($($arg:ident),*);)*) => {
        $(
            $(#[$doc])*
            #[inline(always)]
            fn $name(self, $($arg: Self),*) -> Self {
                rules::$name(self, $($arg),*)
            }
        )*
    };
}

/// A number inside of a kernel.
pub trait Lane:
    Copy
    + PartialOrd
    + Debug
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Rem<Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
    + DivAssign
    + RemAssign
    + 'static
{
    /// What arrays hold: `f32` or `f64`.
    type Element: Copy;

    /// The lane of an element.
    fn new(element: Self::Element) -> Self;

    /// The element of a lane.
    fn get(self) -> Self::Element;

    /// The constant `value`, rounded to the element.
    fn lit(value: f64) -> Self;

    unary! {
        /// `|a|`
        abs
        /// ±1 with the sign of `a`, NaN for NaN.
        signum
        /// `1 / a`
        recip
        /// `√a`
        sqrt
        /// `∛a`
        cbrt
        /// `eᵃ`
        exp
        /// `2ᵃ`
        exp2
        /// `eᵃ - 1`
        exp_m1
        /// `ln a`
        ln
        /// The logarithm to base 2.
        log2
        /// The logarithm to base 10.
        log10
        /// `ln(1 + a)`
        ln_1p
        /// `sin a`
        sin
        /// `cos a`
        cos
        /// `tan a`
        tan
        /// `arcsin a`
        asin
        /// `arccos a`
        acos
        /// `arctan a`
        atan
        /// `sinh a`
        sinh
        /// `cosh a`
        cosh
        /// `tanh a`
        tanh
        /// `arsinh a`
        asinh
        /// `arcosh a`
        acosh
        /// `artanh a`
        atanh
        /// The greatest integer that is not above.
        floor
        /// The least integer that is not below.
        ceil
        /// The nearest integer, ties away from zero.
        round
        /// The nearest integer, ties to even.
        round_ties_even
        /// The integer part.
        trunc
        /// `a - trunc(a)`
        fract
        /// Radians to degrees.
        to_degrees
        /// Degrees to radians.
        to_radians
        /// The error function.
        erf
        /// `1 - erf a`
        erfc
        /// `1 / (1 + e⁻ᵃ)`
        sigmoid
        /// `ln(1 + eᵃ)`
        softplus
        /// `max(a, 0)`
        relu
        /// `a` or `0.01 a`
        leaky_relu
        /// `a` or `eᵃ - 1`
        elu
        /// `λ a` or `λ α (eᵃ - 1)`
        selu
        /// `a · sigmoid(a)`
        silu
        /// `a Φ(a)`
        gelu
        /// The tanh form of `gelu`.
        gelu_tanh
        /// `a` clamped to `[-1, 1]`.
        hard_tanh
        /// `ln(sigmoid(a))`
        log_sigmoid
        /// `ln |Γ(a)|`
        lgamma
        /// `ψ(a)`
        digamma
        /// `ψ'(a)`
        trigamma
        /// `Φ(a) + a φ(a)`, the factor of `gelu`.
        gelu_slope
        /// The factor of `gelu_tanh`.
        gelu_tanh_slope
    }

    /// `aⁿ`
    fn powi(self, n: i32) -> Self;
    /// `aᵇ`
    fn powf(self, b: Self) -> Self;
    /// The logarithm to base `b`: `ln a / ln b`.
    fn log(self, b: Self) -> Self;
    /// The angle of the point `(b, a)`.
    fn atan2(self, b: Self) -> Self;
    /// `(sin a, cos a)`
    fn sin_cos(self) -> (Self, Self);
    /// `√(a² + b²)`
    fn hypot(self, b: Self) -> Self;
    /// `a b + c` with one rounding, everywhere.
    fn mul_add(self, b: Self, c: Self) -> Self;
    /// The greater one; a NaN is ignored.
    fn max(self, b: Self) -> Self;
    /// The lesser one; a NaN is ignored.
    fn min(self, b: Self) -> Self;
    /// `a` held between the bounds.
    fn clamp(self, low: Self, high: Self) -> Self;
    /// `|a|` with the sign of `b`.
    fn copysign(self, b: Self) -> Self;
    /// The least non-negative remainder.
    fn rem_euclid(self, b: Self) -> Self;
    /// The quotient that belongs to `rem_euclid`.
    fn div_euclid(self, b: Self) -> Self;

    /// `a²`
    #[inline(always)]
    fn pow2(self) -> Self {
        self * self
    }

    /// `a / s`, for a tangent: by the reciprocal of `s`, unless that is extreme. What divides by `s`
    /// several times has one division then.
    #[inline(always)]
    fn per(self, s: Self) -> Self {
        self / s
    }

    /// Not a number.
    #[allow(clippy::eq_op, reason = "NaN is what differs from itself")]
    #[inline(always)]
    fn is_nan(self) -> bool {
        self != self
    }

    /// Neither infinite nor NaN.
    #[inline(always)]
    fn is_finite(self) -> bool {
        self.abs() < Self::lit(f64::INFINITY)
    }

    /// ±∞.
    #[inline(always)]
    fn is_infinite(self) -> bool {
        self.abs() == Self::lit(f64::INFINITY)
    }

    /// The sign bit is set, be it that of a zero or a NaN.
    fn is_sign_negative(self) -> bool;

    /// The sign bit is not set.
    #[inline(always)]
    fn is_sign_positive(self) -> bool {
        !self.is_sign_negative()
    }

    /// Neither zero, subnormal, infinite nor NaN.
    fn is_normal(self) -> bool;

    /// `n aⁿ⁻¹`, the factor of `a.powi(n)`; 0 for `n = 0` whatever `a` is.
    fn powi_factor(self, n: i32) -> Self;

    rules! {
        /// `b aᵇ⁻¹`, the factor of `da` in `y = a.powf(b)`.
        powf_base_slope(b, y);
        /// `aᵇ ln a`, the factor of `db` in `y = a.powf(b)`; 0 at `a = 0` for `b ≥ 0`, and wherever
        /// the power vanishes.
        powf_exponent_slope(b, y);
        /// `b / (a² + b²)`, without overflow or underflow on the way: the factor of `da` in
        /// `a.atan2(b)`. The factor of `db` is `-b.angle_slope(a)`. NaN at the origin, where the
        /// angle jumps.
        angle_slope(b);
        /// `a / y`, the factor of `da` in `y = a.hypot(b)`; 0 at the origin.
        hypot_slope(y);
        /// `1 - y²` with `y = a.tanh()`, without the cancellation near 1.
        tanh_slope(y);
        /// `y (1 - y)` with `y = a.sigmoid()`, without the cancellation near 1.
        sigmoid_slope(y);
        /// `s + a s (1 - s)` with `s = a.sigmoid()`, the factor of `silu`.
        silu_slope();
        /// `self` if it is zero, else `v`: a zero tangent never meets an infinite factor.
        guard(v);
        /// Tangent of `|a|`: `t`, `-t`, and `0 · t` at zero.
        abs_part(t);
        /// Tangent of `copysign(a, b)` through `a`: that of `|a|`, with the sign of `b`.
        copysign_part(b, t);
        /// Tangent of `max(a, b)` through `a`: all of it where `a` is greater or `b` is NaN, half
        /// of it at a tie.
        max_part(b, t);
        /// Tangent of `min(a, b)` through `a`, as `max_part`.
        min_part(b, t);
        /// Tangent of `a.clamp(low, high)` through `a`: all of it inside, half of it on one bound,
        /// none where both bounds hold it.
        clamp_part(low, high, t);
        /// Tangent of `a.clamp(low, _)` through `low`: all of it below, half of it on the bound.
        clamp_low_part(low, t);
        /// Tangent of `a.clamp(_, high)` through `high`, as `clamp_low_part`.
        clamp_high_part(high, t);
    }
}

/// The operators of a newtype over a float, those of the float.
macro_rules! operators {
    ([$($generics:tt)*] $lane:ty) => {
        operators!(@binary [$($generics)*] $lane: Add add AddAssign add_assign);
        operators!(@binary [$($generics)*] $lane: Sub sub SubAssign sub_assign);
        operators!(@binary [$($generics)*] $lane: Mul mul MulAssign mul_assign);
        operators!(@binary [$($generics)*] $lane: Div div DivAssign div_assign);
        operators!(@binary [$($generics)*] $lane: Rem rem RemAssign rem_assign);

        impl<$($generics)*> std::ops::Neg for $lane {
            type Output = Self;
            #[inline(always)]
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }
    };
    (@binary [$($generics:tt)*] $lane:ty:
        $trait:ident $method:ident $assign:ident $assign_method:ident) => {
        impl<$($generics)*> std::ops::$trait for $lane {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                Self(std::ops::$trait::$method(self.0, other.0))
            }
        }

        impl<$($generics)*> std::ops::$assign for $lane {
            #[inline(always)]
            fn $assign_method(&mut self, other: Self) {
                *self = std::ops::$trait::$method(*self, other);
            }
        }
    };
}
use operators;
