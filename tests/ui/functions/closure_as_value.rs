//! A closure over active data that is stored in a data structure.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: f64) -> f64 {
    let fs = [|y: f64| x * y];
    fs[0](2.0)
}

fn main() {
    jvp_f(1.0, 1.0);
}
