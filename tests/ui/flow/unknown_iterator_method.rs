//! Adaptors that have no rule.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: &[f64]) -> f64 {
    let (small, large): (Vec<f64>, Vec<f64>) = x.iter().partition(|v| **v < 1.0);
    small.iter().sum::<f64>() - large.iter().sum::<f64>()
}

#[derive_jvp]
fn g(x: &[f64]) -> f64 {
    x.iter()
        .copied()
        .min_by_key(|v| (*v * 1e3) as i64)
        .unwrap_or(0.0)
}

fn main() {
    jvp_f(&[1.0], &[1.0]);
    jvp_g(&[1.0], &[1.0]);
}
