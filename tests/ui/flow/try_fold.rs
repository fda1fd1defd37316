//! A consumer and a source of iterators that have no rule.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: &[f64]) -> Option<f64> {
    x.iter()
        .try_fold(0.0, |sum, v| if *v < 0.0 { None } else { Some(sum + v) })
}

#[derive_jvp]
fn g(x: f64) -> f64 {
    std::iter::successors(Some(x), |v| Some(v * v))
        .take(3)
        .sum()
}

fn main() {
    jvp_f(&[1.0], &[1.0]);
    jvp_g(1.0, 1.0);
}
