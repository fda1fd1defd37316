//! A method of another trait that has the name of one of ours: its derivative is not known.

use jvp::derive_jvp;
use ndarray::{Array1, Array2};

trait Activation {
    fn sigmoid(self) -> Self;
    fn erf(self) -> Self;
}

impl Activation for f64 {
    fn sigmoid(self) -> f64 {
        0.5 * (1.0 + self / (1.0 + self.abs()))
    }

    fn erf(self) -> f64 {
        (1.2 * self).tanh()
    }
}

trait Layer {
    fn relu(&self) -> Self;
}

impl Layer for Array2<f64> {
    fn relu(&self) -> Self {
        self.mapv(|v| v.max(0.1 * v))
    }
}

#[derive_jvp]
fn of_a_number(x: f64) -> f64 {
    x.sigmoid() * x
}

#[derive_jvp]
fn on_elements(x: &Array1<f64>) -> Array1<f64> {
    x.mapv(f64::sigmoid)
}

#[derive_jvp]
fn of_an_array(x: &Array2<f64>) -> Array2<f64> {
    x.relu()
}

#[derive_jvp]
fn of_arrays_only(x: f64) -> f64 {
    x.erf()
}

fn main() {}
