//! A field whose type is a function's.

use jvp::prelude::*;

#[derive(Differentiable)]
struct Ode<F: Fn(f64) -> f64> {
    rhs: F,
    y: f64,
}

fn main() {
    let ode = Ode { rhs: f64::sin, y: 1.0 };
    let _ = ode.zero_tangent();
}
