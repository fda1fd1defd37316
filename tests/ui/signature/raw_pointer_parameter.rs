//! What is behind a raw pointer can't be followed.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: *const f64, y: f64) -> f64 {
    if x.is_null() { 0.0 } else { y }
}

fn main() {}
