//! The rule of `cube` has the signature of `cube` rather than that of its JVP.

use jvp::prelude::*;

fn cube(x: f64) -> f64 {
    x * x * x
}

fn cube_rule(x: f64) -> f64 {
    3.0 * x * x
}

#[derive_jvp(rules(cube = cube_rule))]
fn f(x: f64) -> f64 {
    cube(x)
}

fn main() {
    jvp_f(1.0, 1.0);
}
