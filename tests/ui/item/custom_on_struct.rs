//! `custom_jvp` stands on functions too.

use jvp::prelude::*;

#[custom_jvp(rule)]
struct Point {
    x: f64,
}

fn main() {}
