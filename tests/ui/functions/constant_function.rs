//! A constant function has no JVP for active arguments.

use jvp::prelude::*;

#[derive_jvp(constant(f))]
fn apply(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(1.0) + f(x)
}

#[derive_jvp(wrt(x))]
fn in_a_list(fs: &[fn(f64) -> f64], x: f64) -> f64 {
    fs[0](1.0) + fs[0](x)
}

fn main() {
    jvp_apply(f64::sin, 1.0, 1.0);
    jvp_in_a_list(&[f64::sin], 1.0, 1.0);
}
