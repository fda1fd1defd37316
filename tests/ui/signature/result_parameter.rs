//! A `Result` is no point of a vector space.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: Result<f64, String>) -> f64 {
    x.unwrap_or(0.0)
}

fn main() {
    jvp_f(Ok(1.0), Ok(1.0));
}
