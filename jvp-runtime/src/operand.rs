//! [`Operand`]: what may stand in elementwise work, a scalar or an array of any ownership.
//!
//! In: the operands as the user's code has them. Out: for the types, the element and the rank; for
//! the values, where the elements are ([`Part`]), and the buffer of an operand that is owned. Always
//! holds: everything (element, rank, number of operands) follows from the operands' types, in code
//! generic over `T: Real` and `D: Dimension` too. For that the element is a parameter of the trait,
//! and `Operand<T>` is known of every `T: Real` as a supertrait.

mod rank;
mod target;
mod tuple;

use ndarray::{ArcArray, Array, ArrayRef, ArrayView, ArrayViewMut, CowArray, Dimension};

pub use rank::{Join, Rank, Reduced, Scalar, Shaped};
pub use target::{Target, Targets};
pub use tuple::{Broadcast, Operands};

/// A scalar or an array with elements `E`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a scalar nor an array of them",
    label = "no derivative rule for arithmetic on `{Self}`",
    note = "the operators of `f32`, `f64`, `T: Real` and ndarray's arrays have rules; for those of a type of your own, annotate its operators (`#[derive_jvp] impl Mul for ..`) and name it in `types(..)`"
)]
pub trait Operand<E> {
    /// [`Scalar`], or [`Shaped`] with the dimension.
    type Rank: Rank;

    /// The buffer may be taken over: the operand is passed by value, and so at its last use.
    const OWNED: bool = false;

    /// Where the elements are.
    fn part(&self) -> Part<'_, E>;

    /// The buffer, and where in it the first element is. Empty where the operand does not own one.
    #[inline(always)]
    fn into_buffer(self) -> (Vec<E>, usize)
    where
        Self: Sized,
    {
        (Vec::new(), 0)
    }
}

/// Elements in memory: index `i` is at `ptr + Σ iₖ stepsₖ`. A scalar has no axes.
#[derive(Debug)]
pub struct Part<'a, E> {
    /// The element whose indices are all zero.
    pub ptr: *mut E,
    /// The length of each axis.
    pub shape: &'a [usize],
    /// The step of each axis, in elements.
    pub steps: &'a [isize],
}

impl<E> Clone for Part<'_, E> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for Part<'_, E> {}

impl<'a, E> Part<'a, E> {
    /// A scalar that is stored at `ptr`.
    #[inline(always)]
    fn scalar(ptr: *mut E) -> Self {
        Part {
            ptr,
            shape: &[],
            steps: &[],
        }
    }

    /// An array's elements. Those of a shared array are never written to: the drivers write to
    /// targets and to owned buffers only.
    #[inline(always)]
    fn array<D: Dimension>(array: &'a ArrayRef<E, D>) -> Self {
        Part {
            ptr: array.as_ptr().cast_mut(),
            shape: array.shape(),
            steps: array.strides(),
        }
    }
}

macro_rules! scalars {
    ($($scalar:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Operand<$scalar> for $scalar {
            type Rank = Scalar;

            #[inline(always)]
            fn part(&self) -> Part<'_, $scalar> {
                Part::scalar(std::ptr::from_ref(self).cast_mut())
            }
        }
    )*};
}

scalars!(f32 f64);

impl<E, X: Operand<E> + ?Sized> Operand<E> for &X {
    type Rank = X::Rank;

    #[inline(always)]
    fn part(&self) -> Part<'_, E> {
        X::part(self)
    }
}

#[diagnostic::do_not_recommend]
impl<E, X: Operand<E> + ?Sized> Operand<E> for Box<X> {
    type Rank = X::Rank;

    #[inline(always)]
    fn part(&self) -> Part<'_, E> {
        X::part(self)
    }
}

impl<E, X: Operand<E> + ?Sized> Operand<E> for &mut X {
    type Rank = X::Rank;

    #[inline(always)]
    fn part(&self) -> Part<'_, E> {
        X::part(self)
    }
}

#[diagnostic::do_not_recommend]
impl<E, D: Dimension> Operand<E> for Array<E, D> {
    type Rank = Shaped<D>;

    const OWNED: bool = true;

    #[inline(always)]
    fn part(&self) -> Part<'_, E> {
        Part::array(self)
    }

    #[inline(always)]
    fn into_buffer(self) -> (Vec<E>, usize) {
        let (buffer, offset) = self.into_raw_vec_and_offset();
        (buffer, offset.unwrap_or(0))
    }
}

macro_rules! borrowed {
    ($($array:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<E, D: Dimension> Operand<E> for $array {
            type Rank = Shaped<D>;

            #[inline(always)]
            fn part(&self) -> Part<'_, E> {
                Part::array(self)
            }
        }
    )*};
}

borrowed!(
    ArrayRef<E, D>,
    ArrayView<'_, E, D>,
    ArrayViewMut<'_, E, D>,
    ArcArray<E, D>,
    CowArray<'_, E, D>
);
