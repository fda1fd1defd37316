//! A reference that may be to a constant has no tangent to go with it.

use jvp::prelude::*;
use ndarray::Array1;

#[derive_jvp(wrt(x))]
fn larger(x: &Array1<f64>, y: &Array1<f64>) -> f64 {
    let z = if x[0] > y[0] { x } else { y };
    z.dot(z)
}

fn main() {}
