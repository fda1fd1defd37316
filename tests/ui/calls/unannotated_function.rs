//! A function without the attribute, with an active argument.

use jvp::prelude::*;

fn square(x: f64) -> f64 {
    x * x
}

#[derive_jvp]
fn f(x: f64) -> f64 {
    square(x) + 1.0
}

fn main() {
    jvp_f(1.0, 1.0);
}
