//! The attribute stands on functions.

use jvp::prelude::*;

struct Point {
    x: f64,
    y: f64,
}

#[derive_jvp]
impl Point {
    fn norm(&self) -> f64 {
        self.x.hypot(self.y)
    }
}

fn main() {}
