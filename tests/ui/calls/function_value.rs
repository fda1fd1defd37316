//! A function in a local, which is not a closure.

use jvp::prelude::*;

#[derive_jvp]
fn square(x: f64) -> f64 {
    x * x
}

#[derive_jvp]
fn f(x: f64) -> f64 {
    let g = square;
    g(x) + 1.0
}

#[derive_jvp(wrt(x))]
fn with_parameter(g: fn(f64) -> f64, x: f64) -> f64 {
    g(x) + 1.0
}

fn main() {
    jvp_f(1.0, 1.0);
    jvp_with_parameter(square, 1.0, 1.0);
}
