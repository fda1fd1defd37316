//! The walk: block after block of consecutive indices, with all inputs and results of a block as
//! consecutive elements in memory.
//!
//! In: axes with streams along them, and what to do with a block. Out: calls with pointers. A stream
//! whose elements lie one behind the other is passed as it is. Another is copied: an input into a
//! buffer before the call, a result out of its buffer after it. A row that repeats is copied once for
//! all blocks; what is one number for a block is passed as a chunk to whoever takes that.
//!
//! Always holds: the blocks cover the range, in order, without overlap; where blocks begin depends on
//! the axes, the streams and the range's start alone.

#![allow(unsafe_code, reason = "copies between raw memory and buffers")]

use std::ops::Range;

use super::copy::{advance, gather, scatter};
use super::machine::{STREAMS, chunk};
use super::nest::{Axes, Stream};
use super::task::Input;
use crate::pool::{Pooled, Room};

/// How many bytes a buffer has.
const BUFFER: usize = 4096;

/// From this length on, an innermost axis is worth blocks of its own.
const ROW: usize = 256;

/// What blocks have to be for the caller.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Blocks {
    /// As long as can be.
    Any,
    /// At most so long.
    UpTo(usize),
    /// So many whole rows of the innermost axis as go into a buffer, or parts of one row.
    OfRows,
}

/// How the indices are cut into blocks.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Cut {
    /// A block lies within the innermost axis.
    Rows,
    /// A block is as many indices as go with the innermost axes several times.
    Tiles,
}

/// How a stream is passed.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Pass {
    /// As it is.
    Direct,
    /// From a buffer that is the same for all blocks.
    Kept,
    /// Through a buffer, for each block.
    Copied,
    /// As a chunk of its one number, for each block.
    Chunk,
}

/// What a block is passed to: its inputs, pointers to its outputs, and its length.
pub(crate) type OnBlock<'a, E> = dyn FnMut(&[Input<E>], &[*mut E], usize) + 'a;

/// Streams that are cut into blocks.
pub(crate) struct Walk<'a, E> {
    lens: &'a [usize],
    inputs: &'a [Stream<E>],
    outputs: &'a [Stream<E>],
    passes: [Pass; STREAMS],
    cut: Cut,
    /// The length of a block, but for the last of a row or of all.
    block: usize,
    /// How many indices there are.
    total: usize,
}

impl<'a, E: Pooled> Walk<'a, E> {
    /// Chooses the blocks. With `chunks` an input that is one number for a block is passed as one.
    pub fn new(
        lens: &'a [usize],
        inputs: &'a [Stream<E>],
        outputs: &'a [Stream<E>],
        blocks: Blocks,
        chunks: bool,
    ) -> Self {
        let room = match blocks {
            Blocks::UpTo(most) => most.min(room::<E>()),
            _ => room::<E>(),
        };
        let total = lens.iter().product();
        let row = lens[lens.len() - 1];
        let (inner, period) = innermost(lens, room);
        let outer = lens.len() - inner;

        let whole = |stream: &Stream<E>| stream.span(lens) == total;
        let repeats = |stream: &Stream<E>| stream.steps[..outer].iter().all(|&step| step == 0);
        let easy = inputs.iter().all(|s| whole(s) || repeats(s)) && outputs.iter().all(whole);
        let tiles = match blocks {
            Blocks::OfRows => row <= room && (easy || row < ROW),
            _ => easy || row < ROW,
        };
        let cut = if tiles { Cut::Tiles } else { Cut::Rows };

        let mut passes = [Pass::Direct; STREAMS];
        for (place, stream) in inputs.iter().chain(outputs).enumerate() {
            let direct = match cut {
                Cut::Rows => stream.span(lens) >= row,
                Cut::Tiles => whole(stream),
            };
            let kept = place < inputs.len()
                && match cut {
                    Cut::Rows => stream.steps.iter().all(|&step| step == 0),
                    Cut::Tiles => repeats(stream),
                };
            let chunk = chunks
                && place < inputs.len()
                && match cut {
                    Cut::Rows => stream.steps[lens.len() - 1] == 0,
                    Cut::Tiles => stream.steps.iter().all(|&step| step == 0),
                };
            passes[place] = match (direct, chunk, kept) {
                (true, ..) => Pass::Direct,
                (_, true, _) => Pass::Chunk,
                (.., true) => Pass::Kept,
                _ => Pass::Copied,
            };
        }
        let buffers = passes
            .iter()
            .any(|pass| matches!(pass, Pass::Kept | Pass::Copied));
        let most = match blocks {
            Blocks::Any if buffers => room,
            Blocks::Any => total,
            Blocks::UpTo(most) if !buffers => most,
            Blocks::UpTo(_) | Blocks::OfRows => room,
        };
        let block = match cut {
            Cut::Rows => most.min(row),
            Cut::Tiles if buffers || blocks == Blocks::OfRows => most / period * period,
            Cut::Tiles => most,
        };
        Walk {
            lens,
            inputs,
            outputs,
            passes,
            cut,
            block,
            total,
        }
    }

    /// How many indices there are.
    pub fn total(&self) -> usize {
        self.total
    }

    /// The length of a block. A range of indices may start at its multiples.
    pub fn block(&self) -> usize {
        self.block
    }

    /// Calls `f` with the inputs, the outputs and the length of each block of the range.
    ///
    /// # Safety
    /// The streams' elements may be read, those of the outputs written, as long as the call lasts.
    /// `f` writes all elements of a block's outputs, and nothing else of the streams. The range
    /// starts where a block does.
    pub unsafe fn run(&self, range: Range<usize>, f: &mut OnBlock<'_, E>) {
        let (ins, outs) = (self.inputs.len(), self.outputs.len());
        let passes = &self.passes[..ins + outs];
        let filled = |pass: &Pass| matches!(pass, Pass::Kept | Pass::Copied);
        let size = match passes.iter().any(filled) {
            true => self.block.min(range.len()).max(chunk::<E>()),
            false => chunk::<E>(),
        };
        let count = passes.iter().filter(|&&pass| pass != Pass::Direct).count();
        // Each buffer begins where a line of the cache does.
        let size = size.next_multiple_of(chunk::<E>());
        let mut room = Room::<E>::new(count * size);
        let mut buffers = [std::ptr::null_mut(); STREAMS];
        let mut index = Axes::default();
        for _ in self.lens {
            index.push(0);
        }
        let mut free = room.as_mut_ptr();
        for (place, &pass) in passes.iter().enumerate() {
            if pass == Pass::Direct {
                continue;
            }
            buffers[place] = free;
            // SAFETY: the room is for `count` buffers of `size`. A kept input repeats with
            // the block, so that what it is at index 0 is what it is for every block.
            unsafe {
                free = free.add(size);
                if pass == Pass::Kept {
                    let len = self.block.min(range.len());
                    gather(&self.inputs[place], self.lens, &index, len, buffers[place]);
                }
            }
        }

        let row = self.lens[self.lens.len() - 1];
        let mut start = range.start;
        advance(&mut index, self.lens, start);
        let mut from = [Input::line(std::ptr::null()); STREAMS];
        let mut to = [std::ptr::null_mut(); STREAMS];
        while start < range.end {
            let most = match self.cut {
                Cut::Rows => self.block.min(row - index[index.len() - 1]),
                Cut::Tiles => self.block,
            };
            let len = most.min(range.end - start);
            for (place, stream) in self.inputs.iter().enumerate() {
                from[place] = match passes[place] {
                    Pass::Direct => Input::line(stream.at(&index)),
                    Pass::Kept => Input::line(buffers[place]),
                    Pass::Copied => {
                        // SAFETY: the block's elements may be read, and the buffer holds a block.
                        unsafe { gather(stream, self.lens, &index, len, buffers[place]) };
                        Input::line(buffers[place])
                    }
                    Pass::Chunk => {
                        // SAFETY: the number may be read, and the buffer holds a chunk.
                        unsafe {
                            let number = stream.at(&index).read();
                            for k in 0..chunk::<E>() {
                                buffers[place].add(k).write(number);
                            }
                        }
                        Input::chunk(buffers[place])
                    }
                };
            }
            for (place, stream) in self.outputs.iter().enumerate() {
                to[place] = match passes[ins + place] {
                    Pass::Direct => stream.at(&index),
                    _ => buffers[ins + place],
                };
            }
            f(&from[..ins], &to[..outs], len);
            for (place, stream) in self.outputs.iter().enumerate() {
                if passes[ins + place] != Pass::Direct {
                    // SAFETY: `f` has written the buffer; the block's elements may be written.
                    unsafe { scatter(stream, self.lens, &index, len, buffers[ins + place]) };
                }
            }
            advance(&mut index, self.lens, len);
            start += len;
        }
    }
}

/// How many elements a buffer has.
pub(crate) const fn room<E>() -> usize {
    BUFFER / size_of::<E>()
}

/// How many of the innermost axes go into `room` together, and the product of their lengths.
fn innermost(lens: &[usize], room: usize) -> (usize, usize) {
    let (mut count, mut product) = (0, 1);
    for &len in lens.iter().rev() {
        if product * len > room {
            break;
        }
        product *= len;
        count += 1;
    }
    (count, product)
}
