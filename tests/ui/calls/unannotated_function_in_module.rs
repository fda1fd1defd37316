//! The same with a path.

use jvp::prelude::*;

mod shapes {
    pub fn square(x: f64) -> f64 {
        x * x
    }
}

#[derive_jvp]
fn f(x: f64) -> f64 {
    let y = 2.0 * x;
    shapes::square(y) + 1.0
}

fn main() {
    jvp_f(1.0, 1.0);
}
