//! Arithmetic of a type of the user's own comes with `types(..)`.

use jvp::prelude::*;
use std::ops::Mul;

#[derive(Clone, Copy)]
struct Complex(f64, f64);

impl Mul for Complex {
    type Output = Complex;
    fn mul(self, other: Complex) -> Complex {
        Complex(
            self.0 * other.0 - self.1 * other.1,
            self.0 * other.1 + self.1 * other.0,
        )
    }
}

impl jvp::Differentiable for Complex {
    type Tangent = [f64; 2];
    fn zero_tangent(&self) -> [f64; 2] {
        [0.0; 2]
    }
    fn displace(&mut self, _: f64, _: &[f64; 2]) {}
    fn coordinates_into(&self, _: &mut Vec<f64>) {}
}

#[derive_jvp]
fn square(z: Complex) -> Complex {
    z * z
}

fn main() {
    jvp_square(Complex(1.0, 2.0), [1.0, 0.0]);
}
