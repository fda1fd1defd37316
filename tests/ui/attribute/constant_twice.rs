//! One parameter named twice, in one list and over two.

use jvp::prelude::*;

#[derive_jvp(constant(y, y), constant(z), constant(z))]
fn f(x: f64, y: f64, z: f64) -> f64 {
    x * y * z
}

fn main() {}
