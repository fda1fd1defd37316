//! Elementary functions of [`Dd`], with an absolute error near 1e-31 times the larger of the
//! result and one: Taylor series after argument reduction, and one Newton step from the `f64`
//! result where the inverse is easier.

use super::{Dd, LN_2, ONE, PI, ZERO};

/// `π/2` in three parts, for the reduction of large angles.
const HALF_PI: [f64; 3] = [
    std::f64::consts::FRAC_PI_2,
    6.123233995736766e-17,
    -1.4973849048591698e-33,
];

impl Dd {
    pub fn sqrt(self) -> Dd {
        if self.hi == 0.0 {
            return ZERO;
        }
        let y = Dd::new(self.hi.sqrt());
        // Newton from 53 bits, twice, to be right in the last ones.
        let y = (y + self / y).scaled(0.5);
        (y + self / y).scaled(0.5)
    }

    pub fn cbrt(self) -> Dd {
        if self.hi == 0.0 {
            return ZERO;
        }
        let step = |y: Dd| y - (y - self / (y * y)) / 3.0;
        step(step(Dd::new(self.hi.cbrt())))
    }

    pub fn exp(self) -> Dd {
        let k = (self.hi / LN_2.hi).round();
        let r = (self - LN_2 * k).scaled(1.0 / 512.0);
        // exp(r) - 1 by Taylor, then nine doublings of the argument.
        let mut term = r;
        let mut p = r;
        for n in 2..14 {
            term = term * r / f64::from(n);
            p = p + term;
        }
        for _ in 0..9 {
            p = p.scaled(2.0) + p * p;
        }
        let half = (0.5 * k).trunc();
        (p + 1.0).scaled(half.exp2()).scaled((k - half).exp2())
    }

    pub fn ln(self) -> Dd {
        let y = Dd::new(self.hi.ln());
        let e = self * (-y).exp() - 1.0;
        y + (e - e * e * 0.5)
    }

    pub fn pow(self, exponent: Dd) -> Dd {
        (self.ln() * exponent).exp()
    }

    /// `(sin, cos)`, for `|self| ≤ 1e8`.
    pub fn sin_cos(self) -> (Dd, Dd) {
        let k = (self.hi / HALF_PI[0]).round();
        let mut r = self;
        for part in HALF_PI {
            r = r - Dd::new(part) * k;
        }
        // Taylor for both on [-π/4, π/4].
        let square = r * r;
        let (mut sin, mut cos, mut s, mut c) = (r, ONE, r, ONE);
        for n in 1..16 {
            let n = f64::from(2 * n);
            c = -(c * square) / (n * (n - 1.0));
            s = -(s * square) / (n * (n + 1.0));
            cos = cos + c;
            sin = sin + s;
        }
        match k.rem_euclid(4.0) as u8 {
            0 => (sin, cos),
            1 => (cos, -sin),
            2 => (-sin, -cos),
            _ => (-cos, sin),
        }
    }

    pub fn sin(self) -> Dd {
        self.sin_cos().0
    }

    pub fn cos(self) -> Dd {
        self.sin_cos().1
    }

    pub fn tan(self) -> Dd {
        let (s, c) = self.sin_cos();
        s / c
    }

    /// The angle of the point `(x, self)`.
    pub fn atan2(self, x: Dd) -> Dd {
        let angle = Dd::new(self.hi.atan2(x.hi));
        let (s, c) = angle.sin_cos();
        // sin of the small angle that is missing
        let e = (self * c - x * s) / (self * self + x * x).sqrt();
        angle + (e + e * e * e / 6.0)
    }

    /// `atan` but for a constant on each side, which keeps its differences exact far out.
    pub fn atan_but_for_constant(self) -> Dd {
        if self.hi.abs() > 1.0 {
            -(ONE / self).atan2(ONE)
        } else {
            self.atan2(ONE)
        }
    }

    pub fn asin(self) -> Dd {
        self.atan2(((1.0 - self) * (1.0 + self)).sqrt())
    }

    pub fn acos(self) -> Dd {
        ((1.0 - self) * (1.0 + self)).sqrt().atan2(self)
    }

    pub fn sinh(self) -> Dd {
        (self.exp() - (-self).exp()).scaled(0.5)
    }

    pub fn cosh(self) -> Dd {
        (self.exp() + (-self).exp()).scaled(0.5)
    }

    /// `tanh` but for a constant on each side, which keeps its differences exact in the tails.
    pub fn tanh_but_for_constant(self) -> Dd {
        if self.hi > 0.0 {
            -2.0 / ((2.0 * self).exp() + 1.0)
        } else {
            2.0 / ((-2.0 * self).exp() + 1.0)
        }
    }

    pub fn asinh(self) -> Dd {
        let value = (self.abs() + (self * self + 1.0).sqrt()).ln();
        if self.hi < 0.0 { -value } else { value }
    }

    pub fn acosh(self) -> Dd {
        (self + ((self - 1.0) * (self + 1.0)).sqrt()).ln()
    }

    pub fn atanh(self) -> Dd {
        ((1.0 + self) / (1.0 - self)).ln().scaled(0.5)
    }

    pub fn hypot(self, other: Dd) -> Dd {
        (self * self + other * other).sqrt()
    }

    pub fn log2(self) -> Dd {
        self.ln() / LN_2
    }

    pub fn log10(self) -> Dd {
        self.ln() / Dd::new(10.0).ln()
    }

    pub fn to_degrees(self) -> Dd {
        self * 180.0 / PI
    }

    pub fn to_radians(self) -> Dd {
        self * PI / 180.0
    }
}
