//! What generic code does with tangents: a solver that knows nothing of the parameters' type.

use jvp::prelude::*;
use ndarray::{Array1, Array2, array};

/// The direction of largest growth of a linear map, and the growth: power iteration. `at` only
/// gives the shape.
fn largest<P: Differentiable>(
    at: &P,
    map: impl Fn(&P::Tangent) -> P::Tangent,
    rounds: usize,
) -> (f64, P::Tangent) {
    let mut v = at.zero_tangent().random_like(&mut crate::laws::numbers(3));
    v.scale_by(1.0 / v.norm());
    let mut growth = 0.0;
    for _ in 0..rounds {
        let next = map(&v);
        growth = v.inner(&next);
        v = next;
        v.scale_by(1.0 / v.norm());
    }
    (growth, v)
}

/// Solves `A x = b` for a symmetric positive `A`: conjugate gradients.
fn solve<T: Tangent>(apply: impl Fn(&T) -> T, b: &T) -> T {
    let mut x = b.zero_like();
    let mut residual = b.clone();
    let mut direction = b.clone();
    let mut size = residual.inner(&residual);
    for _ in 0..b.coordinates() {
        let image = apply(&direction);
        let step = size / direction.inner(&image);
        x.axpy(step, &direction);
        residual.axpy(-step, &image);
        let next = residual.inner(&residual);
        direction.scale_by(next / size);
        direction.accumulate(&residual);
        size = next;
    }
    x
}

/// The trace of a linear map, from directions of random signs.
fn trace<T: Tangent>(like: &T, apply: impl Fn(&T) -> T, samples: usize) -> f64 {
    let mut number = crate::laws::numbers(5);
    let mut total = 0.0;
    for _ in 0..samples {
        let v = like.random_like(&mut || number().signum());
        total += v.inner(&apply(&v));
    }
    total / samples as f64
}

#[derive(Differentiable)]
struct Parameters {
    w: Array2<f64>,
    b: Array1<f64>,
    scale: f64,
    steps: usize,
}

fn parameters() -> Parameters {
    Parameters {
        w: array![[1.0, 2.0], [3.0, 4.0]],
        b: array![5.0, 6.0],
        scale: 7.0,
        steps: 8,
    }
}

/// A diagonal map, with 1, 2, …, 7 on its diagonal.
fn stretched(v: &ParametersTangent) -> ParametersTangent {
    let mut flat = crate::laws::flat(v);
    for (i, x) in flat.iter_mut().enumerate() {
        *x *= (i + 1) as f64;
    }
    let mut out = v.zero_like();
    out.read_flat(&flat);
    out
}

#[test]
fn power_iteration_finds_the_largest_direction() {
    let at = parameters();
    assert_eq!(at.steps, 8);
    let (growth, direction) = largest(&at, stretched, 200);
    assert!((growth - 7.0).abs() < 1e-12, "{growth}");
    assert!((direction.scale.abs() - 1.0).abs() < 1e-10, "{direction:?}");
}

#[test]
fn conjugate_gradients_invert() {
    let b = parameters()
        .zero_tangent()
        .random_like(&mut crate::laws::numbers(11));
    let x = solve(stretched, &b);
    let mut error = stretched(&x);
    error.axpy(-1.0, &b);
    assert!(error.norm() < 1e-10, "{error:?}");
}

#[test]
fn random_signs_give_the_trace() {
    // Exact for a diagonal map, whatever the signs.
    let estimate = trace(&parameters().zero_tangent(), stretched, 3);
    assert!((estimate - 28.0).abs() < 1e-12, "{estimate}");
}
