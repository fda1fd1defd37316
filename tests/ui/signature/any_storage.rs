//! An array with any storage.

use jvp::prelude::*;
use ndarray::{Array, ArrayBase, Data, Dimension};

#[derive_jvp]
fn squares<S: Data<Elem = f64>, D: Dimension>(x: &ArrayBase<S, D>) -> Array<f64, D> {
    x.mapv(|v| v * v)
}

fn main() {}
