//! A fold of which nothing shows what may end it, and a source of iterators that has no rule.

use jvp::prelude::*;

mod sums {
    use jvp::prelude::*;

    #[derive_jvp]
    pub fn checked(x: f64) -> Option<f64> {
        (x > 0.0).then_some(x)
    }
}

#[derive_jvp]
fn f(x: &[f64]) -> f64 {
    x.iter()
        .try_fold(0.0, |sum, v| sums::checked(sum + v))
        .unwrap_or(1.0)
}

#[derive_jvp]
fn g(x: f64) -> f64 {
    std::iter::once_with(|| x * x).sum()
}

fn main() {
    jvp_f(&[1.0], &[1.0]);
    jvp_g(1.0, 1.0);
}
