//! The only `impl Trait` parameters are functions.

use jvp::prelude::*;

#[derive_jvp]
fn total(x: impl Iterator<Item = f64>) -> f64 {
    x.sum()
}

fn main() {
    total([1.0].into_iter());
}
