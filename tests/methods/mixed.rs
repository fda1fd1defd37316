//! Methods beside functions as values, containers, generics, options and recursion.

use crate::oracle::{Dual64, DualNum, agree, dual};
use jvp::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Ode {
    k: f64,
    c: f64,
    steps: usize,
}

#[derive_jvp]
impl Ode {
    fn rhs(&self, y: f64) -> f64 {
        -self.k * y + self.c * y.sin()
    }

    /// A method that takes a function.
    fn integrate(&self, f: impl Fn(f64) -> f64, y: f64, h: f64) -> f64 {
        let mut y = y;
        for _ in 0..self.steps {
            let half = y + 0.5 * h * f(y);
            y += h * f(half);
        }
        y
    }

    fn solve(&self, y: f64, h: f64) -> f64 {
        self.integrate(|y| self.rhs(y), y, h) + self.integrate(f64::sin, y, h * self.k)
    }

    fn split(&self, at: f64) -> [Self; 2] {
        let Self { k, c, .. } = *self;
        [
            Ode { k: k * at, ..*self },
            Ode {
                k,
                c: c - at,
                steps: 2,
            },
        ]
    }

    fn checked(self, limit: f64) -> Option<Self> {
        (self.k < limit).then_some(Ode {
            c: self.c * limit,
            ..self
        })
    }

    fn both(&self) -> (f64, Self) {
        (self.k * self.c, *self)
    }
}

#[derive(Clone, Debug, Differentiable)]
struct Ensemble<M> {
    members: Vec<M>,
    weights: Vec<f64>,
}

trait Rate {
    #[derive_jvp]
    fn rate(&self, x: f64) -> f64;

    #[derive_jvp]
    fn unit(k: f64) -> Self;
}

impl Rate for Ode {
    #[derive_jvp]
    fn rate(&self, x: f64) -> f64 {
        self.solve(x, 0.1)
    }

    #[derive_jvp]
    fn unit(k: f64) -> Self {
        Ode {
            k,
            c: 1.0,
            steps: 3,
        }
    }
}

impl<M: Rate + Differentiable> Ensemble<M> {
    #[derive_jvp]
    fn mean(&self, x: f64) -> f64 {
        let sum: f64 = self
            .members
            .iter()
            .zip(&self.weights)
            .map(|(m, w)| w * m.rate(x))
            .sum();
        sum / self.members.len() as f64
    }

    #[derive_jvp]
    fn ends(&self, x: f64) -> Option<f64> {
        let first = self.members.first()?.rate(x);
        let last = self.members.last().map(|m| m.rate(2.0 * x))?;
        let rest: f64 = self.members[1..].iter().map(|m| m.rate(first)).sum();
        Some(first * last + rest)
    }

    #[derive_jvp]
    fn extended(&self, k: f64) -> f64 {
        let extra = M::unit(k);
        extra.rate(k) * self.weights[0]
    }
}

#[derive_jvp]
fn run(k: f64, c: f64, x: f64) -> f64 {
    let ode = Ode { k, c, steps: 4 };
    let [a, b] = ode.split(0.5 * x);
    let (product, copy) = ode.both();
    let mut stack = vec![a, b];
    let mut sum = product;
    while let Some(o) = stack.pop() {
        if let Some(o) = o.checked(1.0) {
            sum += o.solve(x, 0.05);
        } else {
            stack.push(Ode { k: o.k * 0.25, ..o });
        }
    }
    let all = Ensemble {
        members: vec![copy, b],
        weights: vec![x, 2.0],
    };
    sum + all.mean(x) * all.ends(0.5).unwrap_or(0.0) + all.extended(k)
}

type Pair = (Dual64, Dual64, usize);

fn solve((k, c, steps): Pair, y: Dual64, h: Dual64) -> Dual64 {
    let integrate = |f: &dyn Fn(Dual64) -> Dual64, y: Dual64, h: Dual64| {
        let mut y = y;
        for _ in 0..steps {
            let half = y + h * f(y) * 0.5;
            y += h * f(half);
        }
        y
    };
    integrate(&|y| -k * y + c * y.sin(), y, h) + integrate(&|y| y.sin(), y, h * k)
}

fn run_dual(k: Dual64, c: Dual64, x: Dual64) -> Dual64 {
    let number = |v: f64| dual(v, 0.0);
    let at = x * 0.5;
    let (a, b) = ((k * at, c, 4), (k, c - at, 2));
    let mut stack = vec![a, b];
    let mut sum = k * c;
    while let Some(o) = stack.pop() {
        if o.0.re < 1.0 {
            sum += solve((o.0, o.1, o.2), x, number(0.05));
        } else {
            stack.push((o.0 * 0.25, o.1, o.2));
        }
    }
    let rate = |o: Pair, x: Dual64| solve(o, x, number(0.1));
    let whole = (k, c, 4);
    let mean = (x * rate(whole, x) + rate(b, x) * 2.0) / 2.0;
    let first = rate(whole, number(0.5));
    let ends = first * rate(b, number(1.0)) + rate(b, first);
    sum + mean * ends + rate((k, number(1.0), 3), k) * x
}

#[test]
fn all_of_it() {
    for (dk, dc, dx) in [
        (1.0, 0.0, 0.0),
        (0.0, 1.0, 0.0),
        (0.0, 0.0, 1.0),
        (0.3, -0.6, 0.8),
    ] {
        for k in [0.7, 1.9] {
            let out = jvp_run(k, dk, 0.4, dc, 0.9, dx);
            let oracle = run_dual(dual(k, dk), dual(0.4, dc), dual(0.9, dx));
            agree(out, run(k, 0.4, 0.9), oracle);
        }
    }
}

/// The closure captures what the method is called on, which may change elsewhere.
#[derive_jvp]
fn adjusted(ode: &mut Ode, y: f64) -> f64 {
    ode.k *= y;
    let linear = |v: f64| ode.c * v;
    ode.integrate(|v| ode.k * v * v, y, 0.1) + ode.integrate(linear, y, 0.1)
}

#[test]
fn a_closure_captures_the_receiver() {
    let mut ode = Ode {
        k: 0.7,
        c: 0.4,
        steps: 2,
    };
    let mut plain = ode;
    let mut direction = OdeTangent { k: 0.5, c: -0.3 };
    let out = jvp_adjusted(&mut ode, &mut direction, 0.9, 0.2);
    let y = dual(0.9, 0.2);
    let (k, c) = (dual(0.7, 0.5) * y, dual(0.4, -0.3));
    let run = |f: &dyn Fn(Dual64) -> Dual64| (0..2).fold(y, |y, _| y + f(y + f(y) * 0.05) * 0.1);
    let oracle = run(&|v| k * v * v) + run(&|v| c * v);
    agree(out, adjusted(&mut plain, 0.9), oracle);
    agree((ode.k, direction.k), plain.k, k);
}

// Only numbers have this method, so what it is called on is no array, whatever it is a part of.
#[derive(Clone, Differentiable)]
struct Pose {
    at: [f64; 3],
    lever: Option<f64>,
}

impl Pose {
    #[derive_jvp]
    fn reach(&self, by: f64) -> f64 {
        let [x, y, heading] = self.at;
        let (sin, cos) = heading.sin_cos();
        let (tilt, _) = self.at[0].sin_cos();
        let lean: f64 = self.lever.iter().map(|l| l.sin_cos().1).sum();
        (x + by * cos) * (y + by * sin) * tilt + lean
    }
}

#[test]
fn sines_and_cosines_of_parts() {
    let pose = Pose {
        at: [0.5, -1.25, 0.75],
        lever: Some(0.3),
    };
    let direction = PoseTangent {
        at: [1.0, 0.5, -2.0],
        lever: Some(1.5),
    };
    let [x, y, heading] = [dual(0.5, 1.0), dual(-1.25, 0.5), dual(0.75, -2.0)];
    let by = dual(2.0, 0.25);
    let lean = dual(0.3, 1.5).cos();
    agree(
        pose.jvp_reach(&direction, 2.0, 0.25),
        pose.reach(2.0),
        (x + by * heading.cos()) * (y + by * heading.sin()) * x.sin() + lean,
    );
}
