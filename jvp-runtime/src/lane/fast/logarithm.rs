//! Logarithms, and the inverse hyperbolic functions that are logarithms.
//!
//! `x = 2ᵏ m` with `√½ ≤ m < √2`, `f = m - 1`, `s = f / (2 + f)`, and
//! `ln m = 2 artanh s = f - f²/2 + s (f²/2 + R(s²))` as in fdlibm.

use super::double::Double;
use super::exponential::LN_2;
use super::number::{Number, select};
use super::tables::{LOG, LOG_TAIL};

/// `1 / ln 2`, `1 / ln 10` and `log₁₀ 2` in two parts, for `f32` and `f64`; the first part of the
/// last one has trailing zeros.
const INV_LN_2: [(f64, f64); 2] = [
    (1.4426950216293335, 1.925963033500011e-08),
    (std::f64::consts::LOG2_E, 2.0355273740931033e-17),
];
const INV_LN_10: [(f64, f64); 2] = [
    (0.4342944920063019, -1.0103049952192578e-08),
    (std::f64::consts::LOG10_E, 1.098319650216765e-17),
];
const LOG10_2: [(f64, f64); 2] = [
    (0.301025390625, 4.605039066518657e-06),
    (0.30102999566361177, 3.694239077158931e-13),
];

/// `(k, m)` for every positive finite number.
#[inline(always)]
fn split<N: Number>(x: N) -> (N, N) {
    let tiny = x.below(N::lit(N::TINY));
    let (k, m) = select(tiny, x * N::pick(16_777_216.0, 18_014_398_509_481_984.0), x).split();
    (select(tiny, k - N::pick(24.0, 54.0), k), m)
}

/// `value` where `x` is positive and finite, and the logarithm's limits elsewhere.
#[inline(always)]
fn limits<N: Number>(x: N, value: N) -> N {
    let value = select(x.equals(N::lit(f64::INFINITY)), x, value);
    let value = select(x.equals(N::lit(0.0)), N::lit(f64::NEG_INFINITY), value);
    select(x.at_least(N::lit(0.0)), value, N::lit(f64::NAN))
}

/// `k ln 2 + ln(1 + f) + low`
#[inline(always)]
fn assemble<N: Number>(k: N, f: N, low: N) -> N {
    let s = f / (N::lit(2.0) + f);
    let z = s * s;
    let square = f * f * N::lit(0.5);
    let rest = s.fma(
        z.fma(z.polynomial(LOG), square),
        k.fma(N::pick(LN_2[0].1, LN_2[1].1), low),
    );
    k.fma(N::pick(LN_2[0].0, LN_2[1].0), f - (square - rest))
}

/// `ln x`, ≤ 1 ulp.
#[inline(always)]
pub fn ln<N: Number>(x: N) -> N {
    let (k, m) = split(x);
    limits(x, assemble(k, m - N::lit(1.0), N::lit(0.0)))
}

/// `ln(u.hi + u.lo) + j ln 2` for a positive normal `u.hi`; good also where `u` is near 1 and
/// `u.lo` is all that it differs by.
#[inline(always)]
fn ln_double<N: Number>(u: Double<N>, j: N) -> N {
    let (k, m) = u.hi.split();
    let most = N::lit(N::MAX_EXPONENT - 2.0);
    let c = u.lo * N::two_to(-select(k.above(most), most, k));
    let f = Double::quick(m - N::lit(1.0), c);
    assemble(k + j, f.hi, f.lo)
}

/// `ln(1 + x)` for `x ≥ 0`, ≤ 1 ulp.
#[inline(always)]
pub fn ln_1p_inside<N: Number>(x: N) -> N {
    ln_double(Double::sum(N::lit(1.0), x), N::lit(0.0))
}

/// `ln(1 + x)`, ≤ 1 ulp; keeps the sign of zero.
#[inline(always)]
pub fn ln_1p<N: Number>(x: N) -> N {
    let u = Double::sum(N::lit(1.0), x);
    let value = limits(u.hi, ln_double(u, N::lit(0.0)));
    select(x.equals(N::lit(0.0)), x, value)
}

/// `ln(1 + f)` in a double word with an error near 2⁻⁶ of a single one's.
#[inline(always)]
fn ln_near<N: Number>(f: N) -> Double<N> {
    let s = f / (N::lit(2.0) + f);
    let z = s * s;
    let square = Double::product(f * N::lit(0.5), f);
    let hi = Double::sum(f, -square.hi);
    let lo = s * z.fma(z.polynomial(LOG), square.hi) - square.lo + hi.lo;
    Double::quick(hi.hi, lo)
}

/// The logarithm to base 2, ≤ 1 ulp.
#[inline(always)]
pub fn log2<N: Number>(x: N) -> N {
    let (k, m) = split(x);
    let p = ln_near(m - N::lit(1.0)).times(Double::lit(INV_LN_2[0], INV_LN_2[1]));
    let sum = Double::sum(k, p.hi);
    limits(x, sum.hi + (sum.lo + p.lo))
}

/// The logarithm to base 10, ≤ 1 ulp.
#[inline(always)]
pub fn log10<N: Number>(x: N) -> N {
    let (k, m) = split(x);
    let p = ln_near(m - N::lit(1.0)).times(Double::lit(INV_LN_10[0], INV_LN_10[1]));
    let sum = Double::sum(k * N::pick(LOG10_2[0].0, LOG10_2[1].0), p.hi);
    let low = k.fma(N::pick(LOG10_2[0].1, LOG10_2[1].1), sum.lo + p.lo);
    limits(x, sum.hi + low)
}

/// `ln x` for a positive finite `x` in a double word, for powers: relative error near 2⁻⁶⁵
/// (`f32`: 2⁻³⁴). Terms of `2 artanh s` beyond the first two need a single word only.
#[inline(always)]
pub fn ln_wide<N: Number>(x: N) -> Double<N> {
    let (k, m) = split(x);
    let f = m - N::lit(1.0);
    let s = Double::quotient(f, Double::quick(N::lit(2.0), f));
    let z = s.times(s);
    let third = Double::lit(
        (0.6666666865348816, -1.9868215517249155e-08),
        (0.6666666666666666, 3.700743415417188e-17),
    );
    let inner = Double::quick(third.hi, z.hi * z.hi.polynomial(LOG_TAIL));
    let inner = Double {
        hi: inner.hi,
        lo: inner.lo + third.lo,
    };
    let cubic = s.times(z.times(inner));
    let near = Double {
        hi: s.hi + s.hi,
        lo: s.lo + s.lo,
    }
    .plus(cubic);
    let whole = Double {
        hi: k * N::pick(LN_2[0].0, LN_2[1].0),
        lo: k * N::pick(LN_2[0].1, LN_2[1].1),
    };
    whole.plus(near)
}

/// Beyond it `x² ± 1` is `x²`, and the inverse hyperbolic functions are `ln 2x`.
const FAR: f64 = 1_073_741_824.0;

/// `arsinh x = ln(1 + |x| + x² / (1 + √(x² + 1)))`, ≤ 2 ulp.
#[inline(always)]
pub fn asinh<N: Number>(x: N) -> N {
    let (zero, one) = (N::lit(0.0), N::lit(1.0));
    let a = x.abs();
    let far = a.above(N::lit(FAR));
    let near = select(far, zero, a);
    let square = near * near;
    let rest = square / (one + (square + one).sqrt());
    let inner = Double::quick(near, rest);
    let u = Double::sum(one, inner.hi);
    let u = Double {
        hi: select(far, a, u.hi),
        lo: select(far, zero, u.lo + inner.lo),
    };
    let value = ln_double(u, select(far, one, zero));
    let value = select(a.equals(N::lit(f64::INFINITY)), a, value);
    select(a.equals(zero), zero, value).copysign(x)
}

/// `arcosh x = ln(1 + t + √(t (t + 2)))` with `t = x - 1`, ≤ 2 ulp; NaN below 1. The root is in a double
/// word, by its residual.
#[inline(always)]
pub fn acosh<N: Number>(x: N) -> N {
    let (zero, one) = (N::lit(0.0), N::lit(1.0));
    let far = x.above(N::lit(FAR));
    let t = select(far, one, x) - one;
    let more = Double::sum(N::lit(2.0), t);
    let square = Double::product(t, more.hi);
    let root = square.hi.sqrt();
    let back = Double::product(root, root);
    let missing = ((square.hi - back.hi) - back.lo) + t.fma(more.lo, square.lo);
    let rest = select(t.above(zero), missing / (root + root), zero);
    let inner = Double::sum(root, t);
    let u = Double::sum(one, inner.hi);
    let u = Double {
        hi: select(far, x, u.hi),
        lo: select(far, zero, u.lo + (inner.lo + rest)),
    };
    let value = ln_double(u, select(far, one, zero));
    let value = select(x.equals(N::lit(f64::INFINITY)), x, value);
    select(x.at_least(one), value, N::lit(f64::NAN))
}

/// `artanh x = ln(1 + 2a / (1 - a)) / 2` with `a = |x|`, ≤ 2 ulp; ±∞ at ±1, NaN beyond.
#[inline(always)]
pub fn atanh<N: Number>(x: N) -> N {
    let one = N::lit(1.0);
    let a = x.abs();
    let inner = Double::quotient(a + a, Double::quick(one, -a));
    let u = Double::sum(one, inner.hi);
    let u = Double {
        hi: u.hi,
        lo: u.lo + inner.lo,
    };
    let value = N::lit(0.5) * ln_double(u, N::lit(0.0));
    let value = select(a.equals(one), N::lit(f64::INFINITY), value);
    let value = select(a.at_most(one), value, N::lit(f64::NAN));
    select(a.equals(N::lit(0.0)), x, value.copysign(x))
}
