//! A parameter that is a pattern has no name.

use jvp::prelude::*;

#[derive_jvp(wrt(a))]
fn f((a, b): (f64, f64)) -> f64 {
    a * b
}

fn main() {}
