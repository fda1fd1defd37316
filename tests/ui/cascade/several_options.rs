//! Five mistakes in one attribute: five messages, and none about the callers.

use jvp::prelude::*;

#[derive_jvp(wrt(x, q), constant(z), out(y), with(x), pushforward, pushforward)]
fn f(x: f64, y: f64) -> f64 {
    x * y
}

#[derive_jvp]
fn g(x: f64) -> f64 {
    f(x, 1.0)
}

fn main() {
    jvp_f(1.0, 1.0, 2.0);
    pushforward_f(1.0, 1.0, 2.0);
    jvp_g(1.0, 1.0);
}
