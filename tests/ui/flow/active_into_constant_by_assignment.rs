//! The same by assignment, by a loop over places, and through a borrow.

use jvp::prelude::*;

#[derive_jvp(constant(last))]
fn f(x: f64, last: &mut f64) -> f64 {
    *last = x;
    x * x
}

#[derive_jvp(constant(out))]
fn g(x: f64, out: &mut [f64]) -> f64 {
    for o in out.iter_mut() {
        *o += x;
    }
    x * x
}

#[derive_jvp(constant(out))]
fn h(x: f64, out: &mut [f64]) -> f64 {
    let first = &mut out[0];
    *first = x;
    x * x
}

fn main() {}
