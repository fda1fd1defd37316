//! The user's own traits: declaration and `impl` annotated, and generic callers of them.

use crate::oracle::{DualNum, agree, dual};
use jvp::prelude::*;

trait Potential {
    #[derive_jvp]
    fn at(&self, x: f64) -> f64;
}

#[derive(Clone, Copy, Differentiable)]
struct Quadratic {
    a: f64,
}

#[derive(Clone, Copy, Differentiable)]
struct Morse {
    depth: f64,
    width: f64,
}

impl Potential for Quadratic {
    #[derive_jvp]
    fn at(&self, x: f64) -> f64 {
        self.a * x * x
    }
}

impl Potential for Morse {
    #[derive_jvp]
    fn at(&self, x: f64) -> f64 {
        let e = 1.0 - (-self.width * x).exp();
        self.depth * e * e
    }
}

#[derive_jvp(wrt(x), wrt(p) as sum_p, wrt(p, x) as sum_both)]
fn sum<P: Potential + Differentiable>(p: &P, x: f64) -> f64 {
    let mut s = 0.0;
    for k in 1..4 {
        s += p.at(x * k as f64) / k as f64;
    }
    s
}

/// A whole trait at once, with a provided method and no attribute on the methods.
#[derive_jvp]
trait Curve {
    fn y(&self, x: f64) -> f64;

    fn twice(&self, x: f64) -> f64 {
        2.0 * self.y(x) + self.y(2.0 * x)
    }

    fn name(&self) -> String {
        "curve".to_string()
    }
}

#[derive_jvp]
impl Curve for Morse {
    fn y(&self, x: f64) -> f64 {
        self.depth * (self.width * x).sin()
    }
}

/// On a number.
trait Cubed {
    #[derive_jvp]
    fn cubed(self) -> f64;
}

impl Cubed for f64 {
    #[derive_jvp]
    fn cubed(self) -> f64 {
        self * self * self
    }
}

#[derive_jvp]
fn cubes(x: f64) -> f64 {
    x.cubed() + (x + 1.0).sin().cubed()
}

#[test]
fn a_generic_caller() {
    let p = Morse {
        depth: 1.5,
        width: 0.8,
    };
    let dp = MorseTangent {
        depth: 0.2,
        width: -0.3,
    };
    let oracle = |s: f64, dx: f64| {
        let (depth, width) = (dual(1.5, 0.2 * s), dual(0.8, -0.3 * s));
        let mut sum = dual(0.0, 0.0);
        for k in 1..4 {
            let x = dual(0.7, dx) * f64::from(k);
            let e = dual(1.0, 0.0) - (-width * x).exp();
            sum += depth * e * e / f64::from(k);
        }
        sum
    };
    let plain = sum(&p, 0.7);
    agree(jvp_sum(&p, 0.7, 0.4), plain, oracle(0.0, 0.4));
    agree(jvp_sum_p(&p, &dp, 0.7), plain, oracle(1.0, 0.0));
    agree(jvp_sum_both(&p, &dp, 0.7, 0.4), plain, oracle(1.0, 0.4));
    let q = Quadratic { a: 2.0 };
    let (value, tangent) = jvp_sum_p(&q, &QuadraticTangent { a: 0.5 }, 0.7);
    assert_eq!(value, sum(&q, 0.7));
    assert!((tangent - 0.5 * 0.7 * 0.7 * 6.0).abs() < 1e-12);
}

#[test]
fn through_the_method_itself() {
    let p = Quadratic { a: 2.0 };
    let out = p.jvp_at(&QuadraticTangent { a: 0.5 }, 1.5, 0.25);
    agree(
        out,
        p.at(1.5),
        dual(2.0, 0.5) * dual(1.5, 0.25) * dual(1.5, 0.25),
    );
}

#[test]
fn a_provided_method() {
    let p = Morse {
        depth: 1.5,
        width: 0.8,
    };
    let dp = MorseTangent {
        depth: 0.2,
        width: -0.3,
    };
    let (d, w, x) = (dual(1.5, 0.2), dual(0.8, -0.3), dual(0.7, 0.4));
    let oracle = d * (w * x).sin() * 2.0 + d * (w * (x * 2.0)).sin();
    agree(p.jvp_twice(&dp, 0.7, 0.4), p.twice(0.7), oracle);
    assert_eq!(p.name(), "curve");
}

#[test]
fn a_trait_of_numbers() {
    let x = dual(0.6, 0.3);
    let cube = |x: num_dual::Dual64| x * x * x;
    let oracle = cube(x) + cube((x + 1.0).sin());
    agree(jvp_cubes(0.6, 0.3), cubes(0.6), oracle);
}

/// Tangents that would have the name of a keyword, or of another parameter.
trait Named {
    #[derive_jvp(pushforward)]
    fn named(&self, o: f64, yn: f64, x: f64, dx: f64, _: usize) -> f64;
}

impl Named for Quadratic {
    #[derive_jvp(pushforward)]
    fn named(&self, o: f64, yn: f64, x: f64, dx: f64, _: usize) -> f64 {
        self.a * o * yn + x * dx
    }
}

#[test]
fn names_of_tangents_in_a_declaration() {
    let (q, dq) = (Quadratic { a: 2.0 }, QuadraticTangent { a: 0.5 });
    let oracle = dual(2.0, 0.5) * dual(3.0, 0.1) * dual(0.7, 0.2) + dual(1.5, 0.3) * dual(2.5, 0.4);
    let out = q.jvp_named(&dq, 3.0, 0.1, 0.7, 0.2, 1.5, 0.3, 2.5, 0.4, 1);
    agree(out, q.named(3.0, 0.7, 1.5, 2.5, 1), oracle);
    let tangent = q.pushforward_named(&dq, 3.0, 0.1, 0.7, 0.2, 1.5, 0.3, 2.5, 0.4, 1);
    assert_eq!(tangent, out.1);
}
