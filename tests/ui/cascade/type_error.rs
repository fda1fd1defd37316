//! A type error of the user's is reported by rustc, once, where it is.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: f64, n: usize) -> f64 {
    x * n
}

fn main() {
    jvp_f(1.0, 1.0, 2);
}
