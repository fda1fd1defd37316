//! Closures that change what they have captured can't have a JVP beside them.

use jvp::prelude::*;

#[derive_jvp]
fn apply(mut f: impl FnMut(f64) -> f64, x: f64) -> f64 {
    f(x) + f(2.0)
}

#[derive_jvp]
fn literal(x: f64) -> f64 {
    let mut last = 0.0;
    let y = apply(
        |y| {
            last = y;
            y * y
        },
        x,
    );
    y + last
}

#[derive_jvp]
fn named(x: f64) -> f64 {
    let mut all = Vec::new();
    let f = |y: f64| {
        all.push(y);
        y * y
    };
    apply(f, x)
}

fn main() {
    jvp_literal(1.0, 1.0);
    jvp_named(1.0, 1.0);
}
