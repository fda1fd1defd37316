//! The attribute stands on functions.

use jvp::prelude::*;

#[derive_jvp]
enum Shape {
    Circle(f64),
}

fn main() {}
