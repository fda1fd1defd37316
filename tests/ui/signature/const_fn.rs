//! The derivative of a `const fn` would not be one.

use jvp::prelude::*;

#[derive_jvp]
const fn f(x: f64) -> f64 {
    x * x
}

const FOUR: f64 = f(2.0);

fn main() {
    jvp_f(FOUR, 1.0);
}
