//! [`Twin`]: two lanes side by side.
//!
//! A kernel of several functions is a longer chain of instructions than a processor looks ahead. With
//! two lanes in each step the second one's instructions fill the waits of the first one's: they
//! alternate operation by operation, inside of the functions too, which is why these are written for a
//! [`Number`] whose comparisons give a [`Mask`]. The order of instructions is the only difference.

use std::cmp::Ordering;
use std::ops::{
    Add, AddAssign, BitAnd, BitOr, BitXor, Div, DivAssign, Mul, MulAssign, Neg, Not, Rem,
    RemAssign, Sub, SubAssign,
};

use super::number::{Mask, Number, select};
use super::quadrant::Angle;
use super::{
    Lane, angle, exponential, known, logarithm, normal, power, rectifier, vector_functions,
};

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

/// The operators of masks.
macro_rules! masks {
    ($($trait:ident $method:ident)*) => {$(
        impl<M: Mask> $trait for Twin<M> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                Twin($trait::$method(self.0, other.0), $trait::$method(self.1, other.1))
            }
        }
    )*};
}

masks!(BitAnd bitand BitOr bitor BitXor bitxor);

impl<M: Mask> Not for Twin<M> {
    type Output = Self;
    #[inline(always)]
    fn not(self) -> Self {
        Twin(!self.0, !self.1)
    }
}

impl<M: Mask> Mask for Twin<M> {}

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

impl<N: Angle> Lane for Twin<N> {
    type Element = [N::Element; 2];

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

    vector_functions!();

    both! {
        abs() signum() recip() sqrt() floor() ceil() round() round_ties_even() trunc() to_degrees()
        to_radians() lgamma() digamma() trigamma() mul_add(b, c) max(b) min(b) copysign(b)
        rem_euclid(b) div_euclid(b)
        powf_base_slope(b, y) powf_exponent_slope(b, y) angle_slope(b) hypot_slope(y) guard(v)
        abs_part(t) copysign_part(b, t) max_part(b, t) min_part(b, t) clamp_part(low, high, t)
        clamp_low_part(low, t) clamp_high_part(high, t)
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

impl<N: Angle> Number for Twin<N> {
    type Mask = Twin<N::Mask>;

    const WIDE: bool = N::WIDE;
    const FUSED: bool = N::FUSED;
    const MAX_EXPONENT: f64 = N::MAX_EXPONENT;
    const TINY: f64 = N::TINY;
    const SHIFT: f64 = N::SHIFT;

    both! { power() head() }

    #[inline(always)]
    fn split(self) -> (Self, Self) {
        let (a, b) = (self.0.split(), self.1.split());
        (Twin(a.0, b.0), Twin(a.1, b.1))
    }

    #[inline(always)]
    fn has_bit(self, bit: u32) -> Self::Mask {
        Twin(self.0.has_bit(bit), self.1.has_bit(bit))
    }

    #[inline(always)]
    fn select(mask: Self::Mask, a: Self, b: Self) -> Self {
        Twin(N::select(mask.0, a.0, b.0), N::select(mask.1, a.1, b.1))
    }

    #[inline(always)]
    fn below(self, b: Self) -> Self::Mask {
        Twin(self.0.below(b.0), self.1.below(b.1))
    }

    #[inline(always)]
    fn at_most(self, b: Self) -> Self::Mask {
        Twin(self.0.at_most(b.0), self.1.at_most(b.1))
    }

    #[inline(always)]
    fn equals(self, b: Self) -> Self::Mask {
        Twin(self.0.equals(b.0), self.1.equals(b.1))
    }

    #[inline(always)]
    fn negative(self) -> Self::Mask {
        Twin(self.0.negative(), self.1.negative())
    }
}
