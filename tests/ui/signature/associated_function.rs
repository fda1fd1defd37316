//! A function in an `impl` block, which the attribute can't see.

use jvp::prelude::*;

struct Model;

impl Model {
    #[derive_jvp]
    fn rate(x: f64) -> f64 {
        x * x
    }
}

fn main() {
    Model::rate(1.0);
}
