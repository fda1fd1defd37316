//! Work that is not done: what is constant at a call has no tangent computed for it.

use jvp::prelude::*;
use ndarray::{Array2, array};
use std::cell::Cell;

thread_local! {
    static PRODUCTS: Cell<usize> = const { Cell::new(0) };
    static VALUES: Cell<usize> = const { Cell::new(0) };
}

fn counted() -> (usize, usize) {
    (PRODUCTS.take(), VALUES.take())
}

/// A product whose rule counts the products that it computes.
#[custom_jvp(times_rule)]
fn times(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    VALUES.set(VALUES.get() + 1);
    a.dot(b)
}

fn times_rule(
    a: &Array2<f64>,
    da: &Array2<f64>,
    b: &Array2<f64>,
    db: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>) {
    PRODUCTS.set(PRODUCTS.get() + 1);
    (times(a, b), da.dot(b) + a.dot(db))
}

#[derive(Clone, Debug, Differentiable)]
struct Layer {
    w: Array2<f64>,
    v: Array2<f64>,
}

impl Layer {
    /// Two products: one with `x`, one without.
    #[derive_jvp]
    fn forward(&self, x: &Array2<f64>) -> Array2<f64> {
        times(x, &self.w) + times(&self.v, &self.v)
    }

    #[derive_jvp(wrt(x), wrt(self) as weights)]
    fn forward_of_one(&self, x: &Array2<f64>) -> Array2<f64> {
        times(x, &self.w) + times(&self.v, &self.v)
    }
}

#[derive_jvp(wrt(x), wrt(layer) as of_layer, wrt(layer, x) as of_both)]
fn outer(layer: &Layer, x: &Array2<f64>) -> Array2<f64> {
    layer.forward(x)
}

fn setting() -> (Layer, LayerTangent, Array2<f64>) {
    let a = array![[1.0, 2.0], [3.0, 4.0]];
    let layer = Layer {
        w: a.clone(),
        v: a.clone(),
    };
    let dlayer = LayerTangent {
        w: a.clone(),
        v: a.clone(),
    };
    (layer, dlayer, a)
}

#[test]
fn a_constant_weight_costs_nothing() {
    let (layer, dlayer, x) = setting();
    assert_eq!(layer.forward(&x), outer(&layer, &x));
    counted();
    // With respect to the input, `v v` is a value like another.
    jvp_outer(&layer, &x, &x);
    assert_eq!(counted(), (1, 2));
    jvp_of_layer(&layer, &dlayer, &x);
    assert_eq!(counted(), (2, 2));
    jvp_of_both(&layer, &dlayer, &x, &x);
    assert_eq!(counted(), (2, 2));
}

#[test]
fn nor_does_it_in_the_method_itself() {
    let (layer, dlayer, x) = setting();
    assert_eq!(layer.forward(&x), layer.forward_of_one(&x));
    counted();
    layer.jvp_forward_of_one(&x, &x);
    assert_eq!(counted(), (1, 2));
    layer.jvp_weights(&dlayer, &x);
    assert_eq!(counted(), (2, 2));
}

/// An infinite constant never meets a zero tangent.
#[derive(Clone, Copy, Debug, Differentiable)]
struct Gain {
    k: f64,
    limit: f64,
}

impl Gain {
    #[derive_jvp]
    fn apply(&self, x: f64, y: f64, z: f64, u: f64) -> f64 {
        self.k * x * self.limit + y * z + u
    }
}

#[derive_jvp(wrt(u))]
fn only_u(g: &Gain, x: f64, u: f64) -> f64 {
    g.apply(x, x, x, u)
}

#[derive_jvp(wrt(x, u))]
fn x_and_u(g: &Gain, x: f64, u: f64) -> f64 {
    g.apply(1.0, x, 2.0, u)
}

#[test]
fn zero_never_meets_infinity() {
    let g = Gain {
        k: 2.0,
        limit: f64::INFINITY,
    };
    assert_eq!(jvp_only_u(&g, 1.0, 3.0, 0.5), (only_u(&g, 1.0, 3.0), 0.5));
    // Beyond four parameters the set is rounded up; the result holds.
    let plain = x_and_u(&g, 1.0, 3.0);
    assert_eq!(jvp_x_and_u(&g, 1.0, 0.25, 3.0, 0.5), (plain, 1.0));
}
