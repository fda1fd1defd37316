//! The rules of the smooth and the piecewise functions, as factors and parts of a tangent.
//!
//! What comes in are lanes, what goes out is a lane. The rules select rather than multiply, so that
//! an infinite or NaN tangent of a side that is not taken stays out of the result, and mostly
//! between values that are computed anyway, so that a loop of them is vector code. The conventions at kinks are those of
//! `docs/kinks.md` of the facade.

use super::Lane;

/// `if c { a } else { b }`, both sides computed.
#[inline(always)]
fn select<L>(c: bool, a: L, b: L) -> L {
    if c { a } else { b }
}

/// `b y / a` saves a power and is good wherever nothing on the way is zero, subnormal or infinite.
#[inline(always)]
pub(super) fn powf_base_slope<L: Lane>(a: L, b: L, y: L) -> L {
    let by = b * y;
    if by.is_normal() && a.is_normal() {
        by / a
    } else {
        powf_base_slope_far(a, b)
    }
}

/// The same where `y` says nothing: at zero, and far out.
#[inline(always)]
fn powf_base_slope_far<L: Lane>(a: L, b: L) -> L {
    let (zero, one) = (L::lit(0.0), L::lit(1.0));
    let power = b * a.powf(b - one);
    // a power that is 0 or ∞ around `a`: constant, or infinitely steep
    let vanishes = (a.abs() < one) == (b > zero);
    let step = select(vanishes, zero, b.signum() * L::lit(f64::INFINITY));
    let far = select(b.is_infinite() && a.abs() != one, step, power);
    select(b == zero, zero, far)
}

#[inline(always)]
pub(super) fn powf_exponent_slope<L: Lane>(a: L, b: L, y: L) -> L {
    let zero = L::lit(0.0);
    let none = (a >= zero && y == zero) || (a == zero && b == zero);
    select(none, zero, y * a.ln())
}

#[inline(always)]
pub(super) fn angle_slope<L: Lane>(a: L, b: L) -> L {
    let one = L::lit(1.0);
    let steep = a.abs() > b.abs();
    let (small, large) = (select(steep, b, a), select(steep, a, b));
    let q = small / large;
    let rest = select(steep, q, one) / (large * (one + q * q));
    // on the diagonal as far out elsewhere: nothing turns
    let diagonal = a.is_infinite() && b.is_infinite();
    select(diagonal, L::lit(0.0) / b, rest)
}

#[inline(always)]
pub(super) fn hypot_slope<L: Lane>(a: L, y: L) -> L {
    select(y == L::lit(0.0), L::lit(0.0), a / y)
}

/// Near 1 it is `(1 + |y|)² exp(-2|a|)`. Like the next two this is for lanes that branch; `Fast` has
/// its own.
#[inline(always)]
pub(super) fn tanh_slope<L: Lane>(a: L, y: L) -> L {
    if y.abs() < L::lit(0.9) {
        L::lit(1.0) - y * y
    } else {
        let sum = L::lit(1.0) + y.abs();
        sum * sum * (L::lit(-2.0) * a.abs()).exp()
    }
}

/// Near 1 it is `y² exp(-a)`.
#[inline(always)]
pub(super) fn sigmoid_slope<L: Lane>(a: L, y: L) -> L {
    if y < L::lit(0.9) {
        y * (L::lit(1.0) - y)
    } else {
        y * y * (-a).exp()
    }
}

#[inline(always)]
pub(super) fn silu_slope<L: Lane>(x: L) -> L {
    if x.is_infinite() {
        let above = x > L::lit(0.0);
        return select(above, L::lit(1.0), L::lit(0.0));
    }
    x.sigmoid() + x.silu() * (-x).sigmoid()
}

#[inline(always)]
pub(super) fn guard<L: Lane>(t: L, v: L) -> L {
    select(t == L::lit(0.0), t, v)
}

#[inline(always)]
pub(super) fn abs_part<L: Lane>(a: L, t: L) -> L {
    let zero = L::lit(0.0);
    select(a > zero, t, select(a < zero, -t, a * t))
}

#[inline(always)]
pub(super) fn copysign_part<L: Lane>(a: L, b: L, t: L) -> L {
    let part = abs_part(a, t);
    select(b.is_sign_negative(), -part, part)
}

#[inline(always)]
pub(super) fn max_part<L: Lane>(a: L, b: L, t: L) -> L {
    select(a > b, t, select(a < b, L::lit(0.0), tie_part(a, b, t)))
}

#[inline(always)]
pub(super) fn min_part<L: Lane>(a: L, b: L, t: L) -> L {
    select(a < b, t, select(a > b, L::lit(0.0), tie_part(a, b, t)))
}

/// `a` and `b` are equal or one of them is NaN: `max` and `min` then give the other.
#[inline(always)]
fn tie_part<L: Lane>(a: L, b: L, t: L) -> L {
    let other = select(a.is_nan(), a, t);
    let unequal = select(b.is_nan(), other, L::lit(0.0));
    select(a == b, L::lit(0.5) * t, unequal)
}

#[inline(always)]
pub(super) fn clamp_part<L: Lane>(a: L, low: L, high: L, t: L) -> L {
    let zero = L::lit(0.0);
    let inside = select(a.is_nan(), a, t);
    let bound = select(low == high, zero, L::lit(0.5) * t);
    let held = select(a == low || a == high, bound, inside);
    select(a < low || a > high, zero, held)
}

#[inline(always)]
pub(super) fn clamp_low_part<L: Lane>(a: L, low: L, t: L) -> L {
    let bound = select(a == low, L::lit(0.5) * t, L::lit(0.0));
    select(a < low, t, bound)
}

#[inline(always)]
pub(super) fn clamp_high_part<L: Lane>(a: L, high: L, t: L) -> L {
    let bound = select(a == high, L::lit(0.5) * t, L::lit(0.0));
    select(a > high, t, bound)
}
