//! Sums of slices: across the axis in which the elements lie.
//!
//! The slices are cut into strips, so that a strip's intermediate sums stay in the cache, and the
//! axis into pieces, whose sums are added up in pairs.

#![allow(unsafe_code, reason = "blocks are raw memory")]

use super::leaf::add;
use super::stairs::Stairs;
use super::values::Values;
use crate::kernel::driver::{Axes, Blocks, Shared, Stream, Walk, each, fold, room};
use crate::pool;
use crate::scalar::Real;

/// How many elements a strip has, where it can be cut so.
const STRIP: usize = 8192;

/// How many elements of a strip are one piece.
const PIECE: usize = 1 << 18;

/// How many elements a slice should have to be added up at speed.
const WIDE: usize = 256;

/// Sums of `len` slices, `steps` apart; `lens` and `streams` are those of a slice.
///
/// # Safety
/// The elements may be read.
pub(super) unsafe fn slices<E: Real, const IN: usize, const OUT: usize>(
    values: &Values<'_, E>,
    lens: &Axes<usize>,
    streams: &[Stream<E>; IN],
    len: usize,
    steps: &[isize; IN],
    sums: &mut [Vec<E>; OUT],
) {
    let inside: usize = lens[1..].iter().product();
    let group = (STRIP / inside).clamp(1, lens[0]);
    let places = sums.each_mut().map(|sum| sum.as_mut_ptr());
    // SAFETY: elements are only read; a strip has its own sums.
    let shared = unsafe { Shared::new((lens, streams, steps, places)) };
    each(0..lens[0], group, &|range| {
        for first in range.clone().step_by(group) {
            let count = group.min(range.end - first);
            let strip = fold(
                0..len,
                (PIECE / (count * inside)).max(1),
                &|slices| {
                    let (lens, streams, steps, _) = shared.get();
                    let mut strip_lens = Axes::default();
                    strip_lens.push(slices.len());
                    strip_lens.push(count);
                    lens[1..].iter().for_each(|&len| strip_lens.push(len));
                    let streams: [Stream<E>; IN] = std::array::from_fn(|i| {
                        strip_of(&streams[i], first, slices.start, steps[i])
                    });
                    // SAFETY: the caller's; a strip is a part of what there is.
                    unsafe { sum(values, &strip_lens, &streams) }
                },
                &|mut left: [Vec<E>; OUT], right: [Vec<E>; OUT]| {
                    for (left, right) in left.iter_mut().zip(right) {
                        add(left, &right);
                        pool::scrap(right);
                    }
                    left
                },
            );
            let (.., places) = shared.get();
            for (place, strip) in places.into_iter().zip(strip) {
                // SAFETY: the strip's own places.
                unsafe {
                    let place = place.add(first * inside);
                    std::ptr::copy_nonoverlapping(strip.as_ptr(), place, strip.len());
                }
                pool::scrap(strip);
            }
        }
    });
}

/// The stream of a strip: from `first` on in the first axis, from `slice` on along a new axis before it.
fn strip_of<E>(stream: &Stream<E>, first: usize, slice: usize, step: isize) -> Stream<E> {
    let mut steps = Axes::default();
    steps.push(step);
    stream.steps.iter().for_each(|&step| steps.push(step));
    let offset = first as isize * stream.steps[0] + slice as isize * step;
    Stream {
        ptr: stream.ptr.wrapping_offset(offset),
        steps,
    }
}

/// Sums over the first axis of `lens`.
///
/// # Safety
/// The elements may be read.
unsafe fn sum<E: Real, const IN: usize, const OUT: usize>(
    values: &Values<'_, E>,
    lens: &Axes<usize>,
    streams: &[Stream<E>; IN],
) -> [Vec<E>; OUT] {
    // Several short slices together are one: their sum has a part for each, until the end.
    let size: usize = lens[1..].iter().product();
    let wide = size * (WIDE / size).clamp(1, lens[0]);
    let walk = Walk::new(
        lens,
        streams,
        &[],
        Blocks::UpTo(room::<E>()),
        values.chunks(),
    );
    let mut buffers = values.buffers::<OUT>(room::<E>());
    let mut stairs: [Stairs<E>; OUT] = std::array::from_fn(|_| Stairs::new(wide));
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
    stairs.map(|stairs| {
        let mut sum = stairs.finish();
        for start in (size..wide).step_by(size) {
            let (narrow, others) = sum.split_at_mut(start);
            add(&mut narrow[..size], &others[..size]);
        }
        sum.truncate(size);
        sum
    })
}
