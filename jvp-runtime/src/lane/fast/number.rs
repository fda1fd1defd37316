//! [`Number`]: what the vector functions are written in, for both widths, with and without fused
//! multiply-adds.
//!
//! Everything is branch-free and has packed instructions already in the baseline of x86-64: integers
//! are added, masked and shifted logically, and get to floats and back by the mantissa of a large
//! number rather than by conversions, which 64-bit integers lack before AVX-512.

use std::ops::{BitAnd, BitOr, BitXor, Not};

use super::tables::Table;
use super::{Fast, Lane};

/// What comparing two lanes gives: a `bool`, or one for each of two lanes side by side.
pub trait Mask:
    Copy + BitAnd<Output = Self> + BitOr<Output = Self> + BitXor<Output = Self> + Not<Output = Self>
{
}

impl Mask for bool {}

/// A lane with access to its bits.
pub trait Number: Lane {
    /// What a comparison gives.
    type Mask: Mask;
    /// `f64` rather than `f32`.
    const WIDE: bool;
    /// Multiply-adds are fused.
    const FUSED: bool;
    /// The largest exponent of a finite number.
    const MAX_EXPONENT: f64;
    /// The smallest normal number.
    const TINY: f64;
    /// So large that an integer added to it is in the lowest bits of the sum, and even.
    const SHIFT: f64;

    /// `2^(e - MAX_EXPONENT)` for the `e` of a [`count`](Self::count); ∞ for the `e` that ∞ has.
    fn power(self) -> Self;

    /// `(k, m)` with `self = 2ᵏ m` and `√½ ≤ m < √2`, for positive normal numbers.
    fn split(self) -> (Self, Self);

    /// The integer in a [`count`](Self::count) has the bit of weight `1 << bit` set.
    fn has_bit(self, bit: u32) -> Self::Mask;

    /// The number rounded to half of the bits; the other half holds the rest.
    fn head(self) -> Self;

    /// `a` where the mask is set, else `b`.
    fn select(mask: Self::Mask, a: Self, b: Self) -> Self;

    /// `self < b`
    fn below(self, b: Self) -> Self::Mask;

    /// `self <= b`
    fn at_most(self, b: Self) -> Self::Mask;

    /// `self == b`
    fn equals(self, b: Self) -> Self::Mask;

    /// The sign bit is set.
    fn negative(self) -> Self::Mask;

    /// `self > b`
    #[inline(always)]
    fn above(self, b: Self) -> Self::Mask {
        b.below(self)
    }

    /// `self >= b`
    #[inline(always)]
    fn at_least(self, b: Self) -> Self::Mask {
        b.at_most(self)
    }

    /// It is NaN.
    #[inline(always)]
    fn not_a_number(self) -> Self::Mask {
        !self.equals(self)
    }

    /// Neither infinite nor NaN.
    #[inline(always)]
    fn finite(self) -> Self::Mask {
        self.abs().below(Self::lit(f64::INFINITY))
    }

    /// Finite and not below the smallest normal number.
    #[inline(always)]
    fn normal(self) -> Self::Mask {
        self.finite() & self.abs().at_least(Self::lit(Self::TINY))
    }

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

    /// The nearest integer to `self factor` plus `bias`, as its sum with [`SHIFT`](Self::SHIFT), ties to
    /// even; for absolute values up to a quarter of where integers end.
    #[inline(always)]
    fn count(self, factor: f64, bias: f64) -> Self {
        self.fma(Self::lit(factor), Self::lit(Self::SHIFT + bias))
    }

    /// The integer that a [`count`](Self::count) has found, without the bias.
    #[inline(always)]
    fn counted(self, bias: f64) -> Self {
        self - Self::lit(Self::SHIFT + bias)
    }

    /// The nearest integer, ties to even, for `|self|` up to a quarter of where integers end.
    #[inline(always)]
    fn nearest(self) -> Self {
        self.count(1.0, 0.0).counted(0.0)
    }

    /// `2ⁿ` for an integer `n` such that it is normal, or `2^(MAX_EXPONENT+1) = ∞`.
    #[inline(always)]
    fn two_to(n: Self) -> Self {
        n.count(1.0, Self::MAX_EXPONENT).power()
    }

    /// The polynomial at `self`: the constant term comes last, since its rounding counts most; the others
    /// are paired, and Horner's rule is in the square, which is half as long a chain.
    #[inline(always)]
    fn polynomial(self, table: Table) -> Self {
        let coefficients = if Self::WIDE { table.wide } else { table.narrow };
        let square = self * self;
        let pair = |n: usize| match coefficients[n..] {
            [c] => Self::lit(c),
            _ => self.fma(Self::lit(coefficients[n + 1]), Self::lit(coefficients[n])),
        };
        let mut n = (coefficients.len() - 2) | 1;
        let mut sum = pair(n);
        while n > 1 {
            n -= 2;
            sum = sum.fma(square, pair(n));
        }
        self.fma(sum, Self::lit(coefficients[0]))
    }
}

/// `if c { a } else { b }`, both sides computed.
#[inline(always)]
pub fn select<N: Number>(c: N::Mask, a: N, b: N) -> N {
    N::select(c, a, b)
}

macro_rules! number {
    ($scalar:ident $bits:ident: wide $wide:literal, mantissa $mantissa:literal, exponent $exponent:literal) => {
        impl<const FMA: bool, const NEAR: bool> Number for Fast<$scalar, FMA, NEAR> {
            type Mask = bool;

            const WIDE: bool = $wide;
            const FUSED: bool = FMA;
            const MAX_EXPONENT: f64 = $exponent as f64;
            const TINY: f64 = $scalar::MIN_POSITIVE as f64;
            const SHIFT: f64 = ((3 as $bits) << ($mantissa - 1)) as f64;

            #[inline(always)]
            fn power(self) -> Self {
                Fast($scalar::from_bits(self.0.to_bits() << $mantissa))
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
                self.0.to_bits() & (1 << bit) != 0
            }

            #[inline(always)]
            fn select(mask: bool, a: Self, b: Self) -> Self {
                if mask { a } else { b }
            }

            #[inline(always)]
            fn below(self, b: Self) -> bool {
                self < b
            }

            #[inline(always)]
            fn at_most(self, b: Self) -> bool {
                self <= b
            }

            #[inline(always)]
            fn equals(self, b: Self) -> bool {
                self == b
            }

            #[inline(always)]
            fn negative(self) -> bool {
                self.0.is_sign_negative()
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

number!(f32 u32: wide false, mantissa 23, exponent 127);
number!(f64 u64: wide true, mantissa 52, exponent 1023);
