//! A constant that is made in place.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: f64) -> f64 {
    x * const { 2.0 * 3.0 }
}

fn main() {
    jvp_f(1.0, 1.0);
}
