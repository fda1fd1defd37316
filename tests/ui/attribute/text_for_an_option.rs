//! Options are words, not strings.

use jvp::prelude::*;

#[derive_jvp("x")]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {}
