//! A struct of the user's own that is built from active data.

use jvp::prelude::*;

struct Point {
    x: f64,
    y: f64,
}

#[derive_jvp]
fn f(x: f64) -> f64 {
    let p = Point { x, y: 2.0 };
    p.x * p.y
}

fn main() {
    jvp_f(1.0, 1.0);
}
