//! Functions of angles and their inverses.
//!
//! Sine and cosine share the reduction to a quadrant, and both polynomials, of which each of the
//! two is one or the other.

use super::double::Double;
use super::number::{Number, select};
use super::quadrant::{Angle, Quadrant};
use super::tables::{ASIN, ATAN, COS, SIN};

/// `π/2` in two parts.
const HALF_PI: [(f64, f64); 2] = [
    (1.5707963705062866, -4.371138828673793e-08),
    (std::f64::consts::FRAC_PI_2, 6.123233995736766e-17),
];

/// `sin r`
#[inline(always)]
fn sine<N: Number>(r: Double<N>) -> N {
    let z = r.hi * r.hi;
    r.hi + (r.hi * z).fma(z.polynomial(SIN), r.lo)
}

/// `cos r`
#[inline(always)]
fn cosine<N: Number>(r: Double<N>) -> N {
    let one = N::lit(1.0);
    let z = r.hi * r.hi;
    let half = N::lit(-0.5);
    let w = half.fma(z, one);
    let rest = (-r.hi).fma(r.lo, half.fma(z, one - w));
    w + (z * z).fma(z.polynomial(COS), rest)
}

/// `(sin x, cos x)` but for their signs' and places' dependence on the quadrant.
#[inline(always)]
fn waves<N: Angle>(x: N) -> (Quadrant<N>, N, N) {
    let quadrant = x.quadrant();
    (quadrant, sine(quadrant.rest), cosine(quadrant.rest))
}

/// `sin x`, ≤ 1 ulp for every finite `x`; keeps the sign of zero.
#[inline(always)]
pub fn sin<N: Angle>(x: N) -> N {
    let (quadrant, s, c) = waves(x);
    let value = select(quadrant.odd, c, s);
    select(
        x.equals(N::lit(0.0)),
        x,
        select(quadrant.upper, -value, value),
    )
}

/// `cos x`, ≤ 1 ulp for every finite `x`.
#[inline(always)]
pub fn cos<N: Angle>(x: N) -> N {
    let (quadrant, s, c) = waves(x);
    let value = select(quadrant.odd, s, c);
    select(quadrant.odd ^ quadrant.upper, -value, value)
}

/// `tan x`, ≤ 3 ulp for every finite `x`; keeps the sign of zero.
#[inline(always)]
pub fn tan<N: Angle>(x: N) -> N {
    let (quadrant, s, c) = waves(x);
    let value = select(quadrant.odd, -c, s) / select(quadrant.odd, s, c);
    select(x.equals(N::lit(0.0)), x, value)
}

/// `arcsin a = a + a³ R(a²)` for `|a| ≤ 1/2`, and the half-angle form beyond: `(s, s³ R(s²))` with
/// `s` that `a` or `√((1 - a) / 2)`.
#[inline(always)]
fn arcsine_parts<N: Number>(a: N) -> (N::Mask, N, N) {
    let half = N::lit(0.5);
    let near = a.at_most(half);
    let z = select(near, a * a, (N::lit(1.0) - a) * half);
    let s = select(near, a, z.sqrt());
    (near, s, s * z * z.polynomial(ASIN))
}

/// `arcsin x`, ≤ 2 ulp; NaN beyond ±1.
#[inline(always)]
pub fn asin<N: Number>(x: N) -> N {
    let (near, s, rest) = arcsine_parts(x.abs());
    let quarter = Double::lit(HALF_PI[0], HALF_PI[1]);
    let twice = N::lit(-2.0);
    let far = quarter.hi + (twice.fma(s, twice.fma(rest, quarter.lo)));
    select(near, s + rest, far).copysign(x)
}

/// `arccos x`, ≤ 2 ulp; NaN beyond ±1.
#[inline(always)]
pub fn acos<N: Number>(x: N) -> N {
    let (near, s, rest) = arcsine_parts(x.abs());
    let quarter = Double::lit(HALF_PI[0], HALF_PI[1]);
    let left = x.below(N::lit(0.0));
    let (signed, signed_rest) = (select(left, s, -s), select(left, rest, -rest));
    let middle = quarter.hi + (signed + (signed_rest + quarter.lo));
    let twice = N::lit(2.0);
    let sum = s + rest;
    let end = twice * (quarter.hi - (s - (quarter.lo - rest)));
    select(near, middle, select(left, end, sum + sum))
}

/// The angle of `(large, small)`, `0 ≤ small ≤ large`, as `π/4` or nothing, and the rest. The
/// difference that is divided is exact.
#[inline(always)]
fn octant<N: Number>(small: N, large: N) -> (N::Mask, N) {
    let steep = small.above(large * N::lit(0.5));
    let numerator = select(steep, small - large, small);
    let t = numerator / select(steep, small + large, large);
    let z = t * t;
    (steep, (t * z).fma(z.polynomial(ATAN), t))
}

/// `π/4` if steep, or what it leaves of `π/2` if turned over, with the angle `rest` beyond.
#[inline(always)]
fn first_quadrant<N: Number>(over: N::Mask, steep: N::Mask, rest: N) -> Double<N> {
    let quarter = Double::<N>::lit(HALF_PI[0], HALF_PI[1]);
    let (zero, half) = (N::lit(0.0), N::lit(0.5));
    // over: π/2 - (steep ? π/4 : 0) - rest
    let share = select(steep, half, select(over, N::lit(1.0), zero));
    let rest = select(over, -rest, rest);
    let hi = quarter.hi * share;
    Double {
        hi,
        lo: rest + quarter.lo * share,
    }
}

/// `arctan x`, ≤ 2 ulp; keeps the sign of zero.
#[inline(always)]
pub fn atan<N: Number>(x: N) -> N {
    let (a, one) = (x.abs(), N::lit(1.0));
    let over = a.above(one);
    // a / 1 or 1 / a; a huge `a` plus one is still finite, and ∞ gives 1 / ∞
    let steep_reciprocal = select(over, one, a);
    let (steep, rest) = octant(steep_reciprocal, select(over, a, one));
    first_quadrant(over, steep, rest).value().copysign(x)
}

/// The angle of the point `(x, y)`, ≤ 2 ulp, with the special cases of IEEE 754.
#[inline(always)]
pub fn atan2<N: Number>(y: N, x: N) -> N {
    let (zero, one) = (N::lit(0.0), N::lit(1.0));
    let (a, b) = (y.abs(), x.abs());
    let over = a.above(b);
    let (small, large) = (select(over, b, a), select(over, a, b));
    // sums must not overflow
    let huge = large.above(N::pick(1e37, 1e307));
    let down = select(huge, N::lit(0.0625), one);
    let corner = small.equals(N::lit(f64::INFINITY));
    let small = select(corner, one, small * down);
    let large = select(corner | large.equals(zero), one, large * down);
    let (steep, rest) = octant(small, large);
    let angle = first_quadrant(over, steep, rest);
    let quarter = Double::<N>::lit(HALF_PI[0], HALF_PI[1]);
    let behind = x.negative();
    let mirrored = Double::sum(quarter.hi + quarter.hi, -angle.hi);
    let lo = mirrored.lo + (quarter.lo + quarter.lo - angle.lo);
    let value = select(behind, mirrored.hi + lo, angle.value());
    select(
        x.not_a_number() | y.not_a_number(),
        x + y,
        value.copysign(y),
    )
}
