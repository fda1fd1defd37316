// An option holds its tangent inside; there is no place for the callee to change each alone.

use jvp::prelude::*;

#[derive_jvp]
fn raise(best: &mut Option<f64>, x: f64) {
    *best = Some(x);
}

#[derive_jvp]
fn highest(x: f64, y: f64) -> f64 {
    let mut best = Some(x);
    raise(&mut best, y);
    best.unwrap_or(0.0)
}

fn main() {}
