//! A type of the user's own with the name of one that has no tangent.

use jvp::prelude::*;

#[derive(Differentiable)]
struct Axis {
    angle: f64,
}

#[derive(Differentiable)]
struct Frame {
    first: Axis,
}

fn main() {}
