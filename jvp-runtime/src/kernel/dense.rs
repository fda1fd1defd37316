//! The short cut: numbers and dense arrays of one shape and layout, so small that finding the best
//! loops would cost more than running them, or so large that there is only one.
//!
//! In: the operands. Out: the same calls as from a walk, without a nest. A number becomes a buffer of
//! equal elements, or a chunk of them for a kernel.

#![allow(unsafe_code, reason = "buffers of elements in raw memory")]

use std::mem::MaybeUninit;
use std::ops::Range;

use super::machine::chunk;
use super::task::Input;
use crate::operand::Part;

/// What a block is passed to: its inputs, its place and its length.
type OnBlock<'a, E> = dyn FnMut(&[Input<E>], usize, usize) + 'a;

/// Operands that all have one shape and layout, or none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dense<'a> {
    /// The shape of the arrays.
    pub shape: &'a [usize],
    /// They lie column by column, and not row by row.
    pub fortran: bool,
    /// How many elements they have.
    pub total: usize,
}

impl<'a> Dense<'a> {
    /// What the arrays among the operands have in common, if they lie densely. `rank` is that of
    /// the result.
    #[inline]
    pub fn of<E>(parts: &[Part<'a, E>], rank: usize) -> Option<Self> {
        let lead = parts.iter().find(|part| !part.shape.is_empty())?;
        let alike = |part: &Part<'_, E>| {
            part.shape.is_empty() || (part.shape == lead.shape && part.steps == lead.steps)
        };
        if lead.shape.len() != rank || !parts.iter().all(alike) {
            return None;
        }
        let (shape, steps) = (lead.shape, lead.steps);
        let axes = || shape.iter().zip(steps);
        let (total, fortran) = match in_line(axes().rev()) {
            Some(total) => (total, false),
            None => (in_line(axes())?, true),
        };
        Some(Dense {
            shape,
            fortran,
            total,
        })
    }

    /// Calls `f` with the inputs, place and length of each block of the range; a block has at most
    /// `most` elements. With `chunks` a number is passed as one.
    ///
    /// # Safety
    /// The operands are those that this was made of.
    pub unsafe fn run<E: Copy, const N: usize>(
        self,
        range: Range<usize>,
        parts: &[Part<'_, E>; N],
        most: usize,
        chunks: bool,
        f: &mut OnBlock<'_, E>,
    ) {
        let mut room = [MaybeUninit::<E>::uninit(); ROOM];
        let numbers = parts.iter().filter(|part| part.shape.is_empty()).count();
        let block = match numbers {
            0 => most,
            _ if chunks => most,
            _ => most.min(ROOM / numbers),
        };
        let filled = if chunks {
            chunk::<E>()
        } else {
            block.min(range.len())
        };
        let mut free = &mut room[..];
        let inputs = parts.map(|part| {
            if !part.shape.is_empty() {
                return Input::line(part.ptr.cast_const());
            }
            let (buffer, others) = std::mem::take(&mut free).split_at_mut(filled);
            free = others;
            // SAFETY: a number is there.
            buffer.fill(MaybeUninit::new(unsafe { part.ptr.read() }));
            match chunks {
                true => Input::chunk(buffer.as_ptr().cast()),
                false => Input::line(buffer.as_ptr().cast()),
            }
        });
        let mut start = range.start;
        while start < range.end {
            let len = block.min(range.end - start);
            let here: [Input<E>; N] = std::array::from_fn(|i| match parts[i].shape.is_empty() {
                true => inputs[i],
                false => inputs[i].behind(start),
            });
            f(&here, start, len);
            start += len;
        }
    }
}

/// How many elements the buffers of all numbers have together.
const ROOM: usize = 1024;

/// The number of elements, if each axis steps over those before it. Axes of length 1 do not matter.
#[inline]
fn in_line<'a>(axes: impl Iterator<Item = (&'a usize, &'a isize)>) -> Option<usize> {
    let mut total = 1;
    for (&len, &step) in axes {
        if len != 1 && step != total as isize {
            return None;
        }
        total *= len;
    }
    Some(total)
}
