//! `unsafe` in the body.

use jvp::prelude::*;

#[derive_jvp]
fn first(x: &[f64]) -> f64 {
    unsafe { *x.get_unchecked(0) }
}

fn main() {
    jvp_first(&[1.0], &[1.0]);
}
