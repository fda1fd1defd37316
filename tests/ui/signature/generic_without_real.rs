//! A type parameter without the bound `Real` has no known tangent.

use jvp::prelude::*;
use std::ops::Mul;

#[derive_jvp]
fn square<T: Mul<Output = T> + Copy>(x: T) -> T {
    x * x
}

fn main() {
    square(2.0);
}
