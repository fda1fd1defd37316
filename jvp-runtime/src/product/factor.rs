//! [`Factor`]: what may stand in a product.

use ndarray::{ArcArray, Array, ArrayRef, ArrayView, ArrayViewMut, CowArray, Dimension};

use crate::pool;
use crate::scalar::Real;

/// An array of any ownership: owned, borrowed, a view, an `ArrayRef`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't stand in a product of arrays",
    label = "not an array of `f32`, `f64` or `T: Real`",
    note = "factors are `Array`, `ArrayView`, `ArrayViewMut`, `ArrayRef` and references to them"
)]
pub trait Factor {
    /// The scalar.
    type Elem: Real;
    /// The rank.
    type Dim: Dimension;

    /// The array as a view.
    fn view(&self) -> ArrayView<'_, Self::Elem, Self::Dim>;

    /// Gives the buffer back to the pool where it is owned: the caller is at the last use.
    #[inline]
    fn recycle(self)
    where
        Self: Sized,
    {
    }
}

impl<F: Factor + ?Sized> Factor for &F {
    type Elem = F::Elem;
    type Dim = F::Dim;

    #[inline]
    fn view(&self) -> ArrayView<'_, Self::Elem, Self::Dim> {
        F::view(self)
    }
}

impl<F: Factor + ?Sized> Factor for &mut F {
    type Elem = F::Elem;
    type Dim = F::Dim;

    #[inline]
    fn view(&self) -> ArrayView<'_, Self::Elem, Self::Dim> {
        F::view(self)
    }
}

impl<E: Real, D: Dimension> Factor for Array<E, D> {
    type Elem = E;
    type Dim = D;

    #[inline]
    fn view(&self) -> ArrayView<'_, E, D> {
        ArrayRef::view(self)
    }

    #[inline]
    fn recycle(self) {
        pool::recycle(self);
    }
}

macro_rules! borrowed {
    ($($array:ty),*) => {$(
        impl<E: Real, D: Dimension> Factor for $array {
            type Elem = E;
            type Dim = D;

            #[inline]
            fn view(&self) -> ArrayView<'_, E, D> {
                ArrayRef::view(self)
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
