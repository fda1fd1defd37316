//! `map` of an array is not an iterator's.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: [f64; 3]) -> f64 {
    let y = x.map(|v| v * v);
    y[0] + y[1] + y[2]
}

fn main() {
    jvp_f([1.0; 3], [1.0; 3]);
}
