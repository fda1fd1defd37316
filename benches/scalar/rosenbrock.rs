//! Rosenbrock's function of 1000 variables, in one direction: a reduction over a slice.

use std::hint::black_box;

use jvp::prelude::*;
use num_dual::Dual64;

use crate::close;
use crate::contest::{Contest, run};

#[derive_jvp(pushforward)]
pub fn rosenbrock(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() - 1 {
        let a = 1.0 - x[i];
        let b = x[i + 1] - x[i] * x[i];
        sum += a * a + 100.0 * b * b;
    }
    sum
}

/// The primal's own arithmetic, and the tangent from what it has computed.
/// (To take the factor 2 out of the loop would gain a tenth more, in a loop of another shape.)
fn by_hand(x: &[f64], dx: &[f64]) -> (f64, f64) {
    // One check here, none in the loop.
    let dx = &dx[..x.len()];
    let (mut sum, mut dsum) = (0.0, 0.0);
    for i in 0..x.len() - 1 {
        let a = 1.0 - x[i];
        let b = x[i + 1] - x[i] * x[i];
        let half = x[i] * dx[i];
        let db = dx[i + 1] - (half + half);
        let b100 = 100.0 * b;
        sum += a * a + b100 * b;
        let half = b100 * db - a * dx[i];
        dsum += half + half;
    }
    (sum, dsum)
}

fn over_duals(x: &[Dual64]) -> Dual64 {
    let mut sum = Dual64::from(0.0);
    for i in 0..x.len() - 1 {
        let a = -x[i] + 1.0;
        let b = x[i + 1] - x[i] * x[i];
        sum += a * a + b * b * 100.0;
    }
    sum
}

pub fn contest() -> Contest {
    let x: Vec<f64> = (0..1000).map(|i| 1.0 + 0.3 * f64::from(i).sin()).collect();
    let dx: Vec<f64> = (0..1000).map(|i| (0.7 * f64::from(i)).cos()).collect();
    let duals: Vec<Dual64> = x
        .iter()
        .zip(&dx)
        .map(|(&x, &dx)| Dual64::new(x, dx))
        .collect();

    let (value, tangent) = jvp_rosenbrock(&x, &dx);
    assert_eq!(value.to_bits(), rosenbrock(&x).to_bits());
    assert_eq!(value.to_bits(), by_hand(&x, &dx).0.to_bits());
    assert!(close(tangent, by_hand(&x, &dx).1) && close(tangent, pushforward_rosenbrock(&x, &dx)));
    assert!(close(value, over_duals(&duals).re) && close(tangent, over_duals(&duals).eps));

    // Inputs of a benchmark live as long as the program.
    let (x, dx, duals): (&[f64], &[f64], &[Dual64]) = (x.leak(), dx.leak(), duals.leak());
    Contest::new(
        "rosenbrock, n = 1000",
        [
            run(move || rosenbrock(black_box(x))),
            run(move || jvp_rosenbrock(black_box(x), black_box(dx))),
            run(move || by_hand(black_box(x), black_box(dx))),
            run(move || over_duals(black_box(duals))),
            run(move || pushforward_rosenbrock(black_box(x), black_box(dx))),
        ],
    )
}
