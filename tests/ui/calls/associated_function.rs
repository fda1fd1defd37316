//! Associated functions come with methods.

use jvp::prelude::*;

struct Model;

impl Model {
    fn rate(x: f64) -> f64 {
        x * x
    }
}

#[derive_jvp]
fn f(x: f64) -> f64 {
    Model::rate(x) + 1.0
}

fn main() {
    jvp_f(1.0, 1.0);
}
