//! Rules of the smooth functions whose derivative is more than one line: factors of the tangent.
//!
//! The formulas are those of the lanes (`lane/rules.rs`); the companions, which make the rules
//! differentiable in turn, are here.

use crate::lane::Lane;
use crate::math;
use crate::scalar::Real;

/// The lane that computes as plain scalar Rust does.
#[inline(always)]
fn exact<T: Real>(x: T) -> T::Exact {
    T::Exact::new(x)
}

/// `n aⁿ⁻¹`, the factor of `a.powi(n)`; 0 for `n = 0` whatever `a` is.
#[inline]
pub fn powi_factor<T: Real>(a: T, n: i32) -> T {
    exact(a).powi_factor(n).get()
}

/// Companion of the function; the exponent has no tangent and takes `()`.
#[doc(hidden)]
#[allow(
    non_camel_case_types,
    reason = "it shares the function's name, in the namespace of types"
)]
pub struct powi_factor {}

impl powi_factor {
    /// `n (n - 1) aⁿ⁻² da`.
    #[inline]
    pub fn jvp_10<T: Real>(a: T, da: T, n: i32) -> (T, T) {
        let slope = T::lit(f64::from(n)) * powi_factor(a, n.saturating_sub(1));
        (powi_factor(a, n), if n == 0 { T::ZERO } else { da * slope })
    }

    /// The exponent is constant: the tangent is zero.
    #[inline]
    pub fn jvp_01<T: Real>(a: T, n: i32, (): ()) -> (T, T) {
        (powi_factor(a, n), T::ZERO)
    }

    /// As [`jvp_10`](Self::jvp_10).
    #[inline]
    pub fn jvp_11<T: Real>(a: T, da: T, n: i32, (): ()) -> (T, T) {
        Self::jvp_10(a, da, n)
    }

    /// As [`jvp_10`](Self::jvp_10).
    #[inline]
    pub fn jvp<T: Real>(a: T, da: T, n: i32, (): ()) -> (T, T) {
        Self::jvp_10(a, da, n)
    }
}

/// `b aᵇ⁻¹`, the factor of `da` in `y = a.powf(b)`.
///
/// `b y / a` saves a power and is good wherever nothing on the way is zero, subnormal or infinite.
#[inline]
pub fn powf_base_slope<T: Real>(a: T, b: T, y: T) -> T {
    exact(a).powf_base_slope(exact(b), exact(y)).get()
}

companion!(
    powf_base_slope(a, b, y):
    da => da * if y.is_normal() { -(b * y) / (a * a) } else { b * powf_base_slope(a, b - T::ONE, T::ZERO) },
    db => db * if y.is_normal() { y / a } else { powf_mixed_slope_far(a, b) },
    dy => dy * if y.is_normal() { b / a } else { T::ZERO }
);

/// `aᵇ⁻¹ (1 + b ln a)` where `aᵇ` says nothing; 0 at `a = 0`, as the factors themselves.
#[cold]
fn powf_mixed_slope_far<T: Real>(a: T, b: T) -> T {
    if a == T::ZERO {
        T::ZERO
    } else {
        a.powf(b - T::ONE) * (T::ONE + b * a.ln())
    }
}

/// `aᵇ ln a`, the factor of `db` in `y = a.powf(b)`; 0 at `a = 0` for `b ≥ 0`, and wherever the
/// power vanishes.
#[inline]
pub fn powf_exponent_slope<T: Real>(a: T, b: T, y: T) -> T {
    exact(a).powf_exponent_slope(exact(b), exact(y)).get()
}

companion!(
    powf_exponent_slope(a, b, y):
    da => da * if y == T::ZERO { T::ZERO } else { y / a },
    _db => T::ZERO,
    dy => dy * if a == T::ZERO { T::ZERO } else { a.ln() }
);

/// `b / (a² + b²)`, without overflow or underflow on the way: the factor of `da` in
/// `a.atan2(b)`. The factor of `db` is `-angle_slope(b, a)`. NaN at the origin, where the angle
/// jumps.
#[inline]
pub fn angle_slope<T: Real>(a: T, b: T) -> T {
    exact(a).angle_slope(exact(b)).get()
}

companion!(
    angle_slope(a, b):
    da => da * T::lit(-2.0) * (angle_slope(a, b) * angle_slope(b, a)),
    db => db * (angle_slope(b, a) * angle_slope(b, a) - angle_slope(a, b) * angle_slope(a, b))
);

/// `a / y`, the factor of `da` in `y = a.hypot(b)`; 0 at the origin.
#[inline]
pub fn hypot_slope<T: Real>(a: T, y: T) -> T {
    exact(a).hypot_slope(exact(y)).get()
}

companion!(
    hypot_slope(a, y):
    da => if y == T::ZERO { T::ZERO } else { da / y },
    dy => if y == T::ZERO { T::ZERO } else { -(dy * (a / y)) / y }
);

/// `1 - y²` with `y = a.tanh()`, without the cancellation near 1: there it is
/// `(1 + |y|)² exp(-2|a|)`.
#[inline]
pub fn tanh_slope<T: Real>(a: T, y: T) -> T {
    exact(a).tanh_slope(exact(y)).get()
}

companion!(
    tanh_slope(a, y):
    da => if y.abs() < T::lit(0.9) { T::ZERO } else { da * T::lit(-2.0) * a.signum() * tanh_slope(a, y) },
    dy => if y.abs() < T::lit(0.9) {
        dy * T::lit(-2.0) * y
    } else {
        dy * T::lit(2.0) * y.signum() * (T::ONE + y.abs()) * (T::lit(-2.0) * a.abs()).exp()
    }
);

/// `y (1 - y)` with `y = a.sigmoid()`, without the cancellation near 1: there it is `y² exp(-a)`.
#[inline]
pub fn sigmoid_slope<T: Real>(a: T, y: T) -> T {
    exact(a).sigmoid_slope(exact(y)).get()
}

companion!(
    sigmoid_slope(a, y):
    da => if y < T::lit(0.9) { T::ZERO } else { -(da * sigmoid_slope(a, y)) },
    dy => if y < T::lit(0.9) { dy * (T::ONE - T::lit(2.0) * y) } else { dy * T::lit(2.0) * y * (-a).exp() }
);

/// `s + x s (1 - s)` with `s = sigmoid(x)`, the factor of `silu`.
#[inline]
pub fn silu_slope<T: Real>(x: T) -> T {
    exact(x).silu_slope().get()
}

companion!(silu_slope(x): dx => dx * silu_slope_slope(x));

/// `s (1 - s) (2 + x (1 - 2 s))`.
fn silu_slope_slope<T: Real>(x: T) -> T {
    if x.is_infinite() {
        return T::ZERO;
    }
    let (s, rest) = (x.sigmoid(), (-x).sigmoid());
    s * rest * (T::lit(2.0) + x * (rest - s))
}

macro_rules! from_math {
    ($($(#[$doc:meta])* $name:ident, $next:ident;)*) => {$(
        $(#[$doc])*
        #[inline]
        pub fn $name<T: Real>(x: T) -> T {
            T::lit(math::$name(x.widen()))
        }

        companion!($name(x): dx => dx * T::lit(math::$next(x.widen())));
    )*};
}

from_math! {
    /// `Φ(x) + x φ(x)`, the factor of `gelu`.
    gelu_slope, gelu_slope_slope;
    /// The factor of `gelu_tanh`.
    gelu_tanh_slope, gelu_tanh_slope_slope;
    /// `ψ'(x)`, the factor of `digamma`.
    trigamma, tetragamma;
}
