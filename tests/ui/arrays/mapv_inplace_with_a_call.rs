//! A closure that is more than arithmetic.

use jvp::prelude::*;
use ndarray::Array1;

#[derive_jvp]
fn curve(a: f64, b: f64) -> f64 {
    a * b
}

#[derive_jvp]
fn combined(mut x: Array1<f64>, y: f64) -> Array1<f64> {
    x.mapv_inplace(|a| curve(a, y));
    x
}

fn main() {}
