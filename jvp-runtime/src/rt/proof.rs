//! What the compiler takes for granted by a name, and lets types prove: that a function is the one which has
//! the rule, that a method is `std`'s or ndarray's, that an argument hides no reference.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;

use ndarray::{ArrayBase, ArrayRef, Dimension, RawData};

use crate::operand::Operand;

/// A function that is `F`: no two functions have one type.
#[diagnostic::on_unimplemented(
    message = "this is not the function that there is a derivative rule for, but another one of its name",
    label = "found `{Self}`",
    note = "the rule is for `{F}`",
    note = "give the function another name and annotate it, or bring the other one into scope"
)]
pub trait Is<F> {}

impl<F> Is<F> for F {}

/// No function. With one impl of `Is` alone rustc would take both functions for one before it looks, and
/// then say that they are not.
pub struct NoFunction(());

impl<F: Copy> Is<NoFunction> for F {}

/// `theirs`, if it is the same function as `known`. Generated code proves so that a path such as
/// `mem::swap` is the one that the compiler takes it for.
#[inline(always)]
pub fn same<T: Is<F>, F>(theirs: T, _known: F) -> T {
    theirs
}

/// The same at compile time, of methods: a path such as `f64::sigmoid` leads to the trait that is in scope.
pub const fn same_function<T: Is<F> + Copy, F: Copy>(_theirs: T, _known: F) {}

/// An array, to name methods of arrays by.
pub type AnyArray = ndarray::ArrayRef<f64, ndarray::Ix0>;

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

/// Text.
#[diagnostic::on_unimplemented(
    message = "a method of `{Self}` is taken for one of text by its name, but the type is another one",
    label = "a type of its own",
    note = "annotate its methods and name the type in `types(..)`, or give the method another name"
)]
pub trait Text {}

impl Text for str {}
impl Text for String {}
impl Text for Cow<'_, str> {}
impl<T: Text + ?Sized> Text for Box<T> {}
impl<T: Text + ?Sized> Text for Rc<T> {}
impl<T: Text + ?Sized> Text for Arc<T> {}
impl<T: Text + ?Sized> Text for &T {}
impl<T: Text + ?Sized> Text for &mut T {}

/// The text itself, of which nothing has a tangent.
#[inline(always)]
pub fn text<T: Text + ?Sized>(x: &T) -> &T {
    x
}

/// The number or array itself, whose `floor` is a constant.
#[inline(always)]
pub fn real<T: Operand<E> + ?Sized, E>(x: &T) -> &T {
    x
}

/// What holds no reference that can be written through: what can be cloned.
#[diagnostic::on_unimplemented(
    message = "`{Self}` may hold a reference through which a tangent is lost",
    label = "goes into a call whose result has no tangent, beside active data",
    note = "use what the call gives, write `stop_gradient(..)` around its active arguments, or derive `Clone` for this type"
)]
pub trait NoReference {}

impl<T: Clone> NoReference for T {}

/// Hands on an argument, proven to hold no reference that can be written through.
#[inline(always)]
pub fn no_reference<T: NoReference>(x: T) -> T {
    x
}

/// An array, or a reference to one.
#[diagnostic::on_unimplemented(
    message = "a list with tangents is converted to `{Self}`, which is no array",
    label = "not an array",
    note = "convert it to an array, and make the value from that in an annotated function"
)]
pub trait List {}

impl<T, const N: usize> List for [T; N] {}
impl<L: List> List for &L {}
impl<L: List> List for &mut L {}
impl<L: List> List for Box<L> {}

/// Proves that the tangent of a list is converted to an array, element by element.
#[inline(always)]
pub fn to_array<L: List, E>(list: Result<L, E>) -> Result<L, E> {
    list
}
