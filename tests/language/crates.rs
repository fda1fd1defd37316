//! Calls of functions that are annotated in another crate.

use jvp::prelude::*;
use neighbour::{inner, mean_square, parabola};

#[derive_jvp]
fn across(x: f64, k: f64) -> f64 {
    let mut y = [x, 1.0, x * x];
    inner::add_scaled(&mut y, k, &[1.0, 2.0, 3.0]);
    parabola(2.0, x) + neighbour::parabola(k, 3.0) + mean_square(&y).unwrap_or(0.0)
}

#[test]
fn calls_across_crates() {
    let (x, k) = (0.7, -1.3);
    let y = [x + k, 1.0 + 2.0 * k, x * x + 3.0 * k];
    let value = 2.0 * x * x + 9.0 * k + (y[0] * y[0] + y[1] * y[1] + y[2] * y[2]) / 3.0;
    let by_x = 4.0 * x + 2.0 / 3.0 * (y[0] + y[2] * 2.0 * x);
    let by_k = 9.0 + 2.0 / 3.0 * (y[0] + 2.0 * y[1] + 3.0 * y[2]);
    let (v, dx) = jvp_across(x, 1.0, k, 0.0);
    let (w, dk) = jvp_across(x, 0.0, k, 1.0);
    assert_eq!(v.to_bits(), across(x, k).to_bits());
    assert_eq!(v.to_bits(), w.to_bits());
    assert!((v - value).abs() < 1e-13);
    assert!((dx - by_x).abs() < 1e-13, "{dx} {by_x}");
    assert!((dk - by_k).abs() < 1e-13, "{dk} {by_k}");
}
