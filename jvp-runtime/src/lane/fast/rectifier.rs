//! Piecewise activations. NaN stays NaN: the comparison that fails for it selects `x` itself.

use super::exponential::{exp_m1, softplus};
use super::number::{Number, select};

/// `max(x, 0)`, exact.
#[inline(always)]
pub fn relu<N: Number>(x: N) -> N {
    select(x.at_most(N::lit(0.0)), N::lit(0.0), x)
}

/// `x` or `0.01 x`, ≤ 1 ulp.
#[inline(always)]
pub fn leaky_relu<N: Number>(x: N) -> N {
    select(x.at_most(N::lit(0.0)), x * N::lit(0.01), x)
}

/// `x` or `eˣ - 1`, ≤ 2 ulp.
#[inline(always)]
pub fn elu<N: Number>(x: N) -> N {
    select(x.at_most(N::lit(0.0)), exp_m1(x), x)
}

/// `λ x` or `λ α (eˣ - 1)`, ≤ 2 ulp, with the λ and α of Klambauer et al. 2017.
#[inline(always)]
pub fn selu<N: Number>(x: N) -> N {
    let (scale, scale_alpha) = (N::lit(1.0507009873554805), N::lit(1.7580993408473768));
    select(x.at_most(N::lit(0.0)), scale_alpha * exp_m1(x), scale * x)
}

/// `x` clamped to `[-1, 1]`, exact.
#[inline(always)]
pub fn hard_tanh<N: Number>(x: N) -> N {
    let one = N::lit(1.0);
    let x = select(x.below(-one), -one, x);
    select(x.above(one), one, x)
}

/// `ln(sigmoid(x)) = -softplus(-x)`, ≤ 2 ulp.
#[inline(always)]
pub fn log_sigmoid<N: Number>(x: N) -> N {
    -softplus(-x)
}
