//! Annotated functions in another crate: callers reach their derivatives by naming them.

use jvp::prelude::*;

/// `a x²`
#[derive_jvp]
pub fn parabola(a: f64, x: f64) -> f64 {
    a * square(x)
}

/// Private, and called by a public one.
#[derive_jvp]
fn square<T: Real>(x: T) -> T {
    x * x
}

/// The mean of squares, or nothing.
#[derive_jvp]
pub fn mean_square<T: Real>(x: &[T]) -> Option<T> {
    if x.is_empty() {
        return None;
    }
    let mut sum = T::lit(0.0);
    for &a in x {
        sum += square(a);
    }
    Some(sum / T::lit(x.len() as f64))
}

pub mod inner {
    //! A module below.

    use jvp::prelude::*;

    /// Adds `k x` to each `y`.
    #[derive_jvp]
    pub fn add_scaled(y: &mut [f64], k: f64, x: &[f64]) {
        for (y, x) in y.iter_mut().zip(x) {
            *y += k * x;
        }
    }
}
