//! An enum of the user's own with an active payload.

use jvp::prelude::*;

enum Shape {
    Circle(f64),
    Square(f64),
}

#[derive_jvp]
fn area(x: f64, round: bool) -> f64 {
    let shape = if round {
        Shape::Circle(x)
    } else {
        Shape::Square(x)
    };
    match shape {
        Shape::Circle(r) => 3.0 * r * r,
        Shape::Square(a) => a * a,
    }
}

fn main() {
    jvp_area(1.0, 1.0, true);
}
