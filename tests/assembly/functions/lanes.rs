//! Loops over the functions of lanes, one for each function, scalar and set of instructions: a loop of
//! `tanh` of `f32` for AVX2 is `tanh::f32::avx2`.

#![allow(
    clippy::missing_safety_doc,
    reason = "nobody calls them: the assembly is read"
)]

use jvp::rt::{Fast, Lane};

macro_rules! kernels {
    ($($name:ident: |$x:ident| $body:expr;)*) => {$(
        pub mod $name {
            use super::*;

            kernels!(@each $name f32 |$x| $body);
            kernels!(@each $name f64 |$x| $body);
        }
    )*};
    (@each $name:ident $scalar:ident |$x:ident| $body:expr) => {
        pub mod $scalar {
            use super::*;

            #[inline(always)]
            fn map<N: Lane<Element = $scalar>>(x: &[$scalar], y: &mut [$scalar]) {
                for (x, y) in x.iter().zip(y) {
                    let $x = N::new(*x);
                    *y = N::get($body);
                }
            }

            #[inline(never)]
            #[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw,fma")]
            pub fn avx512(x: &[$scalar], y: &mut [$scalar]) {
                map::<Fast<$scalar, true>>(x, y);
            }

            #[inline(never)]
            #[target_feature(enable = "avx2,fma")]
            pub fn avx2(x: &[$scalar], y: &mut [$scalar]) {
                map::<Fast<$scalar, true>>(x, y);
            }

            #[inline(never)]
            pub fn sse2(x: &[$scalar], y: &mut [$scalar]) {
                map::<Fast<$scalar, false>>(x, y);
            }
        }
    };
}

kernels! {
    sqrt: |x| x.sqrt(); cbrt: |x| x.cbrt(); exp: |x| x.exp(); exp2: |x| x.exp2();
    exp_m1: |x| x.exp_m1(); ln: |x| x.ln(); log2: |x| x.log2(); log10: |x| x.log10();
    ln_1p: |x| x.ln_1p(); sin: |x| x.sin(); cos: |x| x.cos(); tan: |x| x.tan();
    asin: |x| x.asin(); acos: |x| x.acos(); atan: |x| x.atan(); sinh: |x| x.sinh();
    cosh: |x| x.cosh(); tanh: |x| x.tanh(); asinh: |x| x.asinh(); acosh: |x| x.acosh();
    atanh: |x| x.atanh(); round: |x| x.round() * x; erf: |x| x.erf(); erfc: |x| x.erfc();
    sigmoid: |x| x.sigmoid(); softplus: |x| x.softplus(); silu: |x| x.silu(); gelu: |x| x.gelu();
    gelu_tanh: |x| x.gelu_tanh(); elu: |x| x.elu(); selu: |x| x.selu();
    powf: |x| x.powf(N::lit(2.5)); powf_of: |x| N::lit(1.5).powf(x); powi: |x| x.powi(7);
    atan2: |x| x.atan2(N::lit(2.0)); hypot: |x| x.hypot(N::lit(2.0)); log: |x| x.log(N::lit(3.0));
    wave: |x| x.sin() * x.cos(); tanh_jvp: |x| x.tanh() * x.tanh_slope(x.tanh());
    sigmoid_jvp: |x| x.sigmoid() * x.sigmoid_slope(x.sigmoid());
    silu_jvp: |x| x.silu() * x.silu_slope(); gelu_jvp: |x| x.gelu() * x.gelu_slope();
    gelu_tanh_jvp: |x| x.gelu_tanh() * x.gelu_tanh_slope();
    powf_jvp: |x| x.powf_base_slope(N::lit(2.5), x.powf(N::lit(2.5)));
    atan2_jvp: |x| x.angle_slope(N::lit(2.0)); max_jvp: |x| x.max_part(N::lit(1.0), x + x);
    clamp_jvp: |x| x.clamp_part(N::lit(1.0), N::lit(2.0), x + x); abs_jvp: |x| x.abs_part(x + x);
}
