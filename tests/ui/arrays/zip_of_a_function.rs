//! What a function by name does to the elements can't be seen.

use jvp::prelude::*;
use ndarray::{Array1, Zip};

#[derive_jvp]
fn swapped(mut x: Array1<f64>, mut y: Array1<f64>) -> Array1<f64> {
    Zip::from(&mut x).and(&mut y).for_each(std::mem::swap);
    x
}

fn main() {}
