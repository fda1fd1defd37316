//! [`Target`]: what elementwise work may write to.

#![allow(
    unsafe_code,
    reason = "a promise about pointers, which the drivers rely on"
)]

use ndarray::{ArcArray, Array, ArrayRef, ArrayViewMut, CowArray, Dimension};

use super::Part;

/// A place for scalars or arrays with elements `E`: `&mut Array`, `&mut ArrayRef`, `ArrayViewMut`,
/// `&mut f64`.
///
/// # Safety
/// The elements of the part are distinct places in memory that may be written to as long as the
/// target is borrowed.
#[diagnostic::on_unimplemented(
    message = "elementwise work on `{E}` can't be written to `{Self}`",
    label = "not a place for elements `{E}`",
    note = "targets are `&mut Array`, `&mut ArrayRef`, `ArrayViewMut`, and `&mut` of a scalar"
)]
pub unsafe trait Target<E> {
    /// It is a number.
    const SCALAR: bool = false;

    /// Where the elements are.
    fn part(&mut self) -> Part<'_, E>;
}

macro_rules! scalars {
    ($($scalar:ident)*) => {$(
        // SAFETY: one element, and it is borrowed mutably.
        unsafe impl Target<$scalar> for $scalar {
            const SCALAR: bool = true;

            #[inline(always)]
            fn part(&mut self) -> Part<'_, $scalar> {
                Part::scalar(std::ptr::from_mut(self))
            }
        }
    )*};
}

scalars!(f32 f64);

// SAFETY: that of `X`.
unsafe impl<E, X: Target<E> + ?Sized> Target<E> for &mut X {
    const SCALAR: bool = X::SCALAR;

    #[inline(always)]
    fn part(&mut self) -> Part<'_, E> {
        X::part(self)
    }
}

macro_rules! arrays {
    ($($array:ty $(where $clone:path)?),*) => {$(
        // SAFETY: ndarray's own promise: different indices of an array that is borrowed mutably are
        // different places. One that shares its elements is made unique by that borrow.
        unsafe impl<E $(: $clone)?, D: Dimension> Target<E> for $array {
            #[inline(always)]
            fn part(&mut self) -> Part<'_, E> {
                let array: &mut ArrayRef<E, D> = self;
                Part {
                    ptr: array.as_mut_ptr(),
                    shape: array.shape(),
                    steps: array.strides(),
                }
            }
        }
    )*};
}

arrays!(
    Array<E, D>,
    ArrayRef<E, D>,
    ArrayViewMut<'_, E, D>,
    CowArray<'_, E, D> where Clone,
    ArcArray<E, D> where Clone
);

/// A tuple of `N` targets.
///
/// # Safety
/// As [`Target`], of each.
pub unsafe trait Targets<E, const N: usize> {
    /// All are numbers.
    const SCALAR: bool;

    /// Where the elements are.
    fn parts(&mut self) -> [Part<'_, E>; N];
}

macro_rules! targets {
    ($count:literal $($name:ident)*) => {
        // SAFETY: each is a target, and they are borrowed together.
        #[allow(non_snake_case, reason = "a name is a type and the value of that type")]
        unsafe impl<E, $($name: Target<E>),*> Targets<E, $count> for ($($name,)*) {
            const SCALAR: bool = true $(&& $name::SCALAR)*;

            #[inline(always)]
            fn parts(&mut self) -> [Part<'_, E>; $count] {
                let ($($name,)*) = self;
                [$($name.part()),*]
            }
        }
    };
}

targets!(1 A);
targets!(2 A B);
targets!(3 A B C);
targets!(4 A B C D);
targets!(5 A B C D F);
targets!(6 A B C D F G);
targets!(7 A B C D F G H);
targets!(8 A B C D F G H I);
targets!(9 A B C D F G H I J);
targets!(10 A B C D F G H I J K);
targets!(11 A B C D F G H I J K L);
targets!(12 A B C D F G H I J K L M);
targets!(13 A B C D F G H I J K L M N);
targets!(14 A B C D F G H I J K L M N O);
targets!(15 A B C D F G H I J K L M N O P);
targets!(16 A B C D F G H I J K L M N O P Q);
