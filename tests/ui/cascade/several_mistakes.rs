//! Three mistakes in one function: three messages, and none about the caller.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: f64, y: f64) -> f64 {
    let p = x.next_up();
    let q = std::convert::identity(x);
    let mut v = vec![x, y];
    v.dedup_by_key(|v| *v > 0.0);
    p * q + y * v[0]
}

fn main() {
    let (value, tangent): (f64, f64) = jvp_f(1.0, 1.0, 2.0, 0.0);
    println!("{value} {tangent}");
}
