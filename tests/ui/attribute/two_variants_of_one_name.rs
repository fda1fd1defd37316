//! Two `wrt(..)` without `as`, and two with the same name.

use jvp::prelude::*;

#[derive_jvp(wrt(w), wrt(x))]
fn loss(w: f64, x: f64) -> f64 {
    w * x
}

#[derive_jvp(wrt(w) as part, wrt(x) as part)]
fn cost(w: f64, x: f64) -> f64 {
    w * x
}

fn main() {
    jvp_loss(1.0, 1.0, 2.0);
}
