//! Rules of the piecewise functions: the part of a tangent that goes through.
//!
//! Each takes the operands and the tangent `t` of one of them and is linear in `t`. They select
//! rather than multiply, so that an infinite or NaN tangent of a side that is not taken stays out
//! of the result. The conventions at kinks are those of `docs/kinks.md`.

use crate::scalar::Real;

/// `t` if it is zero, else `v`: a zero tangent never meets an infinite factor.
#[inline]
pub fn guard<T: Real>(t: T, v: T) -> T {
    if t == T::ZERO { t } else { v }
}

companion!(guard(t, v): _dt => T::ZERO, dv => dv);

/// Tangent of `|a|`: `t`, `-t`, and `0 · t` at zero.
#[inline]
pub fn abs_part<T: Real>(a: T, t: T) -> T {
    if a > T::ZERO {
        t
    } else if a < T::ZERO {
        -t
    } else {
        a * t
    }
}

companion!(abs_part(a, t): _da => T::ZERO, dt => abs_part(a, dt));

/// Tangent of `copysign(a, b)` through `a`: that of `|a|`, with the sign of `b`.
#[inline]
pub fn copysign_part<T: Real>(a: T, b: T, t: T) -> T {
    let part = abs_part(a, t);
    if b.is_sign_negative() { -part } else { part }
}

companion!(copysign_part(a, b, t): _da => T::ZERO, _db => T::ZERO, dt => copysign_part(a, b, dt));

/// Tangent of `max(a, b)` through `a`: all of it where `a` is greater or `b` is NaN, half of it at
/// a tie.
#[inline]
pub fn max_part<T: Real>(a: T, b: T, t: T) -> T {
    if a > b {
        t
    } else if a < b {
        T::ZERO
    } else {
        tie_part(a, b, t)
    }
}

companion!(max_part(a, b, t): _da => T::ZERO, _db => T::ZERO, dt => max_part(a, b, dt));

/// Tangent of `min(a, b)` through `a`, as `max_part`.
#[inline]
pub fn min_part<T: Real>(a: T, b: T, t: T) -> T {
    if a < b {
        t
    } else if a > b {
        T::ZERO
    } else {
        tie_part(a, b, t)
    }
}

companion!(min_part(a, b, t): _da => T::ZERO, _db => T::ZERO, dt => min_part(a, b, dt));

/// `a` and `b` are equal or one of them is NaN: `max` and `min` then give the other.
#[inline]
fn tie_part<T: Real>(a: T, b: T, t: T) -> T {
    if a == b {
        T::lit(0.5) * t
    } else if !b.is_nan() {
        T::ZERO
    } else if a.is_nan() {
        a
    } else {
        t
    }
}

/// Tangent of `a.clamp(low, high)` through `a`: all of it inside, half of it on one bound, none
/// where both bounds hold it.
#[inline]
pub fn clamp_part<T: Real>(a: T, low: T, high: T, t: T) -> T {
    if a < low || a > high {
        T::ZERO
    } else if a == low || a == high {
        if low == high {
            T::ZERO
        } else {
            T::lit(0.5) * t
        }
    } else if a.is_nan() {
        a
    } else {
        t
    }
}

companion!(
    clamp_part(a, low, high, t):
    _da => T::ZERO, _dl => T::ZERO, _dh => T::ZERO, dt => clamp_part(a, low, high, dt)
);

/// Tangent of `a.clamp(low, _)` through `low`: all of it below, half of it on the bound.
#[inline]
pub fn clamp_low_part<T: Real>(a: T, low: T, t: T) -> T {
    if a < low {
        t
    } else if a == low {
        T::lit(0.5) * t
    } else {
        T::ZERO
    }
}

companion!(clamp_low_part(a, low, t): _da => T::ZERO, _dl => T::ZERO, dt => clamp_low_part(a, low, dt));

/// Tangent of `a.clamp(_, high)` through `high`, as `clamp_low_part`.
#[inline]
pub fn clamp_high_part<T: Real>(a: T, high: T, t: T) -> T {
    if a > high {
        t
    } else if a == high {
        T::lit(0.5) * t
    } else {
        T::ZERO
    }
}

companion!(clamp_high_part(a, high, t): _da => T::ZERO, _dh => T::ZERO, dt => clamp_high_part(a, high, dt));
