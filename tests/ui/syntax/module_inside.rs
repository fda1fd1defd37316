//! A module inside of the body.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: f64) -> f64 {
    mod constants {
        pub const K: f64 = 2.0;
    }
    x * constants::K
}

fn main() {
    jvp_f(1.0, 1.0);
}
