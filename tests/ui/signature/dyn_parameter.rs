//! A trait object has no tangent type.

use jvp::prelude::*;

trait Model {
    fn value(&self, x: f64) -> f64;
}

#[derive_jvp]
fn f(model: &dyn Model, x: f64) -> f64 {
    model.value(x)
}

fn main() {}
