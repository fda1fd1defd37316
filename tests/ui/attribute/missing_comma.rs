//! Options are separated by commas.

use jvp::prelude::*;

#[derive_jvp(wrt(x) pushforward)]
fn f(x: f64, y: f64) -> f64 {
    x * y
}

fn main() {}
