//! Tensors of zeros out of the pool.

use ndarray::{
    ArcArray, Array, ArrayRef, ArrayView, ArrayViewMut, CowArray, Dimension, ShapeBuilder,
};

use crate::tangent::Tangent;
use crate::{Real, pool};

/// `Array::zeros(shape)`.
///
/// # Panics
///
/// As ndarray's, where the shape is too large.
#[track_caller]
pub fn zeros<E: Real, S: ShapeBuilder>(shape: S) -> Array<E, S::Dim> {
    let shape = shape.into_shape_with_order();
    let count = shape.size();
    // ndarray checks the product of the axes without those of length zero.
    let volume = shape.raw_dim().slice().iter().filter(|n| **n != 0);
    let fits = volume.copied().try_fold(1_usize, usize::checked_mul);
    if fits.is_none_or(|n| isize::try_from(n).is_err()) {
        return Array::zeros(shape);
    }
    let mut elements = pool::take(count);
    elements.resize(count, E::ZERO);
    Array::from_shape_vec(shape, elements).expect("as many elements as the shape says")
}

/// What the tangent `t` of one factor of a product is multiplied with: the other factor, but zeros
/// where the tangent is zero throughout. So a tangent that stands for none never meets an infinite
/// factor.
pub fn tame<'a, E: Real, C: Dimension, D: Dimension>(
    t: &ArrayRef<E, C>,
    factor: &'a ArrayRef<E, D>,
) -> CowArray<'a, E, D> {
    match t.iter().any(|t| *t != E::ZERO) {
        true => factor.view().into(),
        false => zeros_like(factor).into(),
    }
}

/// The zero tangent of a tensor.
pub fn zeros_like<E: Real, D: Dimension>(x: &ArrayRef<E, D>) -> Array<E, D> {
    zeros(x.raw_dim())
}

/// A tensor whose zero tangent can stand where the tangent of another of its type does, such as in
/// the other branch of an `if`: of a view it is a view.
pub trait ZerosOf {
    /// The zero tangent's type.
    type Zeros;

    /// The zero tangent.
    fn zeros_of(&self) -> Self::Zeros;
}

/// The zero tangent of a tensor, by the tensor's type.
pub fn zeros_of<X: ZerosOf + ?Sized>(x: &X) -> X::Zeros {
    x.zeros_of()
}

impl<'a, E: Real, D: Dimension> ZerosOf for ArrayView<'a, E, D> {
    type Zeros = ArrayView<'a, E, D>;

    fn zeros_of(&self) -> Self::Zeros {
        self.zero_like()
    }
}

impl<'a, E: Real, D: Dimension> ZerosOf for CowArray<'a, E, D> {
    type Zeros = CowArray<'a, E, D>;

    fn zeros_of(&self) -> Self::Zeros {
        zeros_like(self).into()
    }
}

impl<E: Real, D: Dimension> ZerosOf for ArcArray<E, D> {
    type Zeros = ArcArray<E, D>;

    fn zeros_of(&self) -> Self::Zeros {
        zeros_like(self).into()
    }
}

impl<X: ZerosOf + ?Sized> ZerosOf for &X {
    type Zeros = X::Zeros;

    fn zeros_of(&self) -> Self::Zeros {
        (**self).zeros_of()
    }
}

macro_rules! owned {
    ($($tensor:ty),*) => {$(
        impl<E: Real, D: Dimension> ZerosOf for $tensor {
            type Zeros = Array<E, D>;

            fn zeros_of(&self) -> Self::Zeros {
                zeros_like(self)
            }
        }
    )*};
}

owned!(Array<E, D>, ArrayViewMut<'_, E, D>, ArrayRef<E, D>);
