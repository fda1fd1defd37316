//! A rule by hand has a tangent for every parameter, and a function has none yet.

use jvp::prelude::*;

#[custom_jvp(apply_rule)]
fn apply(f: fn(f64) -> f64, x: f64) -> f64 {
    f(x)
}

fn main() {
    apply(f64::sin, 1.0);
}
