//! The special functions in `f64`, value and derivative, with their error bounds.
//!
//! Everything here is a function of plain `f64` values: `f32` goes through `f64` and is rounded
//! once. Bounds are stated at each function and checked by the oracle tests of the facade.

mod exact;
mod gamma;
mod gelu;
mod logistic;
mod rectifier;

pub use gamma::{digamma, lgamma, tetragamma, trigamma};
pub use gelu::{
    gelu, gelu_slope, gelu_slope_slope, gelu_tanh, gelu_tanh_slope, gelu_tanh_slope_slope,
};
pub use libm::{erf, erfc};
pub use logistic::{log_sigmoid, sigmoid, silu, softplus};
pub use rectifier::{elu, hard_tanh, leaky_relu, relu, selu};
