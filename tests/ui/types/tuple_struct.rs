//! A tuple struct that is built from active data.

use jvp::prelude::*;

struct Meters(f64);

#[derive_jvp]
fn f(x: f64) -> f64 {
    let m = Meters(x);
    m.0 * m.0
}

fn main() {
    jvp_f(1.0, 1.0);
}
