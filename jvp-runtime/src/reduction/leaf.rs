//! Sums within a block and of two blocks, as vector code for the machine at hand.

#![allow(unsafe_code, reason = "code for machines that are detected")]

use crate::kernel::driver::Machine;
use crate::scalar::Real;

/// How many sums run side by side.
const LANES: usize = 32;

/// Up to this length four sums side by side are enough.
const SHORT: usize = 64;

/// The sum of some numbers: [`LANES`] sums side by side, then in pairs. The order is the same on
/// every machine.
#[inline]
pub(super) fn side_by_side<E: Real>(values: &[E]) -> E {
    if values.len() <= SHORT {
        return four(values);
    }
    match Machine::here() {
        // SAFETY: the machine has what is needed.
        #[cfg(target_arch = "x86_64")]
        Machine::Avx512 | Machine::Avx2 => unsafe { avx2(values) },
        _ => lanes(values),
    }
}

/// The sum of a few numbers.
#[inline]
fn four<E: Real>(values: &[E]) -> E {
    let mut sums = [E::ZERO; 4];
    let (chunks, rest) = values.as_chunks::<4>();
    for chunk in chunks {
        for k in 0..4 {
            sums[k] += chunk[k];
        }
    }
    for (sum, &value) in sums.iter_mut().zip(rest) {
        *sum += value;
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3])
}

/// Adds numbers to others.
#[inline]
pub(super) fn add<E: Real>(sums: &mut [E], values: &[E]) {
    match Machine::here() {
        // SAFETY: the machine has what is needed.
        #[cfg(target_arch = "x86_64")]
        Machine::Avx512 | Machine::Avx2 => unsafe { add_avx2(sums, values) },
        _ => add_each(sums, values),
    }
}

/// # Safety
/// The machine has AVX2.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
unsafe fn add_avx2<E: Real>(sums: &mut [E], values: &[E]) {
    add_each(sums, values);
}

#[inline(always)]
fn add_each<E: Real>(sums: &mut [E], values: &[E]) {
    for (sum, &value) in sums.iter_mut().zip(values) {
        *sum += value;
    }
}

/// # Safety
/// The machine has AVX2.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
unsafe fn avx2<E: Real>(values: &[E]) -> E {
    lanes(values)
}

#[inline(always)]
fn lanes<E: Real>(values: &[E]) -> E {
    let mut sums = [E::ZERO; LANES];
    let (chunks, rest) = values.as_chunks::<LANES>();
    for chunk in chunks {
        for k in 0..LANES {
            sums[k] += chunk[k];
        }
    }
    for (sum, &value) in sums.iter_mut().zip(rest) {
        *sum += value;
    }
    let mut half = LANES / 2;
    while half > 0 {
        for k in 0..half {
            let other = sums[k + half];
            sums[k] += other;
        }
        half /= 2;
    }
    sums[0]
}
