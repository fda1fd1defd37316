//! Generated code holds no `unsafe`.

use jvp::prelude::*;

#[derive_jvp]
unsafe fn first(x: &[f64]) -> f64 {
    unsafe { *x.get_unchecked(0) }
}

fn main() {
    jvp_first(&[1.0], &[1.0]);
}
