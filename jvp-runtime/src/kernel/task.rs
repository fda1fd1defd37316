//! [`Task`]: a kernel on a block of any length and place.
//!
//! In: [`Input`]s, `len` consecutive elements each or one number. Out: `len` results each. Whole chunks
//! go to the loop for the machine (`machine.rs`). What is left at the end goes there too, as a chunk
//! that begins a bit earlier; so does, of a long block, what comes before the first line of the cache.
//!
//! Always holds: an element's result does not depend on where in a block it is.

#![allow(unsafe_code, reason = "chunks of raw memory")]

use std::mem::MaybeUninit;
use std::ops::Range;

use super::Kernel;
use super::machine::{CHUNK, Run, STREAMS, chunk, for_machine};
use crate::pool::LINE;
use crate::scalar::Real;

/// Where the elements of an input are: one behind the other, or a chunk of equal ones that stands for
/// any number of them.
#[derive(Debug)]
pub(crate) struct Input<E> {
    ptr: *const E,
    /// What of an index counts: all of it, or nothing.
    mask: usize,
}

impl<E> Clone for Input<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for Input<E> {}

impl<E> Input<E> {
    /// Elements one behind the other.
    #[inline(always)]
    pub fn line(ptr: *const E) -> Self {
        Input {
            ptr,
            mask: usize::MAX,
        }
    }

    /// A chunk of equal elements.
    #[inline(always)]
    pub fn chunk(ptr: *const E) -> Self {
        Input { ptr, mask: 0 }
    }

    /// The input from element `start` on, a multiple of a chunk if need be.
    #[inline(always)]
    pub fn behind(self, start: usize) -> Self {
        Input {
            ptr: self.ptr.wrapping_add(start & self.mask),
            ..self
        }
    }

    /// It is a chunk of equal elements.
    #[inline(always)]
    pub fn is_chunk(self) -> bool {
        self.mask == 0
    }

    /// Where the chunk is that begins at element `start`.
    #[inline(always)]
    pub fn chunk_at(self, start: usize) -> *const E {
        self.behind(start).ptr
    }

    /// The elements, which lie one behind the other.
    #[inline(always)]
    pub fn elements(self) -> *const E {
        debug_assert!(self.mask != 0, "elements of a chunk");
        self.ptr
    }
}

/// A kernel with its loop, for a fixed type of element.
#[derive(Clone, Copy)]
pub(crate) struct Task<'a, E> {
    kernel: &'a (dyn Sync + 'a),
    run: Run<E>,
    /// It does little besides reading and writing.
    light: bool,
}

impl<'a, E: Real> Task<'a, E> {
    /// The loop for this machine.
    #[inline]
    pub fn new<K, const IN: usize, const OUT: usize>(kernel: &'a K) -> Self
    where
        K: Kernel<IN, OUT>,
    {
        Task {
            kernel,
            run: for_machine::<E, K, IN, OUT>(),
            light: !K::TWIN,
        }
    }

    /// Runs the kernel on `len` elements.
    ///
    /// # Safety
    /// There are as many inputs and outputs as the kernel has; `len` elements can be read from each
    /// input and written to each output; an output overlaps an input only where both begin at the
    /// same place, and no other output.
    #[inline]
    pub unsafe fn run(&self, inputs: &[Input<E>], outputs: &[*mut E], len: usize) {
        let chunk = chunk::<E>();
        let odd = !len.is_multiple_of(chunk);
        let over = (odd || len >= 8 * chunk) && in_place(inputs, outputs);
        let long = match (self.light, over) {
            (true, false) => 8,
            (true, true) => 32,
            (false, _) => 64,
        };
        let head = match len < long * chunk {
            true => 0,
            false => before_line(outputs),
        };
        // SAFETY: the caller's.
        unsafe {
            if len < chunk {
                self.few(inputs, outputs, len);
            } else if head > 0 || odd {
                self.with_ends(inputs, outputs, head..len, over);
            } else {
                self.chunks(inputs, outputs, 0..len);
            }
        }
    }

    /// Whole chunks.
    ///
    /// # Safety
    /// As [`run`](Self::run), for the range, of which the length is a multiple of a chunk.
    #[inline]
    unsafe fn chunks(&self, inputs: &[Input<E>], outputs: &[*mut E], range: Range<usize>) {
        let kernel = std::ptr::from_ref(self.kernel).cast();
        // SAFETY: the loop was made for this kernel, and for the machine; the rest is the caller's.
        unsafe { (self.run)(kernel, inputs.as_ptr(), outputs.as_ptr(), range) }
    }

    /// More than a chunk. Whole chunks begin at the range's start, where lines of the cache do; a chunk
    /// before them and one at the end overlap them. Where results are written over inputs, only what does
    /// not overlap is stored of these two.
    ///
    /// # Safety
    /// As [`run`](Self::run) for all up to the range's end, which is at least a chunk; the start is less.
    unsafe fn with_ends(
        &self,
        inputs: &[Input<E>],
        outputs: &[*mut E],
        Range {
            start: head,
            end: len,
        }: Range<usize>,
        over: bool,
    ) {
        let chunk = chunk::<E>();
        let end = len - (len - head) % chunk;
        let (first, last) = (head > 0, end < len);
        // SAFETY: a chunk can be read and written at each end, and the whole ones in between.
        unsafe {
            if over {
                if first {
                    self.edge(inputs, outputs, 0, 0..head);
                }
                if last {
                    let at = len - chunk;
                    self.edge(inputs, outputs, at, end - at..chunk);
                }
            } else {
                if first {
                    self.chunks(inputs, outputs, 0..chunk);
                }
                if last {
                    self.chunks(inputs, outputs, len - chunk..len);
                }
            }
            self.chunks(inputs, outputs, head..end);
        }
    }

    /// Of the chunk that begins at `at` the results in a range.
    ///
    /// # Safety
    /// As [`run`](Self::run), for the chunk.
    unsafe fn edge(&self, inputs: &[Input<E>], outputs: &[*mut E], at: usize, range: Range<usize>) {
        let mut from = [Input::line(std::ptr::null()); STREAMS];
        for (from, input) in from.iter_mut().zip(inputs) {
            *from = input.behind(at);
        }
        // SAFETY: the caller's.
        unsafe { self.part(&from[..inputs.len()], outputs, at, range) }
    }

    /// Less than a chunk, filled up by repeating the last element.
    ///
    /// # Safety
    /// As [`run`](Self::run), and `len` is not zero and less than a chunk.
    unsafe fn few(&self, inputs: &[Input<E>], outputs: &[*mut E], len: usize) {
        let mut room = [const { MaybeUninit::<[E; CHUNK]>::uninit() }; STREAMS];
        let mut from = [Input::line(std::ptr::null()); STREAMS];
        for ((from, chunk), input) in from.iter_mut().zip(&mut room).zip(inputs) {
            // SAFETY: `len` elements can be read from there on, less than a chunk.
            unsafe {
                let last = input.ptr.add(len - 1).read();
                let chunk = chunk.write([last; CHUNK]);
                std::ptr::copy_nonoverlapping(input.ptr, chunk.as_mut_ptr(), len - 1);
                *from = Input::line(chunk.as_ptr());
            }
        }
        // SAFETY: a chunk can be read from each; `len` elements can be written to the outputs.
        unsafe { self.part(&from[..inputs.len()], outputs, 0, 0..len) }
    }

    /// Of one chunk of inputs the results in a range, which go to the outputs from `at` on.
    ///
    /// # Safety
    /// A chunk can be read from each input; the range can be written behind `at` of each output.
    #[inline]
    unsafe fn part(&self, inputs: &[Input<E>], outputs: &[*mut E], at: usize, range: Range<usize>) {
        let mut room = [const { MaybeUninit::<[E; CHUNK]>::uninit() }; STREAMS];
        let mut to = [std::ptr::null_mut::<E>(); STREAMS];
        for ((to, chunk), _) in to.iter_mut().zip(&mut room).zip(outputs) {
            *to = chunk.as_mut_ptr().cast();
        }
        // SAFETY: the caller's; the room has a chunk for each output.
        unsafe {
            self.chunks(inputs, &to[..outputs.len()], 0..chunk::<E>());
            for (output, from) in outputs.iter().zip(to) {
                let place = output.add(at + range.start);
                std::ptr::copy_nonoverlapping(from.add(range.start), place, range.len());
            }
        }
    }
}

/// Whether an output lies on an input.
#[inline(always)]
fn in_place<E>(inputs: &[Input<E>], outputs: &[*mut E]) -> bool {
    let on = |output: &*mut E| inputs.iter().any(|input| input.ptr == output.cast_const());
    outputs.iter().any(on)
}

/// How many elements come before the first line of the cache in the first output. Registers that lie
/// across two lines are written in two steps: where a kernel does little besides, it takes up to twice as
/// long in all. To begin at a line costs one more chunk, which is more where a kernel computes much, and
/// where the chunk needs a place of its own because results are written over inputs.
#[inline(always)]
fn before_line<E>(outputs: &[*mut E]) -> usize {
    let over = outputs.first().map_or(0, |output| output.addr() % LINE);
    match over % size_of::<E>() {
        0 if over > 0 => (LINE - over) / size_of::<E>(),
        _ => 0,
    }
}
