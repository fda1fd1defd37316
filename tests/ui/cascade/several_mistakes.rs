//! Three mistakes in one function: three messages, and none about the caller.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: f64, y: f64) -> f64 {
    let p = x.next_up();
    let q = std::convert::identity(x);
    let mut v = vec![x, y];
    v.select_nth_unstable_by(0, f64::total_cmp);
    p * q + y * v[0]
}

fn main() {
    let (value, tangent): (f64, f64) = jvp_f(1.0, 1.0, 2.0, 0.0);
    println!("{value} {tangent}");
}
