//! A function out of a table.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: f64, n: usize) -> f64 {
    let table: [fn(f64) -> f64; 2] = [f64::sin, f64::cos];
    table[n](x)
}

#[derive_jvp]
fn g(x: f64, up: bool) -> f64 {
    (if up { f64::exp } else { f64::ln })(x)
}

fn main() {
    jvp_f(1.0, 1.0, 0);
    jvp_g(1.0, 1.0, true);
}
