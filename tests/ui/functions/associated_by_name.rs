//! An associated function, and one of `std` without a rule, are passed by their names.

use jvp::prelude::*;

#[derive_jvp]
fn apply(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(x)
}

struct Model;

impl Model {
    fn rhs(x: f64) -> f64 {
        x * x
    }
}

#[derive_jvp]
fn f(x: f64) -> f64 {
    apply(Model::rhs, x) + apply(f64::next_up, x)
}

fn main() {
    jvp_f(1.0, 1.0);
}
