//! A function without the attribute that stores its argument where a result comes from.

use jvp::prelude::*;

fn put(v: &mut Vec<f64>, x: f64) {
    v.push(x);
}

#[derive_jvp]
fn f(x: f64) -> f64 {
    let mut v = vec![1.0];
    put(&mut v, x);
    v[0] + v[1]
}

fn main() {
    jvp_f(1.0, 1.0);
}
