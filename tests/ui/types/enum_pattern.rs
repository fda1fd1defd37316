//! A pattern of the user's own enum on active data.

use jvp::prelude::*;

enum Shape {
    Circle(f64),
    Square(f64),
}

#[derive_jvp(wrt(x))]
fn area(shape: &Shape, x: f64) -> f64 {
    match (shape, x) {
        (Shape::Circle(r), y) => y * r * r,
        (Shape::Square(a), y) => y * a * a,
    }
}

fn main() {
    jvp_area(&Shape::Circle(1.0), 1.0, 1.0);
    jvp_area(&Shape::Square(1.0), 1.0, 1.0);
}
