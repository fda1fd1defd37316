//! Special functions of [`Dd`]: series and continued fractions that the runtime does not use.

use super::{Dd, ONE, PI, ZERO};

/// Numerators and denominators of the Bernoulli numbers B₂, B₄, …, B₃₀.
const BERNOULLI: [(f64, f64); 15] = [
    (1.0, 6.0),
    (-1.0, 30.0),
    (1.0, 42.0),
    (-1.0, 30.0),
    (5.0, 66.0),
    (-691.0, 2730.0),
    (7.0, 6.0),
    (-3617.0, 510.0),
    (43867.0, 798.0),
    (-174611.0, 330.0),
    (854513.0, 138.0),
    (-236364091.0, 2730.0),
    (8553103.0, 6.0),
    (-23749461029.0, 870.0),
    (8615841276005.0, 14322.0),
];

/// Stirling's series is taken from here on.
const STIRLING: f64 = 30.0;

impl Dd {
    /// `erf` by the series of positive terms `2x/√π e^{-x²} Σ (2x²)ⁿ / (1·3·…·(2n+1))`.
    fn erf_series(self) -> Dd {
        let square = self * self;
        let mut term = self;
        let mut sum = self;
        let mut n = 1.0;
        while term.hi.abs() > 1e-34 * sum.hi.abs() {
            term = term * square * 2.0 / (2.0 * n + 1.0);
            sum = sum + term;
            n += 1.0;
        }
        sum * 2.0 / PI.sqrt() * (-square).exp()
    }

    /// `erfc` for positive arguments, with a small relative error.
    fn erfc_right(self) -> Dd {
        if self.hi < 2.0 {
            return 1.0 - self.erf_series();
        }
        // Laplace's continued fraction, from far down up.
        let mut tail = self;
        for k in (1..=400).rev() {
            tail = self + f64::from(k) * 0.5 / tail;
        }
        (-(self * self)).exp() / (PI.sqrt() * tail)
    }

    pub fn erfc(self) -> Dd {
        if self.hi < 0.0 {
            2.0 - (-self).erfc_right()
        } else {
            self.erfc_right()
        }
    }

    pub fn erf(self) -> Dd {
        if self.hi.abs() < 2.0 {
            self.erf_series()
        } else if self.hi > 0.0 {
            1.0 - self.erfc_right()
        } else {
            (-self).erfc_right() - 1.0
        }
    }

    /// `erf` but for a constant on each side of 0, which keeps its differences exact in the tails.
    pub fn erf_but_for_constant(self) -> Dd {
        if self.hi > 0.0 {
            -self.erfc_right()
        } else {
            (-self).erfc_right()
        }
    }

    /// Minus [`erf_but_for_constant`](Self::erf_but_for_constant): `erfc` but for a constant.
    pub fn erfc_but_for_constant(self) -> Dd {
        -self.erf_but_for_constant()
    }

    pub fn sigmoid(self) -> Dd {
        1.0 / (1.0 + (-self).exp())
    }

    /// `sigmoid` but for a constant on each side.
    pub fn sigmoid_but_for_constant(self) -> Dd {
        if self.hi > 0.0 {
            -(-self).sigmoid()
        } else {
            self.sigmoid()
        }
    }

    pub fn softplus(self) -> Dd {
        if self.hi > 0.0 {
            return self + (-self).softplus();
        }
        // ln(1 + e) = 2 artanh(e / (2 + e))
        let e = self.exp();
        let s = e / (2.0 + e);
        let (square, mut power, mut sum) = (s * s, s, s);
        for n in 1..36 {
            power = power * square;
            sum = sum + power / f64::from(2 * n + 1);
        }
        sum.scaled(2.0)
    }

    pub fn log_sigmoid(self) -> Dd {
        -(-self).softplus()
    }

    pub fn silu(self) -> Dd {
        self * self.sigmoid()
    }

    pub fn gelu(self) -> Dd {
        self * (-self / Dd::new(2.0).sqrt()).erfc().scaled(0.5)
    }

    pub fn gelu_tanh(self) -> Dd {
        let cubic = Dd::new(44715.0) / 1e6;
        let inner = (8.0 / PI).sqrt() * (self + cubic * self * self * self);
        self * inner.sigmoid()
    }

    pub fn elu(self) -> Dd {
        if self.hi > 0.0 {
            self
        } else {
            self.exp() - 1.0
        }
    }

    /// The left branch of [`selu`](Self::selu) without its constant.
    pub fn selu_left(self) -> Dd {
        let (scale, alpha) = Self::selu_constants();
        scale * alpha * self.exp()
    }

    pub fn selu(self) -> Dd {
        let (scale, alpha) = Self::selu_constants();
        if self.hi > 0.0 {
            scale * self
        } else {
            scale * alpha * (self.exp() - 1.0)
        }
    }

    /// λ and α as the paper prints them.
    fn selu_constants() -> (Dd, Dd) {
        let scale = Dd {
            hi: 1.0507009873554805,
            lo: 3.9874847667154144e-17,
        };
        let alpha = Dd {
            hi: 1.6732632423543772,
            lo: 1.0657222547717531e-16,
        };
        (scale, alpha)
    }

    pub fn lgamma(self) -> Dd {
        if self.hi < 0.5 {
            let sine = (PI * self).sin().abs();
            return (PI / sine).ln() - (1.0 - self).lgamma();
        }
        let (mut at, mut product) = (self, ONE);
        while at.hi < STIRLING {
            product = product * at;
            at = at + 1.0;
        }
        let inverse = ONE / at;
        let mut power = inverse;
        let mut series = ZERO;
        for (k, (p, q)) in (1..).zip(BERNOULLI) {
            let n = f64::from(2 * k);
            series = series + Dd::new(p) / q / (n * (n - 1.0)) * power;
            power = power * inverse * inverse;
        }
        (at - 0.5) * at.ln() - at + (2.0 * PI).ln().scaled(0.5) + series - product.ln()
    }

    pub fn digamma(self) -> Dd {
        if self.hi < 0.5 {
            let (s, c) = (PI * self).sin_cos();
            return (1.0 - self).digamma() - PI * c / s;
        }
        let (mut at, mut sum) = (self, ZERO);
        while at.hi < STIRLING {
            sum = sum + ONE / at;
            at = at + 1.0;
        }
        let inverse = ONE / at;
        let mut power = inverse * inverse;
        let mut series = ZERO;
        for (k, (p, q)) in (1..).zip(BERNOULLI) {
            series = series + Dd::new(p) / q / f64::from(2 * k) * power;
            power = power * inverse * inverse;
        }
        at.ln() - inverse.scaled(0.5) - series - sum
    }
}
