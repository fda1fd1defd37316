//! A label that no loop has.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: f64) -> f64 {
    let mut y = x;
    'outer: for _ in 0..3 {
        if y > 10.0 {
            break 'outre;
        }
        y *= y;
    }
    y
}

fn main() {
    jvp_f(1.0, 1.0);
}
