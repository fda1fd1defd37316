//! A flag that is given twice.

use jvp::prelude::*;

#[derive_jvp(pushforward, wrt(x), pushforward)]
fn f(x: f64, y: f64) -> f64 {
    x * y
}

fn main() {}
