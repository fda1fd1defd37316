//! The attribute stands on functions.

use jvp::prelude::*;

#[derive_jvp]
const C: f64 = 2.0;

fn main() {}
