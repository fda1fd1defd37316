//! A closure that gives integers and changes active data.

use jvp::prelude::*;
use ndarray::Array1;

#[derive_jvp]
fn counted(x: &Array1<f64>, s: f64) -> f64 {
    let mut s = s;
    let signs = x.map(|v| {
        s *= v;
        if *v > 0.0 { 1_usize } else { 0 }
    });
    s * signs[0] as f64
}

fn main() {}
