//! Where the greatest or least of some numbers is, as vector code for the machine at hand.
//!
//! In: numbers one behind the other. Out: the places of those that equal the extremum, where NaN is
//! never further than anything. Always holds: they are the same on every machine.

#![allow(unsafe_code, reason = "code for machines that are detected")]

use crate::kernel::driver::Machine;
use crate::scalar::Real;

/// How many numbers are looked at together.
const BLOCK: usize = 32;

/// Calls `found` with the place of each number that equals the one furthest up with `UP`, else down; or
/// the infinity on the other side, where there is nothing but that and NaN.
#[inline]
pub(crate) fn places<E: Real, const UP: bool>(values: &[E], found: &mut dyn FnMut(usize)) {
    let (blocks, rest) = values.as_chunks::<BLOCK>();
    let of_rest = rest
        .iter()
        .fold(start::<E, UP>(), |m, &value| further::<E, UP>(value, m));
    let m = match Machine::here() {
        // SAFETY: the machine has what is needed; a scalar of four bytes is `f32`, another `f64`.
        #[cfg(target_arch = "x86_64")]
        Machine::Avx512 | Machine::Avx2 => unsafe {
            let (from, of_rest): (*const [E; BLOCK], *const E) =
                (blocks.as_ptr(), &raw const of_rest);
            match const { size_of::<E>() } {
                4 => {
                    let of_rest = of_rest.cast::<f32>().read();
                    let m = x86::narrow::places::<UP>(from.cast(), blocks.len(), of_rest, found);
                    E::lit(m.into())
                }
                _ => {
                    let of_rest = of_rest.cast::<f64>().read();
                    E::lit(x86::wide::places::<UP>(
                        from.cast(),
                        blocks.len(),
                        of_rest,
                        found,
                    ))
                }
            }
        },
        _ => places_in_blocks::<E, UP>(blocks, of_rest, found),
    };
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

/// Calls `found` for the blocks, and gives the number furthest of all, of which one is `m`.
fn places_in_blocks<E: Real, const UP: bool>(
    blocks: &[[E; BLOCK]],
    m: E,
    found: &mut dyn FnMut(usize),
) -> E {
    let mut running = [m; BLOCK];
    for block in blocks {
        for k in 0..BLOCK {
            running[k] = further::<E, UP>(block[k], running[k]);
        }
    }
    let m = running
        .into_iter()
        .fold(m, |best, value| further::<E, UP>(value, best));
    for (start, block) in (0..).step_by(BLOCK).zip(blocks) {
        // Most blocks have none, which costs less to see than which.
        if block.iter().fold(false, |is, value| is | (*value == m)) {
            each(block, m, start, found);
        }
    }
    m
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    //! In the instructions of AVX2, of which the extrema keep the second operand where one is NaN.

    /// Into so many sections the blocks are cut at most, of so many blocks at least.
    const SECTIONS: usize = 8;
    const LEAST: usize = 4;

    macro_rules! width {
        (
            $name:ident: $scalar:ident in $vector:ident, $width:literal a register:
            $splat:ident $load:ident $store:ident $max:ident $min:ident $compare:ident $bits:ident
        ) => {
            pub(in super::super) mod $name {
                use std::arch::x86_64::*;

                use super::super::{BLOCK, further, start};
                use super::{LEAST, SECTIONS};

                const REGISTERS: usize = BLOCK / $width;

                /// Calls `found` for the blocks, and gives the number furthest of all, of which one is
                /// `m`. What is furthest in each section is kept: then only the sections that have it
                /// are read again.
                ///
                /// # Safety
                /// The machine has AVX2, and so many blocks can be read from `values` on.
                #[target_feature(enable = "avx2")]
                pub(crate) unsafe fn places<const UP: bool>(
                    values: *const $scalar,
                    blocks: usize,
                    m: $scalar,
                    found: &mut dyn FnMut(usize),
                ) -> $scalar {
                    let first = $splat(start::<$scalar, UP>());
                    let further_of = |a, b| if UP { $max(a, b) } else { $min(a, b) };
                    // SAFETY: the caller's.
                    let load = |block: usize, v: usize| unsafe {
                        $load(values.add(block * BLOCK + v * $width))
                    };
                    let size = (blocks / SECTIONS + 1).max(LEAST);
                    let section = |s: usize| s * size..blocks.min((s + 1) * size);

                    let mut bests = [first; SECTIONS];
                    let (mut best, mut sections) = ($splat(m), 0);
                    while sections * size < blocks {
                        let mut running = [first; REGISTERS];
                        for block in section(sections) {
                            for (v, running) in running.iter_mut().enumerate() {
                                *running = further_of(load(block, v), *running);
                            }
                        }
                        let [one, others @ ..] = running;
                        let kept = others.into_iter().fold(one, further_of);
                        bests[sections] = kept;
                        best = further_of(kept, best);
                        sections += 1;
                    }
                    let mut few = [m; $width];
                    // SAFETY: there is room for a register.
                    unsafe { $store(few.as_mut_ptr(), best) };
                    let mut half = $width / 2;
                    while half > 0 {
                        for k in 0..half {
                            few[k] = further::<$scalar, UP>(few[k], few[k + half]);
                        }
                        half /= 2;
                    }
                    let [m, ..] = few;

                    let sought = $splat(m);
                    let equal = |x| $compare::<_CMP_EQ_OQ>(x, sought);
                    for (s, kept) in bests.iter().take(sections).enumerate() {
                        if $bits(equal(*kept)) == 0 {
                            continue;
                        }
                        for block in section(s) {
                            for v in 0..REGISTERS {
                                let mut bits = $bits(equal(load(block, v)));
                                while bits != 0 {
                                    let k = bits.trailing_zeros() as usize;
                                    found(block * BLOCK + v * $width + k);
                                    bits &= bits - 1;
                                }
                            }
                        }
                    }
                    m
                }
            }
        };
    }

    width!(
        narrow: f32 in __m256, 8 a register:
        _mm256_set1_ps _mm256_loadu_ps _mm256_storeu_ps _mm256_max_ps _mm256_min_ps
        _mm256_cmp_ps _mm256_movemask_ps
    );

    width!(
        wide: f64 in __m256d, 4 a register:
        _mm256_set1_pd _mm256_loadu_pd _mm256_storeu_pd _mm256_max_pd _mm256_min_pd
        _mm256_cmp_pd _mm256_movemask_pd
    );
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, places, places_in_blocks};
    use crate::scalar::Real;

    fn check<E: Real>(values: &mut [E]) {
        let (nan, infinity) = (E::nan(), E::infinity());
        let len = values.len();
        for special in [E::ZERO, nan, infinity, -infinity] {
            if len > 0 {
                values[len / 2] = special;
                values[len - 1] = values[0];
            }
            let most = values
                .iter()
                .fold(-infinity, |m, &v| if v > m { v } else { m });
            let least = values
                .iter()
                .fold(infinity, |m, &v| if v < m { v } else { m });
            let equal = |m| (0..len).filter(|k| values[*k] == m).collect::<Vec<usize>>();
            let mut found = [const { Vec::new() }; 4];
            let [up, down, up_anywhere, down_anywhere] = &mut found;
            places::<E, true>(values, &mut |k| up.push(k));
            places::<E, false>(values, &mut |k| down.push(k));
            assert_eq!(*up, equal(most), "{values:?}");
            assert_eq!(*down, equal(least), "{values:?}");
            // what machines without AVX2 do, for the part that is blocks
            let (blocks, rest) = values.as_chunks::<BLOCK>();
            let most = places_in_blocks::<E, true>(blocks, most, &mut |k| up_anywhere.push(k));
            let least = places_in_blocks::<E, false>(blocks, least, &mut |k| down_anywhere.push(k));
            for (anywhere, m) in [(up_anywhere, most), (down_anywhere, least)] {
                let end = len - rest.len();
                let want: Vec<usize> = equal(m).into_iter().filter(|k| *k < end).collect();
                assert_eq!(*anywhere, want, "{values:?}");
            }
        }
    }

    fn check_all<E: Real>() {
        let wave = |k: usize| E::lit((k as f64 * 0.7).sin());
        for len in (0..3 * BLOCK + 5).chain([20 * BLOCK + 3, 400 * BLOCK + 7]) {
            check::<E>(&mut (0..len).map(wave).collect::<Vec<E>>());
            check::<E>(&mut vec![E::ONE; len]);
        }
    }

    #[test]
    fn places_of_extrema() {
        check_all::<f32>();
        check_all::<f64>();
    }
}
