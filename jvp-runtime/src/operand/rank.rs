//! Ranks: what elementwise work on operands gives, a scalar or an array of some dimension.
//!
//! Ranks of operands are joined from left to right. Two arrays of one dimension `D` join to `D`
//! without a bound, since ndarray's `D: DimMax<D>` holds of every dimension.

#![allow(
    unsafe_code,
    reason = "arrays are made of vectors whose length is known to be right"
)]

use ndarray::{Array, Axis, DimMax, Dimension, Ix0, RemoveAxis, ShapeBuilder};

/// The rank of a number.
#[derive(Clone, Copy, Debug)]
pub struct Scalar;

/// The rank of an array of dimension `D`.
#[derive(Clone, Copy, Debug)]
pub struct Shaped<D>(std::marker::PhantomData<D>);

/// [`Scalar`] or [`Shaped`].
pub trait Rank {
    /// The shape's type.
    type Dim: Dimension;
    /// The result: `E`, or an array of it.
    type Output<E>;
    /// It is [`Scalar`].
    const SCALAR: bool;

    /// A result of one element, whose axes all have length 1.
    fn one<E>(element: E) -> Self::Output<E>;

    /// A result of the given elements, in memory order; there are as many as the shape says.
    fn output<E>(shape: &Self::Dim, fortran: bool, elements: Vec<E>) -> Self::Output<E>;

    /// The same, with steps that leave nothing between the elements.
    fn arranged<E>(shape: &Self::Dim, steps: &[isize], elements: Vec<E>) -> Self::Output<E>;
}

impl Rank for Scalar {
    type Dim = Ix0;
    type Output<E> = E;
    const SCALAR: bool = true;

    #[inline(always)]
    fn one<E>(element: E) -> E {
        element
    }

    #[inline(always)]
    fn output<E>(_: &Ix0, _: bool, mut elements: Vec<E>) -> E {
        elements.swap_remove(0)
    }

    fn arranged<E>(shape: &Ix0, _: &[isize], elements: Vec<E>) -> E {
        Self::output(shape, false, elements)
    }
}

impl<D: Dimension> Rank for Shaped<D> {
    type Dim = D;
    type Output<E> = Array<E, D>;
    const SCALAR: bool = false;

    fn one<E>(element: E) -> Array<E, D> {
        let mut shape = D::zeros(D::NDIM.unwrap_or(0));
        shape.slice_mut().fill(1);
        Self::output(&shape, false, vec![element])
    }

    #[inline]
    fn output<E>(shape: &D, fortran: bool, elements: Vec<E>) -> Array<E, D> {
        assert!(elements.len() == shape.size(), "as many elements as places");
        // SAFETY: there are as many elements as the shape says, and it is dense.
        unsafe { Array::from_shape_vec_unchecked(shape.clone().set_f(fortran), elements) }
    }

    fn arranged<E>(shape: &D, steps: &[isize], elements: Vec<E>) -> Array<E, D> {
        let mut upward = shape.clone();
        for (upward, step) in upward.slice_mut().iter_mut().zip(steps) {
            *upward = step.unsigned_abs();
        }
        let array = Array::from_shape_vec(shape.clone().strides(upward), elements);
        let mut array = array.expect("the steps leave nothing out");
        for (axis, step) in steps.iter().enumerate() {
            if *step < 0 {
                array.invert_axis(Axis(axis));
            }
        }
        array
    }
}

/// The rank of elementwise work on operands of the ranks `Self` and `R`.
pub trait Join<R> {
    /// The common rank.
    type Rank: Rank;
}

impl Join<Scalar> for Scalar {
    type Rank = Scalar;
}

impl<D: Dimension> Join<Shaped<D>> for Scalar {
    type Rank = Shaped<D>;
}

impl<D: Dimension> Join<Scalar> for Shaped<D> {
    type Rank = Shaped<D>;
}

impl<D: Dimension + DimMax<F>, F: Dimension> Join<Shaped<F>> for Shaped<D> {
    type Rank = Shaped<<D as DimMax<F>>::Output>;
}

/// A rank of which an axis can be reduced.
pub trait Reduced: Rank<Dim: RemoveAxis<Smaller = Self::Smaller>> {
    /// The dimension without the axis.
    type Smaller: Dimension;
}

impl<D: RemoveAxis> Reduced for Shaped<D> {
    type Smaller = D::Smaller;
}
