//! A type error of the user's is reported by rustc, once, where it is.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: f64) -> f64 {
    let k: usize = "two";
    x * k as f64
}

fn main() {
    jvp_f(1.0, 1.0);
}
