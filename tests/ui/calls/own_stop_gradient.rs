//! Another function of the name must not be taken for ours.

use jvp::prelude::derive_jvp;

fn stop_gradient(x: f64) -> f64 {
    x * x
}

#[derive_jvp]
fn f(x: f64) -> f64 {
    stop_gradient(x) + x
}

fn main() {
    jvp_f(1.0, 1.0);
}
