//! Closures that decide or look, and change active data on the way.

use jvp::prelude::*;

#[derive_jvp]
fn all(x: f64, y: f64) -> f64 {
    let mut v = vec![1.0, -2.0, 3.0];
    let small = v.iter_mut().all(|t| {
        *t *= x;
        *t < 100.0
    });
    if small { v.iter().sum::<f64>() * y } else { y }
}

#[derive_jvp]
fn inspect(x: &[f64], y: f64) -> f64 {
    let mut s = 0.0;
    let p: f64 = x.iter().inspect(|a| s += **a * y).product();
    s * p
}

#[derive_jvp]
fn is_some_and(x: f64, y: f64) -> f64 {
    let mut v = vec![1.0, -2.0];
    let small = v.first_mut().is_some_and(|t| {
        *t *= x;
        *t < 100.0
    });
    if small { v[0] * y } else { y }
}

fn main() {
    jvp_all(1.0, 1.0, 1.0, 1.0);
    jvp_inspect(&[1.0], &[1.0], 1.0, 1.0);
    jvp_is_some_and(1.0, 1.0, 1.0, 1.0);
}
