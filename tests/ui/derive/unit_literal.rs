//! A literal of a tangent with a field that has none.

use jvp::prelude::*;

#[derive(Differentiable)]
struct Point {
    x: f64,
    n: usize,
}

fn main() {
    let _ = PointTangent { x: 1.0, n: () };
    let _ = PointTangent { x: 1.0 }.m;
}
