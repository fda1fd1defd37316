//! Array functions, of one kernel each: elementwise, a store in place, sums; and a product.
//!
//! No two kernels compute the same, since the optimiser makes one function of two such.

use jvp::prelude::*;
use ndarray::Array2;

/// The functions, for a scalar.
macro_rules! functions {
    ($module:ident: $scalar:ident) => {
        pub mod $module {
            use jvp::prelude::*;
            use ndarray::{Array1, Array2, Axis};

            #[derive_jvp]
            pub fn exponential(x: &Array1<$scalar>) -> Array1<$scalar> {
                x.exp()
            }

            #[derive_jvp]
            pub fn hyperbola(x: &Array1<$scalar>) -> Array1<$scalar> {
                x.tanh()
            }

            #[derive_jvp]
            pub fn waves(x: &Array1<$scalar>) -> Array1<$scalar> {
                x.sin() * x.cos()
            }

            #[derive_jvp]
            pub fn logarithm(x: &Array1<$scalar>) -> Array1<$scalar> {
                x.ln()
            }

            #[derive_jvp]
            pub fn quotient(x: &Array1<$scalar>, y: &Array1<$scalar>) -> Array1<$scalar> {
                x / (1.0 + y * y)
            }

            #[derive_jvp]
            pub fn comparison(x: &Array1<$scalar>) -> Array1<$scalar> {
                x.mapv(|v| if v > 1.0 { v * v } else { 0.5 * v })
            }

            #[derive_jvp]
            pub fn in_place(y: &mut Array1<$scalar>, x: &Array1<$scalar>) {
                *y += &x.exp();
            }

            #[derive_jvp]
            pub fn total(x: &Array1<$scalar>) -> $scalar {
                (1.0 + x * x).sqrt().sum()
            }

            #[derive_jvp]
            pub fn columns(x: &Array2<$scalar>) -> Array1<$scalar> {
                (2.0 - x * x).sqrt().sum_axis(Axis(0))
            }
        }
    };
}

functions!(single: f32);
functions!(double: f64);

/// A product: it brings the tiles of all sizes, for every kind of machine.
#[derive_jvp(wrt(x))]
pub fn product(x: &Array2<f32>, w: &Array2<f32>) -> Array2<f32> {
    x.dot(w)
}
