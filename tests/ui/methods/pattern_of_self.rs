//! A pattern of `Self`, where the attribute does not see what that is.

use jvp::prelude::*;

#[derive(Differentiable)]
enum Shape {
    Circle(f64),
    Square(f64),
}

impl Shape {
    #[derive_jvp]
    fn area(&self) -> f64 {
        match self {
            Self::Circle(r) => 3.0 * r * r,
            Self::Square(a) => a * a,
        }
    }
}

fn main() {
    Shape::Circle(1.0).area();
    Shape::Square(1.0).area();
}
