//! A name that does not exist is reported by rustc, once.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: f64) -> f64 {
    x * scale
}

#[derive_jvp]
fn g(x: f64) -> f64 {
    sqare(x)
}

fn main() {
    jvp_f(1.0, 1.0);
    jvp_g(1.0, 1.0);
}
