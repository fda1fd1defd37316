//! The greatest or least of some numbers, and where it is, as vector code for the machine at hand.
//!
//! In: numbers one behind the other. Out: the extremum, where NaN is never further than anything;
//! the places of those that equal one. Always holds: both are the same on every machine, but for
//! which zero an extremum is.

#![allow(unsafe_code, reason = "code for machines that are detected")]

use crate::kernel::driver::Machine;
use crate::scalar::Real;

/// How many numbers are looked at together.
const BLOCK: usize = 32;

/// The number furthest up with `UP`, else down; the infinity on the other side where there is none.
#[inline]
pub(crate) fn furthest<E: Real, const UP: bool>(values: &[E]) -> E {
    let (blocks, rest) = values.as_chunks::<BLOCK>();
    let mut best = match Machine::here() {
        // SAFETY: the machine has what is needed; a scalar of four bytes is `f32`, another `f64`.
        #[cfg(target_arch = "x86_64")]
        Machine::Avx512 | Machine::Avx2 => unsafe {
            match const { size_of::<E>() } {
                4 => {
                    E::lit(x86::narrow::furthest::<UP>(blocks.as_ptr().cast(), blocks.len()).into())
                }
                _ => E::lit(x86::wide::furthest::<UP>(
                    blocks.as_ptr().cast(),
                    blocks.len(),
                )),
            }
        },
        _ => furthest_of_blocks::<E, UP>(blocks),
    };
    for &value in rest {
        best = further::<E, UP>(value, best);
    }
    best
}

/// Calls `found` with the place of each number that equals `m`, in order.
#[inline]
pub(crate) fn places<E: Real>(values: &[E], m: E, found: &mut dyn FnMut(usize)) {
    let (blocks, rest) = values.as_chunks::<BLOCK>();
    match Machine::here() {
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Machine::Avx512 | Machine::Avx2 => unsafe {
            let (start, m): (*const [E; BLOCK], *const E) = (blocks.as_ptr(), &raw const m);
            match const { size_of::<E>() } {
                4 => x86::narrow::places(start.cast(), blocks.len(), m.cast::<f32>().read(), found),
                _ => x86::wide::places(start.cast(), blocks.len(), m.cast::<f64>().read(), found),
            }
        },
        _ => {
            for (start, block) in (0..).step_by(BLOCK).zip(blocks) {
                // Most blocks have none, which costs less to see than which.
                if block.iter().fold(false, |is, value| is | (*value == m)) {
                    each(block, m, start, found);
                }
            }
        }
    }
    each(rest, m, values.len() - rest.len(), found);
}

fn each<E: Real>(values: &[E], m: E, start: usize, found: &mut dyn FnMut(usize)) {
    for (k, value) in values.iter().enumerate() {
        if *value == m {
            found(start + k);
        }
    }
}

/// What every number is further than.
#[inline]
pub(crate) fn start<E: Real, const UP: bool>() -> E {
    if UP { E::neg_infinity() } else { E::infinity() }
}

/// `a` where it is further than `b`, else `b`; so NaN is kept as `b` only.
#[inline(always)]
pub(crate) fn further<E: Real, const UP: bool>(a: E, b: E) -> E {
    let is_further = if UP { a > b } else { a < b };
    if is_further { a } else { b }
}

/// The extremum of whole blocks.
fn furthest_of_blocks<E: Real, const UP: bool>(blocks: &[[E; BLOCK]]) -> E {
    let start = start::<E, UP>();
    let mut running = [start; BLOCK];
    for block in blocks {
        for k in 0..BLOCK {
            running[k] = further::<E, UP>(block[k], running[k]);
        }
    }
    running
        .into_iter()
        .fold(start, |best, value| further::<E, UP>(value, best))
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    //! In the instructions of AVX2, of which the extrema keep the second operand where one is NaN.

    macro_rules! width {
        (
            $name:ident: $scalar:ident in $vector:ident, $width:literal a register:
            $splat:ident $load:ident $store:ident $max:ident $min:ident $compare:ident $or:ident $bits:ident
        ) => {
            pub(in super::super) mod $name {
                use std::arch::x86_64::*;

                use super::super::{BLOCK, further, start};

                const REGISTERS: usize = BLOCK / $width;

                /// # Safety
                /// The machine has AVX2, and so many blocks can be read from `values` on.
                #[target_feature(enable = "avx2")]
                pub(crate) unsafe fn furthest<const UP: bool>(
                    values: *const $scalar,
                    blocks: usize,
                ) -> $scalar {
                    let start = start::<$scalar, UP>();
                    let further_of = |a, b| if UP { $max(a, b) } else { $min(a, b) };
                    let mut best: [$vector; REGISTERS] = [$splat(start); REGISTERS];
                    for block in 0..blocks {
                        for (v, best) in best.iter_mut().enumerate() {
                            // SAFETY: the caller's.
                            let next = unsafe { $load(values.add(block * BLOCK + v * $width)) };
                            *best = further_of(next, *best);
                        }
                    }
                    let [first, others @ ..] = best;
                    let best = others.into_iter().fold(first, further_of);
                    let mut few = [start; $width];
                    // SAFETY: there is room for a register.
                    unsafe { $store(few.as_mut_ptr(), best) };
                    few.into_iter()
                        .fold(start, |best, value| further::<$scalar, UP>(value, best))
                }

                /// # Safety
                /// The machine has AVX2, and so many blocks can be read from `values` on.
                #[target_feature(enable = "avx2")]
                pub(crate) unsafe fn places(
                    values: *const $scalar,
                    blocks: usize,
                    m: $scalar,
                    found: &mut dyn FnMut(usize),
                ) {
                    let m = $splat(m);
                    for block in 0..blocks {
                        let equal: [$vector; REGISTERS] = std::array::from_fn(|v| {
                            // SAFETY: the caller's.
                            let next = unsafe { $load(values.add(block * BLOCK + v * $width)) };
                            $compare::<_CMP_EQ_OQ>(next, m)
                        });
                        if $bits(equal.into_iter().fold($splat(0.0), |a, b| $or(a, b))) == 0 {
                            continue;
                        }
                        for (v, equal) in equal.into_iter().enumerate() {
                            let mut bits = $bits(equal);
                            while bits != 0 {
                                found(block * BLOCK + v * $width + bits.trailing_zeros() as usize);
                                bits &= bits - 1;
                            }
                        }
                    }
                }
            }
        };
    }

    width!(
        narrow: f32 in __m256, 8 a register:
        _mm256_set1_ps _mm256_loadu_ps _mm256_storeu_ps _mm256_max_ps _mm256_min_ps
        _mm256_cmp_ps _mm256_or_ps _mm256_movemask_ps
    );

    width!(
        wide: f64 in __m256d, 4 a register:
        _mm256_set1_pd _mm256_loadu_pd _mm256_storeu_pd _mm256_max_pd _mm256_min_pd
        _mm256_cmp_pd _mm256_or_pd _mm256_movemask_pd
    );
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, furthest, places};
    use crate::scalar::Real;

    fn check<E: Real>() {
        let (nan, infinity) = (E::nan(), E::infinity());
        for len in 0..3 * BLOCK + 5 {
            let mut values: Vec<E> = (0..len).map(|k| E::lit((k as f64 * 0.7).sin())).collect();
            for special in [E::ZERO, nan, infinity, -infinity] {
                if let Some(value) = values.get_mut(len / 2) {
                    *value = special;
                }
                let most = values
                    .iter()
                    .fold(-infinity, |m, &v| if v > m { v } else { m });
                let least = values
                    .iter()
                    .fold(infinity, |m, &v| if v < m { v } else { m });
                assert_eq!(furthest::<E, true>(&values), most, "{values:?}");
                assert_eq!(furthest::<E, false>(&values), least, "{values:?}");
                for m in [most, least, special, -E::ZERO] {
                    let mut found = Vec::new();
                    places(&values, m, &mut |k| found.push(k));
                    let want: Vec<usize> = (0..len).filter(|k| values[*k] == m).collect();
                    assert_eq!(found, want, "{m} in {values:?}");
                }
            }
        }
    }

    #[test]
    fn extrema_and_their_places() {
        check::<f32>();
        check::<f64>();
    }
}
