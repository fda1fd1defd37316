//! Methods of a type of the user's own that have names of `std`'s and ndarray's, where the type's tangents are of
//! the same type and so have them, too.

use jvp::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq)]
struct Point(f64, f64);

impl Point {
    fn first(&self) -> f64 {
        self.0 * self.1
    }

    fn floor(&self) -> f64 {
        self.0 * self.0
    }

    fn shape(&self) -> f64 {
        self.0 / self.1
    }
}

impl Differentiable for Point {
    type Tangent = Point;

    fn zero_tangent(&self) -> Point {
        Point(0.0, 0.0)
    }
}

impl Tangent for Point {
    fn zero_like(&self) -> Point {
        Point(0.0, 0.0)
    }

    fn set_zero(&mut self) {
        *self = Point(0.0, 0.0);
    }

    fn accumulate(&mut self, other: &Point) {
        self.axpy(1.0, other);
    }

    fn scale_by(&mut self, factor: f64) {
        *self = Point(factor * self.0, factor * self.1);
    }

    fn axpy(&mut self, factor: f64, other: &Point) {
        *self = Point(self.0 + factor * other.0, self.1 + factor * other.1);
    }

    fn inner(&self, other: &Point) -> f64 {
        self.0 * other.0 + self.1 * other.1
    }

    fn coordinates(&self) -> usize {
        2
    }

    fn write_flat(&self, flat: &mut [f64]) {
        flat.copy_from_slice(&[self.0, self.1]);
    }

    fn read_flat(&mut self, flat: &[f64]) {
        *self = Point(flat[0], flat[1]);
    }
}

#[derive(Clone, Differentiable)]
struct Path {
    end: Point,
}

#[derive_jvp]
fn mirrored(p: &Point) -> f64 {
    2.0 * p.first()
}

#[derive_jvp]
fn piecewise(p: Point, x: f64) -> f64 {
    let y = p.floor();
    x * y
}

#[derive_jvp]
fn piecewise_of_a_field(path: &Path, x: f64) -> f64 {
    x * path.end.floor()
}

#[derive_jvp]
fn constant(p: &Point, x: f64) -> f64 {
    let y = p.shape();
    x * y
}

fn main() {}
