//! What an `out` parameter held before is not there to be read.

use jvp::prelude::*;

#[derive_jvp(out(y))]
fn accumulate(x: f64, y: &mut f64) {
    *y = *y + x * x;
}

#[derive_jvp(out(y))]
fn scale(x: f64, y: &mut [f64]) {
    for v in y.iter_mut() {
        *v *= x;
    }
}

fn main() {
    let (mut y, mut dy) = (0.0, 0.0);
    jvp_accumulate(1.0, 1.0, &mut y, &mut dy);
}
