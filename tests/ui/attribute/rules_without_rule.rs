//! A rule needs both sides.

use jvp::prelude::*;

fn cube(x: f64) -> f64 {
    x * x * x
}

#[derive_jvp(rules(cube))]
fn f(x: f64) -> f64 {
    cube(x)
}

fn main() {
    jvp_f(1.0, 1.0);
}
