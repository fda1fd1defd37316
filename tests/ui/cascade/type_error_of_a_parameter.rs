//! The same where a parameter is used wrongly: generated code has the user's span at each use, so
//! that what rustc says of it is what it has said of the original, and is said once.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: f64, n: usize) -> f64 {
    if n { x } else { x * x }
}

#[derive_jvp]
fn g(x: f64) -> f64 {
    let k: usize = x;
    x * k as f64
}

fn main() {
    jvp_f(1.0, 1.0, 2);
    jvp_g(1.0, 1.0);
}
