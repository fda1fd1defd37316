//! [`sum_axis`] and [`mean_axis`].
//!
//! The axis that is summed becomes the innermost one where the elements lie along it; then rows are
//! summed one by one. Else it becomes the outermost one; then whole slices are added up.

#![allow(unsafe_code, reason = "blocks are raw memory")]

use ndarray::{Array, Axis, Dimension, RemoveAxis};

use super::rows::rows;
use super::slices::slices;
use super::values::Values;
use crate::kernel::driver::{Axes, Order, lead, nest, recycle, step};
use crate::kernel::{Kernel, shape};
use crate::operand::{Broadcast, Rank, Reduced, Shaped};
use crate::pool;
use crate::scalar::Real;

/// A sum or a mean along an axis: an array without that axis.
pub(super) type Along<E, O, const IN: usize> =
    Array<E, <<O as Broadcast<E, IN>>::Rank as Reduced>::Smaller>;

/// The sums of a kernel's results along an axis of the operands' common shape.
///
/// # Panics
/// As ndarray's operators, where the operands have no common shape; as its `sum_axis`, where there
/// is no such axis.
#[track_caller]
#[inline]
pub fn sum_axis<E, K, O, const IN: usize, const OUT: usize>(
    kernel: K,
    axis: Axis,
    operands: O,
) -> [Along<E, O, IN>; OUT]
where
    E: Real,
    K: Kernel<IN, OUT>,
    O: Broadcast<E, IN, Rank: Reduced>,
{
    let values = Values::new::<K, IN, OUT>(&kernel);
    along::<E, O, IN, OUT>(operands, axis, &values).0
}

/// The means of a kernel's results along an axis; `None` where the axis has length 0.
///
/// # Panics
/// As [`sum_axis`].
#[track_caller]
#[inline]
pub fn mean_axis<E, K, O, const IN: usize, const OUT: usize>(
    kernel: K,
    axis: Axis,
    operands: O,
) -> Option<[Along<E, O, IN>; OUT]>
where
    E: Real,
    K: Kernel<IN, OUT>,
    O: Broadcast<E, IN, Rank: Reduced>,
{
    let values = Values::new::<K, IN, OUT>(&kernel);
    let (mut sums, count) = along::<E, O, IN, OUT>(operands, axis, &values);
    if count == 0 {
        for sum in sums {
            pool::recycle(sum);
        }
        return None;
    }
    let count = E::lit(count as f64);
    for sum in &mut sums {
        sum.map_inplace(|sum| *sum /= count);
    }
    Some(sums)
}

/// The sums, and the length of the axis.
#[track_caller]
fn along<E, O, const IN: usize, const OUT: usize>(
    operands: O,
    axis: Axis,
    values: &Values<'_, E>,
) -> ([Along<E, O, IN>; OUT], usize)
where
    E: Real,
    O: Broadcast<E, IN, Rank: Reduced>,
{
    let parts = operands.parts();
    let dim: <O::Rank as Rank>::Dim = shape::common(&parts);
    let shape = dim.slice();
    let len = shape[axis.index()];
    let kept = dim.remove_axis(axis);
    let axis = axis.index();
    let count = shape::count(kept.slice());
    let mut sums: [Vec<E>; OUT] = std::array::from_fn(|_| pool::take(count));
    for sum in &mut sums {
        sum.resize(count, E::ZERO);
    }
    if shape::count(shape) > 0 {
        let mut places = Axes::default();
        let mut step_of_sum = count as isize;
        for (other, &len) in shape.iter().enumerate() {
            if other != axis {
                step_of_sum /= len as isize;
            }
            places.push(step_of_sum);
        }
        let (lens, _, streams) = nest(shape, Some(axis), &places, &parts, Order::RowMajor);
        let steps = parts.map(|part| step(shape, &part, axis));
        let lead = lead(&parts, shape);
        let innermost = (0..shape.len())
            .all(|other| shape[other] == 1 || lead[axis].abs() <= lead[other].abs());
        // SAFETY: the operands live as long as this function, and the streams stay in them.
        unsafe {
            if innermost {
                rows(values, &lens, &streams, len, &steps, &mut sums);
            } else {
                slices(values, &lens, &streams, len, &steps, &mut sums);
            }
        }
    }
    recycle(operands.into_buffers());
    let sums = sums.map(|sum| Shaped::output(&kept, false, sum));
    (sums, len)
}
