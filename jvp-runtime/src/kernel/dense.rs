//! The short cut: numbers and dense arrays of one shape and layout, so small that finding the best
//! loops would cost more than running them, or so large that there is only one; and short rows that
//! repeat beside them, such as the bias of a layer.
//!
//! In: the operands. Out: the same calls as from a walk, without a nest. A number becomes a buffer of
//! equal elements, or a chunk of them for a kernel; a row becomes a buffer in which it repeats.

#![allow(unsafe_code, reason = "buffers of elements in raw memory")]

use std::iter::zip;
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
    /// The operands that have the shape, a bit each.
    full: u64,
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
        let full = |part: &&Part<'_, E>| rank > 0 && part.shape.len() == rank;
        let lead = parts.iter().find(full)?;
        let (shape, steps) = (lead.shape, lead.steps);
        let (mut row, mut buffers, mut full) = (1, 0, 0);
        for (i, part) in parts.iter().enumerate() {
            if part.shape.is_empty() {
                buffers += 1;
            } else if is_equal(part.shape, shape) && is_equal(part.steps, steps) {
                full |= 1 << i;
            } else {
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
            full,
        })
    }

    /// Whether operand `i` has the shape, and the layout.
    #[inline]
    pub fn is_full(&self, i: usize) -> bool {
        self.full >> i & 1 == 1
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
        const { assert!(N <= u64::BITS as usize, "a bit for each operand") };
        if range.is_empty() {
            return;
        }
        let mut room = [MaybeUninit::<E>::uninit(); ROOM];
        let mut free = &mut room[..];
        let mut inputs = parts.map(|part| Input::line(part.ptr.wrapping_add(range.start)));
        let block = self.block(range.len(), N, most, chunks);
        for (i, part) in parts.iter().enumerate().filter(|(i, _)| !self.is_full(*i)) {
            let number = part.shape.is_empty();
            let as_chunk = number && chunks;
            let len = if as_chunk { chunk::<E>() } else { block };
            let (buffer, others) = std::mem::take(&mut free).split_at_mut(len);
            free = others;
            let ptr = part.ptr.cast_const();
            // SAFETY: a number, or a row, is there.
            unsafe {
                if number {
                    buffer.fill(MaybeUninit::new(ptr.read()));
                } else {
                    repeat(ptr, part.shape.iter().product(), range.start, buffer);
                }
            }
            let filled = buffer.as_ptr().cast();
            inputs[i] = if as_chunk {
                Input::chunk(filled)
            } else {
                Input::line(filled)
            };
        }
        let mut start = range.start;
        loop {
            let len = block.min(range.end - start);
            f(&inputs, start, len);
            start += len;
            if start >= range.end {
                return;
            }
            for (i, input) in inputs.iter_mut().enumerate() {
                if self.is_full(i) {
                    *input = input.behind(len);
                }
            }
        }
    }

    /// How many elements a block has of `len` elements of `operands`.
    #[inline]
    fn block(&self, len: usize, operands: usize, most: usize, chunks: bool) -> usize {
        // Numbers alone that are passed as chunks need no more.
        let buffers = match chunks && self.row == 1 {
            true => 0,
            false => operands - self.full.count_ones() as usize,
        };
        match ROOM.checked_div(buffers) {
            None => most,
            // Where there is little to do, each division counts.
            Some(room) if len <= room.min(most) => len,
            Some(room) => {
                let rows = most.min(len).next_multiple_of(self.row);
                rows.min(room / self.row * self.row)
            }
        }
    }
}

/// Whether two shapes are equal, or steps: for the few axes that there are a loop is faster than the call
/// that `==` is.
#[inline]
pub(super) fn is_equal<T: PartialEq>(a: &[T], b: &[T]) -> bool {
    a.len() == b.len() && zip(a, b).all(|(a, b)| a == b)
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

/// Fills the buffer with a row, again and again, from its element `first` on, if it were endless.
///
/// # Safety
/// The row has so many elements.
unsafe fn repeat<E: Copy>(row: *const E, len: usize, first: usize, to: &mut [MaybeUninit<E>]) {
    // SAFETY: the caller's.
    let row = unsafe { std::slice::from_raw_parts(row.cast::<MaybeUninit<E>>(), len) };
    let first = if first == 0 { 0 } else { first % len };
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
