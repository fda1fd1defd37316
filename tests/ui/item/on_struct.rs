//! The attribute stands on functions.

use jvp::prelude::*;

#[derive_jvp]
struct Point {
    x: f64,
    y: f64,
}

fn main() {}
