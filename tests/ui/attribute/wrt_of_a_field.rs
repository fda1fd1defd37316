//! Parameters have names; parts of them can't be listed.

use jvp::prelude::*;

#[derive_jvp(wrt(p.0))]
fn f(p: (f64, f64)) -> f64 {
    p.0 * p.1
}

#[derive_jvp(wrt("x"))]
fn g(x: f64) -> f64 {
    x * x
}

fn main() {}
