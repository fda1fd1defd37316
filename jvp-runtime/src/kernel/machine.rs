//! The loop around a kernel, compiled for each kind of machine and chosen when the program runs.
//!
//! In: pointers to `len` consecutive inputs each. Out: `len` results each. The loop goes over chunks
//! of a fixed number of elements: inputs are read, all results of the chunk are computed into
//! memory of the loop's own, and then they are stored. So the compiler sees that no result is an
//! input of its own chunk and makes vector code, though a result may lie exactly on an input. What is
//! left at the end goes through the same loop, as a chunk that begins a bit earlier.
//!
//! Always holds: fused multiply-adds are used on machines that have them (`Real::Fused`), and in no
//! other code is the arithmetic of a lane changed by the choice of the machine.

#![allow(
    unsafe_code,
    reason = "loops over raw memory, for machines that are detected"
)]

use std::mem::MaybeUninit;

use super::Kernel;
use crate::lane::Lane;
use crate::scalar::Real;

/// A kernel with its loop, for a fixed type of element.
#[derive(Clone, Copy)]
pub(crate) struct Task<'a, E> {
    kernel: &'a (dyn Sync + 'a),
    run: unsafe fn(*const (), *const *const E, *const *mut E, usize),
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
    pub unsafe fn run(&self, inputs: &[*const E], outputs: &[*mut E], len: usize) {
        // SAFETY: the caller's.
        unsafe {
            if len.is_multiple_of(CHUNK) {
                self.chunks(inputs, outputs, len);
            } else if len > CHUNK {
                self.with_rest(inputs, outputs, len);
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
    unsafe fn chunks(&self, inputs: &[*const E], outputs: &[*mut E], len: usize) {
        let kernel = std::ptr::from_ref(self.kernel).cast();
        // SAFETY: the loop was made for this kernel, and for the machine; the rest is the caller's.
        unsafe { (self.run)(kernel, inputs.as_ptr(), outputs.as_ptr(), len) }
    }

    /// More than a chunk. The last chunk begins within the one before; it is computed first, since
    /// that one may write over its inputs.
    ///
    /// # Safety
    /// As [`run`](Self::run), and `len > CHUNK`.
    unsafe fn with_rest(&self, inputs: &[*const E], outputs: &[*mut E], len: usize) {
        let last = len - CHUNK;
        let mut room = [const { MaybeUninit::<[E; CHUNK]>::uninit() }; STREAMS];
        let mut from = [std::ptr::null(); STREAMS];
        let mut to = [std::ptr::null_mut(); STREAMS];
        for (from, input) in from.iter_mut().zip(inputs) {
            // SAFETY: there are `len` elements.
            *from = unsafe { input.add(last) };
        }
        for ((to, chunk), _) in to.iter_mut().zip(&mut room).zip(outputs) {
            *to = chunk.as_mut_ptr().cast();
        }
        // SAFETY: a chunk can be read from `last` on, and written to the room; the whole chunks are the
        // caller's; a chunk can be written from `last` on.
        unsafe {
            self.chunks(&from[..inputs.len()], &to[..outputs.len()], CHUNK);
            self.chunks(inputs, outputs, len - len % CHUNK);
            for (output, chunk) in outputs.iter().zip(&room) {
                let place = output.add(last).cast::<[E; CHUNK]>();
                place.write_unaligned(chunk.assume_init_read());
            }
        }
    }

    /// Less than a chunk, filled up by repeating the last element.
    ///
    /// # Safety
    /// As [`run`](Self::run), and `0 < len < CHUNK`.
    unsafe fn few(&self, inputs: &[*const E], outputs: &[*mut E], len: usize) {
        let mut room = [const { MaybeUninit::<[E; CHUNK]>::uninit() }; 2 * STREAMS];
        let (padded, spare) = room.split_at_mut(inputs.len());
        let mut from = [std::ptr::null(); STREAMS];
        let mut to = [std::ptr::null_mut(); STREAMS];
        for ((from, chunk), input) in from.iter_mut().zip(padded).zip(inputs) {
            // SAFETY: `len` elements can be read from there on.
            let elements = unsafe { std::slice::from_raw_parts(*input, len) };
            *from = chunk
                .write(std::array::from_fn(|k| elements[k.min(len - 1)]))
                .as_ptr();
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

type Run<E> = unsafe fn(*const (), *const *const E, *const *mut E, usize);

/// What the machine has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Machine {
    /// What every machine of the target has. On aarch64 that is vectors with fused multiply-adds.
    Baseline,
    /// x86-64 with AVX2 and FMA.
    Avx2,
    /// x86-64 with AVX-512 F, DQ, VL and BW besides.
    Avx512,
}

impl Machine {
    /// The machine that the program runs on. Asking costs a few loads: the answers are kept.
    #[inline]
    pub fn here() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            if std::is_x86_feature_detected!("avx2") && std::is_x86_feature_detected!("fma") {
                if std::is_x86_feature_detected!("avx512f")
                    && std::is_x86_feature_detected!("avx512dq")
                    && std::is_x86_feature_detected!("avx512vl")
                    && std::is_x86_feature_detected!("avx512bw")
                {
                    return Machine::Avx512;
                }
                return Machine::Avx2;
            }
        }
        Machine::Baseline
    }
}

#[inline]
fn for_machine<E: Real, K: Kernel<IN, OUT>, const IN: usize, const OUT: usize>() -> Run<E> {
    match Machine::here() {
        #[cfg(target_arch = "x86_64")]
        Machine::Avx512 => x86::avx512::<E, K, IN, OUT>,
        #[cfg(target_arch = "x86_64")]
        Machine::Avx2 => x86::avx2::<E, K, IN, OUT>,
        _ => baseline::<E, K, IN, OUT>,
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    //! The two kinds of x86-64 machines beyond the baseline.

    use super::{Kernel, Real, whole};

    /// # Safety
    /// As [`whole`], and the machine has the features.
    #[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw,avx2,fma")]
    pub(super) unsafe fn avx512<E: Real, K: Kernel<IN, OUT>, const IN: usize, const OUT: usize>(
        kernel: *const (),
        inputs: *const *const E,
        outputs: *const *mut E,
        len: usize,
    ) {
        // SAFETY: the caller's.
        unsafe { whole::<E, E::Fused, K, IN, OUT>(kernel, inputs, outputs, len) }
    }

    /// # Safety
    /// As [`whole`], and the machine has the features.
    #[target_feature(enable = "avx2,fma")]
    pub(super) unsafe fn avx2<E: Real, K: Kernel<IN, OUT>, const IN: usize, const OUT: usize>(
        kernel: *const (),
        inputs: *const *const E,
        outputs: *const *mut E,
        len: usize,
    ) {
        // SAFETY: the caller's.
        unsafe { whole::<E, E::Fused, K, IN, OUT>(kernel, inputs, outputs, len) }
    }
}

/// # Safety
/// As [`whole`].
unsafe fn baseline<E: Real, K: Kernel<IN, OUT>, const IN: usize, const OUT: usize>(
    kernel: *const (),
    inputs: *const *const E,
    outputs: *const *mut E,
    len: usize,
) {
    // SAFETY: the caller's.
    #[cfg(target_arch = "aarch64")]
    unsafe {
        whole::<E, E::Fused, K, IN, OUT>(kernel, inputs, outputs, len)
    }
    // SAFETY: the caller's.
    #[cfg(not(target_arch = "aarch64"))]
    unsafe {
        whole::<E, E::Plain, K, IN, OUT>(kernel, inputs, outputs, len)
    }
}

/// How many elements a chunk has.
const CHUNK: usize = 16;

/// How many inputs, or outputs, a kernel may have.
pub(super) const STREAMS: usize = 32;

/// All `len` elements.
///
/// # Safety
/// `kernel` points to a `K`, `inputs` to `IN` pointers, `outputs` to `OUT`; `len` is a multiple of
/// [`CHUNK`]; the rest is as for [`Task::run`].
#[inline(always)]
unsafe fn whole<E, N, K, const IN: usize, const OUT: usize>(
    kernel: *const (),
    inputs: *const *const E,
    outputs: *const *mut E,
    len: usize,
) where
    E: Real,
    N: Lane<Element = E>,
    K: Kernel<IN, OUT>,
{
    // SAFETY: the caller's, for all three.
    let (kernel, inputs, outputs) = unsafe {
        (
            &*kernel.cast::<K>(),
            *inputs.cast::<[*const E; IN]>(),
            *outputs.cast::<[*mut E; OUT]>(),
        )
    };
    let mut start = 0;
    while start < len {
        // SAFETY: whole chunks can be read and written up to `len`.
        unsafe { chunk::<E, N, K, IN, OUT>(kernel, start, &inputs, &outputs) };
        start += CHUNK;
    }
}

/// One chunk. The results are computed in memory of their own, and so this is vector code.
///
/// # Safety
/// A whole chunk can be read from each input, and written to each output, behind `start`.
#[inline(always)]
unsafe fn chunk<E, N, K, const IN: usize, const OUT: usize>(
    kernel: &K,
    start: usize,
    inputs: &[*const E; IN],
    outputs: &[*mut E; OUT],
) where
    E: Real,
    N: Lane<Element = E>,
    K: Kernel<IN, OUT>,
{
    let mut results = [[E::ZERO; CHUNK]; OUT];
    let odd = |all: bool, y: &E| all | y.is_nan();
    // SAFETY: the caller's.
    unsafe {
        if K::ANGLES {
            compute::<E, N::Near, K, IN, OUT>(kernel, start, inputs, &mut results);
        }
        if !K::ANGLES || results.as_flattened().iter().fold(false, odd) {
            compute::<E, N, K, IN, OUT>(kernel, start, inputs, &mut results);
        }
    }
    for o in 0..OUT {
        // SAFETY: the caller's.
        unsafe {
            outputs[o]
                .add(start)
                .cast::<[E; CHUNK]>()
                .write_unaligned(results[o])
        };
    }
}

/// Computes the results of one chunk.
///
/// # Safety
/// A whole chunk can be read from each input behind `start`.
#[inline(always)]
unsafe fn compute<E, N, K, const IN: usize, const OUT: usize>(
    kernel: &K,
    start: usize,
    inputs: &[*const E; IN],
    results: &mut [[E; CHUNK]; OUT],
) where
    E: Real,
    N: Lane<Element = E>,
    K: Kernel<IN, OUT>,
{
    #[allow(
        clippy::needless_range_loop,
        reason = "one counted loop over all inputs and results, which becomes vector code"
    )]
    for k in 0..CHUNK {
        let mut x = [N::new(E::ZERO); IN];
        for i in 0..IN {
            // SAFETY: `k < CHUNK`.
            x[i] = N::new(unsafe { inputs[i].add(start + k).read() });
        }
        let y = kernel.eval(x);
        for o in 0..OUT {
            results[o][k] = y[o].get();
        }
    }
}
