//! Types of functions whose JVP has no type that could be written.

use jvp::prelude::*;

trait Named {}

#[derive_jvp]
fn with_a_trait(f: impl Fn(f64) -> f64 + Named, x: f64) -> f64 {
    f(x)
}

#[derive_jvp(wrt(x))]
fn in_a_clause<F>(f: &F, x: f64) -> f64
where
    F: Fn(f64) -> f64,
    F: Named,
{
    f(x)
}

#[derive_jvp]
fn giving_a_reference(f: &dyn Fn(&[f64]) -> &f64, x: &[f64]) -> f64 {
    *f(x)
}

#[derive_jvp]
fn foreign(f: extern "C" fn(f64) -> f64, x: f64) -> f64 {
    f(x)
}

fn main() {}
