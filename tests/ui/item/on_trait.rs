//! The attribute stands on functions.

use jvp::prelude::*;

#[derive_jvp]
trait Model {
    fn f(&self, x: f64) -> f64;
}

fn main() {}
