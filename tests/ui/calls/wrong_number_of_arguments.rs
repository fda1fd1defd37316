//! An argument too few: rustc says it at the call.

use jvp::prelude::*;

#[derive_jvp]
fn scale(x: f64, k: f64) -> f64 {
    x * k
}

#[derive_jvp]
fn f(x: f64) -> f64 {
    scale(x) + 1.0
}

fn main() {
    jvp_f(1.0, 1.0);
}
