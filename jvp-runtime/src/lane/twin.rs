//! [`Twin`]: two lanes side by side.
//!
//! A kernel of several functions is a longer chain of instructions than a processor looks ahead. With
//! two lanes in each step the second one's instructions fill the waits of the first one's; the order
//! of instructions is the only difference.

use std::cmp::Ordering;
use std::ops::{
    Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, RemAssign, Sub, SubAssign,
};

use super::Lane;

/// Two lanes, which go the same way through a kernel.
///
/// # Panics
/// Everything that gives a `bool` panics, since the two may differ: a kernel that compares lanes
/// does not say [`Kernel::TWIN`](crate::rt::Kernel::TWIN).
#[derive(Clone, Copy, Debug)]
pub struct Twin<N>(pub N, pub N);

impl<N: Lane> PartialEq for Twin<N> {
    #[inline(always)]
    fn eq(&self, _: &Self) -> bool {
        compared()
    }
}

impl<N: Lane> PartialOrd for Twin<N> {
    #[inline(always)]
    fn partial_cmp(&self, _: &Self) -> Option<Ordering> {
        compared()
    }
}

#[cold]
fn compared() -> ! {
    panic!("a kernel that compares its lanes has none side by side");
}

macro_rules! operators {
    ($($trait:ident $method:ident $assign:ident $assign_method:ident)*) => {$(
        impl<N: Lane> $trait for Twin<N> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                Twin($trait::$method(self.0, other.0), $trait::$method(self.1, other.1))
            }
        }

        impl<N: Lane> $assign for Twin<N> {
            #[inline(always)]
            fn $assign_method(&mut self, other: Self) {
                *self = $trait::$method(*self, other);
            }
        }
    )*};
}

operators!(Add add AddAssign add_assign
    Sub sub SubAssign sub_assign
    Mul mul MulAssign mul_assign
    Div div DivAssign div_assign
    Rem rem RemAssign rem_assign);

impl<N: Lane> Neg for Twin<N> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Twin(-self.0, -self.1)
    }
}

/// Functions of lanes, by name and arguments.
macro_rules! both {
    ($($name:ident($($arg:ident),*))*) => {$(
        #[inline(always)]
        fn $name(self, $($arg: Self),*) -> Self {
            Twin(self.0.$name($($arg.0),*), self.1.$name($($arg.1),*))
        }
    )*};
}

impl<N: Lane> Lane for Twin<N> {
    type Element = [N::Element; 2];
    type Near = Twin<N::Near>;

    #[inline(always)]
    fn new([a, b]: [N::Element; 2]) -> Self {
        Twin(N::new(a), N::new(b))
    }

    #[inline(always)]
    fn get(self) -> [N::Element; 2] {
        [self.0.get(), self.1.get()]
    }

    #[inline(always)]
    fn lit(value: f64) -> Self {
        Twin(N::lit(value), N::lit(value))
    }

    both! {
        abs() signum() recip() sqrt() cbrt() exp() exp2() exp_m1() ln() log2() log10() ln_1p() sin()
        cos() tan() asin() acos() atan() sinh() cosh() tanh() asinh() acosh() atanh() floor() ceil()
        round() round_ties_even() trunc() fract() to_degrees() to_radians() erf() erfc() sigmoid()
        softplus() relu() leaky_relu() elu() selu() silu() gelu() gelu_tanh() hard_tanh()
        log_sigmoid() lgamma() digamma() trigamma() gelu_slope() gelu_tanh_slope()
        powf(b) log(b) atan2(b) hypot(b) mul_add(b, c) max(b) min(b) clamp(low, high) copysign(b)
        rem_euclid(b) div_euclid(b) pow2()
        powf_base_slope(b, y) powf_exponent_slope(b, y) angle_slope(b) hypot_slope(y) tanh_slope(y)
        sigmoid_slope(y) silu_slope() guard(v) abs_part(t) copysign_part(b, t) max_part(b, t)
        min_part(b, t) clamp_part(low, high, t) clamp_low_part(low, t) clamp_high_part(high, t)
    }

    #[inline(always)]
    fn powi(self, n: i32) -> Self {
        Twin(self.0.powi(n), self.1.powi(n))
    }

    #[inline(always)]
    fn powi_factor(self, n: i32) -> Self {
        Twin(self.0.powi_factor(n), self.1.powi_factor(n))
    }

    #[inline(always)]
    fn sin_cos(self) -> (Self, Self) {
        let (a, b) = (self.0.sin_cos(), self.1.sin_cos());
        (Twin(a.0, b.0), Twin(a.1, b.1))
    }

    #[inline(always)]
    fn is_sign_negative(self) -> bool {
        compared()
    }

    #[inline(always)]
    fn is_normal(self) -> bool {
        compared()
    }
}
