//! Functions over ndarray's arrays.

use crate::harness::Dual;
use jvp::prelude::*;
use ndarray::{Array1, Array2, ArrayView1, array};
use num_dual::DualNum;

#[derive_jvp]
fn midpoint(f: impl Fn(&Array1<f64>) -> Array1<f64>, y: &Array1<f64>, h: f64) -> Array1<f64> {
    let half = y + &(f(y) * (0.5 * h));
    y + &(f(&half) * h)
}

#[derive_jvp]
fn rotation(y: &Array1<f64>) -> Array1<f64> {
    array![y[1], -y[0].sin()]
}

#[derive_jvp(wrt(y, a), wrt(a) as stepped_a)]
fn stepped(y: &Array1<f64>, a: &Array2<f64>) -> Array1<f64> {
    let y = midpoint(rotation, y, 0.1);
    midpoint(|y| a.dot(y).tanh(), &y, 0.2)
}

fn stepped_oracle(y: &[Dual], a: &[Dual]) -> Vec<Dual> {
    let step = |f: &dyn Fn([Dual; 2]) -> [Dual; 2], y: [Dual; 2], h: f64| {
        let k = f(y);
        let k = f([y[0] + k[0] * (0.5 * h), y[1] + k[1] * (0.5 * h)]);
        [y[0] + k[0] * h, y[1] + k[1] * h]
    };
    let y = step(&|y| [y[1], -y[0].sin()], [y[0], y[1]], 0.1);
    let product = |y: [Dual; 2]| {
        [
            (a[0] * y[0] + a[1] * y[1]).tanh(),
            (a[2] * y[0] + a[3] * y[1]).tanh(),
        ]
    };
    step(&product, y, 0.2).to_vec()
}

fn matrix(a: &[f64]) -> Array2<f64> {
    Array2::from_shape_vec((2, 2), a.to_vec()).unwrap()
}

/// The value of a vectorised `tanh` may differ from `std`'s in the last bits.
#[test]
fn functions_over_arrays() {
    let (y, a) = ([0.3, -0.4], [0.5, 1.5, -0.7, 0.2]);
    let (dy, da) = ([0.7, -0.2], [0.1, -1.2, 0.4, 0.9]);
    let dual = |x: &[f64], d: &[f64]| -> Vec<Dual> {
        x.iter().zip(d).map(|(x, d)| Dual::new(*x, *d)).collect()
    };
    let vector = |x: &[f64]| Array1::from(x.to_vec());
    let agree = |(value, tangent): (Array1<f64>, Array1<f64>), oracle: Vec<Dual>| {
        for i in 0..2 {
            assert!(
                (value[i] - oracle[i].re).abs() < 1e-14,
                "{value} {oracle:?}"
            );
            assert!(
                (tangent[i] - oracle[i].eps).abs() < 1e-12,
                "{tangent} {oracle:?}"
            );
        }
    };
    agree(
        jvp_stepped(&vector(&y), &vector(&dy), &matrix(&a), &matrix(&da)),
        stepped_oracle(&dual(&y, &dy), &dual(&a, &da)),
    );
    agree(
        jvp_stepped_a(&vector(&y), &matrix(&a), &matrix(&da)),
        stepped_oracle(&dual(&y, &[0.0; 2]), &dual(&a, &da)),
    );
}

// Elementwise, by a function that is a parameter.
#[derive_jvp]
fn mapped(f: impl Fn(f64) -> f64, x: &Array1<f64>, of: impl Fn(ArrayView1<f64>) -> f64) -> f64 {
    let y = x.mapv(&f);
    let z = x.mapv(|v| f(v) * v);
    y.sum() + z.sum() + f(2.0) + of(x.view())
}

#[derive_jvp(wrt(x, k))]
fn of_mapped(x: &Array1<f64>, k: f64) -> f64 {
    mapped(|v| k * v * v, x, |x: ArrayView1<f64>| x.sum() * k)
}

#[test]
fn elementwise_by_a_parameter() {
    let x = array![0.3, -1.5, 2.0];
    let dx = array![1.0, 0.5, -0.25];
    let (k, dk) = (0.7, -0.3);
    let (value, tangent) = jvp_of_mapped(&x, &dx, k, dk);
    let (k, x) = (Dual::new(k, dk), [(0.3, 1.0), (-1.5, 0.5), (2.0, -0.25)]);
    let mut oracle = k * 4.0;
    for (x, dx) in x {
        let x = Dual::new(x, dx);
        oracle += k * x * x + k * x * x * x + x * k;
    }
    assert!((value - oracle.re).abs() < 1e-14);
    assert!((tangent - oracle.eps).abs() < 1e-14);
}
