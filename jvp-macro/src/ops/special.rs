//! Rules of the special functions of `jvp`.
//!
//! The same derivatives stand in the runtime's `nn`, for the functions passed by name; the oracle
//! tests hold both to the same values.

use super::row::Row;

/// The table, by family.
#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    // The error function.
    Row { name: "erf", tangent: &["t * (1.1283791670955126 * (-(a * a)).exp())"], both: None, math: "d erf a = 2/√π exp(-a²) da" },
    Row { name: "erfc", tangent: &["-(t * (1.1283791670955126 * (-(a * a)).exp()))"], both: None, math: "d erfc a = -2/√π exp(-a²) da" },
    // The logistic family.
    Row { name: "sigmoid", tangent: &["t * sigmoid_slope(a, y)"], both: None, math: "d σ(a) = y (1 - y) da; 1 - y = y exp(-a) where it would cancel" },
    Row { name: "softplus", tangent: &["t * a.sigmoid()"], both: None, math: "d ln(1 + exp a) = σ(a) da" },
    Row { name: "log_sigmoid", tangent: &["t * (-a).sigmoid()"], both: None, math: "d ln σ(a) = σ(-a) da" },
    Row { name: "silu", tangent: &["t * silu_slope(a)"], both: None, math: "d(a σ(a)) = (σ(a) + y σ(-a)) da" },
    Row { name: "gelu", tangent: &["t * gelu_slope(a)"], both: None, math: "d(a Φ(a)) = (Φ(a) + a φ(a)) da" },
    Row { name: "gelu_tanh", tangent: &["t * gelu_tanh_slope(a)"], both: None, math: "d(a σ(v)) = (σ(v) + y σ(-v) v') da, with v = √(8/π) (a + 0.044715 a³)" },
    // Rectifiers: kinks by `docs/kinks.md`.
    Row { name: "relu", tangent: &["if a <= 0.0 { 0.0 } else { t }"], both: None, math: "d relu(a) = da above 0, 0 at 0 and below" },
    Row { name: "leaky_relu", tangent: &["t * (if a <= 0.0 { 0.01 } else { 1.0 })"], both: None, math: "da above 0, 0.01 da at 0 and below" },
    Row { name: "elu", tangent: &["t * (if a <= 0.0 { a.exp() } else { 1.0 })"], both: None, math: "da above 0, exp a da below" },
    Row { name: "selu", tangent: &["t * (if a <= 0.0 { 1.7580993408473768 * a.exp() } else { 1.0507009873554805 })"], both: None, math: "λ da above 0, λ α exp a da at 0 and below" },
    Row { name: "hard_tanh", tangent: &["if a.abs() >= 1.0 { 0.0 } else { t }"], both: None, math: "da inside (-1, 1), 0 on its ends and outside" },
    // The gamma family.
    Row { name: "lgamma", tangent: &["t * a.digamma()"], both: None, math: "d ln|Γ(a)| = ψ(a) da" },
    Row { name: "digamma", tangent: &["t * trigamma(a)"], both: None, math: "d ψ(a) = ψ'(a) da" },
];
