//! A foreign type without tangent.

use jvp::prelude::*;
use std::collections::HashMap;

#[derive(Differentiable)]
struct Cache {
    x: f64,
    known: HashMap<usize, f64>,
}

fn main() {}
