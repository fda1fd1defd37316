//! A rate that all numbers together slow down: elementwise work on both sides of a sum.
//!
//! The sum has to come first, and so has what is computed of it; the product that is written before these
//! waits, and becomes one kernel with the quotient behind them. With `s = 1 + (Σ y)²` and `q = y (k - y) / s`:
//! `dq = (dy (k - y) + y (dk - dy) - q ds) / s`.

use ndarray::Array1;

// #[derive_jvp]
pub fn saturated(y: &Array1<f64>, k: f64) -> Array1<f64> {
    let all = y.sum();
    let alone = y * (k - y);
    let s = 1.0 + all * all;
    alone / s
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_saturated(
    y: &Array1<f64>,
    dy: &Array1<f64>,
    k: f64,
    dk: f64,
) -> (Array1<f64>, Array1<f64>) {
    ::jvp::rt::assert_shape(y.shape(), dy.shape(), "dy");
    let [all, dall] = {
        struct AllKernel;
        impl ::jvp::rt::Kernel<2, 2> for AllKernel {
            const IDENTITY: bool = true;
            #[inline(always)]
            fn eval<N: ::jvp::rt::Lane>(&self, [y, dy]: [N; 2]) -> [N; 2] {
                [y, dy]
            }
        }
        ::jvp::rt::sum(AllKernel, (y, dy))
    };
    let ds = 2.0 * (all * dall);
    let s = 1.0 + all * all;
    let [quot, dquot] = {
        struct QuotKernel;
        impl ::jvp::rt::Kernel<6, 2> for QuotKernel {
            const DIVISORS: &[usize] = &[4];
            const TANGENTS: &[usize] = &[2, 3, 5];
            #[inline(always)]
            fn eval<N: ::jvp::rt::Lane>(&self, [k, y, dk, dy, s, ds]: [N; 6]) -> [N; 2] {
                let diff = k - y;
                let alone = y * diff;
                let quot = alone / s;
                [quot, (dy * diff + y * (dk - dy) - quot * ds).per(s)]
            }
        }
        ::jvp::rt::map(QuotKernel, (k, y, dk, dy, s, ds))
    };
    (quot, dquot)
}

// ---- End of what `derive_jvp` writes. ----

fn y() -> Array1<f64> {
    Array1::linspace(-0.4, 1.5, 9)
}

check! {
    value_and_tangent: |t| saturated(&(y() + t * y().cos()), 1.3 - t),
    jvp_saturated(&y(), &y().cos(), 1.3, -1.0)
}
