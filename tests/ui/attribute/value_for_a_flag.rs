//! `pushforward` takes no value.

use jvp::prelude::*;

#[derive_jvp(pushforward = true)]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {}
