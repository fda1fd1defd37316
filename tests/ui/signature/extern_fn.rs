//! A foreign calling convention.

use jvp::prelude::*;

#[derive_jvp]
extern "C" fn f(x: f64) -> f64 {
    x * x
}

fn main() {
    jvp_f(1.0, 1.0);
}
