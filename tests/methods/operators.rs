//! Operators of the user's own types.

use crate::oracle::{Dual64, DualNum, agree, dual};
use jvp::prelude::*;
use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Sub};

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Complex {
    re: f64,
    im: f64,
}

#[derive_jvp]
impl Complex {
    fn new(re: f64, im: f64) -> Self {
        Complex { re, im }
    }

    fn norm_sqr(self) -> f64 {
        self.re * self.re + self.im * self.im
    }

    fn exp(self) -> Complex {
        let r = self.re.exp();
        Complex::new(r * self.im.cos(), r * self.im.sin())
    }
}

#[derive_jvp]
impl Add for Complex {
    type Output = Complex;
    fn add(self, other: Complex) -> Complex {
        Complex::new(self.re + other.re, self.im + other.im)
    }
}

#[derive_jvp]
impl Sub for Complex {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::new(self.re - other.re, self.im - other.im)
    }
}

#[derive_jvp]
impl Mul for Complex {
    type Output = Self;
    fn mul(self, other: Self) -> Self::Output {
        Self {
            re: self.re * other.re - self.im * other.im,
            im: self.re * other.im + self.im * other.re,
        }
    }
}

#[derive_jvp]
impl Mul<f64> for Complex {
    type Output = Complex;
    fn mul(self, k: f64) -> Complex {
        Complex::new(self.re * k, self.im * k)
    }
}

#[derive_jvp]
impl Mul<Complex> for f64 {
    type Output = Complex;
    fn mul(self, z: Complex) -> Complex {
        z * self
    }
}

#[derive_jvp(types(Complex))]
impl Div for Complex {
    type Output = Complex;
    fn div(self, other: Complex) -> Complex {
        let n = other.norm_sqr();
        self * Complex::new(other.re / n, -other.im / n)
    }
}

#[derive_jvp]
impl Neg for Complex {
    type Output = Complex;
    fn neg(self) -> Complex {
        Complex::new(-self.re, -self.im)
    }
}

#[derive_jvp]
impl AddAssign for Complex {
    fn add_assign(&mut self, other: Complex) {
        self.re += other.re;
        self.im += other.im;
    }
}

#[derive_jvp]
impl MulAssign<f64> for Complex {
    fn mul_assign(&mut self, k: f64) {
        self.re *= k;
        self.im *= k;
    }
}

#[derive_jvp]
impl Add<&Complex> for &Complex {
    type Output = Complex;
    fn add(self, other: &Complex) -> Complex {
        Complex::new(self.re + other.re, self.im + other.im)
    }
}

#[derive_jvp(types(Complex))]
fn mandelbrot(c: Complex, n: usize) -> f64 {
    let mut z = Complex::new(0.1, -0.2);
    for _ in 0..n {
        z = z * z + c;
    }
    z.norm_sqr()
}

#[allow(
    clippy::op_ref,
    reason = "an operator of references is one of those tested"
)]
#[derive_jvp(types(Complex), wrt(z), wrt(w) as mobius_w, wrt(z, k) as mobius_zk)]
fn mobius(z: Complex, w: Complex, k: f64) -> Complex {
    let mut top = k * z - w;
    top += -(z * w) * 0.5;
    top *= k;
    let bottom = &z + &w;
    top / (bottom * bottom).exp()
}

type Pair = (Dual64, Dual64);

fn mul(a: Pair, b: Pair) -> Pair {
    (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
}

fn mobius_dual(z: Pair, w: Pair, k: Dual64) -> Pair {
    let zw = mul(z, w);
    let top = (
        (k * z.0 - w.0 - zw.0 * 0.5) * k,
        (k * z.1 - w.1 - zw.1 * 0.5) * k,
    );
    let bottom = (z.0 + w.0, z.1 + w.1);
    let square = mul(bottom, bottom);
    let r = square.0.exp();
    let e = (r * square.1.cos(), r * square.1.sin());
    let n = e.0 * e.0 + e.1 * e.1;
    mul(top, (e.0 / n, -e.1 / n))
}

#[test]
fn in_a_loop() {
    let c = Complex::new(-0.4, 0.3);
    let (dre, dim) = (0.7, -0.2);
    let mut z = (dual(0.1, 0.0), dual(-0.2, 0.0));
    for _ in 0..6 {
        let zz = mul(z, z);
        z = (zz.0 + dual(-0.4, dre), zz.1 + dual(0.3, dim));
    }
    let oracle = z.0 * z.0 + z.1 * z.1;
    let out = jvp_mandelbrot(c, ComplexTangent { re: dre, im: dim }, 6);
    agree(out, mandelbrot(c, 6), oracle);
}

#[test]
fn each_operator_and_each_set() {
    let (z, w, k) = (Complex::new(0.4, 0.3), Complex::new(-0.2, 0.7), 1.3);
    let (dz, dw) = (
        ComplexTangent { re: 0.5, im: -0.1 },
        ComplexTangent { re: 0.2, im: 0.9 },
    );
    let plain = mobius(z, w, k);
    let oracle = |sz: f64, sw: f64, dk: f64| {
        mobius_dual(
            (dual(0.4, 0.5 * sz), dual(0.3, -0.1 * sz)),
            (dual(-0.2, 0.2 * sw), dual(0.7, 0.9 * sw)),
            dual(1.3, dk),
        )
    };
    let check = |(value, tangent): (Complex, ComplexTangent), oracle: Pair| {
        agree((value.re, tangent.re), plain.re, oracle.0);
        agree((value.im, tangent.im), plain.im, oracle.1);
    };
    check(jvp_mobius(z, dz, w, k), oracle(1.0, 0.0, 0.0));
    check(jvp_mobius_w(z, w, dw, k), oracle(0.0, 1.0, 0.0));
    check(jvp_mobius_zk(z, dz, w, k, -0.6), oracle(1.0, 0.0, -0.6));
}

#[test]
fn an_inherent_derivative() {
    let (z, w) = (Complex::new(0.4, 0.3), Complex::new(-0.2, 0.7));
    let (dz, dw) = (
        ComplexTangent { re: 0.5, im: -0.1 },
        ComplexTangent { re: 0.2, im: 0.9 },
    );
    let (value, tangent) = z.jvp_mul(dz, w, dw);
    let oracle = mul(
        (dual(0.4, 0.5), dual(0.3, -0.1)),
        (dual(-0.2, 0.2), dual(0.7, 0.9)),
    );
    agree((value.re, tangent.re), (z * w).re, oracle.0);
    agree((value.im, tangent.im), (z * w).im, oracle.1);
}
