//! What the machine can multiply and add at most: independent chains of multiply-adds on registers.

#![allow(unsafe_code, reason = "a call of code for instructions that are there")]

use std::hint::black_box;
use std::time::Instant;

/// Multiplications and additions a second, of scalars of this size, in registers.
pub fn flops_at_peak(size: usize) -> f64 {
    const ROUNDS: usize = 200_000;
    let start = Instant::now();
    let bytes = black_box(run(ROUNDS));
    (2 * ROUNDS * SUMS * bytes / size) as f64 / start.elapsed().as_secs_f64()
}

/// Enough for the latency of two a cycle.
const SUMS: usize = 12;

#[cfg(target_arch = "x86_64")]
macro_rules! chains {
    ($feature:literal $name:ident: $register:ident $splat:ident $mul_add:ident $bytes:literal) => {
        #[target_feature(enable = $feature)]
        fn $name(rounds: usize) -> usize {
            use std::arch::x86_64::*;
            let (x, y) = black_box(($splat(0.999), $splat(0.001)));
            let mut sums: [$register; SUMS] = [$splat(1.0); SUMS];
            for _ in 0..rounds {
                for sum in &mut sums {
                    *sum = $mul_add(*sum, x, y);
                }
            }
            black_box(sums);
            $bytes
        }
    };
}

#[cfg(target_arch = "x86_64")]
chains!("avx2,fma" avx2: __m256 _mm256_set1_ps _mm256_fmadd_ps 32);
#[cfg(target_arch = "x86_64")]
chains!("avx512f" avx512: __m512 _mm512_set1_ps _mm512_fmadd_ps 64);

/// Runs each chain `rounds` times; gives the bytes of a register.
fn run(rounds: usize) -> usize {
    #[cfg(target_arch = "x86_64")]
    {
        if std::is_x86_feature_detected!("avx512f") {
            // SAFETY: the machine has the instructions.
            return unsafe { avx512(rounds) };
        }
        if std::is_x86_feature_detected!("avx2") && std::is_x86_feature_detected!("fma") {
            // SAFETY: the machine has the instructions.
            return unsafe { avx2(rounds) };
        }
    }
    let mut sums = [[1.0_f32; 4]; SUMS];
    let (x, y) = black_box((0.999, 0.001));
    for _ in 0..rounds {
        for sum in sums.as_flattened_mut() {
            *sum = *sum * x + y;
        }
    }
    black_box(sums);
    16
}
