//! A variable number of arguments, which stable Rust has in declarations only.

use jvp::prelude::*;

#[derive_jvp]
extern "C" fn sum(n: f64, args: ...) -> f64 {
    n
}

fn main() {}
