//! A closure over active data behind a `Box`.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: f64) -> f64 {
    let scale: Box<dyn Fn(f64) -> f64> = Box::new(move |y| x * y);
    scale(2.0)
}

fn main() {
    jvp_f(1.0, 1.0);
}
