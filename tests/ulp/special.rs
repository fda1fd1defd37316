//! Zeros, infinities, NaN and the ends of domains: what `std` gives, to the sign of zero.

use crate::functions::{UNARY, VARIANTS};
use jvp::rt::{Exact, Fast, Lane};

const POINTS: [f64; 17] = [
    0.0,
    f64::MIN_POSITIVE * f64::EPSILON,
    1e-310,
    f64::MIN_POSITIVE,
    1e-30,
    0.25,
    0.5,
    1.0,
    1.5,
    2.0,
    2.5,
    3.0,
    9.007_199_254_740_991e15,
    1e22,
    1.797e308,
    f64::MAX,
    f64::INFINITY,
];

fn points() -> Vec<f64> {
    let signed = POINTS.iter().flat_map(|x| [*x, -*x]);
    signed.chain([f64::NAN]).collect()
}

/// The same, but for rounding: both NaN, or zeros and infinities of one sign, or close.
fn alike(got: f64, want: f64) -> bool {
    if want.is_nan() {
        got.is_nan()
    } else if want == 0.0 || want.is_infinite() {
        got.to_bits() == want.to_bits()
    } else {
        (got - want).abs() <= 4.0 * f64::EPSILON * want.abs().max(f64::MIN_POSITIVE)
    }
}

/// The same for `f32`.
fn alike_narrow(got: f32, want: f32) -> bool {
    if want.is_nan() {
        got.is_nan()
    } else if want == 0.0 || want.is_infinite() {
        got.to_bits() == want.to_bits()
    } else {
        (got - want).abs() <= 4.0 * f32::EPSILON * want.abs().max(f32::MIN_POSITIVE)
    }
}

#[test]
fn one_argument() {
    let x = points();
    let narrow: Vec<f32> = x.iter().map(|x| *x as f32).collect();
    for function in UNARY.iter().filter(|f| !f.name.contains("slope")) {
        let mut want = x.clone();
        (function.oracle)(&x, &mut want);
        if matches!(function.name, "asinh" | "acosh") {
            // `std`'s overflow here; it is ln 2x
            for (x, want) in x.iter().zip(&mut want).filter(|(x, _)| x.abs() > 1e300) {
                let far = (x.abs().ln() + std::f64::consts::LN_2).copysign(*x);
                *want = if far > 0.0 || function.name == "asinh" {
                    far
                } else {
                    f64::NAN
                };
            }
        }
        let from_narrow: Vec<f64> = narrow.iter().map(|x| f64::from(*x)).collect();
        let mut want_narrow = x.clone();
        (function.oracle)(&from_narrow, &mut want_narrow);
        for (variant, label) in VARIANTS.iter().enumerate() {
            let (mut got, mut got_narrow) = (x.clone(), narrow.clone());
            (function.wide[variant])(&x, &mut got);
            (function.narrow[variant])(&narrow, &mut got_narrow);
            for i in 0..x.len() {
                let name = function.name;
                assert!(
                    alike(got[i], want[i]),
                    "{name} {label} of {:e}: {:e} for {:e}",
                    x[i],
                    got[i],
                    want[i]
                );
                let want = want_narrow[i] as f32;
                assert!(
                    alike_narrow(got_narrow[i], want),
                    "{name} f32 {label} of {:e}: {:e} for {want:e}",
                    narrow[i],
                    got_narrow[i]
                );
            }
        }
    }
}

/// A function of two arguments.
type Binary<N> = fn(N, N) -> N;

/// The functions of two arguments, by name.
fn binary<N: Lane>() -> [(&'static str, Binary<N>); 10] {
    [
        ("powf", N::powf),
        ("atan2", N::atan2),
        ("hypot", N::hypot),
        ("max", N::max),
        ("min", N::min),
        ("copysign", N::copysign),
        ("rem", |a, b| a % b),
        ("rem_euclid", N::rem_euclid),
        ("div_euclid", N::div_euclid),
        ("mul_add", |a, b| a.mul_add(b, N::lit(0.75))),
    ]
}

#[test]
fn two_arguments() {
    fn check<N: Lane<Element = f64>, M: Lane<Element = f32>>() {
        let pairs = points()
            .into_iter()
            .flat_map(|a| points().into_iter().map(move |b| (a, b)));
        for (a, b) in pairs {
            for (exact, fast) in binary::<Exact<f64>>().iter().zip(binary::<N>()) {
                let want = exact.1(Exact(a), Exact(b)).0;
                let got = fast.1(N::new(a), N::new(b)).get();
                let name = fast.0;
                let either = matches!(name, "max" | "min") && a == b;
                assert!(
                    alike(got, want) || either && got == want,
                    "{name} of {a:e} and {b:e}: {got:e} for {want:e}"
                );
            }
            let (a, b) = (a as f32, b as f32);
            for (exact, fast) in binary::<Exact<f32>>().iter().zip(binary::<M>()) {
                let want = exact.1(Exact(a), Exact(b)).0;
                let got = fast.1(M::new(a), M::new(b)).get();
                let name = fast.0;
                let either = matches!(name, "max" | "min") && a == b;
                assert!(
                    alike_narrow(got, want) || either && got == want,
                    "{name} f32 of {a:e} and {b:e}: {got:e} for {want:e}"
                );
            }
        }
    }
    check::<Fast<f64, true>, Fast<f32, true>>();
    check::<Fast<f64, false>, Fast<f32, false>>();
}

#[test]
fn integer_powers() {
    fn check<N: Lane<Element = f64>>() {
        for n in [
            0,
            1,
            2,
            3,
            4,
            5,
            6,
            64,
            65,
            1001,
            i32::MAX,
            -1,
            -2,
            -3,
            -8,
            -65,
            i32::MIN,
        ] {
            for x in points() {
                let want = if n.unsigned_abs() < 1 << 20 {
                    x.powf(f64::from(n))
                } else {
                    x.powi(n)
                };
                let got = N::new(x).powi(n).get();
                let steps = f64::from(n.unsigned_abs().min(4));
                let close = (got - want).abs() <= steps * f64::EPSILON * want.abs();
                assert!(alike(got, want) || close, "{x:e}^{n}: {got:e} for {want:e}");
            }
        }
    }
    check::<Fast<f64, true>>();
    check::<Fast<f64, false>>();
}

#[test]
fn a_clamp_with_its_bounds_in_disorder_is_nan() {
    let clamp = |a, low, high| {
        let lane = Fast::<f64, false>::new;
        lane(a).clamp(lane(low), lane(high)).get()
    };
    assert_eq!(clamp(0.5, 0.0, 1.0), 0.5);
    assert_eq!(clamp(-0.5, 0.0, 1.0), 0.0);
    assert_eq!(clamp(1.5, 0.0, 1.0), 1.0);
    assert!(clamp(f64::NAN, 0.0, 1.0).is_nan());
    assert!(clamp(0.5, 1.0, 0.0).is_nan());
    assert!(clamp(0.5, f64::NAN, 1.0).is_nan());
}
