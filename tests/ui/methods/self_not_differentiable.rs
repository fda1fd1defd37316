//! A method of a type that has no tangent.

use jvp::prelude::*;

struct Spring {
    k: f64,
}

impl Spring {
    #[derive_jvp]
    fn energy(&self, x: f64) -> f64 {
        0.5 * self.k * x * x
    }
}

fn main() {
    Spring { k: 1.0 }.energy(1.0);
}
