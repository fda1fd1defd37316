//! A field that can't be seen here, nor its tangent.

use jvp::prelude::*;
use springs::{Spring, SpringTangent};

mod springs {
    use jvp::prelude::*;

    #[derive(Differentiable)]
    pub struct Spring {
        pub rest: f64,
        k: f64,
    }

    impl Spring {
        pub fn new(k: f64, rest: f64) -> Spring {
            Spring { rest, k }
        }

        pub fn k(&self) -> f64 {
            self.k
        }
    }
}

#[derive_jvp]
fn force(s: &Spring, x: f64) -> f64 {
    s.k * (x - s.rest)
}

fn main() {
    let s = Spring::new(1.0, 2.0);
    jvp_force(&s, &SpringTangent { k: 1.0, rest: 0.0 }, s.k(), 1.0);
}
