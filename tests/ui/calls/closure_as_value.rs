//! A closure over active data that is stored in a data structure, and one that is returned from a
//! block.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: f64) -> f64 {
    let fs = [|y: f64| x * y];
    fs[0](2.0)
}

#[derive_jvp]
fn g(x: f64) -> f64 {
    let h = if x > 0.0 { |y: f64| y * y } else { |y: f64| y };
    h(x)
}

fn main() {
    jvp_f(1.0, 1.0);
    jvp_g(1.0, 1.0);
}
