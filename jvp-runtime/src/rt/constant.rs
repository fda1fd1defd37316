//! `constant`: the identity for types that carry no tangent, and a compile error for others.
//!
//! What is constant by its name alone (`len`, `shape`, …) on a receiver of unknown type goes
//! through it, so that a user's own `len` that returns a float is an error, never a silent zero; and so
//! does what an `Err` takes out of active data, a model's name, say.

use std::cmp::Ordering;
use std::marker::PhantomData;
use std::ops::{Range, RangeFrom, RangeFull, RangeInclusive, RangeTo, RangeToInclusive};

use ndarray::{ArrayBase, Axis, Dim, RawData};

/// A type without real coordinates.
#[diagnostic::on_unimplemented(
    message = "this counts as a constant, but is `{Self}`, which may carry a derivative",
    label = "may carry a derivative",
    note = "what goes into an `Err` has no tangent, and the result of a call such as `len` counts as a constant by the name",
    note = "if it is a constant, write `stop_gradient(..)`; if not, annotate the method with `#[derive_jvp]`"
)]
pub trait Constant {}

/// `x` itself.
#[inline(always)]
pub fn constant<T: Constant>(x: T) -> T {
    x
}

/// Proves that a type has no tangent.
#[inline(always)]
pub const fn inert<T: Constant>() {}

macro_rules! constants {
    ($($(@$generic:ident)* $constant:ty),* $(,)?) => {
        $(impl<$($generic: Constant),*> Constant for $constant {})*
    };
}

constants! {
    i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize,
    bool, char, str, String, Ordering, RangeFull, Axis,
    @I Range<I>, @I RangeFrom<I>, @I RangeInclusive<I>, @I RangeTo<I>, @I RangeToInclusive<I>,
    @T Option<T>, @T [T], @T Vec<T>, @T Box<T>, @I Dim<I>,
    (), @A (A,), @A @B (A, B), @A @B @C (A, B, C), @A @B @C @D (A, B, C, D),
    @A @B @C @D @E (A, B, C, D, E), @A @B @C @D @E @F (A, B, C, D, E, F),
}

impl<T: Constant, E: Constant> Constant for Result<T, E> {}
impl<T: Constant, const N: usize> Constant for [T; N] {}
impl<T: Constant + ?Sized> Constant for &T {}
impl<T: Constant + ?Sized> Constant for &mut T {}
impl<T> Constant for PhantomData<T> {}
impl<S: RawData, D> Constant for ArrayBase<S, D> where S::Elem: Constant {}
