//! A method without a rule whose closure writes active data.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: f64, y: f64) -> f64 {
    let mut v = vec![1.0, -2.0, 3.0];
    v.retain_mut(|t| {
        *t *= x;
        *t > -1.0
    });
    v.iter().sum::<f64>() * y
}

fn main() {
    jvp_f(1.0, 1.0, 1.0, 1.0);
}
