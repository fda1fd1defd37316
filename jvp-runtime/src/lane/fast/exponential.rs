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
    /// The count of `n + k`, of which the power is `2^(n + k)`.
    count: N,
}

impl<N: Number> Parts<N> {
    #[inline(always)]
    fn of(x: N, k: f64) -> Self {
        let (count, r, low) = Self::reduce(x, k);
        Self::near(count, r, low)
    }

    /// Of `hi + lo`, for the part of an exponent that rounding would take away.
    #[inline(always)]
    fn of_double(x: Double<N>, k: f64) -> Self {
        let (count, r, low) = Self::reduce(x.hi, k);
        Self::near(count, r + x.lo, low)
    }

    /// The count of `n + k`, `r`, and what rounding took from `r`.
    #[inline(always)]
    fn reduce(x: N, k: f64) -> (N, N, N) {
        let bias = N::MAX_EXPONENT + k;
        let count = x.count(std::f64::consts::LOG2_E, bias);
        let n = count.counted(bias);
        let exact = n.fma(N::pick(-LN_2[0].0, -LN_2[1].0), x);
        let small = N::pick(-LN_2[0].1, -LN_2[1].1);
        let r = n.fma(small, exact);
        (count, r, n.fma(small, exact - r))
    }

    #[inline(always)]
    fn near(count: N, r: N, low: N) -> Self {
        let (square, q) = (r * r, r.polynomial(EXP));
        let p = square.fma(q, r);
        let low = square.fma(q, r - p) + low;
        Parts { p, low, count }
    }
}

/// A power of two; one that is not normal, or nearly so, is multiplied by `2^lift`.
#[derive(Clone, Copy)]
struct Power<N: Number> {
    s: N,
    lifted: N::Mask,
}

impl<N: Number> Power<N> {
    /// So much that the least power of all, `2⁻¹⁷³` or `2⁻¹⁰⁹⁷` of a gate, is normal with it; and so little
    /// that one which is lifted vanishes beside 1 all the same, as `1 + e` has it.
    const LIFT: (i32, i32) = (64, 512);

    /// The power of a count, and whether to lift it.
    #[inline(always)]
    fn of(count: N, lifted: N::Mask) -> Self {
        let lift = N::pick(f64::from(Self::LIFT.0), f64::from(Self::LIFT.1));
        let s = select(lifted, count + lift, count).power();
        Power { s, lifted }
    }

    /// What has `s` for a factor, without the lift: rounded once more if it is subnormal.
    #[inline(always)]
    fn lower(self, x: N) -> N {
        let factor = N::pick(2f64.powi(-Self::LIFT.0), 2f64.powi(-Self::LIFT.1));
        select(self.lifted, x * factor, x)
    }
}

/// From here down the power of two in `eˣ` is lifted.
#[inline(always)]
fn low<N: Number>(x: N) -> N::Mask {
    x.below(N::pick(-80.0, -700.0))
}

/// `x` where `eˣ` is neither 0 nor ∞ in every format, and a little beyond.
#[inline(always)]
fn held<N: Number>(x: N) -> N {
    let high = N::pick(89.0, 710.0);
    let x = held_below(x);
    select(high.below(x), high, x)
}

/// `x` where `eˣ` is not 0 in every format, and a little beyond.
#[inline(always)]
fn held_below<N: Number>(x: N) -> N {
    let low = N::pick(-105.0, -746.0);
    select(low.above(x), low, x)
}

/// `x` where `eˣ - 1` differs from -1, and `eˣ / 2` is finite.
#[inline(always)]
fn held_above<N: Number>(x: N) -> N {
    let (low, high) = (N::pick(-20.0, -40.0), N::pick(89.5, 710.6));
    let x = select(low.above(x), low, x);
    select(high.below(x), high, x)
}

/// `eˣ`, ≤ 1 ulp.
#[inline(always)]
pub fn exp<N: Number>(x: N) -> N {
    let x = held(x);
    risen(x, Parts::of(x, -1.0))
}

/// `e^(hi + lo)`, ≤ 1.5 ulp.
#[inline(always)]
pub fn exp_double<N: Number>(x: Double<N>) -> N {
    let hi = held(x.hi);
    let lo = select(hi.equals(x.hi), x.lo, N::lit(0.0));
    risen(hi, Parts::of_double(Double { hi, lo }, -1.0))
}

/// `eˣ` by its parts with half the power of two, since the largest one is ∞.
#[inline(always)]
fn risen<N: Number>(x: N, parts: Parts<N>) -> N {
    let two = N::lit(2.0);
    let power = Power::of(parts.count, low(x));
    power.lower(parts.p.fma(two, two) * power.s)
}

/// `2ˣ`, ≤ 1.5 ulp.
#[inline(always)]
pub fn exp2<N: Number>(x: N) -> N {
    let (low, high) = (N::pick(-151.0, -1076.0), N::pick(128.0, 1024.0));
    let x = select(low.above(x), low, x);
    let x = select(high.below(x), high, x);
    let bias = N::MAX_EXPONENT - 1.0;
    let count = x.count(1.0, bias);
    let r = x - count.counted(bias);
    let power = Power::of(count, x.below(N::pick(-120.0, -1000.0)));
    power.lower((r + r).fma(r.polynomial(EXP2), N::lit(2.0)) * power.s)
}

/// `(eˣ - 1) / 4` for [`held_above`], which is finite where `sinh` is.
#[inline(always)]
fn quarter_less<N: Number>(x: N) -> Double<N> {
    let Parts { p, low, count } = Parts::of(x, -2.0);
    let s = count.power();
    let whole = s - N::lit(0.25);
    let hi = s.fma(p, whole);
    let lo = s.fma(p, whole - hi) + s * low;
    Double { hi, lo }
}

/// Below it `sinh x` and `eˣ - 1` are `x`, also where that is subnormal.
#[inline(always)]
fn negligible<N: Number>(x: N) -> N::Mask {
    x.abs().below(N::pick(2e-8, 5e-17))
}

/// `eˣ - 1`, ≤ 2 ulp; keeps the sign of zero.
#[inline(always)]
pub fn exp_m1<N: Number>(x: N) -> N {
    let value = quarter_less(held_above(x)).hi * N::lit(4.0);
    select(negligible(x), x, value)
}

/// `sinh x = 2q + q / (2q + 1/2)` with `q = (eˣ - 1) / 4` of `|x|`, ≤ 2 ulp.
#[inline(always)]
pub fn sinh<N: Number>(x: N) -> N {
    let q = quarter_less(held_above(x.abs()));
    let t = q.hi + q.hi;
    let rest = N::lit(4.0).fma(q.lo, q.hi / (t + N::lit(0.5)));
    select(negligible(x), x, (t + rest).copysign(x))
}

/// `cosh x = h + 1 / 4h` with `h = eˣ / 2` of `|x|`, ≤ 2 ulp.
#[inline(always)]
pub fn cosh<N: Number>(x: N) -> N {
    let Parts { p, count, .. } = Parts::of(held_above(x.abs()), -2.0);
    let s = count.power();
    let quarter = s.fma(p, s);
    let h = quarter + quarter;
    h + N::lit(0.25) / h
}

/// `eˣ = e` for a `x ≤ 0` that is [`held_below`], with the lift of its power `s`; and `p`, for
/// `e = s (1 + p)`.
#[inline(always)]
fn decay<N: Number>(x: N) -> (N, Power<N>, N) {
    let Parts { p, count, .. } = Parts::of(x, 0.0);
    let power = Power::of(count, low(x));
    (power.s.fma(p, power.s), power, p)
}

/// `1 / (1 + e)` for `0 ≤ e ≤ 1` in a double word: the residual of the division, and of the sum.
#[inline(always)]
pub fn inverse_of_more<N: Number>(e: N) -> Double<N> {
    let one = N::lit(1.0);
    let d = Double::quick(one, e);
    let h = one / d.hi;
    Double {
        hi: h,
        lo: h * Double::residual(one, h, d),
    }
}

/// What `tanh` and its slope share.
struct Tanh<N: Number> {
    /// `e = exp(-2|x|)`, which has the lift.
    e: N,
    power: Power<N>,
    /// `e - 1`
    less: N,
    /// `1 + e`
    more: Double<N>,
    /// `1 / more`
    h: N,
}

impl<N: Number> Tanh<N> {
    /// With a lift `e` is so small, also multiplied by it, that `1 ± e` is 1.
    #[inline(always)]
    fn of(x: N) -> Self {
        let one = N::lit(1.0);
        let (e, power, p) = decay(held_below(x.abs() * N::lit(-2.0)));
        let less = power.s.fma(p, power.s - one);
        let more = Double::quick(one, e);
        let h = one / more.hi;
        Tanh {
            e,
            power,
            less,
            more,
            h,
        }
    }
}

/// `tanh x = (1 - e) / (1 + e)`, ≤ 2 ulp: `e - 1` is good for all `x`, and the quotient is put right by
/// its residual.
#[inline(always)]
pub fn tanh<N: Number>(x: N) -> N {
    let Tanh { less, more, h, .. } = Tanh::of(x);
    let value = less * h;
    h.fma(Double::residual(less, value, more), value)
        .copysign(x)
}

/// `1 - tanh² x = 4 e / (1 + e)²`, ≤ 4 ulp: what rounding took from `1 + e` would count twice, and is
/// put into `e`.
#[inline(always)]
pub fn tanh_slope<N: Number>(x: N) -> N {
    let Tanh {
        e, power, more, h, ..
    } = Tanh::of(x);
    let double = h + h;
    let e = (-e).fma(more.lo * double, e);
    power.lower((e * double) * double)
}

/// `e = exp(-|x|)` and `1 / (1 + e)`, which the logistic functions share.
#[inline(always)]
fn logistic_parts<N: Number>(x: N) -> (N, Power<N>, Double<N>) {
    let (e, power, _) = decay(held_below(-x.abs()));
    (e, power, inverse_of_more(e))
}

/// `1 / (1 + e⁻ˣ)`, ≤ 2 ulp.
#[inline(always)]
pub fn sigmoid<N: Number>(x: N) -> N {
    let (e, power, h) = logistic_parts(x);
    let below = power.lower(e.fma(h.hi, e * h.lo));
    select(x.below(N::lit(0.0)), below, h.hi)
}

/// `σ(x) σ(-x) = e / (1 + e)²`, ≤ 4 ulp.
#[inline(always)]
pub fn sigmoid_slope<N: Number>(x: N) -> N {
    let (e, power, h) = logistic_parts(x);
    let s = e * h.hi;
    power.lower(s.fma(h.hi, s * (h.lo + h.lo)))
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

/// `σ(x) (1 + x σ(-x))`, the factor of `silu`; the absolute error is below 3 ulp of 1.
#[inline(always)]
pub fn silu_slope<N: Number>(x: N) -> N {
    let most = N::lit(2000.0);
    let a = x.abs();
    gated_slope(x, silu_exponent(x), select(most.below(a), most, a))
}

/// `x σ(v)` for `v` with `-|v| = t`, on the side of `sign`; `∓0` where the gate is closed.
#[inline(always)]
pub fn gated<N: Number>(x: N, sign: N, t: Double<N>) -> N {
    let gate = closing(t);
    let h = inverse_of_more(gate.times(N::lit(1.0)));
    let open = x.fma(h.hi, x * h.lo);
    let open = select(x.equals(N::lit(f64::INFINITY)), x, open);
    select(sign.below(N::lit(0.0)), gate.times_double(h, x), open)
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
    select(
        x.below(N::lit(0.0)),
        below,
        select(x.not_a_number(), x, above),
    )
}

/// A factor `eᵗ = e 2ⁿ` with `t ≤ 0` that is not yet rounded to the range of the format.
#[derive(Clone, Copy)]
pub struct Closing<N: Number> {
    e: Double<N>,
    power: Power<N>,
    shut: N::Mask,
}

/// `eᵗ` of a double word `t ≤ 0`.
#[inline(always)]
pub fn closing<N: Number>(t: Double<N>) -> Closing<N> {
    // from here on the factor makes zero of every `x` that the functions have there
    let least = N::pick(-120.0, -760.0);
    let shut = least.above(t.hi);
    let t = Double {
        hi: select(shut, least, t.hi),
        lo: select(shut, N::lit(0.0), t.lo),
    };
    let Parts {
        p,
        low: rest,
        count,
    } = Parts::of_double(t, 0.0);
    let e = Double::quick(N::lit(1.0), p);
    Closing {
        e: Double {
            hi: e.hi,
            lo: e.lo + rest,
        },
        power: Power::of(count, low(t.hi)),
        shut,
    }
}

impl<N: Number> Closing<N> {
    /// `x eᵗ`, rounded to the range once; zero with the sign of `x` where it is shut.
    #[inline(always)]
    pub fn times(self, x: N) -> N {
        self.scaled(self.open(x) * self.e.hi)
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
        self.scaled(value).copysign(x)
    }

    #[inline(always)]
    fn scaled(self, x: N) -> N {
        self.power.lower(x * self.power.s)
    }

    #[inline(always)]
    fn open(self, x: N) -> N {
        select(self.shut, N::lit(1.0).copysign(x), x)
    }
}

/// `ln(1 + eˣ) = max(x, 0) + ln(1 + exp(-|x|))`, ≤ 2 ulp.
#[inline(always)]
pub fn softplus<N: Number>(x: N) -> N {
    let (e, power, _) = decay(held_below(-x.abs()));
    let e = power.lower(e);
    let zero = N::lit(0.0);
    select(x.above(zero), x, zero) + logarithm::ln_1p_inside(e)
}
