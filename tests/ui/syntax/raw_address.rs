//! A raw pointer to an active local.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: f64) -> f64 {
    let y = x * x;
    let p = &raw const y;
    if p.is_null() { 0.0 } else { y }
}

fn main() {
    jvp_f(1.0, 1.0);
}
