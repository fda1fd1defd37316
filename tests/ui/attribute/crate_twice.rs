//! Two paths to the `jvp` crate.

use jvp::prelude::*;

#[derive_jvp(crate = jvp, crate = ::jvp)]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {}
