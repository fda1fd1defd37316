//! Words in `#[jvp(..)]` that are not known, in all three places.

use jvp::prelude::*;

#[derive(Differentiable)]
#[jvp(skip)]
struct Whole {
    x: f64,
}

#[derive(Differentiable)]
struct Fields {
    #[jvp(constant)]
    x: f64,
    #[jvp(rename = "z", skip)]
    y: f64,
}

#[derive(Differentiable)]
enum Variants {
    #[jvp(crate = jvp)]
    A(f64),
    #[jvp]
    B(f64),
}

fn main() {
    let _ = WholeTangent { x: 1.0 };
    let _ = FieldsTangent { x: 1.0, y: 1.0 };
}
