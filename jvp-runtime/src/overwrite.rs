//! [`Overwrite`]: a result that replaces an earlier one, whose buffers go back to the pool.
//!
//! In: a place and its new value. Out: nothing; the place holds the value. What the place held is
//! not freed but kept for the next tensor of its size, so that a loop which writes into the same
//! places allocates nothing after its first round.

use std::cmp::Ordering;

use ndarray::{ArcArray, Array, Dimension};

use crate::pool::{self, Pooled};

/// A type of results that can be written into a place.
#[diagnostic::on_unimplemented(
    message = "`into` can't write a result of type `{Self}`",
    label = "results may be numbers, text, owned arrays, types that derive `Differentiable`, and vectors, boxes, options and tuples of such"
)]
pub trait Overwrite: Sized {
    /// Gives the buffers of arrays in it to the pool: what is left is about to be replaced.
    fn retire(&mut self) {}

    /// Puts `value` into `self`.
    fn overwrite(&mut self, value: Self) {
        self.retire();
        *self = value;
    }
}

/// Puts `value` into `place`.
pub fn overwrite<T: Overwrite>(place: &mut T, value: T) {
    place.overwrite(value);
}

impl<E: Element, D: Dimension> Overwrite for Array<E, D> {
    fn retire(&mut self) {
        // an array without axes can't be left empty
        if self.ndim() > 0 {
            let empty = Array::from_shape_vec(D::zeros(self.ndim()), Vec::new());
            self.overwrite(empty.expect("there is nothing in it"));
        }
    }

    fn overwrite(&mut self, value: Self) {
        E::retire(std::mem::replace(self, value));
    }
}

/// What an array holds, by what becomes of the array that was in a place.
#[diagnostic::on_unimplemented(
    message = "`into` can't write an array of `{Self}`",
    label = "arrays may hold numbers, `bool` and `char`"
)]
pub trait Element: Sized {
    /// Takes an array that nobody needs any more.
    fn retire<D: Dimension>(array: Array<Self, D>);
}

impl<E: Pooled> Element for E {
    #[inline]
    fn retire<D: Dimension>(array: Array<E, D>) {
        pool::recycle(array);
    }
}

/// There is no pool for these: no kernel gives them.
macro_rules! freed {
    ($($element:ident)*) => {$(
        impl Element for $element {
            #[inline]
            fn retire<D: Dimension>(array: Array<$element, D>) {
                drop(array);
            }
        }
    )*};
}

freed!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool char);

macro_rules! assigned {
    ([$($generics:tt)*] $ty:ty) => {
        impl<$($generics)*> Overwrite for $ty {}
    };
}

assigned!([] f32);
assigned!([] f64);
assigned!([] i8);
assigned!([] i16);
assigned!([] i32);
assigned!([] i64);
assigned!([] i128);
assigned!([] isize);
assigned!([] u8);
assigned!([] u16);
assigned!([] u32);
assigned!([] u64);
assigned!([] u128);
assigned!([] usize);
assigned!([] bool);
assigned!([] char);
assigned!([] String);
assigned!([] Ordering);
assigned!([]());
assigned!([A, D] ArcArray<A, D>);
assigned!([T] Box<T>);
assigned!([T] Vec<T>);
assigned!([T] Option<T>);
assigned!([T, const N: usize] [T; N]);

macro_rules! tuples {
    ($(($($T:ident $i:tt),+))*) => {$(
        impl<$($T: Overwrite),+> Overwrite for ($($T,)+) {
            fn retire(&mut self) {
                $(self.$i.retire();)+
            }

            fn overwrite(&mut self, value: Self) {
                $(self.$i.overwrite(value.$i);)+
            }
        }
    )*};
}

tuples! {
    (A 0)
    (A 0, B 1)
    (A 0, B 1, C 2)
    (A 0, B 1, C 2, D 3)
    (A 0, B 1, C 2, D 3, F 4)
    (A 0, B 1, C 2, D 3, F 4, G 5)
    (A 0, B 1, C 2, D 3, F 4, G 5, H 6)
    (A 0, B 1, C 2, D 3, F 4, G 5, H 6, I 7)
    (A 0, B 1, C 2, D 3, F 4, G 5, H 6, I 7, J 8)
    (A 0, B 1, C 2, D 3, F 4, G 5, H 6, I 7, J 8, K 9)
    (A 0, B 1, C 2, D 3, F 4, G 5, H 6, I 7, J 8, K 9, L 10)
    (A 0, B 1, C 2, D 3, F 4, G 5, H 6, I 7, J 8, K 9, L 10, M 11)
}
