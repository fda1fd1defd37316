//! The tangent of a method's `self`, in whatever form a caller has it.
//!
//! A caller knows neither whether a method takes `self`, `&self` or `&mut self`, nor whether its own
//! variable is a value or a reference: method calls find that out, arguments do not. So generated
//! methods take the tangent through the trait that fits their own `self`.

use crate::tangent::Tangent;

/// For `&self`: a tangent, or any reference to one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no tangent of `{T}`, which is what is taken here",
    note = "where it is `()`, that parameter is a constant of the function: name it in the function's `wrt(..)`, or write `stop_gradient(..)` here"
)]
pub trait Seen<T> {
    /// The tangent behind the references.
    fn seen(&self) -> &T;
}

/// For `&mut self`: a tangent, or any mutable reference to one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no mutable tangent of this method's `self`, which is `{T}`",
    note = "the method takes `&mut self`: call it on a variable that is declared `mut`, or on a `&mut` reference"
)]
pub trait Changed<T> {
    /// The tangent behind the references.
    fn changed(&mut self) -> &mut T;
}

/// For `self`: a tangent, or a reference to one, which is copied.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no tangent of this method's `self`, which is `{T}`"
)]
pub trait Taken<T> {
    /// The tangent itself.
    fn taken(self) -> T;
}

/// For `&self` of a method whose result borrows from it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no reference to a tangent of this method's `self`, which is `{T}`"
)]
pub trait Lent<'a, T> {
    /// The tangent behind the references.
    fn lent(self) -> &'a T;
}

/// For `&mut self` of a method whose result borrows from it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no mutable reference to a tangent of this method's `self`, which is `{T}`"
)]
pub trait LentMut<'a, T> {
    /// The tangent behind the references.
    fn lent_mut(self) -> &'a mut T;
}

macro_rules! seen {
    ($($form:ty, |$t:ident| $inner:expr;)*) => {$(
        impl<T> Seen<T> for $form {
            #[inline(always)]
            fn seen(&self) -> &T {
                let $t = self;
                $inner
            }
        }
    )*};
}

seen! {
    T, |t| t;
    &T, |t| t;
    &mut T, |t| t;
    &&T, |t| t;
    &&mut T, |t| t;
    &mut &T, |t| t;
    &mut &mut T, |t| t;
    Box<T>, |t| t;
    &Box<T>, |t| t;
    &mut Box<T>, |t| t;
    &&Box<T>, |t| t;
    &mut &Box<T>, |t| t;
    &mut &mut Box<T>, |t| t;
}

macro_rules! changed {
    ($($form:ty, |$t:ident| $inner:expr;)*) => {$(
        impl<T> Changed<T> for $form {
            #[inline(always)]
            fn changed(&mut self) -> &mut T {
                let $t = self;
                $inner
            }
        }
    )*};
}

changed! {
    T, |t| t;
    &mut T, |t| t;
    &mut &mut T, |t| t;
    Box<T>, |t| t;
    &mut Box<T>, |t| t;
    &mut &mut Box<T>, |t| t;
}

impl<T> Taken<T> for T {
    #[inline(always)]
    fn taken(self) -> T {
        self
    }
}

macro_rules! copied {
    ($($form:ty, |$t:ident| $inner:expr;)*) => {$(
        impl<T: Tangent> Taken<T> for $form {
            #[inline]
            fn taken(self) -> T {
                let $t = self;
                T::clone($inner)
            }
        }
    )*};
}

copied! {
    &T, |t| t;
    &mut T, |t| t;
    &&T, |t| t;
    &&mut T, |t| t;
    &mut &T, |t| t;
    &mut &mut T, |t| t;
    &Box<T>, |t| t;
    &mut Box<T>, |t| t;
}

impl<T> Taken<T> for Box<T> {
    #[inline]
    fn taken(self) -> T {
        *self
    }
}

macro_rules! lent {
    ($([$($outer:lifetime)?] $form:ty, |$t:ident| $inner:expr;)*) => {$(
        impl<'a, $($outer: 'a,)? T> Lent<'a, T> for $form {
            #[inline(always)]
            fn lent(self) -> &'a T {
                let $t = self;
                $inner
            }
        }
    )*};
}

lent! {
    [] &'a T, |t| t;
    [] &'a mut T, |t| t;
    ['b] &'a &'b T, |t| t;
    ['b] &'a &'b mut T, |t| t;
    ['b] &'a mut &'b T, |t| t;
    ['b] &'a mut &'b mut T, |t| t;
    [] &'a Box<T>, |t| t;
    [] &'a mut Box<T>, |t| t;
    ['b] &'a &'b Box<T>, |t| t;
}

impl<'a, T> LentMut<'a, T> for &'a mut T {
    #[inline(always)]
    fn lent_mut(self) -> &'a mut T {
        self
    }
}

impl<'a, T> LentMut<'a, T> for &'a mut Box<T> {
    #[inline(always)]
    fn lent_mut(self) -> &'a mut T {
        self
    }
}

impl<'a, 'b: 'a, T> LentMut<'a, T> for &'a mut &'b mut T {
    #[inline(always)]
    fn lent_mut(self) -> &'a mut T {
        self
    }
}
