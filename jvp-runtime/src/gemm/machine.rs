//! The machines that there are kernels for, and which one this is.

use super::Scalar;
use super::blocks::{self, Problem};
use super::pack::GROUP;
use super::tile::{Tile, packed, tile};
use super::vector::{Lanes, Vector};

/// A set of instructions, with its tiles for the scalar `E`.
///
/// # Safety
/// The methods may only be called where the machine has the instructions.
pub unsafe trait Machine<E> {
    /// A register.
    type Vector: Vector<Elem = E>;

    /// Numbers in a register.
    const LANES: usize = Self::Vector::LANES;
    /// The widest tile, in registers, when there are rows enough.
    const WIDTH: usize;
    /// How many rows a tile of `n` registers has at most.
    const ROWS: [usize; 5];
    /// Whether a last panel with a register that is filled in part is packed, where there are rows
    /// enough. With AVX-512 a part is loaded as fast as a whole.
    const PACKS_PARTS: bool;

    /// Computes the tile of `m` rows and `n` registers; see [`tile`].
    unsafe fn tile(
        m: usize,
        n: usize,
        part: bool,
        t: &Tile<E>,
        a: *const *const E,
        c: *const *mut E,
    );

    /// Computes the tile of [`GROUP`] rows and `n` registers, of packed factors, where there are
    /// tiles of as many rows; see [`packed`].
    unsafe fn packed(_n: usize, _t: &Tile<E>, _a: *const E, _c: *const *mut E) {
        unreachable!("no tiles of packed factors")
    }
}

/// Calls the instance of `$run` for a tile's size.
macro_rules! choose {
    (
        ($width:ident, $height:ident, $part:ident)
        [$($n:literal: $($m:literal)*;)*]
        $run:ident $arguments:tt
    ) => {
        match ($width, $height, $part) {
            $($(
                ($n, $m, false) => $run::<$m, $n, false>$arguments,
                ($n, $m, true) => $run::<$m, $n, true>$arguments,
            )*)*
            _ => unreachable!("no tile of {} rows and {} registers", $height, $width),
        }
    };
}

/// [`Machine::packed`] for some widths.
macro_rules! packed_tiles {
    (#[$feature:meta] $scalar:ident in $register:ty, []) => {};
    (#[$feature:meta] $scalar:ident in $register:ty, [$($width:literal)+]) => {
        #[inline(always)]
        unsafe fn packed(
            n: usize,
            t: &Tile<$scalar>,
            a: *const $scalar,
            c: *const *mut $scalar,
        ) {
            #[$feature]
            #[inline(never)]
            unsafe fn run<const N: usize>(
                t: &Tile<$scalar>,
                a: *const $scalar,
                c: *const *mut $scalar,
            ) {
                // SAFETY: the caller's; there are as many rows in the list.
                unsafe {
                    packed::<$register, GROUP, N>(t, a, &*c.cast::<[*mut $scalar; GROUP]>());
                }
            }
            match n {
                // SAFETY: the caller's.
                $($width => unsafe { run::<$width>(t, a, c) },)+
                _ => unreachable!("no tile of packed factors with {n} registers"),
            }
        }
    };
}

macro_rules! machine {
    (
        #[$feature:meta] $machine:ident: $multiply:ident,
        width $width:literal, rows $rows:expr, packs_parts $packs_parts:literal, tiles $tiles:tt,
        packed $packed:tt,
        $($scalar:ident in $register:ty),*
    ) => {
        /// The instructions of this set.
        pub struct $machine;

        $(
            // SAFETY: the caller's, in each method.
            unsafe impl Machine<$scalar> for $machine {
                type Vector = $register;

                const WIDTH: usize = $width;
                const ROWS: [usize; 5] = $rows;
                const PACKS_PARTS: bool = $packs_parts;

                #[inline(always)]
                unsafe fn tile(
                    m: usize,
                    n: usize,
                    part: bool,
                    t: &Tile<$scalar>,
                    a: *const *const $scalar,
                    c: *const *mut $scalar,
                ) {
                    #[$feature]
                    #[inline(never)]
                    unsafe fn run<const M: usize, const N: usize, const PART: bool>(
                        t: &Tile<$scalar>,
                        a: *const *const $scalar,
                        c: *const *mut $scalar,
                    ) {
                        // SAFETY: the caller's; there are `M` rows in the lists.
                        unsafe {
                            tile::<$register, M, N, PART>(
                                t,
                                &*a.cast::<[*const $scalar; M]>(),
                                &*c.cast::<[*mut $scalar; M]>(),
                            );
                        }
                    }
                    // SAFETY: the caller's.
                    unsafe {
                        choose!((n, m, part) $tiles run(t, a, c))
                    }
                }

                packed_tiles!(#[$feature] $scalar in $register, $packed);
            }
        )*

        #[$feature]
        unsafe fn $multiply<E: Scalar>(problem: &Problem<'_, E>)
        where
            $machine: Machine<E>,
        {
            // SAFETY: the caller's.
            unsafe { blocks::multiply::<$machine, E>(problem) }
        }
    };
}

#[cfg(target_arch = "x86_64")]
machine!(
    #[target_feature(enable = "avx512f,avx512vl,avx512bw,avx512dq,avx2,fma")]
    Avx512: avx512, width 3, rows [0, 8, 8, 8, 4], packs_parts false,
    tiles [
        1: 1 2 3 4 5 6 7 8;
        2: 1 2 3 4 5 6 7 8;
        3: 1 2 3 4 5 6 7 8;
        4: 1 2 3 4;
    ],
    packed [1 2 3],
    f32 in std::arch::x86_64::__m512, f64 in std::arch::x86_64::__m512d
);

#[cfg(target_arch = "x86_64")]
machine!(
    #[target_feature(enable = "avx2,fma")]
    Avx2: avx2, width 2, rows [0, 6, 6, 3, 2], packs_parts true,
    tiles [
        1: 1 2 3 4 5 6;
        2: 1 2 3 4 5 6;
        3: 1 2 3;
        4: 1 2;
    ],
    packed [],
    f32 in std::arch::x86_64::__m256, f64 in std::arch::x86_64::__m256d
);

machine!(
    #[cold]
    Baseline: baseline, width 2, rows [0, 4, 4, 3, 3], packs_parts true,
    tiles [
        1: 1 2 3 4;
        2: 1 2 3 4;
        3: 1 2 3;
        4: 1 2 3;
    ],
    packed [],
    f32 in Lanes<f32, 4>, f64 in Lanes<f64, 2>
);

macro_rules! scalar {
    ($($scalar:ident)*) => {$(
        impl Scalar for $scalar {
            const ZERO: Self = 0.0;
            const ONE: Self = 1.0;

            unsafe fn run(problem: &Problem<'_, $scalar>) {
                // SAFETY: the caller's, and each set of instructions is known to be there.
                unsafe {
                    #[cfg(target_arch = "x86_64")]
                    {
                        use std::is_x86_feature_detected as has;
                        if has!("avx512f") && has!("avx512vl") && has!("avx512bw") && has!("avx512dq") {
                            return avx512(problem);
                        }
                        if has!("avx2") && has!("fma") {
                            return avx2(problem);
                        }
                    }
                    baseline(problem);
                }
            }
        }
    )*};
}

scalar!(f32 f64);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gemm::{Mat, MatMut};

    machine!(
        #[cold]
        Wide: wide, width 3, rows [0, 8, 8, 8, 4], packs_parts false,
        tiles [
            1: 1 2 3 4 5 6 7 8;
            2: 1 2 3 4 5 6 7 8;
            3: 1 2 3 4 5 6 7 8;
            4: 1 2 3 4;
        ],
        packed [1 2 3],
        f32 in Lanes<f32, 16>, f64 in Lanes<f64, 8>
    );

    /// Small integers, so that every order of summation gives the same bits.
    fn integers<E: Scalar>(len: usize, step: usize) -> Vec<E> {
        let number = |i: usize| (0..i * step % 9).fold(E::ZERO, |x, _| x + E::ONE);
        (0..len).map(number).collect()
    }

    /// Holds the loops of one set of instructions against plain sums.
    fn check<E: Scalar>(run: unsafe fn(&Problem<'_, E>), (m, k, n): (usize, usize, usize)) {
        let (a, da, b) = (
            integers(m * k, 5),
            integers(m * k, 7),
            integers::<E>(k * n, 11),
        );
        let before: Vec<E> = integers(m * n, 2);
        for transposed in [false, true] {
            let mut results = [before.clone(), before.clone()];
            let mat = |data: &[E], rows: usize, cols: usize| Mat {
                ptr: data.as_ptr(),
                rows,
                cols,
                row_step: if transposed { 1 } else { cols as isize },
                col_step: if transposed { rows as isize } else { 1 },
            };
            let factors = [mat(&a, m, k), mat(&da, m, k)];
            let right = mat(&b, k, n);
            let c = results.each_mut().map(|c| MatMut {
                ptr: c.as_mut_ptr(),
                rows: m,
                cols: n,
                row_step: n as isize,
                col_step: 1,
            });
            let two = E::ONE + E::ONE;
            // SAFETY: the matrices lie in the vectors, and the caller has the instructions.
            unsafe {
                run(&Problem {
                    alpha: two,
                    a: &factors,
                    b: right,
                    beta: two,
                    c: &c,
                })
            };
            for (factor, result) in std::iter::zip(factors, results) {
                for i in 0..m {
                    for j in 0..n {
                        // SAFETY: the indices are within the matrices.
                        let sum = (0..k).fold(E::ZERO, |sum, p| unsafe {
                            sum + *factor.at(i, p) * *right.at(p, j)
                        });
                        let want = two * sum + two * before[i * n + j];
                        assert!(result[i * n + j] == want, "{m}x{k}x{n} at {i}, {j}");
                    }
                }
            }
        }
    }

    fn sizes<E: Scalar>(run: unsafe fn(&Problem<'_, E>)) {
        for m in [1, 2, 3, 4, 5, 7, 13, 30] {
            for n in [1, 3, 8, 15, 17, 31, 33, 50, 70] {
                check(run, (m, 9, n));
            }
        }
        check(run, (130, 5, 40));
        check(run, (3, 800, 20));
    }

    /// So large that both factors are packed, with tiles of one, two and three registers.
    fn packed_size<E: Scalar>(run: unsafe fn(&Problem<'_, E>)) {
        check(run, (67, 250, 263));
        check(run, (67, 250, 295));
    }

    #[test]
    fn every_set_of_instructions() {
        sizes(baseline::<f32>);
        sizes(baseline::<f64>);
        // the tiles of a machine with more and wider registers, on any machine
        sizes(wide::<f32>);
        sizes(wide::<f64>);
        packed_size(wide::<f32>);
        #[cfg(target_arch = "x86_64")]
        {
            use std::is_x86_feature_detected as has;
            if has!("avx2") && has!("fma") {
                sizes(avx2::<f32>);
                sizes(avx2::<f64>);
            }
            if has!("avx512f") && has!("avx512vl") && has!("avx512bw") && has!("avx512dq") {
                sizes(avx512::<f32>);
                sizes(avx512::<f64>);
                packed_size(avx512::<f64>);
            }
        }
    }
}
