//! A step of a Kalman filter (R. E. Kalman, "A new approach to linear filtering and prediction problems",
//! 1960) with four states and two measurements: some twenty operations on arrays so small that what an
//! operation costs before it computes anything is most of it.

use std::hint::black_box;

use jvp::prelude::*;
use ndarray::{Array1, Array2, array};

use crate::contest::{Contest, Who, entry};
use crate::inputs;

/// What does not change: the model of the motion, that of the measurement, and its noise.
type Model = (Array2<f64>, Array2<f64>, Array2<f64>);

#[derive_jvp(constant(model))]
pub fn step(
    x: &Array1<f64>,
    p: &Array2<f64>,
    z: &Array1<f64>,
    q: f64,
    model: &Model,
) -> (Array1<f64>, Array2<f64>) {
    let (f, h, r) = model;
    let x = f.dot(x);
    let p = f.dot(p).dot(&f.t()) + &(Array2::<f64>::eye(4) * q);
    let y = z - &h.dot(&x);
    let s = h.dot(&p).dot(&h.t()) + r;
    let det = s[[0, 0]] * s[[1, 1]] - s[[0, 1]] * s[[1, 0]];
    let inverse = array![[s[[1, 1]], -s[[0, 1]]], [-s[[1, 0]], s[[0, 0]]]] / det;
    let gain = p.dot(&h.t()).dot(&inverse);
    let next = &x + &gain.dot(&y);
    (next, &p - &gain.dot(h).dot(&p))
}

/// One step.
pub fn contest() -> Contest {
    let (x, dx) = (inputs::array::<f64, _>(4, 1.0, 1), inputs::array(4, 1.0, 2));
    let (z, dz) = (inputs::array(2, 1.0, 3), inputs::array(2, 1.0, 4));
    let matrix = |rows, cols, seed| inputs::array::<f64, _>((rows, cols), 0.3, seed);
    let noise = matrix(4, 4, 5);
    let p = &*Box::leak(Box::new(noise.dot(&noise.t()) + Array2::<f64>::eye(4)));
    let dp = matrix(4, 4, 6);
    let (q, dq) = (0.1, 0.2);
    let f = matrix(4, 4, 7) + &Array2::<f64>::eye(4);
    let model = (
        f,
        inputs::array((2, 4), 1.0, 8).clone(),
        Array2::<f64>::eye(2),
    );
    let model: &Model = Box::leak(Box::new(model));

    let ((y, _), (dy, _)) = jvp_step(x, dx, p, dp, z, dz, q, dq, model);
    inputs::assert_close("value", &y, &step(x, p, z, q, model).0, 1e-12);
    let parts = inputs::difference(x, dx, |x| step(x, p, z, q, model).0)
        + inputs::difference(p, dp, |p| step(x, p, z, q, model).0)
        + inputs::difference(z, dz, |z| step(x, p, z, q, model).0)
        + (step(x, p, z, q + 1e-6, model).0 - step(x, p, z, q - 1e-6, model).0) * (dq / 2e-6);
    inputs::assert_close("difference", &parts, &dy, 1e-3);

    Contest {
        entries: vec![
            entry(Who::Function, move || step(black_box(x), p, z, q, model)),
            entry(Who::Jvp, move || {
                jvp_step(black_box(x), dx, p, dp, z, dz, q, dq, model)
            }),
        ],
        results: (4, 2 * (4 + 16) * size_of::<f64>()),
    }
}
