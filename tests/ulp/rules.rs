//! The rules on vector lanes against those on exact ones: parts to the bit, factors to rounding.

use jvp::rt::{Exact, Fast, Lane};

const VALUES: [f64; 13] = [
    0.0,
    -0.0,
    0.5,
    -0.5,
    1.0,
    -1.0,
    2.0,
    3.5,
    -40.0,
    1e200,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
];

/// The parts of piecewise functions in three operands: no arithmetic but halving.
fn parts<N: Lane<Element = f64>>(a: N, b: N, t: N) -> Vec<f64> {
    let (low, high) = (N::lit(-1.0), N::lit(2.0));
    let all = [
        t.guard(a),
        a.abs_part(t),
        a.copysign_part(b, t),
        a.max_part(b, t),
        a.min_part(b, t),
        a.clamp_part(low, high, t),
        a.clamp_part(b, b, t),
        a.clamp_low_part(b, t),
        a.clamp_high_part(b, t),
    ];
    all.iter().map(|n| n.get()).collect()
}

/// Factors in two operands, with the values that they are given.
fn factors<N: Lane<Element = f64>>(a: N, b: N) -> Vec<f64> {
    let power = a.powf(b);
    let all = [
        a.powf_base_slope(b, power),
        a.powf_exponent_slope(b, power),
        a.angle_slope(b),
        a.hypot_slope(a.hypot(b)),
        a.tanh_slope(a.tanh()),
        a.sigmoid_slope(a.sigmoid()),
        a.silu_slope(),
        a.gelu_slope(),
        a.gelu_tanh_slope(),
        a.powi_factor(0),
        a.powi_factor(1),
        a.powi_factor(2),
        a.powi_factor(3),
        a.powi_factor(-1),
        a.powi_factor(7),
    ];
    all.iter().map(|n| n.get()).collect()
}

fn check<N: Lane<Element = f64>>() {
    for a in VALUES {
        for b in VALUES {
            for t in VALUES {
                let want = parts(Exact(a), Exact(b), Exact(t));
                let got = parts(N::new(a), N::new(b), N::new(t));
                for (i, (got, want)) in got.iter().zip(want).enumerate() {
                    let same = got.to_bits() == want.to_bits() || got.is_nan() && want.is_nan();
                    assert!(same, "part {i} of {a} {b} {t}: {got} for {want}");
                }
            }
            let want = factors(Exact(a), Exact(b));
            let got = factors(N::new(a), N::new(b));
            for (i, (got, want)) in got.iter().zip(want).enumerate() {
                let close = (got - want).abs() <= 1e-14 * want.abs().max(1e-300);
                let same = *got == want || got.is_nan() && want.is_nan();
                assert!(close || same, "factor {i} of {a} {b}: {got} for {want}");
            }
        }
    }
}

#[test]
fn rules_agree() {
    check::<Fast<f64, true>>();
    check::<Fast<f64, false>>();
}
