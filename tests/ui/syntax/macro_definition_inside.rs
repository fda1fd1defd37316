//! A macro that is defined inside of the body.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: f64) -> f64 {
    macro_rules! square {
        ($e:expr) => {
            $e * $e
        };
    }
    square!(x)
}

fn main() {
    jvp_f(1.0, 1.0);
}
