//! A method without the attribute.

use jvp::prelude::*;

#[derive(Differentiable)]
struct Spring {
    k: f64,
}

impl Spring {
    fn energy(&self, x: f64) -> f64 {
        0.5 * self.k * x * x
    }

    fn new(k: f64) -> Spring {
        Spring { k }
    }
}

#[derive_jvp]
fn total(s: &Spring, x: f64) -> f64 {
    s.energy(x)
}

#[derive_jvp]
fn made(k: f64, x: f64) -> f64 {
    let s = Spring::new(k);
    s.k * x
}

fn main() {
    let s = Spring::new(1.0);
    jvp_total(&s, &SpringTangent { k: 1.0 }, 1.0, 1.0);
    jvp_made(1.0, 1.0, 1.0, 1.0);
}
