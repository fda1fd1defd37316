//! A generic struct of something that has no tangent.

use jvp::prelude::*;

#[derive(Differentiable)]
struct Pair<T> {
    x: T,
    y: T,
}

struct Opaque;

fn main() {
    let pair = Pair { x: Opaque, y: Opaque };
    pair.zero_tangent();
}
