//! A declaration has nothing to differentiate.

use jvp::prelude::*;

trait Model {
    #[derive_jvp]
    fn value(x: f64) -> f64;
}

fn main() {}
