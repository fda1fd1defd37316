use jvp::prelude::*;
use ndarray::{Array1, Array2, Axis};

#[derive_jvp]
fn spread(x: &Array1<f64>, ddof: f64) -> f64 {
    x.var(ddof)
}

#[derive_jvp]
fn spreads(x: &Array2<f64>, n: f64) -> Array1<f64> {
    x.std_axis(Axis(0), n / 2.0)
}

fn main() {}
