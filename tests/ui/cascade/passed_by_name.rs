//! A function with a mistake is passed by its name, to one with a mistake: each is told once.

use jvp::prelude::*;

macro_rules! unknown {
    ($($e:tt)*) => { $($e)* };
}

#[derive_jvp]
fn rhs(y: f64, n: usize) -> f64 {
    unknown!(y) * n as f64
}

#[derive_jvp]
fn solve(f: impl Fn(f64, usize) -> f64, y: f64) -> f64 {
    unknown!(f(y, 1))
}

#[derive_jvp]
fn caller(y: f64) -> f64 {
    solve(rhs, y)
}

fn main() {
    let (_, _): (f64, f64) = jvp_caller(2.0, 1.0);
    let (_, _): (f64, f64) = jvp_solve(rhs, jvp_rhs, 2.0, 1.0);
}
