//! `gelu` and its tanh form, with first and second derivatives.
//!
//! Far to the left both are a small probability times `x`, and the exponent of that probability
//! is large: it is computed to about 100 bits, or its rounding would cost hundreds of ulp.

use std::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI};

use super::exact::{two_prod, two_sum};
use super::logistic::sigmoid;

/// `1/√2` in two parts.
const INV_SQRT_2: (f64, f64) = (FRAC_1_SQRT_2, -4.833646656726457e-17);
/// `1/√(2π)`.
const INV_SQRT_TAU: f64 = 0.3989422804014327;
/// `2 √(2/π)` in two parts.
const LINEAR: (f64, f64) = (1.5957691216057308, -9.96930880911092e-17);
/// `2 √(2/π) · 0.044715` in two parts.
const CUBIC: (f64, f64) = (0.07135481627260025, -6.175149918155315e-19);

/// `x Φ(x)`, ≤ 3 ulp.
#[inline]
pub fn gelu(x: f64) -> f64 {
    if x < -40.0 {
        return -0.0;
    }
    x * normal_cdf(x)
}

/// `gelu'(x) = Φ(x) + x φ(x)`.
#[inline]
pub fn gelu_slope(x: f64) -> f64 {
    if x.is_infinite() {
        return if x > 0.0 { 1.0 } else { 0.0 };
    }
    normal_cdf(x) + x * normal_pdf(x)
}

/// `gelu''(x) = (2 - x²) φ(x)`.
#[inline]
pub fn gelu_slope_slope(x: f64) -> f64 {
    if x.abs() > 40.0 {
        return 0.0;
    }
    (2.0 - x * x) * normal_pdf(x)
}

/// `Φ(x) = erfc(-x/√2) / 2`.
#[inline]
fn normal_cdf(x: f64) -> f64 {
    let (z, rounding) = two_prod(-x, INV_SQRT_2.0);
    let value = libm::erfc(z);
    if z > 0.5 && z < 30.0 {
        // One step of Taylor for the part of the argument that rounding took away.
        let missing = rounding - x * INV_SQRT_2.1;
        return 0.5 * (value - missing * FRAC_2_SQRT_PI * (-z * z).exp());
    }
    0.5 * value
}

/// `φ(x) = exp(-x²/2) / √(2π)`.
#[inline]
fn normal_pdf(x: f64) -> f64 {
    INV_SQRT_TAU * (-0.5 * x * x).exp()
}

/// `x/2 (1 + tanh(√(2/π) (x + 0.044715 x³)))`, ≤ 3 ulp.
#[inline]
pub fn gelu_tanh(x: f64) -> f64 {
    if x < -30.0 {
        return -0.0;
    }
    x * tanh_gate(x)
}

/// `gelu_tanh'(x) = σ(v) (1 + x (1 - σ(v)) v')`.
#[inline]
pub fn gelu_tanh_slope(x: f64) -> f64 {
    if x.abs() > 30.0 {
        return if x > 0.0 { 1.0 } else { 0.0 };
    }
    let gate = tanh_gate(x);
    let dv = LINEAR.0 + 3.0 * CUBIC.0 * x * x;
    gate + x * gate * sigmoid(-exponent(x).0) * dv
}

/// `gelu_tanh''(x) = σ (1-σ) (2 v' + x v'' + x v'² (1 - 2σ))`.
#[inline]
pub fn gelu_tanh_slope_slope(x: f64) -> f64 {
    if x.abs() > 30.0 {
        return 0.0;
    }
    let gate = tanh_gate(x);
    let dv = LINEAR.0 + 3.0 * CUBIC.0 * x * x;
    let ddv = 6.0 * CUBIC.0 * x;
    gate * sigmoid(-exponent(x).0) * (2.0 * dv + x * ddv + x * dv * dv * (1.0 - 2.0 * gate))
}

/// `(1 + tanh(v/2)) / 2 = σ(v)` with `v` of [`exponent`].
#[inline]
fn tanh_gate(x: f64) -> f64 {
    let (v, rounding) = exponent(x);
    if v < 0.0 {
        let e = v.exp() * (1.0 + rounding);
        e / (1.0 + e)
    } else {
        sigmoid(v)
    }
}

/// `v = 2 √(2/π) (x + 0.044715 x³)` and what rounding took from it.
#[inline]
fn exponent(x: f64) -> (f64, f64) {
    if x.abs() > 30.0 {
        return (x * x * x, 0.0);
    }
    let (square, square_low) = two_prod(x, x);
    let (cubic, cubic_low) = two_prod(square, CUBIC.0);
    let (factor, factor_low) = two_sum(cubic, LINEAR.0);
    let factor_low = factor_low + cubic_low + square_low * CUBIC.0 + square * CUBIC.1 + LINEAR.1;
    let (v, v_low) = two_prod(x, factor);
    (v, v_low + x * factor_low)
}
