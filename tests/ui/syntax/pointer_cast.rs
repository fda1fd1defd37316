//! The old way to a raw pointer.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: f64) -> f64 {
    let y = x * x;
    let p = &y as *const f64;
    if p.is_null() { 0.0 } else { y }
}

fn main() {
    jvp_f(1.0, 1.0);
}
