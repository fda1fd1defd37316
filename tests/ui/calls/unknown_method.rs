//! A method of the user's own on active data.

use jvp::prelude::*;

trait Squared {
    fn squared(self) -> f64;
}

impl Squared for f64 {
    fn squared(self) -> f64 {
        self * self
    }
}

#[derive_jvp]
fn f(x: f64) -> f64 {
    x.squared() + 1.0
}

fn main() {
    jvp_f(1.0, 1.0);
}
