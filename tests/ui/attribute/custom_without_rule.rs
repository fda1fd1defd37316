//! `custom_jvp` is nothing without the path of a rule.

use jvp::prelude::*;

#[custom_jvp]
fn cube(x: f64) -> f64 {
    x * x * x
}

#[custom_jvp("cube_rule")]
fn quad(x: f64) -> f64 {
    x * x * x * x
}

fn main() {}
