//! The path of the crate is no path.

use jvp::prelude::*;

#[derive(Differentiable)]
#[jvp(crate = "jvp")]
struct Point {
    x: f64,
}

fn main() {
    let _ = PointTangent { x: 1.0 };
}
