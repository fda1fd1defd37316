//! The short cut: numbers and dense arrays of one shape and layout, so small that finding the best
//! loops would cost more than running them, or so large that there is only one; and short rows that
//! repeat beside them, such as the bias of a layer.
//!
//! In: the operands. Out: the same calls as from a walk, without a nest. A number becomes a buffer of
//! equal elements, or a chunk of them for a kernel; a row becomes a buffer in which it repeats.

#![allow(unsafe_code, reason = "buffers of elements in raw memory")]

use std::mem::MaybeUninit;
use std::ops::Range;

use super::copy;
use super::machine::{CHUNK, chunk};
use super::task::Input;
use crate::operand::Part;

/// What a block is passed to: its inputs, its place and its length.
type OnBlock<'a, E> = dyn FnMut(&[Input<E>], usize, usize) + 'a;

/// Operands that all have one shape and layout, or none, or are rows of that shape.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dense<'a> {
    /// The shape of the arrays.
    pub shape: &'a [usize],
    /// They lie column by column, and not row by row.
    pub fortran: bool,
    /// How many elements they have.
    pub total: usize,
    /// How many elements the longest row has; 1 without rows.
    row: usize,
}

impl<'a> Dense<'a> {
    /// What the arrays among the operands have in common, if they lie densely. `rank` is that of
    /// the result.
    #[inline]
    pub fn of<E>(parts: &[Part<'a, E>], rank: usize) -> Option<Self> {
        let dense = Self::with_rows(parts, rank)?;
        (dense.row == 1).then_some(dense)
    }

    /// The same, where some may be short rows that repeat: the last axes of the shape alone.
    #[inline]
    pub fn with_rows<E>(parts: &[Part<'a, E>], rank: usize) -> Option<Self> {
        let full = |part: &&Part<'_, E>| !part.shape.is_empty() && part.shape.len() == rank;
        let lead = parts.iter().find(full)?;
        let (shape, steps) = (lead.shape, lead.steps);
        let (mut row, mut buffers) = (1, 0);
        for part in parts {
            if part.shape.is_empty() {
                buffers += 1;
            } else if part.shape != shape || part.steps != steps {
                row = row.max(repeating(part, shape)?);
                buffers += 1;
            }
        }
        let axes = || shape.iter().zip(steps);
        let (total, fortran) = match in_line(axes().rev()) {
            Some(total) => (total, false),
            None if row == 1 => (in_line(axes())?, true),
            None => return None,
        };
        if row > 1 && buffers * row.max(CHUNK) > ROOM {
            return None;
        }
        Some(Dense {
            shape,
            fortran,
            total,
            row,
        })
    }

    /// Calls `f` with the inputs, place and length of each block of the range; a block has at most
    /// `most` elements, or, with rows, one row. With `chunks` a number is passed as one.
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
        let pass: [Pass; N] = std::array::from_fn(|i| Pass::of(&parts[i], self.shape));
        let filled = |pass: &&Pass| match pass {
            Pass::Line => false,
            Pass::Number => !chunks || self.row > 1,
            Pass::Row(_) => true,
        };
        let block = match pass.iter().filter(filled).count() {
            0 => most,
            buffers => {
                let most = most.min(ROOM / buffers).min(range.len());
                most.next_multiple_of(self.row)
                    .min(ROOM / buffers / self.row * self.row)
            }
        };
        let mut free = &mut room[..];
        let inputs: [Input<E>; N] = std::array::from_fn(|i| {
            let ptr = parts[i].ptr.cast_const();
            let len = match pass[i] {
                Pass::Line => return Input::line(ptr),
                Pass::Number if chunks => chunk::<E>(),
                Pass::Number | Pass::Row(_) => block,
            };
            let (buffer, others) = std::mem::take(&mut free).split_at_mut(len);
            free = others;
            // SAFETY: a number, or a row, is there.
            unsafe {
                match pass[i] {
                    Pass::Row(row) => repeat(ptr, row, range.start % row, buffer),
                    _ => buffer.fill(MaybeUninit::new(ptr.read())),
                }
            }
            match pass[i] {
                Pass::Number if chunks => Input::chunk(buffer.as_ptr().cast()),
                _ => Input::line(buffer.as_ptr().cast()),
            }
        });
        let mut start = range.start;
        while start < range.end {
            let len = block.min(range.end - start);
            let here: [Input<E>; N] = std::array::from_fn(|i| match pass[i] {
                Pass::Line => inputs[i].behind(start),
                _ => inputs[i],
            });
            f(&here, start, len);
            start += len;
        }
    }
}

/// How an operand is passed.
#[derive(Clone, Copy, Debug)]
enum Pass {
    /// As it is.
    Line,
    /// In a buffer of equal elements.
    Number,
    /// In a buffer in which its elements repeat.
    Row(usize),
}

impl Pass {
    #[inline]
    fn of<E>(part: &Part<'_, E>, shape: &[usize]) -> Self {
        match part.shape {
            [] => Pass::Number,
            own if own == shape => Pass::Line,
            own => Pass::Row(own.iter().product()),
        }
    }
}

/// How many elements the part has, if it lies row by row and is the last axes of the shape, which are
/// not many elements and more than one.
#[inline]
fn repeating<E>(part: &Part<'_, E>, shape: &[usize]) -> Option<usize> {
    let ones = part.shape.iter().take_while(|&&len| len == 1).count();
    let (own, steps) = (&part.shape[ones..], &part.steps[ones..]);
    if own.len() >= shape.len() || !shape.ends_with(own) {
        return None;
    }
    let count = in_line(own.iter().zip(steps).rev())?;
    (2..=ROW).contains(&count).then_some(count)
}

/// Fills the buffer with a row, again and again, from one of its elements on.
///
/// # Safety
/// The row has so many elements, and the first is one of them.
unsafe fn repeat<E: Copy>(row: *const E, len: usize, first: usize, to: &mut [MaybeUninit<E>]) {
    // SAFETY: the caller's.
    let row = unsafe { std::slice::from_raw_parts(row.cast::<MaybeUninit<E>>(), len) };
    let (end, begin) = row.split_at(first);
    let once = to.len().min(len);
    let split = once.min(begin.len());
    to[..split].copy_from_slice(&begin[..split]);
    to[split..once].copy_from_slice(&end[..once - split]);
    // SAFETY: the first elements are written, and the others are the rest of the buffer.
    unsafe { copy::repeat(to.as_mut_ptr(), once, to.len()) };
}

/// How many elements a row has at most: longer ones are worth blocks of their own.
const ROW: usize = 255;

/// How many elements the buffers have together.
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
