//! One function with two rules.

use jvp::prelude::*;

fn cube(x: f64) -> f64 {
    x * x * x
}

fn cube_rule(x: f64, dx: f64) -> (f64, f64) {
    (x * x * x, 3.0 * x * x * dx)
}

#[derive_jvp(rules(cube = cube_rule, cube = cube_rule))]
fn f(x: f64) -> f64 {
    cube(x)
}

fn main() {
    jvp_f(1.0, 1.0);
    cube_rule(1.0, 1.0);
}
