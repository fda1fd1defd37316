//! A function that has no JVP is passed by its name.

use jvp::prelude::*;

#[derive_jvp]
fn apply(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(x)
}

fn plain(x: f64) -> f64 {
    x * x
}

mod other {
    pub fn plain(x: f64) -> f64 {
        x * x
    }
}

#[derive_jvp]
fn f(x: f64) -> f64 {
    apply(plain, x) + apply(other::plain, x)
}

fn main() {
    jvp_f(1.0, 1.0);
}
