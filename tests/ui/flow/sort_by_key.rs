//! Sorting by a key on active data.

use jvp::prelude::*;

#[derive_jvp]
fn median(x: &[f64]) -> f64 {
    let mut y = x.to_vec();
    y.sort_by_key(|v| (v * 1e6) as i64);
    y[y.len() / 2]
}

fn main() {
    jvp_median(&[1.0], &[1.0]);
}
