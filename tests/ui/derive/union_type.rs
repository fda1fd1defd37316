//! A union: nobody knows which field counts.

use jvp::prelude::*;

#[derive(Differentiable)]
union Bits {
    float: f64,
    int: u64,
}

fn main() {}
