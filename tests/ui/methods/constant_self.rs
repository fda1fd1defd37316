//! A method whose `self` is a constant by `wrt`, on active data.

use jvp::prelude::*;

#[derive(Clone, Copy, Differentiable)]
struct Spring {
    k: f64,
}

impl Spring {
    #[derive_jvp(wrt(x))]
    fn energy(&self, x: f64) -> f64 {
        0.5 * self.k * x * x
    }
}

#[derive_jvp]
fn total(s: &Spring, x: f64) -> f64 {
    s.energy(x)
}

fn main() {
    jvp_total(&Spring { k: 1.0 }, &SpringTangent { k: 1.0 }, 1.0, 1.0);
}
