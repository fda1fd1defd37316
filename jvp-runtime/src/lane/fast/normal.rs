//! The error function and the functions of the normal distribution.
//!
//! All tails are `exp(-square) R(a)`, with the square in a double word, since `exp` amplifies its
//! rounding, and `R` a slowly varying quotient: `R(a) = (1 + p(q)) / (1 + slope a)` with
//! `q = (a - k) / (a + k)`, a polynomial on the whole half-line (Shepherd and Laframboise 1981).

use super::double::Double;
use super::exponential::{Closing, closing, gated, gated_slope};
use super::number::{Number, select};
use super::tables::{ERF, ERFCX, MILLS, Table};

/// `2 √(2/π)` and that times 0.044715, in two parts.
const LINEAR: [(f64, f64); 2] = [
    (1.5957691669464111, -4.534068054340423e-08),
    (1.5957691216057308, -9.96930880911092e-17),
];
const CUBIC: [(f64, f64); 2] = [
    (0.07135481387376785, 2.3988324659995897e-09),
    (0.07135481627260025, -6.175149918155315e-19),
];

/// `(1 + p(q)) / (1 + slope a)` in a double word, for a slope that is a power of two. `start` is
/// `p'(-1) / k`: near `a = 0` rounding of `q` is large beside `a`, and is put right there.
#[inline(always)]
fn quotient<N: Number>(a: N, table: Table, k: (f64, f64), slope: f64, start: f64) -> Double<N> {
    let one = N::lit(1.0);
    let k = N::pick(k.0, k.1);
    let q = Double::quick(-one, (a + a) / (a + k));
    let p = q.lo.fma(k * N::lit(start), q.hi.polynomial(table));
    let numerator = Double::quick(one, p);
    let denominator = Double::sum(a * N::lit(slope), one);
    let r = one / denominator.hi;
    let hi = numerator.hi * r;
    let back = Double::product(hi, denominator.hi);
    let missing = ((numerator.hi - back.hi) - back.lo) + (numerator.lo - hi * denominator.lo);
    Double {
        hi,
        lo: missing * r,
    }
}

/// `exp(-a²)`, held off from rounding to the range of the format.
#[inline(always)]
fn bell<N: Number>(a: N, factor: f64) -> Closing<N> {
    let square = Double::product(a, a);
    let factor = N::lit(-factor);
    closing(Double {
        hi: square.hi * factor,
        lo: square.lo * factor,
    })
}

/// Beyond it every tail is zero; it keeps squares from overflowing.
#[inline(always)]
fn near<N: Number>(x: N) -> N {
    let (a, most) = (x.abs(), N::pick(16.0, 45.0));
    select(most.below(a), most, a)
}

/// `erfc |x|`
#[inline(always)]
fn tail<N: Number>(x: N) -> N {
    let a = near(x);
    let quotient = quotient(a, ERFCX, (2.0, 4.0), 2.0, 0.435_810_416);
    bell(a, 1.0).times_double(quotient, N::lit(1.0))
}

/// `erf |x|` for `|x| ≤ 1`
#[inline(always)]
fn inside<N: Number>(x: N) -> N {
    let a = near(x);
    a.fma((a * a).polynomial(ERF), a)
}

/// `erf x`, ≤ 2 ulp; keeps the sign of zero.
#[inline(always)]
pub fn erf<N: Number>(x: N) -> N {
    let one = N::lit(1.0);
    select(x.abs().below(one), inside(x), one - tail(x)).copysign(x)
}

/// `1 - erf x`, ≤ 2 ulp.
#[inline(always)]
pub fn erfc<N: Number>(x: N) -> N {
    let one = N::lit(1.0);
    let tail = select(x.abs().below(N::lit(0.45)), one - inside(x), tail(x));
    select(x.below(N::lit(0.0)), N::lit(2.0) - tail, tail)
}

/// `exp(-x²/2)` and the Mills-like quotient with `Φ(-|x|) = quotient · exp(-x²/2) / 2`.
#[inline(always)]
fn normal_parts<N: Number>(x: N) -> (Closing<N>, Double<N>) {
    let a = near(x);
    (
        bell(a, 0.5),
        quotient(a, MILLS, (3.0, 5.0), 1.0, 0.101_057_72),
    )
}

/// `x Φ(x)`, ≤ 2 ulp; -0 at -∞. Near zero it is `x/2 + x erf(x/√2)/2`.
#[inline(always)]
pub fn gelu<N: Number>(x: N) -> N {
    let (half, one) = (N::lit(0.5), N::lit(1.0));
    let (bell, quotient) = normal_parts(x);
    let above = x * (one - bell.times_double(quotient, half));
    // where the tail is zero, `x` may be anything
    let below = bell.times_double(quotient, -(half * near(x)));
    let a = near(x);
    let ratio = (half * a * a).polynomial(ERF) + one;
    let middle = x.fma(x * N::lit(0.353_553_390_593_273_8) * ratio, half * x);
    let outer = select(x.below(N::lit(0.0)), below, above);
    select(a.below(N::lit(0.6)), middle.copysign(x), outer)
}

/// `Φ(x) + x φ(x)`, the factor of `gelu`; the absolute error is below 2 ulp of 1.
#[inline(always)]
pub fn gelu_slope<N: Number>(x: N) -> N {
    let (bell, quotient) = normal_parts(x);
    let moment = near(x) * N::lit(0.398_942_280_401_432_7);
    let left = bell.times(N::lit(0.5) * quotient.hi - moment);
    select(x.below(N::lit(0.0)), left, N::lit(1.0) - left)
}

/// `v = 2 √(2/π) (x + 0.044715 x³)` as `-|v|` in a double word, and `v' = dv/dx`.
#[inline(always)]
fn exponent<N: Number>(x: N) -> (Double<N>, N) {
    let a = near(x);
    let (linear, cubic) = (
        Double::<N>::lit(LINEAR[0], LINEAR[1]),
        Double::lit(CUBIC[0], CUBIC[1]),
    );
    let bent = Double::product(a, a).times(cubic);
    let sum = Double::sum(linear.hi, bent.hi);
    let factor = Double::quick(sum.hi, sum.lo + (linear.lo + bent.lo));
    let v = factor.times(Double {
        hi: -a,
        lo: N::lit(0.0),
    });
    (v, N::lit(3.0).fma(bent.hi, linear.hi))
}

/// `x σ(v)`, ≤ 2 ulp; -0 at -∞.
#[inline(always)]
pub fn gelu_tanh<N: Number>(x: N) -> N {
    gated(
        select(x.below(N::lit(-45.0)), N::lit(-45.0), x),
        x,
        exponent(x).0,
    )
}

/// `σ(v) (1 + x σ(-v) v')`, the factor of `gelu_tanh`; the absolute error is below 3 ulp of 1.
#[inline(always)]
pub fn gelu_tanh_slope<N: Number>(x: N) -> N {
    let (v, dv) = exponent(x);
    gated_slope(x, v, near(x) * dv)
}
