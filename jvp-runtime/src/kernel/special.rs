//! The special functions as methods of arrays: `x.sigmoid()`.
//!
//! In: an array of any ownership, borrowed. Out: a new array. Each is a kernel of one input.

use ndarray::{Array, ArrayRef, Dimension};

use super::{Kernel, map};
use crate::elementwise::Elementwise;
use crate::lane::Lane;
use crate::scalar::Real;

macro_rules! special {
    ($($name:ident $Name:ident)*) => {
        $(
            struct $Name;

            impl Kernel<1, 1> for $Name {
                #[inline(always)]
                fn eval<N: Lane>(&self, [x]: [N; 1]) -> [N; 1] {
                    [x.$name()]
                }
            }
        )*

        impl<E: Real, D: Dimension> Elementwise for &ArrayRef<E, D> {
            type Output = Array<E, D>;

            $(
                fn $name(self) -> Array<E, D> {
                    let [y] = map($Name, (self,));
                    y
                }
            )*
        }
    };
}

special! {
    sigmoid Sigmoid
    softplus Softplus
    relu Relu
    leaky_relu LeakyRelu
    elu Elu
    selu Selu
    silu Silu
    gelu Gelu
    gelu_tanh GeluTanh
    hard_tanh HardTanh
    log_sigmoid LogSigmoid
    lgamma Lgamma
    digamma Digamma
}

/// `erf` and `erfc` as methods of arrays.
///
/// They are no methods of scalars, since `std` is about to take these names: there it is
/// `jvp::nn::erf(x)`.
///
/// ```
/// use jvp_runtime::prelude::*;
/// use ndarray::array;
///
/// assert_eq!(array![0.0, f64::INFINITY].erf(), array![0.0, 1.0]);
/// ```
pub trait ErrorFunctions {
    /// What a function returns: a new array of the same shape.
    type Output;

    /// The error function `2/√π ∫₀ˣ exp(-t²) dt` of every element.
    fn erf(&self) -> Self::Output;

    /// `1 - erf(x)`, without cancellation for large `x`.
    fn erfc(&self) -> Self::Output;
}

struct Erf;

impl Kernel<1, 1> for Erf {
    #[inline(always)]
    fn eval<N: Lane>(&self, [x]: [N; 1]) -> [N; 1] {
        [x.erf()]
    }
}

struct Erfc;

impl Kernel<1, 1> for Erfc {
    #[inline(always)]
    fn eval<N: Lane>(&self, [x]: [N; 1]) -> [N; 1] {
        [x.erfc()]
    }
}

impl<E: Real, D: Dimension> ErrorFunctions for ArrayRef<E, D> {
    type Output = Array<E, D>;

    fn erf(&self) -> Array<E, D> {
        let [y] = map(Erf, (self,));
        y
    }

    fn erfc(&self) -> Array<E, D> {
        let [y] = map(Erfc, (self,));
        y
    }
}
