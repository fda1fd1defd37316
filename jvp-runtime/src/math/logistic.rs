//! The logistic function and its relatives: `sigmoid`, `softplus`, `log_sigmoid`, `silu`.
//!
//! All go through `e = exp(-|x|) ≤ 1`, so that nothing overflows and no tail cancels.

/// `1 / (1 + e⁻ˣ)`, ≤ 2 ulp.
#[inline]
pub fn sigmoid(x: f64) -> f64 {
    let e = (-x.abs()).exp();
    if x < 0.0 {
        e / (1.0 + e)
    } else {
        1.0 / (1.0 + e)
    }
}

/// `ln(1 + eˣ)`, ≤ 2 ulp.
#[inline]
pub fn softplus(x: f64) -> f64 {
    let tail = (-x.abs()).exp().ln_1p();
    if x > 0.0 { x + tail } else { tail }
}

/// `ln(sigmoid(x))`, ≤ 2 ulp.
#[inline]
pub fn log_sigmoid(x: f64) -> f64 {
    -softplus(-x)
}

/// `x · sigmoid(x)`, ≤ 2 ulp.
#[inline]
pub fn silu(x: f64) -> f64 {
    if x > -700.0 || x.is_nan() {
        return x / (1.0 + (-x).exp());
    }
    // exp(-x) overflows here or soon, x·exp(x) is not yet zero: half of the exponent at a time.
    if x == f64::NEG_INFINITY {
        return -0.0;
    }
    let h = (0.5 * x).exp();
    x * h * h
}
