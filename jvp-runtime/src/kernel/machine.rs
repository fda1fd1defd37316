//! The loop around a kernel, compiled for each kind of machine and chosen when the program runs.
//!
//! In: [`Input`]s, and a range of elements of which the length is a multiple of a chunk. Out: results for
//! the range. The loop goes over chunks of a fixed number of elements (`chunk.rs`), which fill two of
//! the widest registers, since functions are long chains of operations that wait for one another: with
//! one register a chunk, `exp` of `f32` takes a fifth longer.
//!
//! Always holds: fused multiply-adds are used on machines that have them (`Real::Fused`), and in no
//! other code is the arithmetic of a lane changed by the choice of the machine.

#![allow(
    unsafe_code,
    reason = "loops over raw memory, for machines that are detected"
)]

use std::ops::Range;

use super::Kernel;
use super::chunk::run;
use super::task::Input;
use crate::lane::Angle;
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
    // SAFETY: whole chunks can be read and written up to the end.
    unsafe {
        if const { chunk::<E>() == CHUNK } {
            run::<E, N, K, IN, OUT, CHUNK>(kernel, &inputs, &outputs, range);
        } else {
            run::<E, N, K, IN, OUT, { CHUNK / 2 }>(kernel, &inputs, &outputs, range);
        }
    }
}
