//! [`sum`] and [`mean`] over all elements.

#![allow(unsafe_code, reason = "blocks are raw memory")]

use std::ops::Range;

use ndarray::Dimension;

use super::leaf::side_by_side;
use super::tree::Tree;
use super::values::Values;
use crate::kernel::driver::{
    Blocks, Dense, OnBlock, Order, Shared, Walk, exact, fold, lead, nest, piece, recycle,
};
use crate::kernel::{Kernel, few, shape};
use crate::operand::{Broadcast, Part, Rank};
use crate::scalar::Real;

/// How many elements are one leaf of the tree.
const LEAF: usize = 2048;

/// The sums of a kernel's results over all elements. Numbers count as one element.
///
/// # Panics
/// As ndarray's operators, where the operands have no common shape.
#[track_caller]
#[inline]
pub fn sum<E, K, O, const IN: usize, const OUT: usize>(kernel: K, operands: O) -> [E; OUT]
where
    E: Real,
    K: Kernel<IN, OUT>,
    O: Broadcast<E, IN>,
{
    if O::SCALAR {
        // SAFETY: all operands are numbers.
        return unsafe { exact(&kernel, &operands.parts()) };
    }
    total::<E, O, IN, OUT>(operands, &Values::new::<K, IN, OUT>(&kernel)).0
}

/// The means of a kernel's results over all elements; `None` where there are none.
///
/// # Panics
/// As [`sum`].
#[track_caller]
#[inline]
pub fn mean<E, K, O, const IN: usize, const OUT: usize>(kernel: K, operands: O) -> Option<[E; OUT]>
where
    E: Real,
    K: Kernel<IN, OUT>,
    O: Broadcast<E, IN>,
{
    if O::SCALAR {
        // SAFETY: all operands are numbers.
        return Some(unsafe { exact(&kernel, &operands.parts()) });
    }
    let (sums, count) = total::<E, O, IN, OUT>(operands, &Values::new::<K, IN, OUT>(&kernel));
    (count > 0).then(|| sums.map(|sum| sum / E::lit(count as f64)))
}

/// The sums, and over how many elements.
#[track_caller]
fn total<E, O, const IN: usize, const OUT: usize>(
    operands: O,
    values: &Values<'_, E>,
) -> ([E; OUT], usize)
where
    E: Real,
    O: Broadcast<E, IN>,
{
    let parts = operands.parts();
    let rank = parts.iter().map(|part| part.shape.len()).max().unwrap_or(0);
    let dense = Dense::of(&parts, rank);
    let result = if let Some(Dense { shape, total, .. }) = dense
        && few::are_few(shape, total)
    {
        // SAFETY: the operands live as long as this function.
        (unsafe { sums_of_few(values, &parts, shape, total) }, total)
    } else if let Some(dense) = dense {
        // SAFETY: the operands live as long as this function, and are only read.
        let shared = unsafe { Shared::new((dense, &parts)) };
        let sums = sums(dense.total, LEAF, values, &|range, leaf| {
            let (dense, parts) = shared.get();
            // SAFETY: these are the operands.
            unsafe {
                dense.run(
                    range,
                    parts,
                    LEAF,
                    values.chunks(),
                    &mut |inputs, _, len| leaf(inputs, &[], len),
                )
            }
        });
        (sums, dense.total)
    } else {
        let dim: <O::Rank as Rank>::Dim = shape::common(&parts);
        let shape = dim.slice();
        let count = shape::count(shape);
        if few::are_few(shape, count) {
            // SAFETY: as above.
            (unsafe { sums_of_few(values, &parts, shape, count) }, count)
        } else {
            let (lens, _, inputs) = nest(shape, None, &lead(&parts, shape), &parts, Order::Memory);
            let walk = Walk::new(&lens, &inputs, &[], Blocks::UpTo(LEAF), values.chunks());
            // SAFETY: as above.
            let shared = unsafe { Shared::new(&walk) };
            let sums = sums(count, walk.block(), values, &|range, leaf| {
                // SAFETY: the streams stay in the operands.
                unsafe { shared.get().run(range, leaf) }
            });
            (sums, count)
        }
    };
    recycle(operands.into_buffers());
    result
}

/// The sums over few elements.
///
/// # Safety
/// As [`Values::of_few`].
unsafe fn sums_of_few<E: Real, const IN: usize, const OUT: usize>(
    values: &Values<'_, E>,
    parts: &[Part<'_, E>; IN],
    shape: &[usize],
    total: usize,
) -> [E; OUT] {
    if total == 0 {
        return [E::ZERO; OUT];
    }
    // SAFETY: the caller's.
    unsafe { values.of_few(parts, shape, total, side_by_side) }
}

/// The sums over `count` elements, of which `visit` passes a range on, block by block. A range may
/// start at multiples of `grain`.
fn sums<E: Real, const OUT: usize>(
    count: usize,
    grain: usize,
    values: &Values<'_, E>,
    visit: &(impl Fn(Range<usize>, &mut OnBlock<'_, E>) + Sync),
) -> [E; OUT] {
    let of_piece = |range| {
        let mut trees = [const { Tree::<E>::NEW }; OUT];
        let mut buffers = values.buffers::<OUT>(LEAF);
        visit(range, &mut |inputs, _, len| {
            // SAFETY: `len` elements can be read from the inputs, and the buffers hold so many.
            unsafe {
                let results = values.of(inputs, &mut buffers, len);
                let series = results.map(|result| std::slice::from_raw_parts(result, len));
                for (tree, sum) in trees.iter_mut().zip(side_by_side(series)) {
                    tree.push(sum);
                }
            }
        });
        trees.map(|mut tree| tree.take())
    };
    let merge = |left: [E; OUT], right: [E; OUT]| std::array::from_fn(|o| left[o] + right[o]);
    fold(0..count, piece(grain), &of_piece, &merge)
}
