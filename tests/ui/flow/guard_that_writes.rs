//! A match guard that changes active data.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: f64, y: f64) -> f64 {
    let mut s = x;
    match y {
        v if {
            s += v;
            s > 1.0
        } =>
        {
            s * v
        }
        _ => s,
    }
}

fn main() {
    jvp_f(1.0, 1.0, 1.0, 1.0);
}
