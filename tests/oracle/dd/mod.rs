//! Double-double arithmetic: a number as an unevaluated sum of two `f64`, about 106 bits.
//!
//! This is the oracle's own arithmetic. It shares nothing with the runtime: products are split by
//! fused multiply-add here, and every function is computed by a method of its own. Range: results
//! between 1e-280 and 1e300; outside, the low half is lost.

mod elementary;
mod special;

use std::ops::{Add, Div, Mul, Neg, Sub};

/// `hi + lo` with `|lo| ≤ ulp(hi) / 2`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dd {
    pub hi: f64,
    pub lo: f64,
}

pub const ZERO: Dd = Dd { hi: 0.0, lo: 0.0 };
pub const ONE: Dd = Dd { hi: 1.0, lo: 0.0 };
pub const PI: Dd = Dd {
    hi: std::f64::consts::PI,
    lo: 1.2246467991473532e-16,
};
pub const LN_2: Dd = Dd {
    hi: std::f64::consts::LN_2,
    lo: 2.3190468138462996e-17,
};

impl Dd {
    /// The value of `x`, exactly.
    pub fn new(x: f64) -> Dd {
        Dd { hi: x, lo: 0.0 }
    }

    /// `a + b` exactly, for `|a| ≥ |b|`.
    fn quick(a: f64, b: f64) -> Dd {
        let hi = a + b;
        Dd {
            hi,
            lo: b - (hi - a),
        }
    }

    /// The nearest `f64`.
    pub fn value(self) -> f64 {
        self.hi + self.lo
    }

    pub fn abs(self) -> Dd {
        if self.hi < 0.0 { -self } else { self }
    }

    /// `self · factor` for a power of two, exactly.
    pub fn scaled(self, factor: f64) -> Dd {
        Dd {
            hi: self.hi * factor,
            lo: self.lo * factor,
        }
    }
}

/// `a + b` exactly.
fn two_sum(a: f64, b: f64) -> Dd {
    let hi = a + b;
    let bb = hi - a;
    Dd {
        hi,
        lo: (a - (hi - bb)) + (b - bb),
    }
}

impl From<f64> for Dd {
    fn from(x: f64) -> Dd {
        Dd::new(x)
    }
}

impl Neg for Dd {
    type Output = Dd;
    fn neg(self) -> Dd {
        Dd {
            hi: -self.hi,
            lo: -self.lo,
        }
    }
}

impl Add for Dd {
    type Output = Dd;
    fn add(self, other: Dd) -> Dd {
        let high = two_sum(self.hi, other.hi);
        let low = two_sum(self.lo, other.lo);
        let sum = Dd::quick(high.hi, high.lo + low.hi);
        Dd::quick(sum.hi, sum.lo + low.lo)
    }
}

impl Sub for Dd {
    type Output = Dd;
    fn sub(self, other: Dd) -> Dd {
        self + -other
    }
}

impl Mul for Dd {
    type Output = Dd;
    fn mul(self, other: Dd) -> Dd {
        let hi = self.hi * other.hi;
        let lo = self.hi.mul_add(other.hi, -hi);
        Dd::quick(hi, lo + (self.hi * other.lo + self.lo * other.hi))
    }
}

impl Div for Dd {
    type Output = Dd;
    fn div(self, other: Dd) -> Dd {
        let q1 = self.hi / other.hi;
        let r = self - other * Dd::new(q1);
        let q2 = r.hi / other.hi;
        let r = r - other * Dd::new(q2);
        let q3 = r.hi / other.hi;
        Dd::quick(q1, q2) + Dd::new(q3)
    }
}

/// Mixed arithmetic with exact `f64` constants.
macro_rules! mixed {
    ($($operation:ident $method:ident),*) => {$(
        impl $operation<f64> for Dd {
            type Output = Dd;
            fn $method(self, other: f64) -> Dd {
                $operation::$method(self, Dd::new(other))
            }
        }

        impl $operation<Dd> for f64 {
            type Output = Dd;
            fn $method(self, other: Dd) -> Dd {
                $operation::$method(Dd::new(self), other)
            }
        }
    )*};
}

mixed!(Add add, Sub sub, Mul mul, Div div);
