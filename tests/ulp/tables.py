"""Prints `jvp-runtime/src/lane/fast/tables.rs`: the polynomials of the vector functions.

Each interpolates at the Chebyshev points of its interval, in 60 digits; the error that is printed
is the largest that 400 other points show, relative to the function that the polynomial serves.
Needs `mpmath`. Run: `python3 tests/ulp/tables.py > jvp-runtime/src/lane/fast/tables.rs`.
"""

from struct import pack, unpack

from mpmath import (
    asin, chebyfit, erfc, exp, factorial, log, mp, mpf, nstr, pi, polyval, sqrt,
)

mp.dps = 60


def rounded(p, width):
    return [mpf(unpack(width, pack(width, float(c)))[0]) for c in p]


def table(name, doc, f, a, b, narrow, wide, weight=None):
    """`weight(x) (p(x) - f(x))` is the relative error; without it, p is relative to f."""
    both(name, doc, (f, a, b, narrow), (f, a, b, wide), weight)


def both(name, doc, narrow, wide, weight=None, pinned=False):
    """`pinned`: the constant term takes the rounding of the others, so that `p(a) = f(a)`."""
    lists, bounds = [], []
    for width, (f, a, b, n) in zip("fd", (narrow, wide)):
        a, b = mpf(a), mpf(b)
        w = weight or (lambda x: 1 / f(x))
        p = rounded(chebyfit(f, [a, b], n), width)
        if pinned:
            p[-1] = mpf(float(f(a) - polyval(p[:-1] + [0], a)))
        points = [a + (b - a) * (i + mpf(1) / 2) / 400 for i in range(400)]
        bounds.append(nstr(log(max(abs((polyval(p, x) - f(x)) * w(x)) for x in points), 2), 3))
        lists.append(", ".join(repr(float(c)) for c in p[::-1]))
    print(f"/// {doc} Relative error 2^{bounds[0]} and 2^{bounds[1]}.")
    print(f"pub const {name}: Table = Table {{ narrow: &[{lists[0]}], wide: &[{lists[1]}] }};\n")


def series(term, n=80):
    return lambda z: sum(term(k) * z**k for k in range(n))


print('''//! The polynomials of the vector functions. Printed by `tests/ulp/tables.py` of the facade.
//!
//! Coefficients run from the constant term upwards, one list for each width of float.

#![allow(clippy::approx_constant, clippy::excessive_precision, reason = "the file is printed")]

/// A polynomial for `f32` (`narrow`) and for `f64` (`wide`).
#[derive(Clone, Copy)]
pub struct Table {
    pub narrow: &'static [f64],
    pub wide: &'static [f64],
}
''')

half = log(mpf(2)) / 2 * mpf("1.001")
table("EXP", "`(eʳ - 1 - r) / r²` for `|r| ≤ ln 2 / 2`.",
      series(lambda k: 1 / factorial(k + 2), 40), -half, half, 6, 11, lambda r: r * r / exp(r))
table("EXP2", "`(2ʳ - 1) / r` for `|r| ≤ 1/2`.",
      series(lambda k: log(mpf(2)) ** (k + 1) / factorial(k + 1), 50), "-.5005", ".5005", 7, 12,
      lambda r: r * mpf(2) ** -r)
least = ((sqrt(mpf(2)) - 1) / (sqrt(mpf(2)) + 1) * mpf("1.0001")) ** 2
table("LOG", "`(2 artanh s - 2s) / s³` in `s²`, for `|s| ≤ (√2 - 1) / (√2 + 1)`.",
      series(lambda k: mpf(2) / (2 * k + 3)), 0, least, 4, 7, lambda z: z / 2)
table("LOG_TAIL", "`(2 artanh s - 2s - 2/3 s³) / s⁵` in `s²`, for the same `s`.",
      series(lambda k: mpf(2) / (2 * k + 5)), 0, least, 4, 8, lambda z: z * z / 2)
turn = (pi / 4 * mpf("1.001")) ** 2
table("SIN", "`(sin r - r) / r³` in `r²`, for `|r| ≤ π/4`.",
      series(lambda k: mpf(-1) ** (k + 1) / factorial(2 * k + 3), 30), 0, turn, 4, 7, lambda z: z)
table("COS", "`(cos r - 1 + r²/2) / r⁴` in `r²`, for `|r| ≤ π/4`.",
      series(lambda k: mpf(-1) ** k / factorial(2 * k + 4), 30), 0, turn, 3, 6, lambda z: z * z)
table("ATAN", "`(arctan t - t) / t³` in `t²`, for `|t| ≤ 1/2`.",
      series(lambda k: mpf(-1) ** (k + 1) / (2 * k + 3), 120), 0, ".2501",
      6, 13, lambda z: z)


def arcsine(z):
    if z < mpf(10) ** -12:
        return mpf(1) / 6 + z * 3 / 40 + z * z * 15 / 336
    s = sqrt(z)
    return (asin(s) - s) / (s * z)


table("ASIN", "`(arcsin a - a) / a³` in `a²`, for `|a| ≤ 1/2`.", arcsine, 0, ".2502", 6, 13, lambda z: z)
table("CUBE_ROOT", "`m^(-1/3)` for `√½ ≤ m ≤ √2`.", lambda m: m ** (-mpf(1) / 3), ".7071", "1.41422", 6, 6)
erf_series = series(lambda k: 2 / sqrt(pi) * mpf(-1) ** k / (factorial(k) * (2 * k + 1)), 60)
table("ERF", "`erf(x) / x - 1` in `x²`, for `|x| ≤ 1`.",
      lambda z: erf_series(z) - 1, 0, 1, 7, 13, lambda z: 1 / erf_series(z))


def scaled_complement(slope, k, argument):
    """`(1 + slope a) exp(u²) erfc(u) - 1` with `u = a argument`, in `q = (a - k) / (a + k)`."""
    def g(q):
        a = k * (1 + q) / (1 - q)
        u = a * argument
        return (1 + slope * a) * exp(u * u) * erfc(u) - 1
    return g


both("ERFCX", "`(1 + 2a) exp(a²) erfc(a) - 1` in `q = (a - 2) / (a + 2)` (`f64`: 4 for 2).",
     (scaled_complement(2, mpf(2), 1), -1, mpf("8.2") / mpf("12.2"), 11),
     (scaled_complement(2, mpf(4), 1), -1, mpf("23.5") / mpf("31.5"), 23), lambda q: 1, pinned=True)
both("MILLS", "`(1 + a) exp(a²/2) erfc(a/√2) - 1` in `q = (a - 3) / (a + 3)` (`f64`: 5 for 3).",
     (scaled_complement(1, mpf(3), sqrt(mpf(1) / 2)), -1, mpf("11.4") / mpf("17.4"), 11),
     (scaled_complement(1, mpf(5), sqrt(mpf(1) / 2)), -1, mpf("34") / mpf("44"), 23), lambda q: 1, pinned=True)
