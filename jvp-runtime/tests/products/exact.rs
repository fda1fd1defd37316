//! The oracle: products summed in twice the precision, with the bound that they are held to.

use jvp_runtime::Real;
use ndarray::{Array2, ArrayView2};

/// A sum that is not yet rounded: `high + low`.
#[derive(Clone, Copy, Default)]
struct Sum {
    high: f64,
    low: f64,
}

impl Sum {
    /// Adds `a b`, whose own rounding error is exact by a fused multiply-add.
    fn add(&mut self, a: f64, b: f64) {
        let product = a * b;
        let sum = self.high + product;
        let part = sum - self.high;
        let lost = (self.high - (sum - part)) + (product - part);
        self.high = sum;
        self.low += lost + a.mul_add(b, -product);
    }
}

/// Holds every element of `c` against `a b`, to `(k + 2) u` of the sum of magnitudes.
pub fn check<T: Real>(a: ArrayView2<T>, b: ArrayView2<T>, c: ArrayView2<T>, unit: f64, what: &str) {
    assert_eq!((a.nrows(), b.ncols()), c.dim(), "{what}");
    let (a, b) = (a.mapv(T::widen), b.mapv(T::widen));
    let b = Array2::from_shape_fn((b.ncols(), b.nrows()), |(j, p)| b[[p, j]]);
    for ((i, j), &y) in c.indexed_iter() {
        let (mut sum, mut size) = (Sum::default(), 0.0);
        for (&a, &b) in a.row(i).iter().zip(b.row(j)) {
            sum.add(a, b);
            size += (a * b).abs();
        }
        let error = (y.widen() - sum.high - sum.low).abs();
        let bound = (a.ncols() as f64 + 2.0) * unit * size;
        assert!(
            error <= bound,
            "{what} at {i}, {j}: {y} is off by {error:e} > {bound:e}"
        );
    }
}
