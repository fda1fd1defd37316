//! Arrays of a type parameter in types that say nothing of it.

use jvp::check_jvp;
use jvp::prelude::*;
use ndarray::{Array, Array1, Array2, ArrayD, Dimension, Ix2};

/// No bounds on the types: those of the methods do.
#[derive(Clone, Debug, Differentiable)]
struct Gru<T> {
    w: Array2<T>,
    b: Array1<T>,
    rate: T,
    hist: Vec<Array1<T>>,
    n: usize,
}
impl<T: Real> Gru<T> {
    #[derive_jvp]
    fn forward(&self, x: &Array1<T>) -> Array1<T> {
        (self.w.dot(x) + &self.b) * self.rate + &self.hist[0]
    }
    #[derive_jvp]
    fn stepped(&self, x: &Array1<T>) -> Gru<T> {
        Gru {
            w: &self.w * self.rate,
            b: self.forward(x),
            rate: self.rate,
            hist: vec![x.clone()],
            n: self.n + 1,
        }
    }
}
#[derive(Clone, Differentiable)]
struct Any<T, D: Dimension> {
    w: Array<T, D>,
    e: Option<ArrayD<T>>,
}
#[derive(Clone, Differentiable)]
enum Layer<T> {
    Dense { w: Array2<T>, b: Array1<T> },
    Scale(T),
    Skip,
    Nested(Box<Layer<T>>),
}
impl<T: Real> Layer<T> {
    #[derive_jvp]
    fn apply(&self, x: &Array1<T>) -> Array1<T> {
        match self {
            Layer::Dense { w, b } => (w.dot(x) + b).mapv(|v| v.tanh()),
            Layer::Scale(s) => x * *s,
            Layer::Skip => x.clone(),
            Layer::Nested(l) => l.apply(x),
        }
    }
}
#[derive(Clone, Differentiable)]
struct Net<T> {
    layers: Vec<Layer<T>>,
    gru: Gru<T>,
}
#[derive_jvp]
fn activated(net: &Net<f64>, x: &Array1<f64>) -> f64 {
    let mut y = x.clone();
    for l in &net.layers {
        y = l.apply(&y);
    }
    let g = net.gru.stepped(&y);
    g.forward(&y).sum() * g.rate + g.n as f64
}
#[derive_jvp]
fn of_any_rank<D: Dimension>(a: &Any<f64, D>, s: f64) -> f64 {
    a.w.sum() * s + a.e.as_ref().map_or(0.0, |e| e.sum())
}
#[test]
fn arrays_of_a_parameter_without_bounds() {
    let x = Array1::from(vec![0.3, -0.4]);
    let w = Array2::from_shape_fn((2, 2), |(i, j)| 0.2 + i as f64 * 0.3 - j as f64 * 0.5);
    let gru = Gru {
        w: w.clone(),
        b: x.clone(),
        rate: 0.7,
        hist: vec![x.clone()],
        n: 2,
    };
    let net = Net {
        layers: vec![
            Layer::Dense {
                w: w.clone(),
                b: x.clone(),
            },
            Layer::Scale(0.3),
            Layer::Nested(Box::new(Layer::Skip)),
        ],
        gru,
    };
    check_jvp!(activated, jvp_activated, &net, &x);
    let a = Any::<f64, Ix2> { w, e: None };
    check_jvp!(of_any_rank::<Ix2>, jvp_of_any_rank::<Ix2>, &a, 0.3);
}
