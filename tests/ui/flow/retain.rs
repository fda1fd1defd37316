//! Methods of `Vec` that choose what stays: one message each.

use jvp::prelude::*;

#[derive_jvp]
fn positive(x: &[f64]) -> f64 {
    let mut y = x.to_vec();
    y.retain(|v| *v > 0.0);
    y.dedup();
    y.iter().sum()
}

fn main() {
    jvp_positive(&[1.0], &[1.0]);
}
