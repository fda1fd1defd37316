//! A whole module, annotated once.

use crate::oracle::{Dual64, DualNum, agree, dual};
use physics::{Ball, BallTangent, Law, LawTangent};

#[jvp::derive_jvp]
mod physics {
    use jvp::prelude::*;
    use ndarray::Array1;

    #[derive(Clone, Debug, Differentiable)]
    pub struct Ball {
        pub x: f64,
        pub v: f64,
        pub trail: Vec<f64>,
        pub bounces: usize,
        #[jvp(skip)]
        pub table: Vec<f64>,
    }

    #[derive(Clone, Copy, Debug, Differentiable)]
    pub enum Law {
        Constant(f64),
        Linear { slope: f64, exponent: usize },
    }

    pub trait Force {
        fn force(&self, x: f64) -> f64;
        fn doubled(&self, x: f64) -> f64 {
            2.0 * self.force(x)
        }
    }

    impl Force for Law {
        fn force(&self, x: f64) -> f64 {
            match self {
                Self::Constant(f) => *f,
                Self::Linear { slope, exponent } => -slope * x.powi(*exponent as i32),
            }
        }
    }

    impl Ball {
        pub fn new(x: f64, v: f64) -> Self {
            Ball {
                x,
                v,
                trail: vec![],
                bounces: 0,
                table: vec![0.5, 0.25],
            }
        }

        pub fn step(&mut self, law: &Law, h: f64) {
            self.v += h * law.doubled(self.x) * self.table[0];
            self.x += h * self.v;
            if self.x < 0.0 {
                self.x = -self.x;
                self.v *= -0.9;
                self.bounces += 1;
            }
            self.trail.push(self.x);
        }

        pub fn count(&self) -> usize {
            self.bounces + self.trail.len()
        }

        fn len(&self) -> f64 {
            self.x * self.x
        }

        pub fn energy(&self, g: f64) -> f64 {
            0.5 * self.v * self.v + g * self.x + self.len() / (1 + self.count()) as f64
        }
    }

    impl std::ops::Mul<f64> for Ball {
        type Output = Ball;
        fn mul(self, k: f64) -> Ball {
            Ball {
                x: self.x * k,
                v: self.v * k,
                ..self
            }
        }
    }

    pub fn fly(start: f64, law: &Law, h: f64, n: usize) -> f64 {
        let mut ball = Ball::new(start, 1.0);
        for _ in 0..n {
            ball.step(law, h);
        }
        let faster = ball.clone() * 2.0;
        ball.energy(9.81) + faster.energy(1.0) + inner::mean(&Array1::from(ball.trail))
    }

    pub mod inner {
        use ndarray::Array1;

        pub fn mean(a: &Array1<f64>) -> f64 {
            a.sum() / a.len() as f64
        }
    }

    #[jvp(skip)]
    pub fn description() -> String {
        "a ball".to_string()
    }
}

struct Oracle {
    x: Dual64,
    v: Dual64,
    trail: Vec<Dual64>,
    bounces: usize,
}

fn fly(start: Dual64, slope: Dual64, h: Dual64, n: usize) -> Dual64 {
    let mut b = Oracle {
        x: start,
        v: dual(1.0, 0.0),
        trail: Vec::new(),
        bounces: 0,
    };
    for _ in 0..n {
        let force = -slope * b.x.powi(2) * 2.0;
        b.v += h * force * 0.5;
        b.x += h * b.v;
        if b.x.re < 0.0 {
            b.x = -b.x;
            b.v *= -0.9;
            b.bounces += 1;
        }
        b.trail.push(b.x);
    }
    let count = (1 + b.bounces + b.trail.len()) as f64;
    let energy = |x: Dual64, v: Dual64, g: f64| v * v * 0.5 + x * g + x * x / count;
    let mean = b.trail.iter().fold(dual(0.0, 0.0), |s, x| s + *x) / b.trail.len() as f64;
    energy(b.x, b.v, 9.81) + energy(b.x * 2.0, b.v * 2.0, 1.0) + mean
}

#[test]
fn everything_in_it_is_annotated() {
    let law = Law::Linear {
        slope: 1.5,
        exponent: 2,
    };
    let dlaw = LawTangent::Linear {
        slope: 0.3,
        exponent: (),
    };
    for n in [1, 8, 30] {
        let out = physics::jvp_fly(0.4, 0.7, &law, &dlaw, 0.1, 0.02, n);
        let oracle = fly(dual(0.4, 0.7), dual(1.5, 0.3), dual(0.1, 0.02), n);
        let plain = physics::fly(0.4, &law, 0.1, n);
        assert!((out.0 - plain).abs() <= 1e-13 * plain.abs());
        agree((plain, out.1), plain, oracle);
    }
    assert_eq!(physics::description(), "a ball");
}

#[test]
fn its_methods() {
    let ball = Ball::new(0.4, 1.0);
    let dball = BallTangent {
        x: 0.2,
        v: -0.5,
        trail: vec![],
    };
    let (x, v) = (dual(0.4, 0.2), dual(1.0, -0.5));
    let oracle = v * v * 0.5 + x * dual(9.81, 1.0) + x * x;
    agree(
        ball.jvp_energy(&dball, 9.81, 1.0),
        ball.energy(9.81),
        oracle,
    );
    let constant = Law::Constant(2.0);
    use physics::Force;
    let out = constant.jvp_doubled(&LawTangent::Constant(0.75), 1.0, 0.0);
    assert_eq!(out, (4.0, 1.5));
}

/// Patterns that take types of the module apart: the parts are of the types that they were declared
/// with, and `dot` is the vector's, not ndarray's.
#[jvp::derive_jvp]
mod taken_apart {
    use jvp::prelude::*;

    #[derive(Clone, Copy, Differentiable)]
    pub struct Vector {
        pub x: f64,
        pub y: f64,
    }

    impl Vector {
        pub fn dot(self, o: Vector) -> f64 {
            self.x * o.x + self.y * o.y
        }
    }

    #[derive(Clone, Copy, Differentiable)]
    pub struct Plane(pub Vector, pub f64);

    #[derive(Clone, Copy, Differentiable)]
    pub enum Surface {
        Wall { normal: Vector, at: f64 },
        Edge(Plane, Plane),
    }

    impl Surface {
        pub fn distance(&self, v: Vector) -> f64 {
            match *self {
                Surface::Wall { normal, at } => normal.dot(v) - at,
                Surface::Edge(a, b) => {
                    let Plane(n, at) = a;
                    at * n.dot(v) + b.0.dot(v)
                }
            }
        }
    }

    pub fn both(y: f64, k: f64) -> f64 {
        let v = Vector { x: y, y: k };
        let plane = Plane(v, k);
        let wall = Surface::Wall { normal: v, at: y };
        wall.distance(v) * Surface::Edge(plane, plane).distance(v)
    }
}

#[test]
fn what_patterns_bind_has_its_type() {
    let (y, k) = (dual(0.7, 0.3), dual(1.3, 1.0));
    let square = y * y + k * k;
    let oracle = (square - y) * (k * square + square);
    let out = taken_apart::jvp_both(0.7, 0.3, 1.3, 1.0);
    agree(out, taken_apart::both(0.7, 1.3), oracle);
}

/// Options in fields: what is put there stays there, and what is taken leaves nothing.
#[jvp::derive_jvp]
mod chain {
    use jvp::prelude::*;

    #[derive(Differentiable)]
    pub struct Link {
        pub weight: f64,
        pub next: Option<Box<Link>>,
        pub last: Option<f64>,
    }

    pub fn relinked(x: f64, y: f64) -> f64 {
        let end = Link {
            weight: y,
            next: None,
            last: Some(x),
        };
        let mut start = Link {
            weight: x,
            next: Some(Box::new(end)),
            last: None,
        };
        start.last.get_or_insert(x * y);
        let before = start.last.replace(y * y).unwrap_or(0.0);
        let end = start.next.take();
        let weight = end.map_or(0.0, |l| l.weight * x);
        weight * start.last.unwrap_or(0.0) + before + start.weight
    }
}

#[jvp::derive_jvp]
fn emptied(x: f64, y: f64) -> f64 {
    let mut end = chain::Link {
        weight: y,
        next: None,
        last: Some(x),
    };
    let last: Option<f64> = end.last.take();
    last.unwrap_or(0.0) * end.weight + end.last.map_or(y, |v| v * 3.0)
}

#[test]
fn options_in_fields() {
    let (x, y) = (dual(0.7, 0.3), dual(1.3, -1.0));
    let out = chain::jvp_relinked(0.7, 0.3, 1.3, -1.0);
    agree(out, chain::relinked(0.7, 1.3), x * y * y * y + x * y + x);
    let out = jvp_emptied(0.7, 0.3, 1.3, -1.0);
    agree(out, emptied(0.7, 1.3), x * y + y);
}
