//! [`Elementwise`]: the special functions as methods.

use crate::math;

macro_rules! elementwise {
    ($($(#[$doc:meta])* $name:ident)*) => {
        /// Special functions that `std` lacks, as methods of `f32`, `f64` and every `T: Real`.
        ///
        /// Values are within 2 ulp of the correctly rounded ones (`gelu` and `gelu_tanh` within 3,
        /// `lgamma` and `digamma` within 3 away from their zeros). Those of `f32` are computed in
        /// `f64` and rounded once.
        ///
        /// `erf` and `erfc` are not here, since `std` is about to take these names for its own
        /// methods: use `jvp::nn::erf`.
        ///
        /// ```
        /// use jvp_runtime::prelude::*;
        ///
        /// let x = 0.0_f64;
        /// assert_eq!(x.sigmoid(), 0.5);
        /// assert_eq!((-3.0_f32).relu(), 0.0);
        /// ```
        pub trait Elementwise {
            /// What a function returns: the scalar.
            type Output;

            $($(#[$doc])* fn $name(self) -> Self::Output;)*
        }

        impl Elementwise for f64 {
            type Output = f64;

            $(#[inline] fn $name(self) -> f64 { math::$name(self) })*
        }

        impl Elementwise for f32 {
            type Output = f32;

            $(#[inline] fn $name(self) -> f32 { math::$name(f64::from(self)) as f32 })*
        }
    };
}

elementwise! {
    /// The logistic function `1 / (1 + e⁻ˣ)`; 0 at -∞ and 1 at +∞.
    sigmoid
    /// `ln(1 + eˣ)`, without overflow: `x` for large `x`, `eˣ` for large `-x`.
    softplus
    /// `max(x, 0)`; NaN stays NaN, and `-0` gives `+0`.
    relu
    /// `x` above zero, `0.01 x` below.
    leaky_relu
    /// `x` above zero, `eˣ - 1` below (α = 1; Clevert, Unterthiner, Hochreiter 2016).
    elu
    /// `λ x` above zero, `λ α (eˣ - 1)` below, with the λ and α of Klambauer et al. 2017.
    selu
    /// `x · sigmoid(x)` (swish); `-0` at -∞.
    silu
    /// `x Φ(x)` with the normal distribution function Φ (Hendrycks, Gimpel 2016); `-0` at -∞.
    gelu
    /// The tanh form of `gelu`, `x/2 (1 + tanh(√(2/π) (x + 0.044715 x³)))`.
    gelu_tanh
    /// `x` clamped to `[-1, 1]`.
    hard_tanh
    /// `ln(sigmoid(x))`, without overflow: `x` for large `-x`, `-e⁻ˣ` for large `x`.
    log_sigmoid
    /// `ln |Γ(x)|`; +∞ at 0, -1, -2, … and at ±∞.
    lgamma
    /// `ψ(x) = Γ'(x) / Γ(x)`; ∓∞ at ±0, NaN at -1, -2, … and -∞.
    digamma
}
