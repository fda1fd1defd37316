//! [`Overwrite`]: a result that replaces an earlier one, whose buffers go back to the pool.
//!
//! In: a place and its new value. Out: nothing; the place holds the value. What the place held is
//! not freed but kept for the next tensor of its size, so that a loop which writes into the same
//! places allocates nothing after its first round.

use ndarray::{Array, Dimension};

use crate::pool::{self, Pooled};

/// A type of results that can be written into a place.
#[diagnostic::on_unimplemented(
    message = "`into` can't write a result of type `{Self}`",
    label = "results may be scalars, owned arrays, vectors, options and tuples of such"
)]
pub trait Overwrite {
    /// Puts `value` into `self`.
    fn overwrite(&mut self, value: Self);
}

/// Puts `value` into `place`.
pub fn overwrite<T: Overwrite>(place: &mut T, value: T) {
    place.overwrite(value);
}

impl<E: Pooled, D: Dimension> Overwrite for Array<E, D> {
    fn overwrite(&mut self, value: Self) {
        pool::recycle(std::mem::replace(self, value));
    }
}

macro_rules! assigned {
    ([$($generics:tt)*] $ty:ty) => {
        impl<$($generics)*> Overwrite for $ty {
            fn overwrite(&mut self, value: Self) {
                *self = value;
            }
        }
    };
}

assigned!([] f32);
assigned!([] f64);
assigned!([] bool);
assigned!([] usize);
assigned!([]());
assigned!([T] Vec<T>);
assigned!([T] Option<T>);
assigned!([T, const N: usize] [T; N]);

macro_rules! tuples {
    ($(($($T:ident $i:tt),+))*) => {$(
        impl<$($T: Overwrite),+> Overwrite for ($($T,)+) {
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
}
