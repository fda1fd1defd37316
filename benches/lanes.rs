//! Nanoseconds per element of every vector function, for each instruction set of the machine and for
//! `std`'s function, on 1024 numbers in the cache. `cargo bench --bench lanes [name…]`.

#![allow(
    unsafe_code,
    reason = "calls into code for instruction sets that the machine was asked for"
)]

use std::hint::black_box;
use std::time::Instant;

use jvp::rt::{Exact, Fast, Lane};

/// Numbers in a run.
const LEN: usize = 1024;

/// A function over slices, `None` where the machine lacks its instruction set.
type Map<E> = Option<fn(&[E], &mut [E])>;

/// The columns: two widths times these.
const COLUMNS: [&str; 4] = ["AVX-512", "AVX2", "plain", "std"];

macro_rules! functions {
    ($($name:ident = |$x:ident| $body:expr;)*) => {
        $(mod $name {
            functions!(@width f32 |$x| $body);
            functions!(@width f64 |$x| $body);
        })*

        const FUNCTIONS: &[(&str, fn() -> [Map<f32>; 4], fn() -> [Map<f64>; 4])] =
            &[$((stringify!($name), $name::f32::maps, $name::f64::maps)),*];
    };
    (@width $scalar:ident |$x:ident| $body:expr) => {
        pub mod $scalar {
            use super::super::{Exact, Fast, Lane, Map};

            #[inline(always)]
            fn map<N: Lane<Element = $scalar>>(x: &[$scalar], y: &mut [$scalar]) {
                for (x, y) in x.iter().zip(y) {
                    let $x = N::new(*x);
                    *y = N::get($body);
                }
            }

            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw,fma")]
            fn avx512(x: &[$scalar], y: &mut [$scalar]) {
                map::<Fast<$scalar, true>>(x, y);
            }

            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2,fma")]
            fn avx2(x: &[$scalar], y: &mut [$scalar]) {
                map::<Fast<$scalar, true>>(x, y);
            }

            pub fn maps() -> [Map<$scalar>; 4] {
                #[cfg(target_arch = "x86_64")]
                let wide: [Map<$scalar>; 2] = [
                    (is_x86_feature_detected!("avx512dq")
                        && is_x86_feature_detected!("avx512vl")
                        && is_x86_feature_detected!("avx512bw"))
                    // SAFETY: the machine has the features, as just asked.
                    .then_some(|x, y| unsafe { avx512(x, y) }),
                    (is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma"))
                        // SAFETY: the machine has the features, as just asked.
                        .then_some(|x, y| unsafe { avx2(x, y) }),
                ];
                #[cfg(not(target_arch = "x86_64"))]
                let wide: [Map<$scalar>; 2] = [None, Some(map::<Fast<$scalar, true>>)];
                [
                    wide[0],
                    wide[1],
                    Some(map::<Fast<$scalar, false>>),
                    Some(map::<Exact<$scalar>>),
                ]
            }
        }
    };
}

functions! {
    exp = |x| x.exp(); exp2 = |x| x.exp2(); exp_m1 = |x| x.exp_m1(); ln = |x| x.ln();
    log2 = |x| x.log2(); log10 = |x| x.log10(); ln_1p = |x| x.ln_1p();
    sin = |x| x.sin(); cos = |x| x.cos(); sin_and_cos = |x| x.sin() + x.cos(); tan = |x| x.tan();
    asin = |x| (x * N::lit(0.2)).asin(); acos = |x| (x * N::lit(0.2)).acos(); atan = |x| x.atan();
    atan2 = |x| x.atan2(N::lit(2.0)); sinh = |x| x.sinh(); cosh = |x| x.cosh();
    tanh = |x| x.tanh(); tanh_and_slope = |x| { let y = x.tanh(); y + x.tanh_slope(y) };
    asinh = |x| x.asinh(); acosh = |x| (x + N::lit(6.0)).acosh(); atanh = |x| (x * N::lit(0.2)).atanh();
    sqrt = |x| x.sqrt(); cbrt = |x| x.cbrt(); hypot = |x| x.hypot(N::lit(2.0)); recip = |x| x.recip();
    powi_3 = |x| x.powi(3); powi_7 = |x| x.powi(7); powf = |x| x.powf(N::lit(2.5));
    erf = |x| x.erf(); erfc = |x| x.erfc(); sigmoid = |x| x.sigmoid();
    sigmoid_and_slope = |x| { let y = x.sigmoid(); y + x.sigmoid_slope(y) };
    softplus = |x| x.softplus(); log_sigmoid = |x| x.log_sigmoid(); elu = |x| x.elu();
    selu = |x| x.selu(); silu = |x| x.silu(); silu_and_slope = |x| x.silu() + x.silu_slope();
    gelu = |x| x.gelu(); gelu_and_slope = |x| x.gelu() + x.gelu_slope();
    gelu_tanh = |x| x.gelu_tanh(); gelu_tanh_and_slope = |x| x.gelu_tanh() + x.gelu_tanh_slope();
    lgamma = |x| x.lgamma(); digamma = |x| x.digamma(); trigamma = |x| x.trigamma();
}

/// Nanoseconds per element, the best of some runs.
fn time<E: Copy>(map: Map<E>, x: &[E]) -> String {
    let Some(map) = map else {
        return format!("{:>8}", "–");
    };
    let mut y = x.to_vec();
    let mut best = f64::INFINITY;
    for _ in 0..20 {
        let start = Instant::now();
        for _ in 0..20 {
            map(black_box(x), &mut y);
            black_box(&mut y);
        }
        best = best.min(start.elapsed().as_secs_f64() / (20 * LEN) as f64);
    }
    format!("{:8.2}", best * 1e9)
}

fn main() {
    let names: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| !a.starts_with('-'))
        .collect();
    // -5 to 5 in no order; functions of positive numbers take NaN's path for half of them
    let wide: Vec<f64> = (0..LEN)
        .map(|i| (i * 619 % LEN) as f64 / LEN as f64 * 10.0 - 5.0)
        .collect();
    let narrow: Vec<f32> = wide.iter().map(|x| *x as f32).collect();
    print!("{:20}", "ns per element");
    for scalar in ["f32", "f64"] {
        print!(" {scalar:>3}");
        COLUMNS.iter().for_each(|c| print!(" {c:>8}"));
    }
    println!();
    for (name, f32, f64) in FUNCTIONS {
        if names.is_empty() || names.iter().any(|n| n == name) {
            print!("{name:20}    ");
            f32()
                .iter()
                .for_each(|map| print!(" {}", time(*map, &narrow)));
            print!("    ");
            f64()
                .iter()
                .for_each(|map| print!(" {}", time(*map, &wide)));
            println!();
        }
    }
}
