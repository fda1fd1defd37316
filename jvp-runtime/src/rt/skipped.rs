//! `Skipped`: what stands in a tangent for a field that has none.
//!
//! Generated code does not know which fields of a user's struct have a tangent. It reads `dself.n` as
//! it reads `self.n`; where that is a field without tangent, it gets this: a zero by construction. What
//! is done with the primal can be done with it: positions, iteration, parts, arithmetic with numbers.
//! The result is this again, or the other operand's tangent: nothing is computed, and no zero meets an
//! infinite factor. Only inside of a kernel it is the number zero.

use std::iter::{Repeat, repeat};
use std::ops::{
    Add, AddAssign, Div, DivAssign, Index, IndexMut, Mul, MulAssign, Neg, Sub, SubAssign,
};

use super::cast::CastTangent;
use super::kind::{ByElements, ByTrait};
use super::receiver::Seen;
use crate::operand::{Operand, Part, Scalar};
use crate::own::Own;
use crate::tangent::Differentiable;

/// The tangent of a field that has none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Skipped;

static SKIPPED: Skipped = Skipped;

/// Methods of the primal that give a part of it or another look at it, one part after the other, or
/// a part that may be missing; what is missing in the primal is left out with it.
macro_rules! methods {
    ($result:ty, $value:expr; $($name:ident ($($arg:ident $ty:ident)?))*) => {
        impl Skipped {
            $(
                #[doc = concat!("As the primal's `", stringify!($name), "`.")]
                #[inline(always)]
                #[allow(
                    clippy::wrong_self_convention,
                    clippy::should_implement_trait,
                    clippy::iter_not_returning_iterator,
                    reason = "the names are the primal's"
                )]
                pub fn $name$(<$ty>)?(&self $(, $arg: $ty)?) -> $result {
                    $(drop($arg);)?
                    $value
                }
            )*
        }
    };
}

methods! { &'static Skipped, &SKIPPED;
    view() t() to_vec() to_owned() into_owned() as_slice() as_ref() flatten() diag()
    row(at A) column(at A) slice(at A) to_shape(shape A)
}

methods! { Repeat<&'static Skipped>, repeat(&SKIPPED);
    iter() outer_iter() rows() columns() windows(size A) chunks(size A) chunks_exact(size A)
    axis_iter(axis A)
}

methods! { Option<&'static Skipped>, Some(&SKIPPED);
    get(at A) first() last()
}

methods! { (), ();
    push(value A) push_str(text A) extend(values A) extend_from_slice(values A) clear()
    truncate(len A) reverse() fill(value A) copy_from_slice(values A) clone_from_slice(values A)
}

methods! { Option<Skipped>, Some(Skipped);
    pop()
}

methods! { Skipped, Skipped;
    remove(at A) swap_remove(at A)
}

impl Skipped {
    /// As the primal's `insert`.
    #[inline(always)]
    pub fn insert<A, B>(&self, _at: A, _value: B) {}

    /// As the primal's `resize`.
    #[inline(always)]
    pub fn resize<A, B>(&self, _len: A, _value: B) {}

    /// As the primal's `swap`.
    #[inline(always)]
    pub fn swap<A, B>(&self, _a: A, _b: B) {}
}

impl IntoIterator for &Skipped {
    type Item = &'static Skipped;
    type IntoIter = Repeat<&'static Skipped>;

    #[inline(always)]
    fn into_iter(self) -> Self::IntoIter {
        repeat(&SKIPPED)
    }
}

impl<I> Index<I> for Skipped {
    type Output = Skipped;

    #[inline(always)]
    fn index(&self, _: I) -> &Skipped {
        &SKIPPED
    }
}

impl<I> IndexMut<I> for Skipped {
    #[inline(always)]
    fn index_mut(&mut self, _: I) -> &mut Skipped {
        self
    }
}

/// Arithmetic of tangents with one that is zero: `$zero` by this, `$number` on the left or right.
macro_rules! arithmetic {
    ($($zero:ty, $number:ty;)*) => {$(
        impl Mul<$number> for $zero {
            type Output = Skipped;

            #[inline(always)]
            fn mul(self, _: $number) -> Skipped {
                Skipped
            }
        }

        impl Mul<$zero> for $number {
            type Output = Skipped;

            #[inline(always)]
            fn mul(self, _: $zero) -> Skipped {
                Skipped
            }
        }

        impl Div<$number> for $zero {
            type Output = Skipped;

            #[inline(always)]
            fn div(self, _: $number) -> Skipped {
                Skipped
            }
        }
    )*};
}

arithmetic! {
    Skipped, f64; Skipped, f32; Skipped, &f64; Skipped, &f32;
    &Skipped, f64; &Skipped, f32; &Skipped, &f64; &Skipped, &f32;
}

macro_rules! sums {
    ($($zero:ty, $number:ty, $sum:ty, |$n:ident| $owned:expr;)*) => {$(
        impl Add<$number> for $zero {
            type Output = $sum;

            #[inline(always)]
            fn add(self, $n: $number) -> $sum {
                $owned
            }
        }

        impl Add<$zero> for $number {
            type Output = $sum;

            #[inline(always)]
            fn add(self, _: $zero) -> $sum {
                let $n = self;
                $owned
            }
        }

        impl Sub<$number> for $zero {
            type Output = $sum;

            #[inline(always)]
            fn sub(self, $n: $number) -> $sum {
                -($owned)
            }
        }

        impl Sub<$zero> for $number {
            type Output = $sum;

            #[inline(always)]
            fn sub(self, _: $zero) -> $sum {
                let $n = self;
                $owned
            }
        }
    )*};
}

sums! {
    Skipped, f64, f64, |n| n; Skipped, f32, f32, |n| n;
    Skipped, &f64, f64, |n| *n; Skipped, &f32, f32, |n| *n;
    &Skipped, f64, f64, |n| n; &Skipped, f32, f32, |n| n;
    &Skipped, &f64, f64, |n| *n; &Skipped, &f32, f32, |n| *n;
}

macro_rules! of_two {
    ($($left:ty, $right:ty;)*) => {$(
        impl Add<$right> for $left {
            type Output = Skipped;

            #[inline(always)]
            fn add(self, _: $right) -> Skipped {
                Skipped
            }
        }

        impl Sub<$right> for $left {
            type Output = Skipped;

            #[inline(always)]
            fn sub(self, _: $right) -> Skipped {
                Skipped
            }
        }
    )*};
}

of_two! { Skipped, Skipped; Skipped, &Skipped; &Skipped, Skipped; &Skipped, &Skipped; }

/// Integers stand beside skipped fields in positions and counts.
macro_rules! beside_integers {
    ($($integer:ty)*) => {$(
        impl Mul<$integer> for Skipped {
            type Output = Skipped;

            #[inline(always)]
            fn mul(self, _: $integer) -> Skipped {
                Skipped
            }
        }

        impl Mul<Skipped> for $integer {
            type Output = Skipped;

            #[inline(always)]
            fn mul(self, _: Skipped) -> Skipped {
                Skipped
            }
        }

        impl Div<$integer> for Skipped {
            type Output = Skipped;

            #[inline(always)]
            fn div(self, _: $integer) -> Skipped {
                Skipped
            }
        }
    )*};
}

beside_integers! { usize u64 u32 i64 i32 }

/// A count is changed by integers.
macro_rules! changed {
    ($($trait:ident $method:ident)*) => {$(
        impl<T> $trait<T> for Skipped {
            #[inline(always)]
            fn $method(&mut self, _: T) {}
        }
    )*};
}

changed! { AddAssign add_assign SubAssign sub_assign MulAssign mul_assign DivAssign div_assign }

impl Neg for Skipped {
    type Output = Skipped;

    #[inline(always)]
    fn neg(self) -> Skipped {
        Skipped
    }
}

impl Neg for &Skipped {
    type Output = Skipped;

    #[inline(always)]
    fn neg(self) -> Skipped {
        Skipped
    }
}

macro_rules! into_numbers {
    ($($number:ident)*) => {$(
        impl AddAssign<Skipped> for $number {
            #[inline(always)]
            fn add_assign(&mut self, _: Skipped) {}
        }

        impl SubAssign<Skipped> for $number {
            #[inline(always)]
            fn sub_assign(&mut self, _: Skipped) {}
        }

        impl Operand<$number> for Skipped {
            type Rank = Scalar;

            #[inline(always)]
            fn part(&self) -> Part<'_, $number> {
                static ZERO: $number = 0.0;
                Operand::part(&ZERO)
            }
        }
    )*};
}

into_numbers! { f64 f32 }

impl Own for Skipped {
    type Owned = Skipped;

    #[inline(always)]
    fn own_scalar(&self) -> Skipped {
        Skipped
    }
}

impl<To: Differentiable> CastTangent<To> for Skipped
where
    (): CastTangent<To>,
{
    #[inline(always)]
    fn cast_tangent(self) -> To::Tangent {
        ().cast_tangent()
    }
}

/// As the argument for a parameter without tangent.
macro_rules! seen {
    ($($form:ty)*) => {$(
        impl Seen<()> for $form {
            #[inline(always)]
            fn seen(&self) -> &() {
                &()
            }
        }
    )*};
}

seen! { Skipped &Skipped &mut Skipped &&Skipped &mut &Skipped }

/// Gives a part of a struct that has been set to a constant the tangent that it now has.
pub trait Settle<P: ?Sized, K> {
    /// Sets the tangent to zero, in the shape of the primal.
    fn settle(&mut self, primal: &P);
}

impl<P: Differentiable> Settle<P, ByTrait> for P::Tangent {
    #[inline]
    fn settle(&mut self, primal: &P) {
        *self = primal.zero_tangent();
    }
}

impl<P: ?Sized> Settle<P, ByElements<()>> for Skipped {
    #[inline(always)]
    fn settle(&mut self, _: &P) {}
}

/// `primal` has been set to a constant.
#[inline(always)]
pub fn settle<P: ?Sized, D: Settle<P, K>, K>(tangent: &mut D, primal: &P) {
    tangent.settle(primal);
}
