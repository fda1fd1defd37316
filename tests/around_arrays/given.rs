//! What an annotated function gives is of unknown kind: beside a number it may be an array.

use jvp::prelude::*;
use ndarray::{Array1, Array2};

#[derive_jvp]
fn rate(x: &Array1<f64>, k: f64) -> Array1<f64> {
    x.mapv(|v| (k * v).sin())
}

#[derive_jvp]
fn scaled(x: &Array1<f64>, k: f64) -> f64 {
    let z = (rate(x, k) * k).tanh();
    z.dot(x) + z.sum()
}

#[derive_jvp]
fn assigned(x: &Array1<f64>, k: f64) -> Array1<f64> {
    let mut h = rate(x, k);
    h = h.tanh() * k;
    h = k * h - 0.5;
    h
}

#[derive_jvp]
fn in_a_loop(x: &Array1<f64>, k: f64, n: usize) -> f64 {
    let mut z = rate(x, 1.0);
    for _ in 0..n {
        z = (rate(&z, k) + k).sin() * k;
        z /= z.dot(&z).sqrt();
    }
    z.sum() + z[0]
}

#[derive_jvp]
fn changed(x: &Array1<f64>, k: f64) -> Array1<f64> {
    let mut z = rate(x, k) * k;
    z *= k;
    z -= k;
    z.mapv_inplace(|v| v * k);
    -z
}

#[derive_jvp]
fn chosen(x: &Array1<f64>, k: f64, first: bool) -> Array1<f64> {
    let v = if first { rate(x, k) * k } else { rate(x, k) };
    let w = match first {
        true => v * k,
        false => v,
    };
    w + x
}

#[derive_jvp]
fn runge_kutta(x: &Array1<f64>, h: f64, n: usize) -> Array1<f64> {
    let mut y = x.to_owned();
    for _ in 0..n {
        let k1 = h * rate(&y, 1.5);
        let k2 = h * rate(&(&y + &(0.5 * &k1)), 1.5);
        let k3 = h * rate(&(&y + &(0.5 * &k2)), 1.5);
        let k4 = h * rate(&(&y + &k3), 1.5);
        y = y + (k1 + 2.0 * k2 + 2.0 * k3 + k4) / 6.0;
    }
    y
}

#[derive_jvp]
fn smoothed(x: &Array1<f64>, k: f64, n: usize) -> Array1<f64> {
    let mut v = rate(x, k) * k;
    let mut z = x.clone();
    for _ in 0..n {
        let a = rate(&z, k) * -k;
        v = v * k + a * (1.0 - k);
        z = z + &v * k;
    }
    z
}

#[derive(Clone, Differentiable)]
struct Layer {
    w: Array2<f64>,
    b: Array1<f64>,
    s: f64,
}

/// The layer's fields are of unknown kind, too.
#[derive_jvp]
fn layered(w: &Array2<f64>, b: &Array1<f64>, x: &Array1<f64>, k: f64) -> Array1<f64> {
    let layer = Layer {
        w: w.clone(),
        b: b * k,
        s: k,
    };
    let mut h = layer.forward(x, k);
    h = h * layer.s;
    h
}

impl Layer {
    #[derive_jvp]
    fn forward(&self, x: &Array1<f64>, k: f64) -> Array1<f64> {
        let mut h = self.w.dot(x) + &self.b;
        for _ in 0..2 {
            h = (h * self.s).tanh() * k;
        }
        h
    }
}

mod checks {
    check!(scaled: & [4], num);
    check!(assigned: & [4], num);
    check!(in_a_loop: & [4], num, = (3));
    check!(changed: & [4], num);
    check!(chosen: & [4], num, = (true));
    check!(runge_kutta: & [4], num, = (3));
    check!(smoothed: & [4], num, = (3));
    check!(layered: & [3, 4], & [3], & [4], num);
}
