//! The companion is a type of the function's name.
use jvp::prelude::*;

#[derive_jvp]
fn f64(x: f64) -> f64 {
    x * x
}

#[derive_jvp]
fn beside(x: f64) -> f64 {
    x * x
}

fn rule(x: f64, dx: f64) -> (f64, f64) {
    (x, dx)
}

#[custom_jvp(rule)]
fn u32(x: f64) -> f64 {
    x
}

fn main() {}
