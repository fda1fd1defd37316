//! What awaits has no derivative.

use jvp::prelude::*;

#[derive_jvp]
async fn f(x: f64) -> f64 {
    x * x
}

fn main() {
    drop(f(1.0));
}
