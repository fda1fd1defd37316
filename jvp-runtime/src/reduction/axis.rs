//! [`sum_axis`] and [`mean_axis`].
//!
//! The sums lie as ndarray's: row by row, but for the axis of the smallest step, whose lanes it maps.
//!
//! The axis that is summed becomes the innermost one where the elements lie along it; then rows are
//! summed one by one. Else it becomes the outermost one; then whole slices are added up.

#![allow(unsafe_code, reason = "blocks are raw memory")]

use ndarray::{Array, Axis, Dimension, RemoveAxis};

use super::leaf::{self, SHORT};
use super::rows::rows;
use super::slices::slices;
use super::values::Values;
use crate::kernel::driver::{
    Arrangement, Axes, Order, alone, arrangement, is_gapless, lead, nest, recycle, step, strides,
    together,
};
use crate::kernel::{Kernel, few, shape};
use crate::operand::{Broadcast, Part, Rank, Reduced, Shaped};
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
    along::<E, K, O, IN, OUT>(operands, axis, &values).0
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
    let (mut sums, count) = along::<E, K, O, IN, OUT>(operands, axis, &values);
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
fn along<E, K, O, const IN: usize, const OUT: usize>(
    operands: O,
    axis: Axis,
    values: &Values<'_, E>,
) -> ([Along<E, O, IN>; OUT], usize)
where
    E: Real,
    K: Kernel<IN, OUT>,
    O: Broadcast<E, IN, Rank: Reduced>,
{
    let parts = operands.parts();
    let dim: <O::Rank as Rank>::Dim = shape::common(&parts);
    let shape = dim.slice();
    let len = shape[axis.index()];
    let kept = dim.remove_axis(axis);
    let axis = axis.index();
    let count = shape::count(kept.slice());
    let columns = by_columns::<E, K, IN, OUT>(&parts, shape, axis, kept.slice());
    let mut sums: [Vec<E>; OUT] = [const { Vec::new() }; OUT];
    for sum in &mut sums {
        *sum = pool::take(count);
        sum.resize(count, E::ZERO);
    }
    let total = shape::count(shape);
    if total > 0 && !columns && len <= SHORT && few::are_few(shape, total) {
        // SAFETY: the operands live as long as this function.
        unsafe {
            values.of_few(&parts, shape, total, |values: [&[E]; OUT]| {
                let inner = shape[axis + 1..].iter().product();
                for (sum, values) in sums.iter_mut().zip(values) {
                    along_few(values, len, inner, sum);
                }
            });
        }
    } else if total > 0 {
        let steps_of_sums = strides(kept.slice(), columns);
        let mut places = Axes::from(&steps_of_sums[..axis]);
        places.push(0);
        steps_of_sums[axis..]
            .iter()
            .for_each(|&step| places.push(step));
        let (lens, _, streams) = nest(shape, Some(axis), &places, &parts, Order::Memory);
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
    let sums = sums.map(|sum| Shaped::output(&kept, columns, sum));
    (sums, len)
}

/// The sums of few values along an axis of so many steps, behind which `inner` values lie.
fn along_few<E: Real>(values: &[E], len: usize, inner: usize, sums: &mut [E]) {
    let blocks = values.chunks_exact(len * inner);
    for (sums, block) in sums.chunks_exact_mut(inner).zip(blocks) {
        for (k, sum) in sums.iter_mut().enumerate() {
            *sum = leaf::few(&block[k..], inner);
        }
    }
}

/// Whether ndarray's sums along `axis` lie column by column: only those of the axis with the smallest
/// step may, since it maps their lanes, and the rest are added to rows of zeros.
fn by_columns<E, K, const IN: usize, const OUT: usize>(
    parts: &[Part<'_, E>; IN],
    shape: &[usize],
    axis: usize,
    kept: &[usize],
) -> bool
where
    K: Kernel<IN, OUT>,
{
    if kept.len() < 2 {
        return false;
    }
    let steps = match alone(parts, K::TANGENTS) {
        // What is mapped keeps its steps where it has no gaps, those of axes of length 1 too.
        Some(part) if part.shape == shape && (K::IDENTITY || is_gapless(part)) => {
            Axes::from(part.steps)
        }
        _ => arrangement(parts, shape, K::TANGENTS).steps(shape),
    };
    let shortest = (0..shape.len()).rev().min_by_key(|&k| steps[k].abs());
    if shortest != Some(axis) {
        return false;
    }
    let mut across = Axes::from(&steps[..axis]);
    steps[axis + 1..].iter().for_each(|&step| across.push(step));
    let lanes = Part {
        ptr: parts[0].ptr,
        shape: kept,
        steps: &across,
    };
    matches!(together([&lanes].into_iter(), kept), Arrangement::Columns)
}
