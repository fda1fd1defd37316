//! An option of the contract that comes with structs and methods.

use jvp::prelude::*;

#[derive_jvp(types(Complex))]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {}
