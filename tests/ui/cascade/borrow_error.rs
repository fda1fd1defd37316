//! A borrow error of the user's.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: Vec<f64>) -> f64 {
    let y = x;
    y[0] + x[0]
}

fn main() {
    jvp_f(vec![1.0], vec![1.0]);
}
