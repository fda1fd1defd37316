//! A body that does not parse, as while it is being typed: no message about its callers.

use jvp::prelude::*;

#[derive_jvp(wrt(x), pushforward)]
fn f(x: f64, y: f64) -> f64 {
    x * y.
}

#[derive_jvp]
fn g(x: f64) -> f64 {
    f(x, 1.0)
}

fn main() {
    let (_, tangent): (f64, f64) = jvp_f(1.0, 1.0, 2.0);
    let _: f64 = pushforward_f(tangent, 1.0, 2.0);
    jvp_g(1.0, 1.0);
}
