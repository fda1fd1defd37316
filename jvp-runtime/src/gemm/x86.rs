//! The registers of x86-64: AVX2 with FMA, and AVX-512.

#![allow(
    clippy::needless_range_loop,
    reason = "what closures of iterators do would not be compiled for the instructions"
)]

use std::arch::x86_64::*;

use super::vector::Vector;

macro_rules! vector {
    (
        $register:ident of $scalar:ident, $lanes:literal, $mask:ty, |$n:ident| $make_mask:expr,
        $splat:ident $load:ident $store:ident |$from:ident, $part:ident| $load_part:expr,
        $add:ident $mul:ident $mul_add:ident |$x:ident| $sum:expr,
        $side:literal $transpose:ident
    ) => {
        // SAFETY: the intrinsics need what the trait's callers promise, and as much memory.
        unsafe impl Vector for $register {
            type Elem = $scalar;
            type Mask = $mask;

            const LANES: usize = $lanes;

            #[inline(always)]
            unsafe fn splat(x: $scalar) -> Self {
                // SAFETY: as above.
                unsafe { $splat(x) }
            }

            #[inline(always)]
            unsafe fn load(from: *const $scalar) -> Self {
                // SAFETY: as above.
                unsafe { $load(from) }
            }

            #[inline(always)]
            unsafe fn store(self, to: *mut $scalar) {
                // SAFETY: as above.
                unsafe { $store(to, self) }
            }

            #[inline(always)]
            unsafe fn mask($n: usize) -> $mask {
                // SAFETY: as above.
                unsafe { $make_mask }
            }

            #[inline(always)]
            unsafe fn load_part($from: *const $scalar, $part: $mask) -> Self {
                // SAFETY: as above; masked lanes are not read.
                unsafe { $load_part }
            }

            #[inline(always)]
            unsafe fn ask(at: *const $scalar) {
                // SAFETY: as above; a prefetch reads nothing.
                unsafe { _mm_prefetch::<_MM_HINT_T0>(at.cast()) }
            }

            #[inline(always)]
            unsafe fn add(self, b: Self) -> Self {
                // SAFETY: as above.
                unsafe { $add(self, b) }
            }

            #[inline(always)]
            unsafe fn mul(self, b: Self) -> Self {
                // SAFETY: as above.
                unsafe { $mul(self, b) }
            }

            #[inline(always)]
            unsafe fn mul_add(self, b: Self, c: Self) -> Self {
                // SAFETY: as above.
                unsafe { $mul_add(self, b, c) }
            }

            #[inline(always)]
            unsafe fn sum(self) -> $scalar {
                let $x = self;
                // SAFETY: as above.
                unsafe { $sum }
            }

            const SIDE: usize = $side;

            #[inline(always)]
            unsafe fn transpose(
                from: *const $scalar,
                from_step: isize,
                to: *mut $scalar,
                to_step: usize,
            ) {
                // SAFETY: as above.
                unsafe { $transpose(from, from_step, to, to_step) }
            }
        }
    };
}

vector!(
    __m256 of f32, 8, __m256i, |n| {
        let lane = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
        _mm256_cmpgt_epi32(_mm256_set1_epi32(n as i32), lane)
    },
    _mm256_set1_ps _mm256_loadu_ps _mm256_storeu_ps
    |from, mask| _mm256_maskload_ps(from, mask),
    _mm256_add_ps _mm256_mul_ps _mm256_fmadd_ps
    |x| {
        let x = _mm_add_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps::<1>(x));
        let x = _mm_add_ps(x, _mm_movehl_ps(x, x));
        _mm_cvtss_f32(_mm_add_ss(x, _mm_shuffle_ps::<1>(x, x)))
    },
    8 transpose_8
);

vector!(
    __m256d of f64, 4, __m256i, |n| {
        let lane = _mm256_setr_epi64x(0, 1, 2, 3);
        _mm256_cmpgt_epi64(_mm256_set1_epi64x(n as i64), lane)
    },
    _mm256_set1_pd _mm256_loadu_pd _mm256_storeu_pd
    |from, mask| _mm256_maskload_pd(from, mask),
    _mm256_add_pd _mm256_mul_pd _mm256_fmadd_pd
    |x| {
        let x = _mm_add_pd(_mm256_castpd256_pd128(x), _mm256_extractf128_pd::<1>(x));
        _mm_cvtsd_f64(_mm_add_sd(x, _mm_unpackhi_pd(x, x)))
    },
    4 transpose_4
);

vector!(
    __m512 of f32, 16, __mmask16, |n| _cvtu32_mask16(u32::MAX >> (32 - n)),
    _mm512_set1_ps _mm512_loadu_ps _mm512_storeu_ps
    |from, mask| _mm512_maskz_loadu_ps(mask, from),
    _mm512_add_ps _mm512_mul_ps _mm512_fmadd_ps
    |x| _mm512_reduce_add_ps(x),
    8 transpose_8
);

vector!(
    __m512d of f64, 8, __mmask8, |n| _cvtu32_mask8(u32::MAX >> (32 - n)),
    _mm512_set1_pd _mm512_loadu_pd _mm512_storeu_pd
    |from, mask| _mm512_maskz_loadu_pd(mask, from),
    _mm512_add_pd _mm512_mul_pd _mm512_fmadd_pd
    |x| _mm512_reduce_add_pd(x),
    4 transpose_4
);

/// A square of 8 by 8: pairs, then fours, then halves of registers change places.
///
/// # Safety
/// As [`Vector::transpose`].
#[inline(always)]
unsafe fn transpose_8(from: *const f32, from_step: isize, to: *mut f32, to_step: usize) {
    // SAFETY: the caller's.
    unsafe {
        let mut x = [_mm256_setzero_ps(); 8];
        let (mut y, mut z) = (x, x);
        for i in 0..8 {
            x[i] = _mm256_loadu_ps(from.offset(i as isize * from_step));
        }
        for i in [0, 2, 4, 6] {
            y[i] = _mm256_unpacklo_ps(x[i], x[i + 1]);
            y[i + 1] = _mm256_unpackhi_ps(x[i], x[i + 1]);
        }
        for i in [0, 4] {
            z[i] = _mm256_shuffle_ps::<0b01_00_01_00>(y[i], y[i + 2]);
            z[i + 1] = _mm256_shuffle_ps::<0b11_10_11_10>(y[i], y[i + 2]);
            z[i + 2] = _mm256_shuffle_ps::<0b01_00_01_00>(y[i + 1], y[i + 3]);
            z[i + 3] = _mm256_shuffle_ps::<0b11_10_11_10>(y[i + 1], y[i + 3]);
        }
        for j in 0..4 {
            let low = _mm256_permute2f128_ps::<0x20>(z[j], z[j + 4]);
            let high = _mm256_permute2f128_ps::<0x31>(z[j], z[j + 4]);
            _mm256_storeu_ps(to.add(j * to_step), low);
            _mm256_storeu_ps(to.add((j + 4) * to_step), high);
        }
    }
}

/// A square of 4 by 4.
///
/// # Safety
/// As [`Vector::transpose`].
#[inline(always)]
unsafe fn transpose_4(from: *const f64, from_step: isize, to: *mut f64, to_step: usize) {
    // SAFETY: the caller's.
    unsafe {
        let x0 = _mm256_loadu_pd(from);
        let x1 = _mm256_loadu_pd(from.offset(from_step));
        let x2 = _mm256_loadu_pd(from.offset(2 * from_step));
        let x3 = _mm256_loadu_pd(from.offset(3 * from_step));
        let (y0, y1) = (_mm256_unpacklo_pd(x0, x1), _mm256_unpackhi_pd(x0, x1));
        let (y2, y3) = (_mm256_unpacklo_pd(x2, x3), _mm256_unpackhi_pd(x2, x3));
        _mm256_storeu_pd(to, _mm256_permute2f128_pd::<0x20>(y0, y2));
        _mm256_storeu_pd(to.add(to_step), _mm256_permute2f128_pd::<0x20>(y1, y3));
        _mm256_storeu_pd(to.add(2 * to_step), _mm256_permute2f128_pd::<0x31>(y0, y2));
        _mm256_storeu_pd(to.add(3 * to_step), _mm256_permute2f128_pd::<0x31>(y1, y3));
    }
}
