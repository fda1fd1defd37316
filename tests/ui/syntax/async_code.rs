//! An `async` block and an `async` closure.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: f64) -> f64 {
    let task = async { 1.0 };
    let make = async |k: f64| k;
    drop((task, make));
    x * x
}

fn main() {
    jvp_f(1.0, 1.0);
}
