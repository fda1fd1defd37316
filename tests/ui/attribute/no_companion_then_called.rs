//! Without a companion an annotated caller needs `rules(..)`.

use jvp::prelude::*;

#[derive_jvp(no_companion)]
fn square(x: f64) -> f64 {
    x * x
}

#[derive_jvp]
fn f(x: f64) -> f64 {
    square(x) + 1.0
}

fn main() {
    jvp_f(1.0, 1.0);
}
