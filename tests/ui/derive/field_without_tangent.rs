//! A field of a type of the user's own that does not derive `Differentiable`: one message.

use jvp::prelude::*;

struct Options {
    tolerance: f64,
}

#[derive(Differentiable)]
struct Solver {
    x: Vec<f64>,
    options: Options,
}

#[derive(Differentiable)]
enum Choice {
    A(f64),
    B { all: Vec<Options> },
}

fn main() {
    let solver = Solver { x: vec![], options: Options { tolerance: 1.0 } };
    let step = solver.zero_tangent();
    let _ = step.x.len();
}
