//! Every node that is refused in one phase is reported.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: &[f64], y: f64) -> f64 {
    let a = unsafe { *x.get_unchecked(0) };
    let b = const { 2.0 };
    let p = &raw const a;
    if p.is_null() { a * b } else { y }
}

fn main() {
    jvp_f(&[1.0], &[1.0], 2.0, 0.0);
}
