//! A closure's argument without tangent says its type.

use jvp::prelude::*;

#[derive_jvp]
fn sum(f: impl Fn(usize, f64) -> f64, x: f64) -> f64 {
    f(0, x) + f(1, x)
}

#[derive_jvp]
fn f(x: f64) -> f64 {
    sum(|i, y| y * i as f64, x)
}

fn main() {
    jvp_f(1.0, 1.0);
}
