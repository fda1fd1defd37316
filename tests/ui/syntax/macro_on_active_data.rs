//! A macro that the compiler can't look into.

use jvp::prelude::*;

macro_rules! square {
    ($e:expr) => {
        $e * $e
    };
}

#[derive_jvp]
fn f(x: f64) -> f64 {
    square!(x) + 1.0
}

fn main() {
    jvp_f(1.0, 1.0);
}
