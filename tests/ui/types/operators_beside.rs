//! Operators of a type of one's own that is declared beside the function, which are not annotated.

use jvp::prelude::*;

#[derive(Clone, Copy, Differentiable)]
struct Tropical(f64);

impl std::ops::Mul for Tropical {
    type Output = Tropical;

    fn mul(self, other: Tropical) -> Tropical {
        Tropical(self.0 + other.0)
    }
}

#[derive_jvp]
fn cost(first: Tropical, second: Tropical) -> Tropical {
    first * second
}

fn main() {}
