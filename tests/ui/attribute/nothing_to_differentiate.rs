//! No parameter has a tangent.

use jvp::prelude::*;

#[derive_jvp]
fn count(n: usize, text: &str) -> usize {
    n * text.len()
}

#[derive_jvp(constant(x))]
fn all_constant(x: f64) -> f64 {
    x * x
}

fn main() {}
