//! One attribute holds everything.

use jvp::prelude::*;

#[derive_jvp(wrt(x))]
#[derive_jvp(wrt(y))]
fn f(x: f64, y: f64) -> f64 {
    x * y
}

#[derive_jvp]
#[custom_jvp(square_rule)]
fn square(x: f64) -> f64 {
    x * x
}

fn square_rule(x: f64, dx: f64) -> (f64, f64) {
    (x * x, 2.0 * x * dx)
}

fn main() {
    jvp_f(1.0, 1.0, 2.0);
    square_rule(1.0, 1.0);
}
