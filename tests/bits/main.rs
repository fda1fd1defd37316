//! Debug and release agree bit for bit: a digest of values and tangents that `.ci/run` takes from
//! both profiles and compares. What each program computes is tested elsewhere.

use jvp::prelude::*;

#[derive_jvp]
fn rosenbrock(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() - 1 {
        let a = 1.0 - x[i];
        let b = x[i + 1] - x[i] * x[i];
        sum += a * a + 100.0 * b * b;
    }
    sum
}

#[derive_jvp]
fn horner(c: &[f64], x: f64) -> f64 {
    c.iter().rev().fold(0.0, |y, c| y * x + c)
}

#[derive_jvp]
fn orbit(a: f64, b: f64, steps: usize) -> (f64, f64) {
    let (mut x, mut y) = (1.0, 0.5);
    for _ in 0..steps {
        let dx = x * (a - b * y);
        let dy = y * (0.1 * x - 0.4);
        x += 0.01 * dx;
        y += 0.01 * dy;
    }
    (x, y)
}

#[derive_jvp]
fn mixture<T: Real>(x: T, width: T) -> T {
    let u = x / width;
    let bell = (-(u * u)).exp();
    (bell * u.sin() + x.tanh() * u.sigmoid()).abs().sqrt() + (x * x + T::lit(1.0)).ln()
}

#[derive_jvp]
fn newton(a: f64) -> f64 {
    let mut y = a;
    while (y * y - a).abs() > 1e-14 * a {
        y = 0.5 * (y + a / y);
    }
    y
}

/// The FNV-1a hash of the bits, in order.
struct Digest(u64);

impl Digest {
    fn add(&mut self, bits: u64) {
        for byte in bits.to_le_bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn pair(&mut self, (value, tangent): (f64, f64)) {
        assert!(value.is_finite() && tangent.is_finite());
        self.add(value.to_bits());
        self.add(tangent.to_bits());
    }
}

#[test]
fn digest() {
    let mut d = Digest(0xcbf2_9ce4_8422_2325);
    for k in 1..40 {
        let s = f64::from(k) / 13.0;
        let x: Vec<f64> = (0..25).map(|i| s + (f64::from(i) * s).sin()).collect();
        let dx: Vec<f64> = (0..25).map(|i| (f64::from(i) / s).cos()).collect();
        assert_eq!(
            jvp_rosenbrock(&x, &dx).0.to_bits(),
            rosenbrock(&x).to_bits()
        );
        d.pair(jvp_rosenbrock(&x, &dx));
        d.pair(jvp_horner(&x, &dx, 0.9, s));
        d.pair(jvp_newton(s, 1.0));
        d.pair(jvp_mixture(s, 0.3, 1.0 + s, -0.2));
        let (x, y) = (s as f32, 1.5_f32);
        let (value, tangent) = jvp_mixture(x, 0.3, y, -0.2);
        assert_eq!(value.to_bits(), mixture(x, y).to_bits());
        d.pair((f64::from(value), f64::from(tangent)));
        let ((x, y), (dx, dy)) = jvp_orbit(1.1, s, 0.4, -s, 200);
        assert_eq!((x, y), orbit(1.1, 0.4, 200));
        d.pair((x, dx));
        d.pair((y, dy));
        assert_eq!(horner(&[s, 2.0], 3.0), 6.0 + s);
        assert_eq!(newton(s).to_bits(), jvp_newton(s, 1.0).0.to_bits());
    }
    println!("digest {:016x}", d.0);
}
