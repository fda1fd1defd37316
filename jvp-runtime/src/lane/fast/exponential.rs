//! `exp` and what is made of it: `exp2`, `exp_m1`, the hyperbolic and the logistic functions.
//!
//! `x = n ln 2 + r` with `|r| ≤ ln 2 / 2`, `eʳ = 1 + p`, and the power of two by its exponent bits.
//! What has a tail that decays goes through `e = exp(-|x|) ≤ 1`, so that nothing overflows, and
//! functions of one argument share that `e` and the reciprocal of `1 + e`.

use super::double::Double;
use super::logarithm;
use super::number::{Number, select};
use super::tables::{EXP, EXP2};

/// `ln 2` in two parts, the first with enough trailing zeros for exact small multiples.
pub const LN_2: [(f64, f64); 2] = [
    (0.693145751953125, 1.428606765330187e-06),
    (0.6931471805592082, 7.371002565167799e-13),
];

/// `eˣ = (1 + p + low) 2ⁿ`
#[derive(Clone, Copy)]
struct Parts<N> {
    p: N,
    /// What rounding took from `p`.
    low: N,
    n: N,
}

impl<N: Number> Parts<N> {
    /// Of `x` between the bounds of [`held`].
    #[inline(always)]
    fn of(x: N) -> Self {
        let (n, r, low) = Self::reduce(x);
        Self::near(n, r, low)
    }

    /// Of `hi + lo`, for the part of an exponent that rounding would take away.
    #[inline(always)]
    fn of_double(x: Double<N>) -> Self {
        let (n, r, low) = Self::reduce(x.hi);
        Self::near(n, r + x.lo, low)
    }

    /// `n`, `r`, and what rounding took from `r`.
    #[inline(always)]
    fn reduce(x: N) -> (N, N, N) {
        let n = (x * N::lit(std::f64::consts::LOG2_E)).nearest();
        let exact = n.fma(N::pick(-LN_2[0].0, -LN_2[1].0), x);
        let small = N::pick(-LN_2[0].1, -LN_2[1].1);
        let r = n.fma(small, exact);
        (n, r, n.fma(small, exact - r))
    }

    #[inline(always)]
    fn near(n: N, r: N, low: N) -> Self {
        let (square, q) = (r * r, r.polynomial(EXP));
        let p = square.fma(q, r);
        let low = square.fma(q, r - p) + low;
        Parts { p, low, n }
    }

    /// `eˣ`
    #[inline(always)]
    fn value(self) -> N {
        (N::lit(1.0) + self.p).raise(self.n)
    }

    /// `eˣ` and, in a double word, `eˣ - 1`, for `x ≤ 0`.
    #[inline(always)]
    fn decay(self) -> (N, Double<N>) {
        let s = N::lit(1.0).raise(self.n);
        (s.fma(self.p, s), self.less(s, N::lit(1.0)))
    }

    /// `(eˣ - 1) / 4`, which is finite where `sinh` is.
    #[inline(always)]
    fn quarter_less(self) -> Double<N> {
        self.less(N::two_to(self.n - N::lit(2.0)), N::lit(0.25))
    }

    /// `s (1 + p) - unit` for `s = 2ⁿ unit`.
    #[inline(always)]
    fn less(self, s: N, unit: N) -> Double<N> {
        let whole = s - unit;
        let hi = s.fma(self.p, whole);
        let lo = s.fma(self.p, whole - hi) + s * self.low;
        Double { hi, lo }
    }
}

/// `x` where `eˣ` is neither 0 nor ∞ in every format, and a little beyond.
#[inline(always)]
fn held<N: Number>(x: N) -> N {
    let (low, high) = (N::pick(-105.0, -746.0), N::pick(89.0, 710.0));
    let x = select(low > x, low, x);
    select(high < x, high, x)
}

/// `x` where `eˣ - 1` differs from -1, and `eˣ / 2` is finite.
#[inline(always)]
fn held_above<N: Number>(x: N) -> N {
    let (low, high) = (N::pick(-20.0, -40.0), N::pick(89.5, 710.6));
    let x = select(low > x, low, x);
    select(high < x, high, x)
}

/// `eˣ`, ≤ 1 ulp.
#[inline(always)]
pub fn exp<N: Number>(x: N) -> N {
    Parts::of(held(x)).value()
}

/// `e^(hi + lo)`, ≤ 1 ulp.
#[inline(always)]
pub fn exp_double<N: Number>(x: Double<N>) -> N {
    let hi = held(x.hi);
    let lo = select(hi == x.hi, x.lo, N::lit(0.0));
    Parts::of_double(Double { hi, lo }).value()
}

/// `2ˣ`, ≤ 1.5 ulp.
#[inline(always)]
pub fn exp2<N: Number>(x: N) -> N {
    let (low, high) = (N::pick(-151.0, -1076.0), N::pick(128.0, 1024.0));
    let x = select(low > x, low, x);
    let x = select(high < x, high, x);
    let n = x.nearest();
    let r = x - n;
    r.fma(r.polynomial(EXP2), N::lit(1.0)).raise(n)
}

/// Below it `sinh x` and `eˣ - 1` are `x`, also where that is subnormal.
#[inline(always)]
fn negligible<N: Number>(x: N) -> bool {
    x.abs() < N::pick(2e-8, 5e-17)
}

/// `eˣ - 1`, ≤ 2 ulp; keeps the sign of zero.
#[inline(always)]
pub fn exp_m1<N: Number>(x: N) -> N {
    let value = Parts::of(held_above(x)).quarter_less().hi * N::lit(4.0);
    select(negligible(x), x, value)
}

/// `sinh x = 2q + q / (2q + 1/2)` with `q = (eˣ - 1) / 4` of `|x|`, ≤ 2 ulp.
#[inline(always)]
pub fn sinh<N: Number>(x: N) -> N {
    let q = Parts::of(held_above(x.abs())).quarter_less();
    let t = q.hi + q.hi;
    let rest = N::lit(4.0).fma(q.lo, q.hi / (t + N::lit(0.5)));
    select(negligible(x), x, (t + rest).copysign(x))
}

/// `cosh x = h + 1 / 4h` with `h = eˣ / 2` of `|x|`, ≤ 2 ulp.
#[inline(always)]
pub fn cosh<N: Number>(x: N) -> N {
    let parts = Parts::of(held_above(x.abs()));
    let quarter = (N::lit(1.0) + parts.p) * N::two_to(parts.n - N::lit(2.0));
    let h = quarter + quarter;
    h + N::lit(0.25) / h
}

/// `1 / (1 + e)` for `0 ≤ e ≤ 1` in a double word: the residual of the division, and of the sum.
#[inline(always)]
pub fn inverse_of_more<N: Number>(e: N) -> Double<N> {
    let one = N::lit(1.0);
    let d = Double::quick(one, e);
    let h = one / d.hi;
    let back = Double::product(h, d.hi);
    let missing = if N::FUSED {
        (-h).mul_add(d.hi, one)
    } else {
        (one - back.hi) - back.lo
    };
    Double {
        hi: h,
        lo: h * (missing - h * d.lo),
    }
}

/// `e = exp(-2|x|)`, `e - 1` and `1 / (1 + e)`, which `tanh` and its slope share.
#[inline(always)]
fn tanh_parts<N: Number>(x: N) -> (N, Double<N>, Double<N>) {
    let (e, less) = Parts::of(held(x.abs() * N::lit(-2.0))).decay();
    (e, less, inverse_of_more(e))
}

/// `tanh x = (1 - e) / (1 + e) = 1 - 2 e / (1 + e)`, ≤ 2 ulp.
#[inline(always)]
pub fn tanh<N: Number>(x: N) -> N {
    let (e, less, h) = tanh_parts(x);
    let far = N::lit(1.0) - (e + e) * h.hi;
    let near = less.hi.fma(h.hi, less.hi.fma(h.lo, less.lo * h.hi));
    select(x.abs() > N::lit(0.55), far, near.abs()).copysign(x)
}

/// `1 - tanh² x = 4 e / (1 + e)²`, ≤ 4 ulp.
#[inline(always)]
pub fn tanh_slope<N: Number>(x: N) -> N {
    let (e, _, h) = tanh_parts(x);
    let double = h.hi + h.hi;
    (e * double) * double
}

/// `e = exp(-|x|)` and `1 / (1 + e)`, which the logistic functions share.
#[inline(always)]
fn logistic_parts<N: Number>(x: N) -> (N, Double<N>) {
    let (e, _) = Parts::of(held(-x.abs())).decay();
    (e, inverse_of_more(e))
}

/// `1 / (1 + e⁻ˣ)`, ≤ 2 ulp.
#[inline(always)]
pub fn sigmoid<N: Number>(x: N) -> N {
    let (e, h) = logistic_parts(x);
    let below = e.fma(h.hi, e * h.lo);
    select(x < N::lit(0.0), below, h.hi)
}

/// `σ(x) σ(-x) = e / (1 + e)²`, ≤ 4 ulp.
#[inline(always)]
pub fn sigmoid_slope<N: Number>(x: N) -> N {
    let (e, h) = logistic_parts(x);
    e * h.hi * h.hi
}

/// `-|x|` as the exponent of a gate.
#[inline(always)]
fn silu_exponent<N: Number>(x: N) -> Double<N> {
    Double {
        hi: -x.abs(),
        lo: N::lit(0.0),
    }
}

/// `x σ(x)`, ≤ 2 ulp; -0 at -∞. The power of two comes last, so that nothing is lost where the
/// exponential is subnormal and the product is not.
#[inline(always)]
pub fn silu<N: Number>(x: N) -> N {
    gated(x, x, silu_exponent(x))
}

/// `σ(x) (1 + x σ(-x))`, the factor of `silu`; the absolute error is below 2 ulp of 1.
#[inline(always)]
pub fn silu_slope<N: Number>(x: N) -> N {
    let most = N::lit(2000.0);
    let a = x.abs();
    gated_slope(x, silu_exponent(x), select(most < a, most, a))
}

/// `x σ(v)` for `v` with `-|v| = t`, on the side of `sign`; `∓0` where the gate is closed.
#[inline(always)]
pub fn gated<N: Number>(x: N, sign: N, t: Double<N>) -> N {
    let gate = closing(t);
    let h = inverse_of_more(gate.times(N::lit(1.0)));
    let open = x.fma(h.hi, x * h.lo);
    let open = select(x == N::lit(f64::INFINITY), x, open);
    select(sign < N::lit(0.0), gate.times_double(h, x), open)
}

/// `σ(v) + |x| v' σ(v) σ(-v)` and so on by the sign of `x`, with `moment = |x| v'`: the slope of
/// `x σ(v)` for an odd `v` with `-|v| = t`.
#[inline(always)]
pub fn gated_slope<N: Number>(x: N, t: Double<N>, moment: N) -> N {
    let one = N::lit(1.0);
    let gate = closing(t);
    let e = gate.times(one);
    let h = inverse_of_more(e).hi;
    // below zero σ(v) = e h and σ(-v) = h; above it is the other way round
    let below = gate.times(h * (one - moment * h));
    let above = h * (one + moment * (e * h));
    select(x < N::lit(0.0), below, select(x.is_nan(), x, above))
}

/// A factor `eᵗ = e 2ⁿ` with `t ≤ 0` that is not yet rounded to the range of the format.
#[derive(Clone, Copy)]
pub struct Closing<N> {
    e: Double<N>,
    n: N,
    shut: bool,
}

/// `eᵗ` of a double word `t ≤ 0`.
#[inline(always)]
pub fn closing<N: Number>(t: Double<N>) -> Closing<N> {
    // from here on the factor makes zero of every `x` that the functions have there
    let low = N::pick(-160.0, -1340.0);
    let shut = low > t.hi;
    let parts = Parts::of_double(Double {
        hi: select(shut, low, t.hi),
        lo: select(shut, N::lit(0.0), t.lo),
    });
    Closing {
        e: Double::quick(N::lit(1.0), parts.p),
        n: parts.n,
        shut,
    }
}

impl<N: Number> Closing<N> {
    /// `x eᵗ`, rounded to the range once; zero with the sign of `x` where it is shut.
    #[inline(always)]
    pub fn times(self, x: N) -> N {
        (self.open(x) * self.e.hi).scale(self.n)
    }

    /// `x w eᵗ` with `w > 0` and the factor in double words.
    #[inline(always)]
    pub fn times_double(self, w: Double<N>, x: N) -> N {
        let x = self.open(x);
        let p = Double::product(w.hi, self.e.hi);
        let lo = p.lo + w.hi.fma(self.e.lo, w.lo * self.e.hi);
        let value = if N::FUSED {
            x.mul_add(p.hi, x * lo)
        } else {
            let whole = Double::product(x, p.hi);
            whole.hi + (whole.lo + x * lo)
        };
        value.scale(self.n).copysign(x)
    }

    #[inline(always)]
    fn open(self, x: N) -> N {
        select(self.shut, N::lit(1.0).copysign(x), x)
    }
}

/// `ln(1 + eˣ) = max(x, 0) + ln(1 + exp(-|x|))`, ≤ 2 ulp.
#[inline(always)]
pub fn softplus<N: Number>(x: N) -> N {
    let (e, _) = Parts::of(held(-x.abs())).decay();
    let zero = N::lit(0.0);
    select(x > zero, x, zero) + logarithm::ln_1p_inside(e)
}
