//! [`elements`]: single elements of what a kernel gives, computed when they are asked for.
//!
//! In: a kernel of one result and its operands, as for [`map`](super::map). Out: no array, but what
//! answers `at(index)`. Where a program reads few elements of a value, so much memory is saved.

#![allow(unsafe_code, reason = "the element at an index is raw memory")]

use ndarray::{ArrayView, Dimension, NdIndex, ShapeBuilder};

use super::map::exact;
use super::{Kernel, shape};
use crate::operand::{Broadcast, Part, Rank};
use crate::scalar::Real;

/// A kernel with its operands, of which nothing is computed yet.
#[derive(Debug)]
pub struct Elements<K, O, D, const IN: usize> {
    kernel: K,
    operands: O,
    /// The operands' common shape, and the steps of each along its axes.
    dim: D,
    steps: [D; IN],
}

/// The elements of a kernel's result for the operands, broadcast to their common shape.
///
/// # Panics
/// As ndarray's operators, where the operands have no common shape.
#[track_caller]
#[inline]
pub fn elements<E, K, O, const IN: usize>(
    kernel: K,
    operands: O,
) -> Elements<K, O, <O::Rank as Rank>::Dim, IN>
where
    E: Real,
    K: Kernel<IN, 1>,
    O: Broadcast<E, IN>,
{
    let parts = operands.parts();
    let dim = shape::common(&parts);
    let steps = parts.map(|part| steps(&part, &dim));
    Elements {
        kernel,
        operands,
        dim,
        steps,
    }
}

impl<K, O, D, const IN: usize> Elements<K, O, D, IN> {
    /// The element at an index.
    ///
    /// # Panics
    /// As ndarray's arrays, where the index is out of bounds.
    #[track_caller]
    #[inline]
    pub fn at<E, const RANK: usize>(&self, index: [usize; RANK]) -> E
    where
        E: Real,
        K: Kernel<IN, 1>,
        O: Broadcast<E, IN, Rank: Rank<Dim = D>>,
        D: Dimension,
        [usize; RANK]: NdIndex<D>,
    {
        let mut parts = self.operands.parts();
        for (part, steps) in parts.iter_mut().zip(&self.steps) {
            let Some(offset) = index.index_checked(&self.dim, steps) else {
                out_of_bounds(index, self.dim.clone(), part)
            };
            part.ptr = part.ptr.wrapping_offset(offset);
        }
        // SAFETY: the index lies within the common shape, along whose axes an operand has as many
        // elements, or one with step 0; so an element of it is at the offset.
        let [element] = unsafe { exact(&self.kernel, &parts) };
        element
    }
}

/// The steps of an operand along the axes of the common shape: 0 where it is broadcast.
#[inline]
fn steps<E, D: Dimension>(part: &Part<'_, E>, dim: &D) -> D {
    let mut steps = D::zeros(dim.ndim());
    let behind = dim.ndim() - part.shape.len();
    let own = part.shape.iter().zip(part.steps);
    for (to, (&len, &step)) in steps.slice_mut()[behind..].iter_mut().zip(own) {
        if len != 1 {
            *to = step.cast_unsigned();
        }
    }
    steps
}

/// The panic of an array of this shape.
#[track_caller]
#[cold]
#[inline(never)]
fn out_of_bounds<E, D: Dimension>(index: impl NdIndex<D>, dim: D, part: &Part<'_, E>) -> ! {
    let steps = D::zeros(dim.ndim());
    // SAFETY: no element is read, since the index is out of bounds.
    let array = unsafe { ArrayView::from_shape_ptr(dim.strides(steps), part.ptr.cast_const()) };
    let _ = &array[index];
    unreachable!("the index is out of bounds")
}

#[cfg(test)]
mod tests {
    use ndarray::{Array1, Array2, ArrayD, arr2};

    use super::elements;
    use crate::kernel::Kernel;
    use crate::lane::Lane;

    struct Difference;

    impl Kernel<2, 1> for Difference {
        fn eval<N: Lane>(&self, [a, b]: [N; 2]) -> [N; 1] {
            [a - b]
        }
    }

    #[test]
    fn an_element_is_that_of_the_array() {
        let a = Array2::from_shape_fn((3, 4), |(i, j)| (10 * i + j) as f64);
        let column = arr2(&[[0.5], [1.5], [2.5]]);
        let row = Array1::from_iter([1.0, 2.0, 3.0, 4.0]);
        let reversed = a.slice(ndarray::s![..;-1, ..]);
        for i in 0..3 {
            for j in 0..4 {
                assert_eq!(
                    elements(Difference, (&a, &column)).at([i, j]),
                    a[[i, j]] - column[[i, 0]]
                );
                assert_eq!(
                    elements(Difference, (&row, &a)).at([i, j]),
                    row[j] - a[[i, j]]
                );
                assert_eq!(
                    elements(Difference, (&reversed, 2.0)).at([i, j]),
                    a[[2 - i, j]] - 2.0
                );
                let b: ArrayD<f64> = a.clone().into_dyn();
                assert_eq!(
                    elements(Difference, (&b, &column)).at([i, j]),
                    a[[i, j]] - column[[i, 0]]
                );
            }
        }
    }

    #[test]
    #[should_panic(expected = "out of bounds")]
    fn an_index_is_checked_along_an_axis_of_length_one() {
        let column = arr2(&[[0.5], [1.5]]);
        elements(Difference, (&column, 1.0)).at([0, 1]);
    }

    #[test]
    #[should_panic(expected = "IncompatibleShape")]
    fn shapes_are_checked_where_it_is_made() {
        let (a, b) = (Array1::<f32>::zeros(3), Array1::<f32>::zeros(4));
        elements(Difference, (&a, &b));
    }
}
