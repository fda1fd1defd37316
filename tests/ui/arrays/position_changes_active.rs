//! A position that changes active data: its text is not followed.

use jvp::prelude::*;
use ndarray::{Array1, s};

#[derive_jvp]
fn cut(x: &Array1<f64>, k: f64) -> f64 {
    let mut k = k;
    let part = x.slice(s![{ k *= 2.0; 1 }..]).sum();
    part * k
}

fn main() {}
