//! [`Known`]: a lane of which the reciprocal is known.
//!
//! A division takes as long as ten products, and rows are divided by one number each. With the rounded
//! reciprocal `r` of `s` the quotient `a / s` is `q = a r`, put right by its residual `a - q s`, twice: the
//! first time leaves a neighbour of the quotient, the second time the rounded quotient itself (P.
//! Markstein, "Computation of elementary functions on the IBM RISC System/6000 processor", IBM J. Res.
//! Dev. 34, 1990). For `f32` once is enough: it is so for all mantissas of which the quotient lies so
//! near to the middle of two numbers that it could be rounded to the wrong one, 87 million pairs, which
//! a test goes through. No residual may be rounded for that, and nothing may be subnormal; where it is not
//! sure, the quotient is NaN here, and is left to lanes that divide.

use std::cmp::Ordering;
use std::ops::{
    Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, RemAssign, Sub, SubAssign,
};

use super::Lane;
use super::number::{Number, select};

/// A lane, and its reciprocal where it is an input that the kernel divides by.
#[derive(Clone, Copy, Debug)]
pub struct Known<N> {
    value: N,
    reciprocal: Option<N>,
}

impl<N: Number> Known<N> {
    /// The lane with what [`reciprocal`] gave for it.
    #[inline(always)]
    pub fn with(value: N, reciprocal: Option<N>) -> Self {
        Known { value, reciprocal }
    }
}

/// The reciprocal of a divisor, by which [`Known`] may divide; NaN of others.
#[inline(always)]
pub fn reciprocal<N: Number>(s: N) -> N {
    select(ordinary(s), N::lit(1.0) / s, N::lit(f64::NAN))
}

/// The divisor is normal, and so small that no quotient of a dividend from [`least`] on is subnormal: at
/// most 2³⁴, or 2²⁰⁰ for `f64`.
#[inline(always)]
fn ordinary<N: Number>(s: N) -> N::Mask {
    s.abs().at_least(N::lit(N::TINY))
        & s.abs()
            .at_most(N::pick(17179869184.0, 1.6069380442589903e60))
}

/// The least dividend but zero, of which residuals are multiples of the least number: 2⁻⁹⁰, or 2⁻⁸⁰⁰ for
/// `f64`.
#[inline(always)]
fn least<N: Number>() -> N {
    N::pick(8.077935669463161e-28, 1.499696813895631e-241)
}

/// `t / s` by the reciprocal, for ordinary divisors.
#[inline(always)]
pub(super) fn per<N: Number>(t: N, s: N) -> N {
    select(ordinary(s), t * (N::lit(1.0) / s), t / s)
}

/// `a / s` with the reciprocal `r` of `s`, or NaN.
#[inline(always)]
fn quotient<N: Number>(a: N, s: N, r: N) -> N {
    if !N::FUSED {
        return select(r.not_a_number(), r, a / s);
    }
    let first = a * r;
    let better = |q: N| (-q).mul_add(s, a).mul_add(r, q);
    let once = better(first);
    let right = if N::WIDE { better(once) } else { once };
    let zero = select(a.equals(N::lit(0.0)), first, N::lit(f64::NAN));
    select(a.abs().below(least()), zero, right)
}

impl<N: Number> PartialEq for Known<N> {
    #[inline(always)]
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<N: Number> PartialOrd for Known<N> {
    #[inline(always)]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

macro_rules! operators {
    ($($trait:ident $method:ident $assign:ident $assign_method:ident)*) => {$(
        impl<N: Number> $trait for Known<N> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                Self::from($trait::$method(self.value, other.value))
            }
        }
        operators!(@assign $trait $method $assign $assign_method);
    )*};
    (@assign $trait:ident $method:ident $assign:ident $assign_method:ident) => {
        impl<N: Number> $assign for Known<N> {
            #[inline(always)]
            fn $assign_method(&mut self, other: Self) {
                *self = $trait::$method(*self, other);
            }
        }
    };
}

operators!(Add add AddAssign add_assign
    Sub sub SubAssign sub_assign
    Mul mul MulAssign mul_assign
    Rem rem RemAssign rem_assign);
operators!(@assign Div div DivAssign div_assign);

impl<N: Number> Div for Known<N> {
    type Output = Self;
    #[inline(always)]
    fn div(self, s: Self) -> Self {
        Self::from(match s.reciprocal {
            Some(r) => quotient(self.value, s.value, r),
            None => self.value / s.value,
        })
    }
}

impl<N: Number> Neg for Known<N> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self::from(-self.value)
    }
}

impl<N> From<N> for Known<N> {
    #[inline(always)]
    fn from(value: N) -> Self {
        Known {
            value,
            reciprocal: None,
        }
    }
}

/// Functions of values, by name and arguments.
macro_rules! of_values {
    ($($name:ident($($arg:ident),*))*) => {$(
        #[inline(always)]
        fn $name(self, $($arg: Self),*) -> Self {
            Self::from(self.value.$name($($arg.value),*))
        }
    )*};
}

impl<N: Number> Lane for Known<N> {
    type Element = N::Element;

    #[inline(always)]
    fn new(element: N::Element) -> Self {
        Self::from(N::new(element))
    }

    #[inline(always)]
    fn get(self) -> N::Element {
        self.value.get()
    }

    #[inline(always)]
    fn lit(value: f64) -> Self {
        Self::from(N::lit(value))
    }

    of_values! {
        abs() signum() recip() sqrt() cbrt() exp() exp2() exp_m1() ln() log2() log10() ln_1p() sin() cos()
        tan() asin() acos() atan() sinh() cosh() tanh() asinh() acosh() atanh() floor() ceil() round()
        round_ties_even() trunc() fract() to_degrees() to_radians() erf() erfc() sigmoid() softplus()
        relu() leaky_relu() elu() selu() silu() gelu() gelu_tanh() hard_tanh() log_sigmoid() lgamma()
        digamma() trigamma() gelu_slope() gelu_tanh_slope()
        powf(b) log(b) atan2(b) hypot(b) mul_add(b, c) max(b) min(b) clamp(low, high) copysign(b)
        rem_euclid(b) div_euclid(b)
        powf_base_slope(b, y) powf_exponent_slope(b, y) angle_slope(b) hypot_slope(y) tanh_slope(y)
        sigmoid_slope(y) silu_slope() guard(v) abs_part(t) copysign_part(b, t) max_part(b, t)
        min_part(b, t) clamp_part(low, high, t) clamp_low_part(low, t) clamp_high_part(high, t)
    }

    #[inline(always)]
    fn per(self, s: Self) -> Self {
        match s.reciprocal {
            Some(r) => Self::from(self.value * r),
            None => Self::from(self.value.per(s.value)),
        }
    }

    #[inline(always)]
    fn powi(self, n: i32) -> Self {
        Self::from(self.value.powi(n))
    }

    #[inline(always)]
    fn powi_factor(self, n: i32) -> Self {
        Self::from(self.value.powi_factor(n))
    }

    #[inline(always)]
    fn sin_cos(self) -> (Self, Self) {
        let (sin, cos) = self.value.sin_cos();
        (Self::from(sin), Self::from(cos))
    }

    #[inline(always)]
    fn is_sign_negative(self) -> bool {
        self.value.is_sign_negative()
    }

    #[inline(always)]
    fn is_normal(self) -> bool {
        self.value.is_normal()
    }
}
