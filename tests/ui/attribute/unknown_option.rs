//! `with` is not an option; the message lists those that are.

use jvp::prelude::*;

#[derive_jvp(with(x))]
fn f(x: f64, y: f64) -> f64 {
    x * y
}

fn main() {
    jvp_f(1.0, 1.0, 2.0, 0.0);
}
