//! Tensors come in a later version.

use jvp::prelude::*;

struct Array1<T>(Vec<T>);

#[derive_jvp]
fn norm(x: &Array1<f64>) -> f64 {
    x.0.iter().map(|v| v * v).sum::<f64>().sqrt()
}

fn main() {
    norm(&Array1(vec![1.0]));
}
