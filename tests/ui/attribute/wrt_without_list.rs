//! `wrt` with an equals sign, as in the attributes of other crates.

use jvp::prelude::*;

#[derive_jvp(wrt = x)]
fn f(x: f64, y: f64) -> f64 {
    x * y
}

fn main() {}
