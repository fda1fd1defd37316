//! [`sum_axis`] and [`mean_axis`].
//!
//! The axis that is summed becomes the innermost one where the elements lie along it; then rows are
//! summed one by one. Else it becomes the outermost one; then whole slices are added up
//! (`stairs.rs`).

#![allow(unsafe_code, reason = "blocks are raw memory")]

use ndarray::{Array, Axis, Dimension, RemoveAxis};

use super::leaf::{add, side_by_side};
use super::stairs::Stairs;
use super::tree::Tree;
use super::values::Values;
use crate::kernel::driver::{Axes, Blocks, Order, Stream, Walk, lead, nest, recycle, room, step};
use crate::kernel::{Kernel, shape};
use crate::operand::{Broadcast, Rank, Reduced, Shaped};
use crate::pool;
use crate::scalar::Real;

/// How many elements of a sum of slices are worked on at a time.
const STRIP: usize = 8192;

/// How many elements a slice should have to be added up at speed.
const WIDE: usize = 256;

/// A sum or a mean along an axis: an array without that axis.
type Along<E, O, const IN: usize> = Array<E, <<O as Broadcast<E, IN>>::Rank as Reduced>::Smaller>;

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
        sum.map_inplace(|sum| *sum = *sum / count);
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
                strips(values, &lens, &streams, len, &steps, &mut sums);
            }
        }
    }
    recycle(operands.into_buffers());
    let sums = sums.map(|sum| Shaped::output(&kept, false, sum));
    (sums, len)
}

/// Sums of rows: `len` elements, `steps` apart, at each index of `lens`.
///
/// # Safety
/// The elements may be read.
unsafe fn rows<E: Real, const IN: usize, const OUT: usize>(
    values: &Values<'_, E>,
    lens: &Axes<usize>,
    streams: &[Stream<E>; IN],
    len: usize,
    steps: &[isize; IN],
    sums: &mut [Vec<E>; OUT],
) {
    let (mut lens, mut streams) = (lens.clone(), streams.clone());
    lens.push(len);
    for (stream, &step) in streams.iter_mut().zip(steps) {
        stream.steps.push(step);
    }
    let walk = Walk::new(&lens, &streams, &[], Blocks::OfRows);
    let mut buffers = values.buffers::<OUT>(room::<E>());
    let mut trees = [const { Tree::<E>::NEW }; OUT];
    let (mut row, mut at) = (0, 0);
    // SAFETY: the caller's; the buffers hold a block.
    unsafe {
        walk.run(0..walk.total(), &mut |inputs, _, block| {
            let results = values.of(inputs, &mut buffers, block);
            let mut done = 0;
            while done < block {
                let part = (len - at).min(block - done);
                for o in 0..OUT {
                    let part = std::slice::from_raw_parts(results[o].add(done), part);
                    let sum = side_by_side(part);
                    if part.len() == len {
                        sums[o][row] = sum;
                    } else {
                        trees[o].push(sum);
                    }
                }
                done += part;
                at += part;
                if at == len {
                    if part < len {
                        for (sum, tree) in sums.iter_mut().zip(&mut trees) {
                            sum[row] = tree.take();
                        }
                    }
                    (row, at) = (row + 1, 0);
                }
            }
        });
    }
    for buffer in buffers {
        pool::give(buffer);
    }
}

/// Sums of `len` slices, `steps` apart, strip by strip: a strip's intermediate sums stay in the cache.
///
/// # Safety
/// The elements may be read.
unsafe fn strips<E: Real, const IN: usize, const OUT: usize>(
    values: &Values<'_, E>,
    lens: &Axes<usize>,
    streams: &[Stream<E>; IN],
    len: usize,
    steps: &[isize; IN],
    sums: &mut [Vec<E>; OUT],
) {
    let inside: usize = lens[1..].iter().product();
    let group = (STRIP / inside).clamp(1, lens[0]);
    for first in (0..lens[0]).step_by(group) {
        let many = group.min(lens[0] - first);
        let mut strip_lens = Axes::default();
        strip_lens.push(len);
        strip_lens.push(many);
        lens[1..].iter().for_each(|&len| strip_lens.push(len));
        let strip_streams: [Stream<E>; IN] = std::array::from_fn(|i| {
            let outer = &streams[i].steps;
            let mut inner = Axes::default();
            inner.push(steps[i]);
            outer.iter().for_each(|&step| inner.push(step));
            Stream {
                ptr: streams[i].ptr.wrapping_offset(first as isize * outer[0]),
                steps: inner,
            }
        });
        let range = first * inside..(first + many) * inside;
        let strip = sums.each_mut().map(|sum| &mut sum[range.clone()]);
        // SAFETY: the caller's; a strip is a part of what there is.
        unsafe { slices(values, &strip_lens, &strip_streams, strip) };
    }
}

/// Sums of slices: over the first axis of `lens`.
///
/// # Safety
/// The elements may be read.
unsafe fn slices<E: Real, const IN: usize, const OUT: usize>(
    values: &Values<'_, E>,
    lens: &Axes<usize>,
    streams: &[Stream<E>; IN],
    sums: [&mut [E]; OUT],
) {
    // Several short slices together are one: their sum has a part for each, until the end.
    let size: usize = lens[1..].iter().product();
    let wide = size * (WIDE / size).clamp(1, lens[0]);
    let mut wides: [Vec<E>; OUT] = std::array::from_fn(|_| pool::take(wide));
    for sum in &mut wides {
        sum.resize(wide, E::ZERO);
    }
    let walk = Walk::new(lens, streams, &[], Blocks::UpTo(room::<E>()));
    let mut buffers = values.buffers::<OUT>(room::<E>());
    let mut stairs = wides.each_mut().map(|sum| Stairs::new(sum));
    let mut at = 0;
    // SAFETY: the caller's; the buffers hold a block.
    unsafe {
        walk.run(0..walk.total(), &mut |inputs, _, block| {
            let results = values.of(inputs, &mut buffers, block);
            let mut done = 0;
            while done < block {
                let part = (wide - at).min(block - done);
                for (stairs, result) in stairs.iter_mut().zip(results) {
                    stairs.add(at, std::slice::from_raw_parts(result.add(done), part));
                }
                done += part;
                at = (at + part) % wide;
            }
        });
    }
    for stairs in stairs {
        stairs.finish();
    }
    for (sum, wide) in sums.into_iter().zip(wides) {
        for part in wide.chunks(size) {
            add(sum, part);
        }
        pool::give(wide);
    }
    for buffer in buffers {
        pool::give(buffer);
    }
}
