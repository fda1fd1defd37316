//! What rustc refuses too is said once.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: f64) -> f64 {
    if x < 0.0 {
        break;
    }
    x * x
}

fn main() {
    jvp_f(1.0, 1.0);
}
