//! A known macro with arguments that do not parse.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: f64, n: i32) -> f64 {
    if matches!(n) { x } else { x * x }
}

fn main() {
    jvp_f(1.0, 1.0, 2);
}
