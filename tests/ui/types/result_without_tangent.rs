//! A result of the user's own type.

use jvp::prelude::*;

struct Meters(f64);

#[derive_jvp]
fn f(x: f64) -> Meters {
    Meters(x * x)
}

fn main() {
    f(1.0);
}
