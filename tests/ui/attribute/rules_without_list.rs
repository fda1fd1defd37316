//! `rules` without its parentheses.

use jvp::prelude::*;

fn cube(x: f64) -> f64 {
    x * x * x
}

fn cube_rule(x: f64, dx: f64) -> (f64, f64) {
    (x * x * x, 3.0 * x * x * dx)
}

#[derive_jvp(rules = cube_rule)]
fn f(x: f64) -> f64 {
    cube(x)
}

fn main() {}
