//! What a partial sort leaves beside the element is in an order of `std`'s own.
use jvp::prelude::*;

#[derive_jvp]
fn median(x: &[f64], s: f64) -> f64 {
    let mut y: Vec<f64> = x.iter().map(|x| x * s).collect();
    y.select_nth_unstable_by(1, |a, b| a.total_cmp(b));
    y.retain_mut(|v| {
        *v *= s;
        *v > 0.0
    });
    y.chunk_by(|a, b| a < b).map(|c| c[0]).sum::<f64>() + y[1]
}

fn main() {}
