//! Double words: a number as an unevaluated sum `hi + lo`, `lo` within the rounding error of `hi`.
//!
//! They carry what `exp` or a division would amplify. Sums are Knuth's and Dekker's; products take
//! one fused multiply-add, or Dekker's splitting without it.

use super::number::Number;

/// `hi + lo`
#[derive(Clone, Copy, Debug)]
pub struct Double<N> {
    pub hi: N,
    pub lo: N,
}

impl<N: Number> Double<N> {
    /// `a + b` exactly.
    #[inline(always)]
    pub fn sum(a: N, b: N) -> Self {
        let hi = a + b;
        let bb = hi - a;
        let lo = (a - (hi - bb)) + (b - bb);
        Double { hi, lo }
    }

    /// `a + b` exactly, for `|a| ≥ |b|` or `a = 0`.
    #[inline(always)]
    pub fn quick(a: N, b: N) -> Self {
        let hi = a + b;
        let lo = b - (hi - a);
        Double { hi, lo }
    }

    /// `a b` exactly, if nothing overflows or underflows.
    #[inline(always)]
    pub fn product(a: N, b: N) -> Self {
        let hi = a * b;
        let lo = if N::FUSED {
            a.mul_add(b, -hi)
        } else {
            let (ah, bh) = (a.head(), b.head());
            let (al, bl) = (a - ah, b - bh);
            ((ah * bh - hi) + ah * bl + al * bh) + al * bl
        };
        Double { hi, lo }
    }

    /// `a / b`, by one division: what the reciprocal gets wrong, the residual puts right.
    #[inline(always)]
    pub fn quotient(a: N, b: Self) -> Self {
        let r = N::lit(1.0) / b.hi;
        let hi = a * r;
        Self::quick(hi, Self::residual(a, hi, b) * r)
    }

    /// `a - q b` to the digits of one word, for a rounded quotient `q` of `a` and `b.hi`.
    #[inline(always)]
    pub fn residual(a: N, q: N, b: Self) -> N {
        let back = Self::product(q, b.hi);
        let missing = if N::FUSED {
            (-q).mul_add(b.hi, a)
        } else {
            (a - back.hi) - back.lo
        };
        (-q).fma(b.lo, missing)
    }

    /// A constant in two parts.
    #[inline(always)]
    pub fn lit(narrow: (f64, f64), wide: (f64, f64)) -> Self {
        Double {
            hi: N::pick(narrow.0, wide.0),
            lo: N::pick(narrow.1, wide.1),
        }
    }

    /// The product, to about twice the digits; the low part may be a few roundings large.
    #[inline(always)]
    pub fn times(self, other: Self) -> Self {
        let p = Self::product(self.hi, other.hi);
        let lo = self.hi.fma(other.lo, self.lo.fma(other.hi, p.lo));
        Double { hi: p.hi, lo }
    }

    /// The sum, to about twice the digits, for `|self| ≥ |other|` or `self = 0`.
    #[inline(always)]
    pub fn plus(self, other: Self) -> Self {
        let s = Self::quick(self.hi, other.hi);
        Double {
            hi: s.hi,
            lo: s.lo + (self.lo + other.lo),
        }
    }

    /// The nearest number.
    #[inline(always)]
    pub fn value(self) -> N {
        self.hi + self.lo
    }
}
