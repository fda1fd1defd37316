//! A parameter can't be differentiated and constant at once.

use jvp::prelude::*;

#[derive_jvp(wrt(x, y), constant(y))]
fn f(x: f64, y: f64) -> f64 {
    x * y
}

fn main() {}
