//! The example of the style guide: a name that is no parameter.

use jvp::prelude::*;

#[derive_jvp(wrt(weight))]
fn loss(w: &[f64], x: f64, y: f64) -> f64 {
    let error = w[0] + w[1] * x - y;
    error * error
}

fn main() {}
