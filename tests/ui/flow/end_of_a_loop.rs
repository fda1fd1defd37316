//! The active data that a `try_for_each` ends with.
use jvp::prelude::*;

#[derive_jvp]
fn first(x: &[f64], s: f64) -> f64 {
    let found = x.iter().try_for_each(|x| if *x > s { Err(x * s) } else { Ok(()) });
    found.err().unwrap_or(0.0)
}

fn main() {}
