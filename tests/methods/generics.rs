//! Generic types and methods, const generics, lifetimes.

use crate::oracle::{DualNum, agree, close, dual};
use jvp::prelude::*;
use ndarray::{ArrayView1, array};

#[derive(Clone, Copy, Debug, Differentiable)]
struct Line<T: Real> {
    slope: T,
    offset: T,
}

#[derive_jvp]
impl<T: Real> Line<T> {
    fn new(slope: T, offset: T) -> Self {
        Line { slope, offset }
    }

    fn at(&self, x: T) -> T {
        self.slope * x + self.offset
    }

    fn bent(&self, x: T) -> T {
        let mut y = x;
        for _ in 0..3 {
            y = (self.at(y) * T::lit(0.5)).sin();
        }
        y
    }

    fn flip(&mut self) {
        self.slope = -self.slope;
    }
}

#[derive_jvp]
fn between<T: Real>(a: &Line<T>, b: &Line<T>, x: T) -> T {
    let mid = Line::new((a.slope + b.slope) / T::lit(2.0), a.offset.min(b.offset));
    let mut other = mid;
    other.flip();
    mid.bent(x) * other.at(x)
}

/// Attributes on the methods alone: there `T` is a type like another.
#[derive(Clone, Debug, Differentiable)]
struct Wrap<T> {
    inner: T,
    weight: f64,
}

impl<T: Model + Differentiable> Wrap<T> {
    #[derive_jvp]
    fn value(&self, x: f64) -> f64 {
        self.inner.run(x) * self.weight
    }
}

trait Model {
    #[derive_jvp]
    fn run(&self, x: f64) -> f64;
}

impl Model for Line<f64> {
    #[derive_jvp]
    fn run(&self, x: f64) -> f64 {
        self.bent(x)
    }
}

#[derive(Clone, Copy, Debug, Differentiable)]
struct Poly<const N: usize> {
    c: [f64; N],
}

impl<const N: usize> Poly<N> {
    #[derive_jvp]
    fn at(&self, x: f64) -> f64 {
        let mut y = 0.0;
        for c in self.c.iter().rev() {
            y = y * x + c;
        }
        y
    }

    #[derive_jvp]
    fn indexed(&self, x: f64) -> f64 {
        let mut y = self.c[N - 1];
        for i in (0..N - 1).rev() {
            y = y * x + self.c[i];
        }
        y
    }
}

#[derive(Clone, Copy, Debug, Differentiable)]
struct Fit<'a> {
    #[jvp(skip)]
    xs: &'a [f64],
    #[jvp(skip)]
    ys: ArrayView1<'a, f64>,
    rate: f64,
    level: f64,
}

impl<'a> Fit<'a> {
    #[derive_jvp]
    fn residual(&self, i: usize) -> f64 {
        self.level * (self.rate * self.xs[i]).exp() - self.ys[i]
    }

    #[derive_jvp]
    fn loss(&self) -> f64 {
        (0..self.xs.len()).map(|i| self.residual(i).powi(2)).sum()
    }
}

#[derive(Clone, Debug, Differentiable)]
struct Mixture<T: Real> {
    weights: Vec<T>,
    centre: Option<Vec<T>>,
}

impl<T: Real> Mixture<T> {
    // What `T` is stands around the method only.
    #[derive_jvp]
    fn energy(&self, x: T) -> T {
        let terms: Vec<T> = self.weights.iter().map(|w| (*w * x).exp()).collect();
        let mut total: T = terms.iter().copied().sum();
        if let Some(ref centre) = self.centre {
            total += centre.iter().map(|c| (x - *c) * (x - *c)).sum();
        }
        match self.centre {
            Some(ref centre) if centre.len() > 1 => total * centre[1],
            _ => total,
        }
    }
}

#[test]
fn a_method_of_a_generic_type() {
    let (weights, centre) = (vec![0.3, -0.8], vec![0.2, 1.1]);
    for given in [Some(centre.clone()), Some(vec![0.4]), None] {
        let mixture = Mixture {
            weights: weights.clone(),
            centre: given.clone(),
        };
        let dcentre = given.as_ref().map(|c| vec![0.5; c.len()]);
        let dmixture = MixtureTangent {
            weights: vec![1.0, 0.25],
            centre: dcentre,
        };
        let x = dual(0.7, 1.5);
        let mut oracle = (dual(0.3, 1.0) * x).exp() + (dual(-0.8, 0.25) * x).exp();
        let centre: Vec<_> = given.iter().flatten().map(|c| dual(*c, 0.5)).collect();
        for c in &centre {
            oracle += (x - c) * (x - c);
        }
        if let Some(c) = centre.get(1) {
            oracle *= *c;
        }
        agree(
            mixture.jvp_energy(&dmixture, 0.7, 1.5),
            mixture.energy(0.7),
            oracle,
        );
    }
}

#[test]
fn a_generic_type() {
    let (a, b) = (Line::new(1.2, -0.3), Line::new(0.4, 0.9));
    let (da, db) = (
        LineTangent {
            slope: 0.5,
            offset: 0.1,
        },
        LineTangent {
            slope: -0.7,
            offset: 0.2,
        },
    );
    let slope = (dual(1.2, 0.5) + dual(0.4, -0.7)) / 2.0;
    let offset = dual(-0.3, 0.1);
    let x = dual(0.6, 0.8);
    let mut y = x;
    for _ in 0..3 {
        y = ((slope * y + offset) * 0.5).sin();
    }
    let oracle = y * (-slope * x + offset);
    let out = jvp_between(&a, &da, &b, &db, 0.6, 0.8);
    agree(out, between(&a, &b, 0.6), oracle);
    // The same at the other width.
    let (a, b) = (Line::new(1.2_f32, -0.3), Line::new(0.4_f32, 0.9));
    let (da, db) = (
        LineTangent {
            slope: 0.5,
            offset: 0.1,
        },
        LineTangent {
            slope: -0.7,
            offset: 0.2,
        },
    );
    let (value, tangent) = jvp_between(&a, &da, &b, &db, 0.6, 0.8);
    assert_eq!(value.to_bits(), between(&a, &b, 0.6_f32).to_bits());
    assert!((f64::from(tangent) - oracle.eps).abs() < 1e-5);
}

#[test]
fn a_generic_wrapper() {
    let w = Wrap {
        inner: Line::new(1.2, -0.3),
        weight: 2.5,
    };
    let dw = WrapTangent {
        inner: LineTangent {
            slope: 0.5,
            offset: 0.1,
        },
        weight: -0.6,
    };
    let mut y = dual(0.6, 0.8);
    for _ in 0..3 {
        y = ((dual(1.2, 0.5) * y + dual(-0.3, 0.1)) * 0.5).sin();
    }
    agree(
        w.jvp_value(&dw, 0.6, 0.8),
        w.value(0.6),
        y * dual(2.5, -0.6),
    );
}

#[test]
fn const_generics() {
    let p = Poly {
        c: [0.5, -1.0, 2.0, 0.25],
    };
    let dp = PolyTangent {
        c: [0.1, 0.2, -0.3, 0.4],
    };
    let x = dual(0.7, 1.5);
    let mut oracle = dual(0.0, 0.0);
    for (c, dc) in p.c.iter().zip(dp.c).rev() {
        oracle = oracle * x + dual(*c, dc);
    }
    agree(p.jvp_at(&dp, 0.7, 1.5), p.at(0.7), oracle);
    agree(p.jvp_indexed(&dp, 0.7, 1.5), p.indexed(0.7), oracle);
}

#[test]
fn a_lifetime() {
    let (xs, ys) = ([0.1, 0.5, 0.9], array![1.0, 1.2, 1.9]);
    let fit = Fit {
        xs: &xs,
        ys: ys.view(),
        rate: 0.6,
        level: 1.1,
    };
    let dfit = FitTangent {
        rate: 0.3,
        level: -0.2,
    };
    let mut oracle = dual(0.0, 0.0);
    for (x, y) in xs.iter().zip(&ys) {
        let r = dual(1.1, -0.2) * (dual(0.6, 0.3) * *x).exp() - *y;
        oracle += r * r;
    }
    let (value, tangent) = fit.jvp_loss(&dfit);
    assert_eq!(value.to_bits(), fit.loss().to_bits());
    close(tangent, oracle.eps);
}
