//! Two methods of `Vec` that are not followed: one message each.

use jvp::prelude::*;

#[derive_jvp]
fn positive(x: &[f64]) -> f64 {
    let mut y = x.to_vec();
    y.retain(|v| *v > 0.0);
    let z = y.split_off(1);
    y.iter().sum::<f64>() - z.iter().sum::<f64>()
}

fn main() {
    jvp_positive(&[1.0], &[1.0]);
}
