//! A closure that is chosen at run time.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: f64) -> f64 {
    let h = if x > 0.0 { |y: f64| y * y } else { |y: f64| y };
    h(x)
}

fn main() {
    jvp_f(1.0, 1.0);
}
