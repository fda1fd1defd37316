//! A name that is no parameter, of a function with one.

use jvp::prelude::*;

#[derive_jvp(constant(seed))]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {
    jvp_f(1.0, 1.0);
}
