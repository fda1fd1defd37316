//! A tangent of the wrong shape is rustc's message, at the call.

use jvp::prelude::*;

#[derive_jvp]
fn dot(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(a, b)| a * b).sum()
}

fn main() {
    jvp_dot(&[1.0], &[2.0], &[1.0]);
}
