//! A variant that is not named.

use jvp::prelude::*;

#[derive_jvp(wrt(x), wrt(y) as)]
fn f(x: f64, y: f64) -> f64 {
    x * y
}

fn main() {
    jvp_f(1.0, 1.0, 2.0);
}
