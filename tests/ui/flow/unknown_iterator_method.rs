//! Adaptors that have no rule.

use jvp::prelude::*;

#[derive_jvp]
fn g(x: &[f64]) -> f64 {
    x.iter()
        .copied()
        .peekable()
        .next_if(|v| *v > 0.0)
        .unwrap_or(0.0)
}

fn main() {
    jvp_g(&[1.0], &[1.0]);
}
