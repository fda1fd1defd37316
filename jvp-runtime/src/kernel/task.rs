//! [`Task`]: a kernel on a block of any length and place.
//!
//! In: [`Input`]s, `len` consecutive elements each or one number. Out: `len` results each. Whole chunks
//! go to the loop for the machine (`machine.rs`). What is left at the end goes there too, as a chunk
//! that begins a bit earlier; so does, of a long block, what comes before the first line of the cache.
//!
//! Always holds: an element's result does not depend on where in a block it is.

#![allow(unsafe_code, reason = "chunks of raw memory")]

use std::mem::MaybeUninit;

use super::Kernel;
use super::machine::{CHUNK, Run, STREAMS, for_machine};
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
        let head = if len < LONG { 0 } else { before_line(outputs) };
        // SAFETY: the caller's.
        unsafe {
            if head > 0 || len > CHUNK && !len.is_multiple_of(CHUNK) {
                self.with_ends(inputs, outputs, head, len);
            } else if len >= CHUNK {
                self.chunks(inputs, outputs, len);
            } else {
                self.few(inputs, outputs, len);
            }
        }
    }

    /// Whole chunks.
    ///
    /// # Safety
    /// As [`run`](Self::run), and `len` is a multiple of a chunk.
    #[inline]
    unsafe fn chunks(&self, inputs: &[Input<E>], outputs: &[*mut E], len: usize) {
        let kernel = std::ptr::from_ref(self.kernel).cast();
        // SAFETY: the loop was made for this kernel, and for the machine; the rest is the caller's.
        unsafe { (self.run)(kernel, inputs.as_ptr(), outputs.as_ptr(), len) }
    }

    /// More than a chunk. Whole chunks begin behind `head`, where lines of the cache do; a chunk at
    /// the start and one at the end overlap them. These two are computed first, since the others may
    /// write over their inputs, and stored last.
    ///
    /// # Safety
    /// As [`run`](Self::run), `len > CHUNK` and `head < CHUNK`.
    unsafe fn with_ends(&self, inputs: &[Input<E>], outputs: &[*mut E], head: usize, len: usize) {
        let whole = (len - head) / CHUNK * CHUNK;
        let first = (head > 0).then(|| Ahead::new(inputs, outputs, 0));
        let last = (head + whole < len).then(|| Ahead::new(inputs, outputs, len - CHUNK));
        let mut ends = [first, last];
        let moved = (head > 0).then(|| start_of(inputs, outputs, head));
        let (from, to) = match &moved {
            Some((from, to)) => (&from[..inputs.len()], &to[..outputs.len()]),
            None => (inputs, outputs),
        };
        // SAFETY: a chunk can be read from the place of each end, and written to its room; the whole
        // chunks are the caller's; a chunk can be written at each end.
        unsafe {
            for end in ends.iter_mut().flatten() {
                end.compute(self, inputs.len());
            }
            self.chunks(from, to, whole);
            for end in ends.iter().flatten() {
                end.store(outputs);
            }
        }
    }

    /// Less than a chunk, filled up by repeating the last element.
    ///
    /// # Safety
    /// As [`run`](Self::run), and `0 < len < CHUNK`.
    unsafe fn few(&self, inputs: &[Input<E>], outputs: &[*mut E], len: usize) {
        let mut room = [const { MaybeUninit::<[E; CHUNK]>::uninit() }; 2 * STREAMS];
        let (padded, spare) = room.split_at_mut(inputs.len());
        let mut from = [Input::line(std::ptr::null()); STREAMS];
        let mut to = [std::ptr::null_mut(); STREAMS];
        for ((from, chunk), input) in from.iter_mut().zip(padded).zip(inputs) {
            // SAFETY: `len` elements can be read from there on, less than a chunk.
            let elements = unsafe { std::slice::from_raw_parts(input.ptr, len) };
            let chunk = chunk.write(std::array::from_fn(|k| elements[k.min(len - 1)]));
            *from = Input::line(chunk.as_ptr());
        }
        for ((to, chunk), _) in to.iter_mut().zip(&mut *spare).zip(outputs) {
            *to = chunk.as_mut_ptr().cast();
        }
        // SAFETY: a chunk can be read from each, and written to each; `len` elements can be written to
        // the outputs.
        unsafe {
            self.chunks(&from[..inputs.len()], &to[..outputs.len()], CHUNK);
            for (output, to) in outputs.iter().zip(to) {
                std::ptr::copy_nonoverlapping(to.cast_const(), *output, len);
            }
        }
    }
}

/// A chunk that is computed before its neighbours and stored after them.
struct Ahead<E> {
    at: usize,
    from: [Input<E>; STREAMS],
    room: [MaybeUninit<[E; CHUNK]>; STREAMS],
}

impl<E: Real> Ahead<E> {
    fn new(inputs: &[Input<E>], outputs: &[*mut E], at: usize) -> Self {
        Ahead {
            at,
            from: start_of(inputs, outputs, at).0,
            room: [const { MaybeUninit::uninit() }; STREAMS],
        }
    }

    /// # Safety
    /// As [`Task::run`], for the chunk.
    unsafe fn compute(&mut self, task: &Task<'_, E>, inputs: usize) {
        let to = self.room.each_mut().map(|chunk| chunk.as_mut_ptr().cast());
        // SAFETY: the caller's; the room is apart from all else.
        unsafe { task.chunks(&self.from[..inputs], &to, CHUNK) }
    }

    /// # Safety
    /// As [`Task::run`], for the chunk, which has been computed.
    unsafe fn store(&self, outputs: &[*mut E]) {
        for (output, chunk) in outputs.iter().zip(&self.room) {
            // SAFETY: the caller's.
            unsafe {
                let place = output.add(self.at).cast::<[E; CHUNK]>();
                place.write_unaligned(chunk.assume_init_read());
            }
        }
    }
}

/// Inputs and outputs from element `start` on.
#[inline(always)]
fn start_of<E>(
    inputs: &[Input<E>],
    outputs: &[*mut E],
    start: usize,
) -> ([Input<E>; STREAMS], [*mut E; STREAMS]) {
    let mut from = [Input::line(std::ptr::null()); STREAMS];
    let mut to = [std::ptr::null_mut(); STREAMS];
    for (from, input) in from.iter_mut().zip(inputs) {
        *from = input.behind(start);
    }
    for (to, output) in to.iter_mut().zip(outputs) {
        *to = output.wrapping_add(start);
    }
    (from, to)
}

/// From so many elements on it pays to begin where a line of the cache does.
const LONG: usize = 128 * CHUNK;

/// How many elements come before the first line of the cache in the first output: registers that
/// lie across two lines are read and written in two steps.
#[inline(always)]
fn before_line<E>(outputs: &[*mut E]) -> usize {
    const LINE: usize = 64;
    let over = outputs.first().map_or(0, |output| output.addr() % LINE);
    match over % size_of::<E>() {
        0 if over > 0 => (LINE - over) / size_of::<E>(),
        _ => 0,
    }
}
