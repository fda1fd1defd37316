//! Signatures that are refused leave stubs for their callers all the same.

use jvp::prelude::*;
use std::ops::Mul;

#[derive_jvp]
fn squared<T: Mul<Output = T> + Copy>(x: T) -> T {
    x * x
}

#[derive_jvp]
extern "C" fn foreign(x: f64) -> f64 {
    x * x
}

trait Named {}
impl<F: Fn(f64) -> f64> Named for F {}

#[derive_jvp]
fn applied(f: &(impl Fn(f64) -> f64 + Named), x: f64) -> f64 {
    f(x)
}

#[derive_jvp(wrt(y))]
fn beside(text: impl AsRef<str>, y: f64) -> f64 {
    y + text.as_ref().len() as f64
}

#[derive_jvp]
fn caller(x: f64) -> f64 {
    squared(x) + foreign(x)
}

fn main() {
    let (_, _): (f64, f64) = jvp_squared(2.0, 1.0);
    let (_, _): (f64, f64) = jvp_foreign(2.0, 1.0);
    let (_, _): (f64, f64) = jvp_applied(&f64::sin, 0, 2.0, 1.0);
    let (_, _): (f64, f64) = jvp_beside("text", 2.0, 1.0);
    jvp_caller(2.0, 1.0);
}
