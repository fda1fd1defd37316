//! The tangent of `y` can't both go out and not be there.

use jvp::prelude::*;

#[derive_jvp(out(y), constant(y))]
fn f(x: f64, y: &mut f64) {
    *y = x * x;
}

fn main() {}
