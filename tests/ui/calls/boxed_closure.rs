//! A closure over active data behind a `Box` and behind a reference.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: f64) -> f64 {
    let scale: Box<dyn Fn(f64) -> f64> = Box::new(move |y| x * y);
    scale(2.0)
}

#[derive_jvp]
fn g(x: f64) -> f64 {
    let scale: &dyn Fn(f64) -> f64 = &|y| x * y;
    scale(2.0)
}

fn main() {
    jvp_f(1.0, 1.0);
    jvp_g(1.0, 1.0);
}
