//! `ln |Γ|` and its derivatives: `digamma`, `trigamma`, `tetragamma`.
//!
//! The polygamma functions go by the recurrence `ψₙ(x+1) = ψₙ(x) ± n!/xⁿ⁺¹` to where a series
//! holds: for ψ the interval `[1, 2]` around its root, for the others the asymptotic expansion
//! (Abramowitz & Stegun 6.3.5, 6.3.18, 6.4.6, 6.4.11); left of 1/2 by reflection (6.3.7, 6.4.7).

use std::f64::consts::PI;

/// The positive root of ψ in two parts.
const ROOT: (f64, f64) = (1.4616321449683622, 9.549995429965697e-17);

/// `ψ(x) / (x - root)` on `[1, 2]` in powers of `x - 1.5`, Chebyshev interpolation of degree 22,
/// relative error 3e-18 (`tests/oracle/tables.py` of the facade prints it).
const QUOTIENT: [f64; 23] = [
    0.9510558760318328,
    -0.4236274212814606,
    0.24054248424078697,
    -0.14840492305388092,
    0.09498872445289039,
    -0.06192213327548831,
    0.040760833940846085,
    -0.026975796659787055,
    0.017907248317313294,
    -0.011908220105959716,
    0.007927021796868154,
    -0.005279937255532708,
    0.003518106563802472,
    -0.0023454947397380833,
    0.0015633696313653504,
    -0.0010364584817312839,
    0.0006909255761282986,
    -0.00048595039220036254,
    0.00032395945401345196,
    -0.00014480643368061614,
    9.653646261410062e-05,
    -0.0001782188548855923,
    0.00011881232908510335,
];

/// `B₂ₙ / 2n` for n = 1, 2, …, the coefficients of ψ's asymptotic series in `x⁻²ⁿ`.
const PSI_SERIES: [f64; 8] = [
    0.08333333333333333,
    -0.008333333333333333,
    0.003968253968253968,
    -0.004166666666666667,
    0.007575757575757576,
    -0.021092796092796094,
    0.08333333333333333,
    -0.4432598039215686,
];

/// `B₂ₙ` for n = 1, 2, ….
const BERNOULLI: [f64; 10] = [
    0.16666666666666666,
    -0.03333333333333333,
    0.023809523809523808,
    -0.03333333333333333,
    0.07575757575757576,
    -0.2531135531135531,
    1.1666666666666667,
    -7.092156862745098,
    54.971177944862156,
    -529.1242424242424,
];

/// From here on the asymptotic series are good to the last bit.
const ASYMPTOTIC: f64 = 12.0;

/// `ln |Γ(x)|`, ≤ 3 ulp away from its zeros at 1, 2 and on the negative axis.
#[inline]
pub fn lgamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// `ψ(x)`, ≤ 3 ulp for `x ≥ 1/2` and away from its zeros; near the negative zeros the error is
/// that many ulp of the reflection's terms.
pub fn digamma(x: f64) -> f64 {
    if x < 0.5 {
        return left_digamma(x);
    }
    if x < 1.0 {
        return near_root(x + 1.0) - 1.0 / x;
    }
    if x >= ASYMPTOTIC {
        let r = 1.0 / (x * x);
        return x.ln() - (0.5 / x + r * horner(&PSI_SERIES, r));
    }
    let mut at = x;
    let mut sum = 0.0;
    while at > 2.0 {
        at -= 1.0;
        sum += 1.0 / at;
    }
    near_root(at) + sum
}

/// `ψ` on `[1, 2]`: the distance to the root is exact, so its relative error stays small there.
fn near_root(x: f64) -> f64 {
    ((x - ROOT.0) - ROOT.1) * horner(&QUOTIENT, x - 1.5)
}

/// `ψ(x) = ψ(1 - x) - π cot(πx)` left of 1/2.
fn left_digamma(x: f64) -> f64 {
    if x == 0.0 {
        return -1.0 / x;
    }
    if x == f64::NEG_INFINITY {
        return f64::NAN;
    }
    if x > -0.25 {
        // Closer to 0 than to any zero: the recurrence loses nothing.
        return digamma(x + 1.0) - 1.0 / x;
    }
    let r = x - x.round();
    if r == 0.0 {
        return f64::NAN;
    }
    digamma(1.0 - x) - PI * cotangent(r)
}

/// `ψ'(x)`, ≤ 8 ulp; +∞ at 0 and the negative integers, NaN at -∞.
pub fn trigamma(x: f64) -> f64 {
    if x < 0.5 {
        let r = x - x.round();
        if r == 0.0 {
            return f64::INFINITY;
        }
        let s = PI / sine(r);
        return s * s - trigamma(1.0 - x);
    }
    let mut at = x;
    let mut sum = 0.0;
    while at < ASYMPTOTIC {
        sum += 1.0 / (at * at);
        at += 1.0;
    }
    let r = 1.0 / (at * at);
    sum + (1.0 / at + (0.5 * r + r / at * horner(&BERNOULLI, r)))
}

/// `ψ''(x)`, ≤ 16 ulp right of 0; the second derivative of the rule for [`digamma`] needs it.
pub fn tetragamma(x: f64) -> f64 {
    if x < 0.5 {
        let r = x - x.round();
        if r == 0.0 {
            return f64::NAN;
        }
        let s = PI / sine(r);
        return tetragamma(1.0 - x) - 2.0 * s * s * PI * cotangent(r);
    }
    let mut at = x;
    let mut sum = 0.0;
    while at < ASYMPTOTIC {
        sum -= 2.0 / (at * at * at);
        at += 1.0;
    }
    let r = 1.0 / (at * at);
    let mut series = 0.0;
    for (n, b) in BERNOULLI.iter().enumerate().rev() {
        series = series * r + b * (2 * n + 3) as f64;
    }
    sum - (r + r / at + r * r * series)
}

/// `c₀ + c₁ r + c₂ r² + …`.
fn horner(coefficients: &[f64], r: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * r + c)
}

/// `cot(πr)` for `|r| ≤ 1/2`, relative accuracy throughout.
fn cotangent(r: f64) -> f64 {
    if r.abs() > 0.25 {
        (PI * (0.5 - r.abs())).tan().copysign(r)
    } else {
        1.0 / (PI * r).tan()
    }
}

/// `sin(πr)` for `|r| ≤ 1/2`.
fn sine(r: f64) -> f64 {
    (PI * r).sin()
}
