//! A collection without rules.

use jvp::prelude::*;
use std::collections::HashMap;

#[derive_jvp]
fn f(x: f64) -> f64 {
    let mut map = HashMap::new();
    map.insert("x", x * x);
    map["x"]
}

fn main() {
    jvp_f(1.0, 1.0);
}
