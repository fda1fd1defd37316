//! Piecewise activations: `relu`, `leaky_relu`, `elu`, `selu`, `hard_tanh`.
//!
//! NaN stays NaN in all of them: the comparison that fails for it selects `x` itself.

/// `λ` of Klambauer et al. 2017.
const SELU_SCALE: f64 = 1.0507009873554805;
/// `λ α` of the same.
const SELU_SCALE_ALPHA: f64 = 1.7580993408473768;

/// `max(x, 0)`, exact.
#[inline]
pub fn relu(x: f64) -> f64 {
    if x <= 0.0 { 0.0 } else { x }
}

/// `x` or `0.01 x`, ≤ 0.5 ulp.
#[inline]
pub fn leaky_relu(x: f64) -> f64 {
    if x <= 0.0 { 0.01 * x } else { x }
}

/// `x` or `eˣ - 1`, ≤ 1 ulp.
#[inline]
pub fn elu(x: f64) -> f64 {
    if x <= 0.0 { x.exp_m1() } else { x }
}

/// `λ x` or `λ α (eˣ - 1)`, ≤ 2 ulp.
#[inline]
pub fn selu(x: f64) -> f64 {
    if x <= 0.0 {
        SELU_SCALE_ALPHA * x.exp_m1()
    } else {
        SELU_SCALE * x
    }
}

/// `x` clamped to `[-1, 1]`, exact.
#[inline]
pub fn hard_tanh(x: f64) -> f64 {
    x.clamp(-1.0, 1.0)
}
