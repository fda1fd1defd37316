//! An integer has no tangent.

use jvp::prelude::*;

#[derive_jvp(wrt(x, n))]
fn power(x: f64, n: usize) -> f64 {
    let mut y = 1.0;
    for _ in 0..n {
        y *= x;
    }
    y
}

fn main() {
    jvp_power(2.0, 1.0, 3);
}
