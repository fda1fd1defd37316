//! A module of the user's own with the name of one of `std`'s.

use jvp::prelude::*;

mod mem {
    pub fn swap(a: &mut f64, b: &mut f64) {
        *a *= *b;
    }
}

#[derive_jvp]
fn f(x: f64) -> f64 {
    let mut a = x;
    let mut b = 2.0 * x;
    mem::swap(&mut a, &mut b);
    a + b
}

fn main() {
    jvp_f(1.0, 1.0);
}
