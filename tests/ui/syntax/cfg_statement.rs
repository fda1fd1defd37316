//! An attribute that chooses code, which the macro can't evaluate.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: f64) -> f64 {
    #[cfg(debug_assertions)]
    let k = 2.0;
    #[cfg(not(debug_assertions))]
    let k = 3.0;
    x * k
}

fn main() {
    jvp_f(1.0, 1.0);
}
