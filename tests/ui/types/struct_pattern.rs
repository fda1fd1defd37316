//! A struct pattern on active data.

use jvp::prelude::*;

struct Point {
    x: f64,
    y: f64,
}

impl jvp::Differentiable for Point {
    type Tangent = [f64; 2];
    fn zero_tangent(&self) -> [f64; 2] {
        [0.0; 2]
    }
    fn displace(&mut self, _: f64, _: &[f64; 2]) {}
    fn coordinates_into(&self, _: &mut Vec<f64>) {}
}

#[derive_jvp]
fn f(p: Point) -> f64 {
    let Point { x, y } = p;
    x * y
}

fn main() {
    jvp_f(Point { x: 1.0, y: 2.0 }, [1.0, 0.0]);
}
