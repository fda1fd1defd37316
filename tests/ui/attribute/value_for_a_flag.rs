//! Flags take no value.

use jvp::prelude::*;

#[derive_jvp(pushforward = true, no_companion(x))]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {}
