//! A function of the user's own with the name of one of the prelude's.

use jvp::prelude::*;

fn drop(x: f64) -> f64 {
    x * x
}

#[derive_jvp]
fn f(x: f64) -> f64 {
    drop(x) + x
}

fn main() {
    jvp_f(1.0, 1.0);
}
