//! The name of the tangent type is taken.

use jvp::prelude::*;

#[derive(Differentiable)]
struct Point {
    x: f64,
}

struct PointTangent;

fn main() {}
