//! The special functions as free functions: `nn::sigmoid(x)`, `nn::erf(x)`.
//!
//! Inside an annotated function they are differentiated like annotated functions. Derivatives at
//! kinks follow the project's `docs/kinks.md`.

use std::f64::consts::FRAC_2_SQRT_PI;

use crate::math;
use crate::scalar::Real;
use crate::slopes::{gelu_slope, gelu_tanh_slope, silu_slope, trigamma};

/// One function per entry: documentation, name, and its derivative as a function of the argument
/// `x`, the value `y` and the tangent `t`.
macro_rules! functions {
    ($($(#[$doc:meta])* $name:ident |$x:ident, $y:ident, $t:ident| $tangent:expr;)*) => {$(
        $(#[$doc])*
        #[inline]
        pub fn $name<T: Real>(x: T) -> T {
            T::lit(math::$name(x.widen()))
        }

        #[doc(hidden)]
        #[allow(non_camel_case_types, reason = "it shares the function's name, in the namespace of types")]
        pub struct $name {}

        #[allow(unused_variables, reason = "not every derivative reads the value")]
        impl $name {
            /// Value and tangent.
            #[doc(hidden)]
            #[inline]
            pub fn jvp_1<T: Real>($x: T, $t: T) -> (T, T) {
                let $y = $name($x);
                ($y, $tangent)
            }

            /// The full variant, for functions passed by name.
            #[doc(hidden)]
            #[inline]
            pub fn jvp<T: Real>(x: T, dx: T) -> (T, T) {
                Self::jvp_1(x, dx)
            }
        }
    )*};
}

functions! {
    /// The error function `2/√π ∫₀ˣ exp(-s²) ds`; ±1 at ±∞. Error ≤ 1 ulp; derivative
    /// `2/√π exp(-x²)` (Abramowitz & Stegun 7.1.1).
    ///
    /// ```
    /// assert_eq!(jvp_runtime::nn::erf(0.5_f64), 0.5204998778130465);
    /// ```
    erf |x, y, t| t * (T::lit(FRAC_2_SQRT_PI) * (-(x * x)).exp());

    /// `1 - erf(x)` without cancellation; 2 at -∞ and 0 at +∞. Error ≤ 2 ulp; derivative
    /// `-2/√π exp(-x²)` (Abramowitz & Stegun 7.1.2).
    ///
    /// ```
    /// assert_eq!(jvp_runtime::nn::erfc(0.0_f64), 1.0);
    /// ```
    erfc |x, y, t| -(t * (T::lit(FRAC_2_SQRT_PI) * (-(x * x)).exp()));

    /// The logistic function `1 / (1 + e⁻ˣ)`; 0 at -∞ and 1 at +∞. Error ≤ 2 ulp; derivative
    /// `y (1 - y)`, accurate in both tails.
    ///
    /// ```
    /// assert_eq!(jvp_runtime::nn::sigmoid(0.0_f64), 0.5);
    /// ```
    sigmoid |x, y, t| t * if y < T::lit(0.9) { y * (T::ONE - y) } else { y * y * (-x).exp() };

    /// `ln(1 + eˣ)` without overflow; 0 at -∞. Error ≤ 2 ulp; derivative `sigmoid(x)`.
    ///
    /// ```
    /// assert_eq!(jvp_runtime::nn::softplus(0.0_f64), std::f64::consts::LN_2);
    /// ```
    softplus |x, y, t| t * x.sigmoid();

    /// `max(x, 0)`; NaN stays NaN. Exact; the derivative at 0 is 0.
    ///
    /// ```
    /// assert_eq!(jvp_runtime::nn::relu(-2.0_f64), 0.0);
    /// ```
    relu |x, y, t| if x <= T::ZERO { T::ZERO } else { t };

    /// `x` above zero and `0.01 x` below. Error ≤ 0.5 ulp; the derivative at 0 is 0.01, as from
    /// the left.
    ///
    /// ```
    /// assert_eq!(jvp_runtime::nn::leaky_relu(-2.0_f64), -0.02);
    /// ```
    leaky_relu |x, y, t| t * if x <= T::ZERO { T::lit(0.01) } else { T::ONE };

    /// `x` above zero and `eˣ - 1` below (Clevert, Unterthiner, Hochreiter 2016, α = 1); -1 at
    /// -∞. Error ≤ 1 ulp; derivative 1 or `eˣ`.
    ///
    /// ```
    /// assert_eq!(jvp_runtime::nn::elu(3.0_f64), 3.0);
    /// ```
    elu |x, y, t| t * if x <= T::ZERO { x.exp() } else { T::ONE };

    /// `λ x` above zero and `λ α (eˣ - 1)` below (Klambauer et al. 2017). Error ≤ 2 ulp; the
    /// derivative at 0 is `λ α`, as from the left.
    ///
    /// ```
    /// assert_eq!(jvp_runtime::nn::selu(1.0_f64), 1.0507009873554805);
    /// ```
    selu |x, y, t| t * if x <= T::ZERO { T::lit(1.7580993408473768) * x.exp() } else { T::lit(1.0507009873554805) };

    /// `x · sigmoid(x)`, also called swish; `-0` at -∞. Error ≤ 2 ulp; derivative
    /// `s + y (1 - s)` with `s = sigmoid(x)`.
    ///
    /// ```
    /// assert_eq!(jvp_runtime::nn::silu(0.0_f64), 0.0);
    /// ```
    silu |x, y, t| t * silu_slope(x);

    /// `x Φ(x)` with the normal distribution function Φ (Hendrycks, Gimpel 2016); `-0` at -∞.
    /// Error ≤ 3 ulp; derivative `Φ(x) + x φ(x)`.
    ///
    /// ```
    /// assert!((jvp_runtime::nn::gelu(1.0_f64) - 0.8413447460685429).abs() < 1e-15);
    /// ```
    gelu |x, y, t| t * gelu_slope(x);

    /// `x/2 (1 + tanh(√(2/π) (x + 0.044715 x³)))`, the tanh form of `gelu`; `-0` at -∞.
    /// Error ≤ 3 ulp; derivative by the chain rule, accurate in both tails.
    ///
    /// ```
    /// assert_eq!(jvp_runtime::nn::gelu_tanh(0.0_f64), 0.0);
    /// ```
    gelu_tanh |x, y, t| t * gelu_tanh_slope(x);

    /// `x` clamped to `[-1, 1]`. Exact; the derivative at ±1 is 0, as outside.
    ///
    /// ```
    /// assert_eq!(jvp_runtime::nn::hard_tanh(1.5_f64), 1.0);
    /// ```
    hard_tanh |x, y, t| if x.abs() >= T::ONE { T::ZERO } else { t };

    /// `ln(sigmoid(x))` without overflow; `-0` at +∞. Error ≤ 2 ulp; derivative `sigmoid(-x)`.
    ///
    /// ```
    /// assert_eq!(jvp_runtime::nn::log_sigmoid(0.0_f64), -std::f64::consts::LN_2);
    /// ```
    log_sigmoid |x, y, t| t * (-x).sigmoid();

    /// `ln |Γ(x)|`; +∞ at 0, -1, -2, … and ±∞. Error ≤ 3 ulp away from its zeros; derivative
    /// `digamma(x)` (Abramowitz & Stegun 6.3.1).
    ///
    /// ```
    /// assert_eq!(jvp_runtime::nn::lgamma(1.0_f64), 0.0);
    /// ```
    lgamma |x, y, t| t * x.digamma();

    /// `ψ(x) = Γ'(x) / Γ(x)`; ∓∞ at ±0, NaN at -1, -2, … and -∞. Error ≤ 3 ulp right of 0 and
    /// away from the negative zeros; derivative `ψ'(x)` (Abramowitz & Stegun 6.4.1).
    ///
    /// ```
    /// assert_eq!(jvp_runtime::nn::digamma(1.0_f64), -0.5772156649015329);
    /// ```
    digamma |x, y, t| t * trigamma(x);
}
