//! The operations whose rule is not a formula: `powi` and `sin_cos`.

use crate::dd::{Dd, ONE};
use crate::difference::derivative;
use crate::programs::{double, generic, single};
use crate::sample::{Part, line};
use crate::tables::Scalar;

/// `xⁿ` by multiplication.
fn power(x: Dd, n: i32) -> Dd {
    let mut product = ONE;
    for _ in 0..n.unsigned_abs() {
        product = product * x;
    }
    if n < 0 { ONE / product } else { product }
}

/// The derived function of `a.powi(n)`.
type Powi<S> = fn(S, S, i32) -> (S, S);

fn powi_holds<S: Scalar>(value: fn(S, i32) -> S, forms: &[Powi<S>]) {
    let mut checked = 0;
    for n in [
        -600, -40, -7, -3, -2, -1, 0, 1, 2, 3, 4, 5, 8, 17, 100, 512, 513, 1000,
    ] {
        // where neither the power nor its derivative leaves the range
        let far = 10_f64.powf(30.0 / f64::from(n).abs().max(1.0));
        for x in line(&[Part::Up(1.0 / far, far), Part::Down(1.0 / far, far)]) {
            let a = S::of(x);
            // the poles and the growth of a high power
            let radius = a.to().abs() / (1.0 + f64::from(n).abs());
            let expected = 2.0 * derivative(|x| power(x, n), a.to(), radius);
            let normal = S::NORMAL.0..=S::NORMAL.1;
            if expected != 0.0 && !normal.contains(&expected.abs())
                || !normal.contains(&value(a, n).to().abs())
            {
                continue;
            }
            for form in forms {
                let (y, tangent) = form(a, S::of(2.0), n);
                assert!(y == value(a, n), "value of `powi` at ({x:e}, {n})");
                let error = (tangent.to() - expected).abs();
                assert!(
                    error <= S::BOUND * expected.abs(),
                    "`powi` at ({:e}, {n}): tangent {tangent:e}, expected {expected:e}",
                    a.to()
                );
                checked += 1;
            }
        }
    }
    assert!(checked > 4000);
}

#[test]
fn powi_holds_in_f64() {
    powi_holds::<f64>(
        double::structured::powi,
        &[
            double::structured::jvp_powi,
            double::structured::jvp_powi_path,
            generic::structured::jvp_powi,
        ],
    );
}

#[test]
fn powi_holds_in_f32() {
    powi_holds::<f32>(
        single::structured::powi,
        &[
            single::structured::jvp_powi,
            single::structured::jvp_powi_path,
            generic::structured::jvp_powi,
        ],
    );
}

#[test]
fn a_literal_exponent_is_the_same_rule() {
    for x in line(&[Part::Even(-5.0, 5.0)]) {
        let (value, tangent) = double::structured::jvp_cube(x, 0.5);
        assert_eq!(value, x.powi(3));
        let expected = 1.5 * x * x;
        assert!(
            (tangent - expected).abs() <= 1e-12 * expected,
            "at {x}: {tangent:e}, expected {expected:e}"
        );
    }
}

#[test]
fn sin_cos_holds() {
    for x in line(&[Part::Even(-50.0, 50.0)]) {
        let (sine, cosine) = x.sin_cos();
        for form in [
            double::structured::jvp_sin_cos,
            generic::structured::jvp_sin_cos,
        ] {
            let (value, (ds, dc)) = form(x, 3.0);
            assert_eq!(value, (sine, cosine));
            assert!(
                (ds - 3.0 * cosine).abs() <= 1e-12 * cosine.abs(),
                "sine at {x}"
            );
            assert!(
                (dc + 3.0 * sine).abs() <= 1e-12 * sine.abs(),
                "cosine at {x}"
            );
        }
        let (value, tangent) = double::structured::jvp_sin_cos_parts(x, 1.0);
        assert_eq!(value, sine * cosine);
        let expected = derivative(|x| (2.0 * x).sin() * 0.5, x, 1.0);
        assert!(
            (tangent - expected).abs() <= 1e-12,
            "parts at {x}: {tangent:e}, expected {expected:e}"
        );
    }
}
