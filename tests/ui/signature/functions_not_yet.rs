//! Functions as parameters come in a later version; all forms that they may have.

use jvp::prelude::*;

#[derive_jvp]
fn by_impl(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(x)
}

#[derive_jvp]
fn by_bound<F: Fn(f64) -> f64>(f: F, x: f64) -> f64 {
    f(x)
}

#[derive_jvp]
fn by_clause<F>(f: F, x: f64) -> f64
where
    F: Fn(f64) -> f64,
{
    f(x)
}

#[derive_jvp]
fn by_pointer(f: fn(f64) -> f64, x: f64) -> f64 {
    f(x)
}

#[derive_jvp]
fn by_object(f: &dyn Fn(f64) -> f64, x: f64) -> f64 {
    f(x)
}

fn main() {}
