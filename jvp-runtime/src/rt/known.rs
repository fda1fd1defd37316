//! Types whose methods the compiler knows by their names: those of `std` and ndarray.

use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;

use ndarray::{ArrayBase, ArrayRef, Dimension, RawData};

use crate::operand::Operand;

/// A type of `std` or ndarray.
#[diagnostic::on_unimplemented(
    message = "a method of `{Self}` is taken for one of `std` or ndarray by its name, but the type is another one",
    label = "a type of its own",
    note = "annotate its methods and name the type in `types(..)`, or give the method another name"
)]
pub trait Known {}

impl<S: RawData<Elem = A>, A, D> Known for ArrayBase<S, D, A> {}
impl<A, D: Dimension> Known for ArrayRef<A, D> {}

impl<T> Known for [T] {}
impl<T, const N: usize> Known for [T; N] {}
impl<T> Known for Vec<T> {}
impl<T> Known for VecDeque<T> {}
impl<T> Known for Option<T> {}
impl<T, E> Known for Result<T, E> {}
impl<T: Known + ?Sized> Known for Box<T> {}
impl<T: Known + ?Sized> Known for Rc<T> {}
impl<T: Known + ?Sized> Known for Arc<T> {}
impl<T: Known + ?Sized> Known for &T {}
impl<T: Known + ?Sized> Known for &mut T {}

macro_rules! known {
    ($($known:ty)*) => { $(impl Known for $known {})* };
}

known! {
    f32 f64 bool char str String
    i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize
}

/// Proves that a value's methods are the ones that their names say.
#[inline(always)]
pub fn known<T: Known + ?Sized>(_: &T) {}

/// The number or array itself, whose `floor` is a constant.
#[inline(always)]
pub fn real<T: Operand<E> + ?Sized, E>(x: &T) -> &T {
    x
}
