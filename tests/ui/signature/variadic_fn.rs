//! A variable number of arguments, which stable Rust does not define either.

use jvp::prelude::*;

#[derive_jvp]
unsafe extern "C" fn sum(n: f64, _more: ...) -> f64 {
    n
}

fn main() {}
