//! A name that is no parameter, of a function with two.

use jvp::prelude::*;

#[derive_jvp(out(result))]
fn scale(x: f64, y: &mut [f64]) {
    for v in y.iter_mut() {
        *v = x;
    }
}

fn main() {}
