//! A type of the user's own, which nothing says how to differentiate.

use jvp::prelude::*;

struct Point {
    x: f64,
    y: f64,
}

#[derive_jvp]
fn norm(p: &Point) -> f64 {
    p.x.hypot(p.y)
}

fn main() {
    norm(&Point { x: 1.0, y: 2.0 });
}
