//! Operators of a type of one's own that is declared elsewhere: without `types(..)`, and without an
//! annotated `impl`.

use jvp::prelude::*;

mod apart {
    use jvp::prelude::*;
    use std::ops::{Add, Mul};

    #[derive(Clone, Copy, Differentiable)]
    pub struct Vec2 {
        pub x: f64,
        pub y: f64,
    }

    #[derive_jvp]
    impl Mul<f64> for Vec2 {
        type Output = Vec2;
        fn mul(self, k: f64) -> Vec2 {
            Vec2 {
                x: self.x * k,
                y: self.y * k,
            }
        }
    }

    impl Add for Vec2 {
        type Output = Vec2;
        fn add(self, other: Vec2) -> Vec2 {
            Vec2 {
                x: self.x + other.x,
                y: self.y + other.y,
            }
        }
    }
}

use apart::{Vec2, Vec2Tangent};

#[derive_jvp]
fn scaled(v: Vec2, k: f64) -> Vec2 {
    v * k
}

#[derive_jvp(types(Vec2))]
fn sum(v: Vec2, w: Vec2) -> Vec2 {
    v + w
}

fn main() {
    let (v, dv) = (Vec2 { x: 1.0, y: 2.0 }, Vec2Tangent { x: 1.0, y: 0.0 });
    jvp_scaled(v, dv, 1.0, 1.0);
    jvp_sum(v, dv, v, dv);
}
