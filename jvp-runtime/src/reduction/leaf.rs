//! Sums within a block and of two blocks, as vector code for the machine at hand.

#![allow(unsafe_code, reason = "code for machines that are detected")]

use crate::kernel::driver::Machine;
use crate::scalar::Real;

/// How many sums run side by side.
const LANES: usize = 32;

/// Up to this length four sums side by side are enough.
pub(super) const SHORT: usize = 64;

/// The sums of series of numbers, equally many each: [`LANES`] sums side by side, then in pairs. The
/// order is the same on every machine. Series are summed together, since one alone would wait for
/// its own additions.
#[inline]
pub(super) fn side_by_side<E: Real, const N: usize>(series: [&[E]; N]) -> [E; N] {
    let len = series[0].len();
    debug_assert!(series.iter().all(|values| values.len() == len));
    if len <= SHORT {
        return series.map(|values| few(values, 1));
    }
    match Machine::here() {
        // SAFETY: the machine has what is needed; a scalar of four bytes is `f32`, another `f64`.
        #[cfg(target_arch = "x86_64")]
        Machine::Avx512 | Machine::Avx2 => unsafe {
            match const { size_of::<E>() } {
                4 => x86::narrow(series.map(|values| values.as_ptr().cast()), len)
                    .map(|sum| E::lit(sum.into())),
                _ => x86::wide(series.map(|values| values.as_ptr().cast()), len).map(E::lit),
            }
        },
        _ => series.map(lanes),
    }
}

/// The sum of a few numbers: the first and each one `step` further on.
#[inline]
pub(super) fn few<E: Real>(values: &[E], step: usize) -> E {
    let mut sums = [E::ZERO; 4];
    let mut values = values.iter().step_by(step);
    loop {
        for sum in &mut sums {
            match values.next() {
                Some(&value) => *sum += value,
                None => return (sums[0] + sums[1]) + (sums[2] + sums[3]),
            }
        }
    }
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

#[cfg(target_arch = "x86_64")]
mod x86 {
    //! [`lanes`](super::lanes) in registers from end to end. The compiler makes vector code of the loop,
    //! but leaves the sums in memory for what comes after it, which then takes longer than the loop.

    use std::arch::x86_64::*;

    use super::LANES;

    macro_rules! sum {
        (
            $name:ident: $scalar:ident in $vector:ident times $count:literal,
            $zero:ident $load:ident $add:ident,
            $low:ident $high:ident $add_half:ident, |$quarter:ident| $last:expr
        ) => {
            /// # Safety
            /// The machine has AVX2, and `len` values can be read from each series on.
            #[target_feature(enable = "avx2")]
            pub(super) unsafe fn $name<const N: usize>(
                series: [*const $scalar; N],
                len: usize,
            ) -> [$scalar; N] {
                const WIDTH: usize = LANES / $count;
                let mut sums: [[$vector; $count]; N] = [[$zero(); $count]; N];
                let whole = len / LANES * LANES;
                let mut start = 0;
                while start < whole {
                    for (sums, values) in sums.iter_mut().zip(series) {
                        for (v, sum) in sums.iter_mut().enumerate() {
                            // SAFETY: the caller's.
                            *sum = unsafe { $add(*sum, $load(values.add(start + v * WIDTH))) };
                        }
                    }
                    start += LANES;
                }
                if whole < len {
                    for (sums, values) in sums.iter_mut().zip(series) {
                        // A sum that began with 0 is never -0: it stays as it is with 0 added.
                        let mut rest = [0.0; LANES];
                        let to = rest.as_mut_ptr();
                        // SAFETY: the caller's; the rest is shorter than a row of sums.
                        unsafe {
                            std::ptr::copy_nonoverlapping(values.add(whole), to, len - whole);
                            for (v, sum) in sums.iter_mut().enumerate() {
                                *sum = $add(*sum, $load(to.add(v * WIDTH)));
                            }
                        }
                    }
                }
                sums.map(|mut sums| {
                    let mut half = $count / 2;
                    while half > 0 {
                        for v in 0..half {
                            sums[v] = $add(sums[v], sums[v + half]);
                        }
                        half /= 2;
                    }
                    let $quarter = $add_half($low(sums[0]), $high::<1>(sums[0]));
                    $last
                })
            }
        };
    }

    sum!(
        narrow: f32 in __m256 times 4,
        _mm256_setzero_ps _mm256_loadu_ps _mm256_add_ps,
        _mm256_castps256_ps128 _mm256_extractf128_ps _mm_add_ps,
        |q| {
            let pair = _mm_add_ps(q, _mm_movehl_ps(q, q));
            _mm_cvtss_f32(_mm_add_ss(pair, _mm_movehdup_ps(pair)))
        }
    );

    sum!(
        wide: f64 in __m256d times 8,
        _mm256_setzero_pd _mm256_loadu_pd _mm256_add_pd,
        _mm256_castpd256_pd128 _mm256_extractf128_pd _mm_add_pd,
        |pair| _mm_cvtsd_f64(_mm_add_sd(pair, _mm_unpackhi_pd(pair, pair)))
    );
}

#[cfg(test)]
mod tests {
    use super::{SHORT, lanes, side_by_side};
    use crate::scalar::Real;

    /// The same bits on every machine, and what leads to -0, NaN and ∞.
    #[test]
    fn every_machine_sums_in_one_order() {
        fn check<E: Real>(series: [&[E]; 3]) {
            for (sum, values) in side_by_side(series).into_iter().zip(series) {
                let expected = lanes(values);
                let same = format!("{sum:?}") == format!("{expected:?}");
                assert!(same, "{sum:?} and {expected:?} of {values:?}");
            }
        }
        for len in SHORT + 1..SHORT + 100 {
            let mut values: Vec<f64> = (0..len).map(|k| (k as f64 * 0.7).sin() / 3.0).collect();
            let zeros = vec![-0.0; len];
            for special in [0.1, f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
                values[len - 1] = special;
                let others: Vec<f64> = values.iter().map(|v| v * v).collect();
                check([&values, &zeros, &others]);
                let narrow = [&values, &zeros, &others]
                    .map(|values| values.iter().map(|&v| v as f32).collect::<Vec<f32>>());
                check(narrow.each_ref().map(Vec::as_slice));
            }
        }
    }
}
