//! `crate` says where the `jvp` crate is found.

use jvp::prelude::*;

#[derive_jvp(crate)]
fn f(x: f64) -> f64 {
    x * x
}

#[derive_jvp(crate = "jvp")]
fn g(x: f64) -> f64 {
    x * x
}

fn main() {
    jvp_f(1.0, 1.0);
    jvp_g(1.0, 1.0);
}
