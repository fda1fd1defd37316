//! The attribute stands on functions.

use jvp::prelude::*;

#[derive_jvp]
mod model {
    pub fn f(x: f64) -> f64 {
        x * x
    }
}

fn main() {}
