//! The short cut for few elements in any layout: finding the best loops would cost more than running them.
//!
//! In: operands that are broadcast to a shape of at most [`FEW`] elements. Out: one block, row by row. An
//! operand that lies so is passed as it is; of another the elements are copied, and those of a target
//! back.

#![allow(unsafe_code, reason = "copies between raw memory and buffers")]

use std::mem::MaybeUninit;

use super::dense::is_equal;
use super::machine::chunk;
use super::nest::{lies, step};
use super::task::{Input, Task};
use crate::operand::Part;
use crate::scalar::Real;

/// How many elements are few.
const FEW: usize = 256;

/// How many axes they may have.
const AXES: usize = 6;

/// Whether so many elements of a shape are few.
#[inline]
pub(crate) fn are_few(shape: &[usize], total: usize) -> bool {
    total <= FEW && shape.len() <= AXES
}

/// Whether a kernel takes so many elements by this way: dense ones only if they are less than a chunk.
#[inline]
pub(super) fn pays<E>(shape: &[usize], total: usize, dense: bool) -> bool {
    are_few(shape, total) && (!dense || total < chunk::<E>())
}

/// Room for the elements of several operands.
type Room<E, const N: usize> = [MaybeUninit<[E; FEW]>; N];

/// Room that nothing is in yet.
#[inline(always)]
fn room<E, const N: usize>() -> Room<E, N> {
    [const { MaybeUninit::uninit() }; N]
}

/// How many elements a kernel takes where there are so many: a chunk at least.
#[inline(always)]
fn taken<E>(total: usize) -> usize {
    total.max(chunk::<E>())
}

/// The operands' elements, row by row: where they are, or in the room. There are [`taken`] of them, the
/// first one again and again if need be.
///
/// # Safety
/// The operands can be broadcast to the shape, which has so many elements; these are few, but not none.
#[inline]
unsafe fn gathered<E: Copy, const N: usize>(
    parts: &[Part<'_, E>; N],
    shape: &[usize],
    total: usize,
    room: &mut Room<E, N>,
) -> [Input<E>; N] {
    let len = taken::<E>(total);
    let mut inputs = [Input::line(std::ptr::null()); N];
    for ((input, part), room) in inputs.iter_mut().zip(parts).zip(room) {
        if len == total && is_equal(part.shape, shape) && lies(part, false) {
            *input = Input::line(part.ptr);
            continue;
        }
        let to = room.as_mut_ptr().cast::<E>();
        // SAFETY: the caller's; the room is for a chunk, and for all elements.
        unsafe {
            // So many that the loop has no end to find.
            let first = part.ptr.read();
            for at in 0..chunk::<E>() {
                to.add(at).write(first);
            }
            if part.shape.is_empty() {
                for at in chunk::<E>()..len {
                    to.add(at).write(first);
                }
            } else {
                each(part, shape, total, |at, from| to.add(at).write(from.read()));
            }
        }
        *input = Input::line(to);
    }
    inputs
}

/// What `f` makes of the operands' elements, row by row.
///
/// # Safety
/// As [`gathered`].
#[inline]
pub(crate) unsafe fn elements<E: Copy, R, const N: usize>(
    parts: &[Part<'_, E>; N],
    shape: &[usize],
    total: usize,
    f: impl FnOnce([&[E]; N]) -> R,
) -> R {
    let mut room = room::<E, N>();
    // SAFETY: the caller's; there are at least so many.
    unsafe {
        let inputs = gathered(parts, shape, total, &mut room);
        f(inputs.map(|input| std::slice::from_raw_parts(input.elements(), total)))
    }
}

/// What `f` makes of a kernel's results, row by row.
///
/// # Safety
/// As [`gathered`]; the kernel has `IN` inputs and `OUT` outputs.
#[inline]
pub(crate) unsafe fn results<E: Real, R, const IN: usize, const OUT: usize>(
    task: &Task<'_, E>,
    parts: &[Part<'_, E>; IN],
    shape: &[usize],
    total: usize,
    f: impl FnOnce([&[E]; OUT]) -> R,
) -> R {
    let (mut from, mut to) = (room::<E, IN>(), room::<E, OUT>());
    // SAFETY: the caller's; the rooms are for all elements, and for a chunk.
    unsafe {
        let inputs = gathered(parts, shape, total, &mut from);
        let outputs = to.each_mut().map(|to| to.as_mut_ptr().cast::<E>());
        task.run(&inputs, &outputs, taken::<E>(total));
        f(outputs.map(|output| std::slice::from_raw_parts(output, total)))
    }
}

/// Runs a kernel, whose results lie row by row from the places on.
///
/// # Safety
/// As [`results`]; all elements can be written to each place, which is an operand's only if that lies so and
/// is the operand's own.
#[inline]
pub(super) unsafe fn map<E: Real, const IN: usize, const OUT: usize>(
    task: &Task<'_, E>,
    parts: &[Part<'_, E>; IN],
    shape: &[usize],
    total: usize,
    places: [*mut E; OUT],
) {
    // SAFETY: the caller's.
    unsafe {
        if taken::<E>(total) == total {
            let mut room = room::<E, IN>();
            let inputs = gathered(parts, shape, total, &mut room);
            return task.run(&inputs, &places, total);
        }
        results(task, parts, shape, total, |results: [&[E]; OUT]| {
            for (place, result) in places.into_iter().zip(results) {
                std::ptr::copy_nonoverlapping(result.as_ptr(), place, total);
            }
        });
    }
}

/// Runs a kernel whose first inputs are targets, which get its results.
///
/// # Safety
/// As [`results`], and no target is a part of another.
#[inline]
pub(super) unsafe fn update<E: Real, const IN: usize, const OUT: usize>(
    task: &Task<'_, E>,
    parts: &[Part<'_, E>; IN],
    shape: &[usize],
    total: usize,
) {
    // SAFETY: the caller's.
    unsafe {
        results(task, parts, shape, total, |results: [&[E]; OUT]| {
            for (part, result) in parts.iter().zip(results) {
                each(part, shape, total, |at, place| place.write(result[at]));
            }
        });
    }
}

/// Calls `f` with the count and the place of each element, row by row.
///
/// # Safety
/// As [`gathered`].
#[inline(always)]
unsafe fn each<E>(part: &Part<'_, E>, shape: &[usize], total: usize, f: impl Fn(usize, *mut E)) {
    let mut steps = [0; AXES];
    for (axis, place) in steps.iter_mut().enumerate().take(shape.len()) {
        *place = step(shape, part, axis);
    }
    let (outer, (len, inner)) = match shape.split_last() {
        Some((&len, outer)) => (outer, (len, steps[outer.len()])),
        None => (shape, (1, 0)),
    };
    let mut index = [0; AXES];
    let (mut at, mut row) = (0, part.ptr);
    loop {
        for k in 0..len {
            f(at + k, row.wrapping_offset(k as isize * inner));
        }
        at += len;
        if at >= total {
            return;
        }
        for axis in (0..outer.len()).rev() {
            index[axis] += 1;
            row = row.wrapping_offset(steps[axis]);
            if index[axis] < outer[axis] {
                break;
            }
            index[axis] = 0;
            row = row.wrapping_offset(-(outer[axis] as isize) * steps[axis]);
        }
    }
}
