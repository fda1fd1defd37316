//! Alternatives that bind active data.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: Result<f64, f64>) -> f64 {
    match x {
        Ok(v) | Err(v) => v * v,
    }
}

#[derive_jvp]
fn g(pair: (f64, f64), n: usize) -> f64 {
    match (pair, n) {
        ((v, _), 0) | ((_, v), _) => v * v,
    }
}

fn main() {
    jvp_g((1.0, 2.0), (1.0, 0.0), 1);
}
