//! A flag that is given twice.

use jvp::prelude::*;

#[derive_jvp(no_companion, no_companion)]
fn f(x: f64, y: f64) -> f64 {
    x * y
}

fn main() {}
