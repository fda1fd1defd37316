//! Sums of rows: along the axis in which the elements lie.

#![allow(unsafe_code, reason = "blocks are raw memory")]

use super::leaf::side_by_side;
use super::tree::Tree;
use super::values::Values;
use crate::kernel::driver::{Axes, Blocks, Shared, Stream, Walk, each, piece, room};
use crate::scalar::Real;

/// Sums of rows: `len` elements, `steps` apart, at each index of `lens`.
///
/// # Safety
/// The elements may be read.
pub(super) unsafe fn rows<E: Real, const IN: usize, const OUT: usize>(
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
    let walk = Walk::new(&lens, &streams, &[], Blocks::OfRows, values.chunks());
    // Either a block is whole rows, or it lies within one; pieces are whole rows.
    let grain = if walk.block().is_multiple_of(len) {
        walk.block()
    } else {
        len
    };
    // SAFETY: elements are only read; a piece has its own rows, and so its own sums.
    let shared = unsafe { Shared::new((&walk, sums.each_mut().map(|sum| sum.as_mut_ptr()))) };
    each(0..walk.total(), piece(grain), &|range| {
        let (walk, sums) = shared.get();
        let mut buffers = values.buffers::<OUT>(room::<E>());
        let mut trees = [const { Tree::<E>::NEW }; OUT];
        let (mut row, mut at) = (range.start / len, 0);
        // SAFETY: the caller's; the buffers hold a block, and there is a sum for each row.
        unsafe {
            walk.run(range, &mut |inputs, _, block| {
                let results = values.of(inputs, &mut buffers, block);
                let mut done = 0;
                while done < block {
                    let part = (len - at).min(block - done);
                    at += part;
                    let elements = results.map(|r| std::slice::from_raw_parts(r.add(done), part));
                    for (o, sum) in side_by_side(elements).into_iter().enumerate() {
                        if part == len {
                            sums[o].add(row).write(sum);
                            continue;
                        }
                        trees[o].push(sum);
                        if at == len {
                            sums[o].add(row).write(trees[o].take());
                        }
                    }
                    done += part;
                    if at == len {
                        (row, at) = (row + 1, 0);
                    }
                }
            });
        }
    });
}
