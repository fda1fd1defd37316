//! Powers and roots: `powf`, `powi`, `cbrt`, `hypot`.

use super::double::Double;
use super::exponential::exp_double;
use super::logarithm::ln_wide;
use super::number::{Number, select};
use super::tables::CUBE_ROOT;

/// `|x|ʸ = exp(y ln |x|)` with the exponent in a double word; 0 and ∞ by their logarithms.
#[inline(always)]
fn magnitude<N: Number>(a: N, y: Double<N>) -> N {
    let infinity = N::lit(f64::INFINITY);
    let ln = ln_wide(a);
    let special = select(a.equals(infinity), infinity, -infinity);
    let hi = select(a.equals(infinity) | a.equals(N::lit(0.0)), special, ln.hi);
    let product = Double::product(y.hi, hi);
    let lo = y.hi.fma(ln.lo, y.lo.fma(hi, product.lo));
    exp_double(Double { hi: product.hi, lo })
}

/// An integer, be it large.
#[inline(always)]
fn integral<N: Number>(a: N) -> N::Mask {
    let unit = N::pick(8_388_608.0, 4_503_599_627_370_496.0);
    a.at_least(unit) | ((a + unit) - unit).equals(a)
}

/// `xʸ`, ≤ 1.5 ulp, with the special cases of IEEE 754.
#[inline(always)]
pub fn powf<N: Number>(x: N, y: N) -> N {
    let (zero, one) = (N::lit(0.0), N::lit(1.0));
    let (a, size) = (x.abs(), y.abs());
    let value = magnitude(a, Double { hi: y, lo: zero });
    let value = select(a.equals(one), one, value);
    let odd = integral(size) & !integral(size * N::lit(0.5));
    let signed = select(odd & x.negative(), -value, value);
    let inside =
        x.at_least(zero) | integral(size) | a.equals(zero) | a.equals(N::lit(f64::INFINITY));
    let value = select(inside, signed, N::lit(f64::NAN));
    let value = select(x.not_a_number() | y.not_a_number(), x + y, value);
    select(x.equals(one) | y.equals(zero), one, value)
}

/// `xⁿ`, ≤ 2 ulp.
#[inline(always)]
pub fn powi<N: Number>(x: N, n: i32) -> N {
    let one = N::lit(1.0);
    match n {
        0 => one,
        1 => x,
        2 => x * x,
        3 => x * x * x,
        4 => (x * x) * (x * x),
        -1 => one / x,
        -2 => one / (x * x),
        -64..=64 => by_squares(x, n),
        _ => {
            // exact in two parts, also where the lane is `f32`
            let head = n & !0xfff;
            let y = Double::quick(N::lit(f64::from(head)), N::lit(f64::from(n - head)));
            let value = magnitude(x.abs(), y);
            let value = select(x.abs().equals(one), one, value);
            let signed = match n & 1 {
                1 => select(x.negative(), -value, value),
                _ => value,
            };
            select(x.not_a_number(), x, signed)
        }
    }
}

/// `xⁿ` by repeated squares in double words, for `|n| < 128`; of the reciprocal where `n` is
/// negative, whose power may be representable where that of `x` is not.
#[inline(always)]
fn by_squares<N: Number>(x: N, n: i32) -> N {
    let one = N::lit(1.0);
    let mut square = Double {
        hi: x,
        lo: N::lit(0.0),
    };
    if n < 0 {
        let inverse = Double::quotient(one, square);
        square.hi = one / x;
        square.lo = (inverse.hi - square.hi) + inverse.lo;
    }
    let mut power = Double {
        hi: one,
        lo: N::lit(0.0),
    };
    // what `power.lo` is without the rounding of the last product
    let mut cross = power.lo;
    for bit in 0..7 {
        if n.unsigned_abs() >> bit & 1 == 1 {
            cross = power.hi.fma(square.lo, power.lo * square.hi);
            power = power.times(square);
        }
        square = square.times(square);
    }
    // The rounding of a subnormal product is not representable; 0 and ∞ have no low part.
    let value = power.hi + select(power.hi.normal(), power.lo, cross);
    let limit = power.hi.equals(N::lit(0.0)) | !value.finite();
    select(limit, power.hi, value)
}

/// `n aⁿ⁻¹`; 0 for `n = 0` whatever `a` is.
#[inline(always)]
pub fn powi_factor<N: Number>(a: N, n: i32) -> N {
    match n {
        0 => N::lit(0.0),
        1 => N::lit(1.0),
        2 => a + a,
        i32::MIN => N::lit(f64::from(n)) * powi(a, n) / a,
        _ => N::lit(f64::from(n)) * powi(a, n - 1),
    }
}

/// `∛x`, ≤ 1 ulp: `2^(k/3)` by thirds, `m^(-1/3)` by a polynomial and Newton's steps, and a last
/// step on the residual in a double word.
#[inline(always)]
pub fn cbrt<N: Number>(x: N) -> N {
    let (one, third) = (N::lit(1.0), N::lit(1.0 / 3.0));
    let a = x.abs();
    let tiny = a.below(N::lit(N::TINY));
    let lift = N::pick(134_217_728.0, 18_014_398_509_481_984.0); // 2²⁷, 2⁵⁴
    let (k, m) = select(tiny, a * lift, a).split();
    let q = (k * third).nearest();
    let remainder = k - N::lit(3.0) * q;
    let q = select(tiny, q - N::pick(9.0, 18.0), q);
    // m 2^remainder and the seed of its -1/3rd power
    let (up, down) = (remainder.above(N::lit(0.5)), remainder.below(N::lit(-0.5)));
    let m2 = m * select(up, N::lit(2.0), select(down, N::lit(0.5), one));
    let cube_root_2 = 1.259_921_049_894_873_2;
    let part = select(
        up,
        N::lit(1.0 / cube_root_2),
        select(down, N::lit(cube_root_2), one),
    );
    let mut y = m.polynomial(CUBE_ROOT) * part;
    let steps = if N::WIDE { 2 } else { 1 };
    for _ in 0..steps {
        y = (y * third).fma(one - m2 * y * (y * y), y);
    }
    let root = m2 * (y * y);
    let square = Double::product(root, root);
    let cube = Double::product(root, square.hi);
    let missing = (m2 - cube.hi) - root.fma(square.lo, cube.lo);
    let value = (missing * third).fma(y * y, root) * N::two_to(q);
    let outside = !a.finite() | a.equals(N::lit(0.0));
    select(outside, x, value.copysign(x))
}

/// `√(a² + b²)`, ≤ 2 ulp, scaled so that no square overflows or underflows.
#[inline(always)]
pub fn hypot<N: Number>(a: N, b: N) -> N {
    let infinity = N::lit(f64::INFINITY);
    let (a, b) = (a.abs(), b.abs());
    let large = select(a.above(b), a, b);
    let (bound, factor) = if N::WIDE {
        (1e140, 2f64.powi(600))
    } else {
        (1e16, 2f64.powi(70))
    };
    let (high, low) = (large.above(N::lit(bound)), large.below(N::lit(1.0 / bound)));
    let up = select(
        high,
        N::lit(1.0 / factor),
        select(low, N::lit(factor), N::lit(1.0)),
    );
    let down = select(
        high,
        N::lit(factor),
        select(low, N::lit(1.0 / factor), N::lit(1.0)),
    );
    let (x, y) = (a * up, b * up);
    let value = x.fma(x, y * y).sqrt() * down;
    select(a.equals(infinity) | b.equals(infinity), infinity, value)
}
