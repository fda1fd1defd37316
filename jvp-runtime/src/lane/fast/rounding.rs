//! Rounding to integers without the instruction, which the baseline of x86-64 lacks.
//!
//! All exact; NaN, ∞ and the sign of zero stay.

use super::number::{Number, select};

/// From here on every number is an integer.
#[inline(always)]
fn unit<N: Number>() -> N {
    N::pick(8_388_608.0, 4_503_599_627_370_496.0)
}

/// `rounded`, a rounding of `|x|`, unless `x` is an integer or NaN anyway.
#[inline(always)]
fn small<N: Number>(x: N, rounded: N) -> N {
    select(x.abs().below(unit()), rounded.copysign(x), x)
}

/// The nearest integer to `|x|`, ties to even.
#[inline(always)]
fn nearest<N: Number>(x: N) -> N {
    (x.abs() + unit()) - unit()
}

/// Ties to even.
#[inline(always)]
pub fn round_ties_even<N: Number>(x: N) -> N {
    small(x, nearest(x))
}

/// Towards zero.
#[inline(always)]
pub fn trunc<N: Number>(x: N) -> N {
    let r = nearest(x);
    small(x, select(r.above(x.abs()), r - N::lit(1.0), r))
}

/// Ties away from zero.
#[inline(always)]
pub fn round<N: Number>(x: N) -> N {
    let t = trunc(x);
    let away = (x - t).abs().at_least(N::lit(0.5));
    small(x, select(away, t.abs() + N::lit(1.0), t.abs()))
}

/// Down.
#[inline(always)]
pub fn floor<N: Number>(x: N) -> N {
    let r = round_ties_even(x);
    select(r.above(x), r - N::lit(1.0), r)
}

/// Up.
#[inline(always)]
pub fn ceil<N: Number>(x: N) -> N {
    -floor(-x)
}
