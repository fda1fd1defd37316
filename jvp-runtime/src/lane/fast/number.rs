//! [`Number`]: what the vector functions are written in, for both widths, with and without fused
//! multiply-adds.
//!
//! Everything is branch-free and has packed instructions already in the baseline of x86-64: integers
//! are added, masked and shifted logically, and get to floats and back by the mantissa of a large
//! number rather than by conversions, which 64-bit integers lack before AVX-512.

use super::tables::Table;
use super::{Fast, Lane};

/// A lane with access to its bits.
pub trait Number: Lane {
    /// `f64` rather than `f32`.
    const WIDE: bool;
    /// Multiply-adds are fused.
    const FUSED: bool;
    /// The largest exponent of a finite number.
    const MAX_EXPONENT: f64;
    /// The smallest normal number.
    const TINY: f64;

    /// The nearest integer, ties to even, for `|self|` up to a quarter of where integers end.
    fn nearest(self) -> Self;

    /// `2ⁿ` for an integer `n` such that it is normal, or `2^(MAX_EXPONENT+1) = ∞`.
    fn two_to(n: Self) -> Self;

    /// `2ⁿ self` for `½ < self < 2`, an integer `n` with `|n| ≤ MAX_EXPONENT + 60`, or NaN for both;
    /// rounded once if the result is subnormal. It costs less than [`scale`](Self::scale).
    fn raise(self, n: Self) -> Self;

    /// `(k, m)` with `self = 2ᵏ m` and `√½ ≤ m < √2`, for positive normal numbers.
    fn split(self) -> (Self, Self);

    /// The integer `self`, `|self|` up to a quarter of where integers end, has the bit of weight `1 << bit` set.
    fn has_bit(self, bit: u32) -> bool;

    /// The number rounded to half of the bits; the other half holds the rest.
    fn head(self) -> Self;

    /// `self b + c`, with one rounding or two.
    #[inline(always)]
    fn fma(self, b: Self, c: Self) -> Self {
        if Self::FUSED {
            self.mul_add(b, c)
        } else {
            self * b + c
        }
    }

    /// A constant per width.
    #[inline(always)]
    fn pick(narrow: f64, wide: f64) -> Self {
        Self::lit(if Self::WIDE { wide } else { narrow })
    }

    /// The polynomial at `self`, by Horner's rule.
    #[inline(always)]
    fn polynomial(self, table: Table) -> Self {
        let coefficients = if Self::WIDE { table.wide } else { table.narrow };
        let mut n = coefficients.len() - 1;
        let mut sum = Self::lit(coefficients[n]);
        while n > 0 {
            n -= 1;
            sum = sum.fma(self, Self::lit(coefficients[n]));
        }
        sum
    }

    /// `2ⁿ self` for an integer `n`, `|n| ≤ 2 MAX_EXPONENT`; rounded once if the result is
    /// subnormal.
    #[inline(always)]
    fn scale(self, n: Self) -> Self {
        let half = (n * Self::lit(0.5)).nearest();
        self * Self::two_to(half) * Self::two_to(n - half)
    }
}

/// `if c { a } else { b }`, both sides computed.
#[inline(always)]
pub fn select<N>(c: bool, a: N, b: N) -> N {
    if c { a } else { b }
}

macro_rules! number {
    ($scalar:ident $bits:ident: wide $wide:literal, mantissa $mantissa:literal, exponent $exponent:literal) => {
        impl<const FMA: bool, const NEAR: bool> Number for Fast<$scalar, FMA, NEAR> {
            const WIDE: bool = $wide;
            const FUSED: bool = FMA;
            const MAX_EXPONENT: f64 = $exponent as f64;
            const TINY: f64 = $scalar::MIN_POSITIVE as f64;

            #[inline(always)]
            fn nearest(self) -> Self {
                Fast((self.0 + SHIFT) - SHIFT)
            }

            #[inline(always)]
            fn two_to(n: Self) -> Self {
                let bits = (n.0 + SHIFT).to_bits().wrapping_add($exponent);
                Fast($scalar::from_bits(bits << $mantissa))
            }

            #[inline(always)]
            fn raise(self, n: Self) -> Self {
                // Into the exponent goes what surely fits; the rest is a factor. Zero or NaN is added.
                let small = n.0 < 0.0;
                let shift = select(small, SHIFT + 64.0, SHIFT - 1.0);
                let rest = select(small, 1.0 / 18_446_744_073_709_551_616.0, 2.0); // 2⁻⁶⁴
                let power = (n.0 + shift).to_bits() << $mantissa;
                let raised = $scalar::from_bits(self.0.to_bits().wrapping_add(power));
                Fast(raised).fma(Fast(rest), n - n)
            }

            #[inline(always)]
            fn split(self) -> (Self, Self) {
                const ONE: $bits = (1.0 as $scalar).to_bits();
                const ROOT: $bits = std::$scalar::consts::FRAC_1_SQRT_2.to_bits();
                // the integer e in the mantissa of 2^$mantissa
                const COUNT: $bits = (((1 as $bits) << $mantissa) as $scalar).to_bits();
                let bits = self.0.to_bits().wrapping_add(ONE - ROOT);
                let e = $scalar::from_bits((bits >> $mantissa) | COUNT);
                let k = e - ($scalar::from_bits(COUNT) + $exponent as $scalar);
                let m = (bits & (((1 as $bits) << $mantissa) - 1)).wrapping_add(ROOT);
                (Fast(k), Fast($scalar::from_bits(m)))
            }

            #[inline(always)]
            fn has_bit(self, bit: u32) -> bool {
                (self.0 + SHIFT).to_bits() & (1 << bit) != 0
            }

            #[inline(always)]
            fn head(self) -> Self {
                const UNIT: $bits = 1 << (($mantissa + 2) / 2);
                let bits = self.0.to_bits().wrapping_add(UNIT / 2);
                Fast($scalar::from_bits(bits & !(UNIT - 1)))
            }
        }
    };
}

mod narrow {
    use super::{Fast, Number, select};

    /// Added to a small number it leaves the integer part in the lowest bits.
    const SHIFT: f32 = 12_582_912.0; // 1.5 · 2²³

    number!(f32 u32: wide false, mantissa 23, exponent 127);
}

mod wide {
    use super::{Fast, Number, select};

    /// Added to a small number it leaves the integer part in the lowest bits.
    const SHIFT: f64 = 6_755_399_441_055_744.0; // 1.5 · 2⁵²

    number!(f64 u64: wide true, mantissa 52, exponent 1023);
}
