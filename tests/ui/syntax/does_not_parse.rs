//! A syntax error is rustc's to report.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: f64) -> f64 {
    x * * x +
}

fn main() {}
