//! A method of `Zip` without a rule.

use jvp::prelude::*;
use ndarray::{Array1, Zip};

#[derive_jvp]
fn halves(x: &Array1<f64>) -> f64 {
    let (a, _) = Zip::from(x).split();
    a.fold(0.0, |s, v| s + v)
}

fn main() {}
