//! The rules on vector lanes against those on exact ones: parts to the bit, factors to rounding. And
//! lanes side by side against each alone, to the bit, in all that they have.

use jvp::rt::{Exact, Fast, Lane, Twin};

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
fn parts<N: Lane>(a: N, b: N, t: N) -> Vec<N> {
    let (low, high) = (N::lit(-1.0), N::lit(2.0));
    vec![
        t.guard(a),
        a.abs_part(t),
        a.copysign_part(b, t),
        a.max_part(b, t),
        a.min_part(b, t),
        a.clamp_part(low, high, t),
        a.clamp_part(b, b, t),
        a.clamp_low_part(b, t),
        a.clamp_high_part(b, t),
    ]
}

/// Factors in two operands, with the values that they are given.
fn factors<N: Lane>(a: N, b: N) -> Vec<N> {
    let power = a.powf(b);
    vec![
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
    ]
}

/// Everything else with two operands.
fn binary<N: Lane>(a: N, b: N) -> Vec<N> {
    let (sin, cos) = a.sin_cos();
    vec![
        a + b,
        a - b,
        a * b,
        a / b,
        a % b,
        -a,
        a.powf(b),
        a.log(b),
        a.atan2(b),
        a.hypot(b),
        a.mul_add(b, a),
        a.max(b),
        a.min(b),
        a.clamp(N::lit(-1.0), b),
        a.copysign(b),
        a.rem_euclid(b),
        a.div_euclid(b),
        a.pow2(),
        a.powi(5),
        sin,
        cos,
    ]
}

fn check<N: Lane<Element = f64>>() {
    for a in VALUES {
        for b in VALUES {
            for t in VALUES {
                let want = parts(Exact(a), Exact(b), Exact(t));
                let got = parts(N::new(a), N::new(b), N::new(t));
                for (i, (got, want)) in got.iter().zip(want).enumerate() {
                    let (got, want) = (got.get(), want.get());
                    let same = got.to_bits() == want.to_bits() || got.is_nan() && want.is_nan();
                    assert!(same, "part {i} of {a} {b} {t}: {got} for {want}");
                }
            }
            let want = factors(Exact(a), Exact(b));
            let got = factors(N::new(a), N::new(b));
            for (i, (got, want)) in got.iter().zip(want).enumerate() {
                let (got, want) = (got.get(), want.get());
                let close = (got - want).abs() <= 1e-14 * want.abs().max(1e-300);
                let same = got == want || got.is_nan() && want.is_nan();
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

/// A lane that has another one beside it.
type N = Fast<f64, true>;

/// The results of two operands each, one lane after the other and side by side.
fn side_by_side(one: impl Fn(N, N) -> Vec<N>, two: impl Fn(Twin<N>, Twin<N>) -> Vec<Twin<N>>) {
    for (i, a) in VALUES.into_iter().enumerate() {
        for b in VALUES {
            let (c, d) = (VALUES[(i + 5) % VALUES.len()], b - 1.0);
            let first = one(N::new(a), N::new(b));
            let second = one(N::new(c), N::new(d));
            let both = two(Twin::new([a, c]), Twin::new([b, d]));
            assert_eq!(both.len(), first.len());
            for ((got, first), second) in both.iter().zip(first).zip(second) {
                let bits = |x: f64| if x.is_nan() { None } else { Some(x.to_bits()) };
                let want = [first.get(), second.get()];
                assert_eq!(got.get().map(bits), want.map(bits), "{a} {b}, {c} {d}");
            }
        }
    }
}

#[test]
fn lanes_side_by_side() {
    side_by_side(factors, factors);
    side_by_side(binary, binary);
    side_by_side(|a, b| parts(a, b, b), |a, b| parts(a, b, b));
}

#[test]
#[should_panic(expected = "a kernel that compares its lanes has none side by side")]
fn lanes_side_by_side_are_not_compared() {
    let x = Twin::<N>::new([1.0, 2.0]);
    let _ = x < Twin::lit(1.5);
}
