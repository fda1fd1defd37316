//! Operators of a type of the user's own on fields of a type that the macro does not see: they may be anything.

use jvp::prelude::*;

mod apart {
    use jvp::prelude::*;

    #[derive(Clone, Copy, Differentiable)]
    pub struct Tropical(pub f64);

    impl std::ops::Mul for Tropical {
        type Output = Tropical;

        fn mul(self, other: Tropical) -> Tropical {
            Tropical(self.0 + other.0)
        }
    }

    #[derive(Differentiable)]
    pub struct Path {
        pub first: Tropical,
        pub second: Tropical,
    }
}

use apart::*;

#[derive_jvp]
fn cost(path: &Path) -> f64 {
    let both = path.first * path.second;
    both.0
}

fn main() {}
