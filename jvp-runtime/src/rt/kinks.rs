//! Rules of the piecewise functions: the part of a tangent that goes through.
//!
//! Each takes the operands and the tangent `t` of one of them and is linear in `t`. They are the
//! rules of the lanes (`lane/rules.rs`) with companions, which make them differentiable in turn. The
//! conventions at kinks are those of `docs/kinks.md`.

use super::skipped::Skipped;
use crate::lane::Lane;
use crate::scalar::Real;

/// The lane that computes as plain scalar Rust does.
#[inline(always)]
fn exact<T: Real>(x: T) -> T::Exact {
    T::Exact::new(x)
}

/// `t` if it is zero, else `v`: a zero tangent never meets an infinite factor.
#[inline]
pub fn guard<T: Guarded<V>, V>(t: T, v: V) -> V {
    t.guarded(v)
}

/// A tangent that may be zero: a number, a reference to one, or what a field without tangent has.
pub trait Guarded<V> {
    /// `v`, unless this is zero.
    fn guarded(self, v: V) -> V;
}

impl<T: Real> Guarded<T> for T {
    #[inline]
    fn guarded(self, v: T) -> T {
        exact(self).guard(exact(v)).get()
    }
}

impl<T: Real> Guarded<T> for &T {
    #[inline]
    fn guarded(self, v: T) -> T {
        (*self).guarded(v)
    }
}

impl<T: Real> Guarded<T> for &&T {
    #[inline]
    fn guarded(self, v: T) -> T {
        (**self).guarded(v)
    }
}

macro_rules! skipped {
    ($($skipped:ty)*) => {$(
        impl Guarded<Skipped> for $skipped {
            #[inline(always)]
            fn guarded(self, v: Skipped) -> Skipped {
                v
            }
        }
    )*};
}

skipped! { Skipped &Skipped }

companion!(guard(t, v): _dt => T::ZERO, dv => dv);

/// Tangent of `|a|`: `t`, `-t`, and `0 · t` at zero.
#[inline]
pub fn abs_part<T: Real>(a: T, t: T) -> T {
    exact(a).abs_part(exact(t)).get()
}

companion!(abs_part(a, t): _da => T::ZERO, dt => abs_part(a, dt));

/// Tangent of `copysign(a, b)` through `a`: that of `|a|`, with the sign of `b`.
#[inline]
pub fn copysign_part<T: Real>(a: T, b: T, t: T) -> T {
    exact(a).copysign_part(exact(b), exact(t)).get()
}

companion!(copysign_part(a, b, t): _da => T::ZERO, _db => T::ZERO, dt => copysign_part(a, b, dt));

/// Tangent of `max(a, b)` through `a`: all of it where `a` is greater or `b` is NaN, half of it at
/// a tie.
#[inline]
pub fn max_part<T: Real>(a: T, b: T, t: T) -> T {
    exact(a).max_part(exact(b), exact(t)).get()
}

companion!(max_part(a, b, t): _da => T::ZERO, _db => T::ZERO, dt => max_part(a, b, dt));

/// Tangent of `min(a, b)` through `a`, as `max_part`.
#[inline]
pub fn min_part<T: Real>(a: T, b: T, t: T) -> T {
    exact(a).min_part(exact(b), exact(t)).get()
}

companion!(min_part(a, b, t): _da => T::ZERO, _db => T::ZERO, dt => min_part(a, b, dt));

/// Tangent of `a.clamp(low, high)` through `a`: all of it inside, half of it on one bound, none
/// where both bounds hold it.
#[inline]
pub fn clamp_part<T: Real>(a: T, low: T, high: T, t: T) -> T {
    exact(a).clamp_part(exact(low), exact(high), exact(t)).get()
}

companion!(
    clamp_part(a, low, high, t):
    _da => T::ZERO, _dl => T::ZERO, _dh => T::ZERO, dt => clamp_part(a, low, high, dt)
);

/// Tangent of `a.clamp(low, _)` through `low`: all of it below, half of it on the bound.
#[inline]
pub fn clamp_low_part<T: Real>(a: T, low: T, t: T) -> T {
    exact(a).clamp_low_part(exact(low), exact(t)).get()
}

companion!(clamp_low_part(a, low, t): _da => T::ZERO, _dl => T::ZERO, dt => clamp_low_part(a, low, dt));

/// Tangent of `a.clamp(_, high)` through `high`, as `clamp_low_part`.
#[inline]
pub fn clamp_high_part<T: Real>(a: T, high: T, t: T) -> T {
    exact(a).clamp_high_part(exact(high), exact(t)).get()
}

companion!(clamp_high_part(a, high, t): _da => T::ZERO, _dh => T::ZERO, dt => clamp_high_part(a, high, dt));
