//! The loop around a kernel, compiled for each kind of machine and chosen when the program runs.
//!
//! In: [`Input`]s, and a range of elements of which the length is a multiple of a chunk. Out: results for
//! the range. The loop goes over chunks of a fixed number of elements: inputs are read, all results of the
//! chunk are computed into memory of the loop's own, and then they are stored. So the compiler sees that
//! no result is an input of its own chunk and makes vector code, though a result may lie exactly on an
//! input. A chunk fills two of the widest registers, since functions are long chains of operations
//! that wait for one another: with one register a chunk, `exp` of `f32` takes a fifth longer. What is
//! longer than a few operations computes two elements side by side ([`Twin`]), since it waits more than
//! it computes: `erf`, `powf` and a chain of several functions then take a fifth to a third less, on
//! every kind of machine.
//!
//! Always holds: fused multiply-adds are used on machines that have them (`Real::Fused`), and in no
//! other code is the arithmetic of a lane changed by the choice of the machine.

#![allow(
    unsafe_code,
    reason = "loops over raw memory, for machines that are detected"
)]

use std::ops::Range;

use super::Kernel;
use super::task::Input;
use crate::lane::{Angle, Lane, Twin};
use crate::scalar::Real;

/// A loop: the kernel, its inputs and outputs, and the range of elements.
pub(super) type Run<E> = unsafe fn(*const (), *const Input<E>, *const *mut E, Range<usize>);

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

/// The loop for this machine.
#[inline]
pub(super) fn for_machine<E: Real, K: Kernel<IN, OUT>, const IN: usize, const OUT: usize>() -> Run<E>
{
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

    use super::{Input, Kernel, Range, Real, whole};

    /// # Safety
    /// As [`whole`], and the machine has the features.
    #[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw,avx2,fma")]
    pub(super) unsafe fn avx512<E: Real, K: Kernel<IN, OUT>, const IN: usize, const OUT: usize>(
        kernel: *const (),
        inputs: *const Input<E>,
        outputs: *const *mut E,
        range: Range<usize>,
    ) {
        // SAFETY: the caller's.
        unsafe { whole::<E, E::Fused, K, IN, OUT>(kernel, inputs, outputs, range) }
    }

    /// # Safety
    /// As [`whole`], and the machine has the features.
    #[target_feature(enable = "avx2,fma")]
    pub(super) unsafe fn avx2<E: Real, K: Kernel<IN, OUT>, const IN: usize, const OUT: usize>(
        kernel: *const (),
        inputs: *const Input<E>,
        outputs: *const *mut E,
        range: Range<usize>,
    ) {
        // SAFETY: the caller's.
        unsafe { whole::<E, E::Fused, K, IN, OUT>(kernel, inputs, outputs, range) }
    }
}

/// # Safety
/// As [`whole`].
unsafe fn baseline<E: Real, K: Kernel<IN, OUT>, const IN: usize, const OUT: usize>(
    kernel: *const (),
    inputs: *const Input<E>,
    outputs: *const *mut E,
    range: Range<usize>,
) {
    // SAFETY: the caller's.
    #[cfg(target_arch = "aarch64")]
    unsafe {
        whole::<E, E::Fused, K, IN, OUT>(kernel, inputs, outputs, range)
    }
    // SAFETY: the caller's.
    #[cfg(not(target_arch = "aarch64"))]
    unsafe {
        whole::<E, E::Plain, K, IN, OUT>(kernel, inputs, outputs, range)
    }
}

/// How many elements a chunk has at most.
pub(super) const CHUNK: usize = 32;

/// How many elements of this type a chunk has.
pub(super) const fn chunk<E>() -> usize {
    if size_of::<E>() == 4 {
        CHUNK
    } else {
        CHUNK / 2
    }
}

/// How many inputs, or outputs, a kernel may have.
pub(super) const STREAMS: usize = 32;

/// All elements of the range.
///
/// # Safety
/// `kernel` points to a `K`, `inputs` to `IN` pointers, `outputs` to `OUT`; the range's length is a
/// multiple of [`chunk`]; the rest is as for [`Task::run`].
#[inline(always)]
unsafe fn whole<E, N, K, const IN: usize, const OUT: usize>(
    kernel: *const (),
    inputs: *const Input<E>,
    outputs: *const *mut E,
    range: Range<usize>,
) where
    E: Real,
    N: Angle<Element = E>,
    K: Kernel<IN, OUT>,
{
    // SAFETY: the caller's, for all three.
    let (kernel, inputs, outputs) = unsafe {
        (
            &*kernel.cast::<K>(),
            *inputs.cast::<[Input<E>; IN]>(),
            *outputs.cast::<[*mut E; OUT]>(),
        )
    };
    let mut start = range.start;
    while start < range.end {
        // SAFETY: whole chunks can be read and written up to the end.
        unsafe {
            if const { chunk::<E>() == CHUNK } {
                one::<E, N, K, IN, OUT, CHUNK>(kernel, start, &inputs, &outputs);
            } else {
                one::<E, N, K, IN, OUT, { CHUNK / 2 }>(kernel, start, &inputs, &outputs);
            }
        }
        start += chunk::<E>();
    }
}

/// One chunk. The results are computed in memory of their own, and so this is vector code.
///
/// # Safety
/// A whole chunk can be read from each input, and written to each output, behind `start`.
#[inline(always)]
unsafe fn one<E, N, K, const IN: usize, const OUT: usize, const LEN: usize>(
    kernel: &K,
    start: usize,
    inputs: &[Input<E>; IN],
    outputs: &[*mut E; OUT],
) where
    E: Real,
    N: Angle<Element = E>,
    K: Kernel<IN, OUT>,
{
    let mut results = [[E::ZERO; LEN]; OUT];
    let odd = |all: bool, y: &E| all | y.is_nan();
    // SAFETY: the caller's.
    unsafe {
        if K::ANGLES {
            compute::<E, N::Near, K, IN, OUT, LEN>(kernel, start, inputs, &mut results);
        }
        if !K::ANGLES || results.as_flattened().iter().fold(false, odd) {
            compute::<E, N, K, IN, OUT, LEN>(kernel, start, inputs, &mut results);
        }
    }
    for o in 0..OUT {
        // SAFETY: the caller's.
        unsafe {
            outputs[o]
                .add(start)
                .cast::<[E; LEN]>()
                .write_unaligned(results[o])
        };
    }
}

/// Computes the results of one chunk, two at a time where the kernel is long.
///
/// # Safety
/// A whole chunk can be read from each input behind `start`.
#[inline(always)]
#[allow(
    clippy::needless_range_loop,
    reason = "counted loops over all inputs and results, which become vector code"
)]
unsafe fn compute<E, N, K, const IN: usize, const OUT: usize, const LEN: usize>(
    kernel: &K,
    start: usize,
    inputs: &[Input<E>; IN],
    results: &mut [[E; LEN]; OUT],
) where
    E: Real,
    N: Angle<Element = E>,
    K: Kernel<IN, OUT>,
{
    let inputs = inputs.map(|input| input.chunk_at(start));
    if K::TWIN {
        let half = LEN / 2;
        for k in 0..half {
            let mut x = [Twin::new([E::ZERO; 2]); IN];
            for i in 0..IN {
                // SAFETY: `k + half < LEN`.
                x[i] = Twin::<N>::new(unsafe {
                    [inputs[i].add(k).read(), inputs[i].add(k + half).read()]
                });
            }
            let y = kernel.eval(x);
            for o in 0..OUT {
                [results[o][k], results[o][k + half]] = y[o].get();
            }
        }
        return;
    }
    for k in 0..LEN {
        let mut x = [N::new(E::ZERO); IN];
        for i in 0..IN {
            // SAFETY: `k < LEN`.
            x[i] = N::new(unsafe { inputs[i].add(k).read() });
        }
        let y = kernel.eval(x);
        for o in 0..OUT {
            results[o][k] = y[o].get();
        }
    }
}
