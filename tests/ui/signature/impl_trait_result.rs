//! An opaque result has no tangent type.

use jvp::prelude::*;

#[derive_jvp]
fn scaled(x: &[f64], k: f64) -> impl Iterator<Item = f64> {
    x.iter().map(move |v| v * k)
}

fn main() {
    scaled(&[1.0], 2.0).count();
}
