//! A float taken apart by its bits and put together again.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: f64) -> f64 {
    f64::from_bits(x.to_bits() + 1) * x
}

fn main() {
    jvp_f(1.0, 1.0);
}
