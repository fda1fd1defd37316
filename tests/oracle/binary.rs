//! The rules of two and three operands against differences of double-double functions, one
//! operand at a time and all together.

use crate::dd::Dd;
use crate::difference::derivative;
use crate::sample::{Part, fractions, plane};
use crate::tables::Scalar;

use Part::{Down, Even, Up};

/// Distance in one operand to where the function stops being smooth.
type Radius = fn(f64, f64) -> f64;

/// A function of two operands in double-double.
type Function = fn(Dd, Dd) -> Dd;

/// A rule's function in double-double, its domain and its radius in either operand.
struct Reference {
    function: Function,
    domain: (&'static [Part], &'static [Part]),
    radius: [Radius; 2],
}

const WIDE: &[Part] = &[Up(1e-50, 1e50), Down(1e-50, 1e50)];
const NEAR: &[Part] = &[Up(1e-4, 1e4), Down(1e-4, 1e4)];
const ANGLES: &[Part] = &[Even(-100.0, 100.0), Even(-3.0, 3.0)];
const TURNS: &[Part] = &[Up(0.1, 20.0), Down(0.1, 20.0)];
const POSITIVE: &[Part] = &[Up(1e-6, 1e6), Up(0.5, 2.0)];

/// What the rule of this name is held to.
fn reference(name: &str) -> Reference {
    let first: Radius = |a, _| a.abs();
    let second: Radius = |_, b| b.abs();
    let apart: Radius = |a, b| (a - b).abs();
    let (function, domain, radius): (Function, _, [Radius; 2]) = match name {
        "add" => (|a, b| a + b, (NEAR, NEAR), [first, second]),
        "sub" => (|a, b| a - b, (NEAR, NEAR), [first, second]),
        "mul" => (|a, b| a * b, (WIDE, WIDE), [first, second]),
        "div" => (|a, b| a / b, (WIDE, WIDE), [first, second]),
        "rem" => (
            |a, b| a - b * quotient(a, b).trunc(),
            (ANGLES, TURNS),
            TO_NEXT_TURN,
        ),
        "rem_euclid" => (
            |a, b| a - b.abs() * quotient(a, b.abs()).floor(),
            (ANGLES, TURNS),
            TO_NEXT_TURN,
        ),
        "div_euclid" => (
            |a, b| Dd::new(b.hi.signum() * quotient(a, b.abs()).floor()),
            (ANGLES, TURNS),
            TO_NEXT_TURN,
        ),
        "powf" => (
            Dd::pow,
            (
                POSITIVE,
                &[Even(-20.0, 20.0), Even(-1.0, 2.0), Up(1e-3, 10.0)],
            ),
            [first, |a, _| 1.0 / (1.0 + a.ln().abs())],
        ),
        "log" => (
            |a, b| a.ln() / b.ln(),
            (&[Up(1e-50, 1e50)], &[Up(1.01, 1e5), Up(1e-5, 0.99)]),
            [first, |_, b| b.min((b - 1.0).abs())],
        ),
        "atan2" => (
            Dd::atan2,
            (NEAR, NEAR),
            // across the cut along the negative axis the angle jumps
            [
                |a, b| if b < 0.0 { a.abs() } else { a.abs().max(b) },
                |a, b| a.abs().max(b.abs()),
            ],
        ),
        "hypot" => (Dd::hypot, (NEAR, NEAR), [|a, b| a.abs().max(b.abs()); 2]),
        "max" => (
            |a, b| if a.hi > b.hi { a } else { b },
            (NEAR, NEAR),
            [apart; 2],
        ),
        "min" => (
            |a, b| if a.hi < b.hi { a } else { b },
            (NEAR, NEAR),
            [apart; 2],
        ),
        "copysign" => (
            |a, b| if b.hi < 0.0 { -a.abs() } else { a.abs() },
            (WIDE, WIDE),
            [first, second],
        ),
        _ => panic!("no reference for `{name}`"),
    };
    Reference {
        function,
        domain,
        radius,
    }
}

/// `a / b` in `f64`, good enough away from the integers.
fn quotient(a: Dd, b: Dd) -> f64 {
    (a / b).value()
}

/// Distance of `a` and of `b` to where `a / b` is an integer.
const TO_NEXT_TURN: [Radius; 2] = [
    |a, b| (a / b - (a / b).round()).abs() * b.abs(),
    |a, b| (a / b - (a / b).round()).abs() * b.abs() / (1.0 + (a / b).abs()),
];

/// Compares a tangent with the sum of the contributions, relative to their magnitudes.
fn assert_tangent<S: Scalar>(what: &str, tangent: S, contributions: &[f64]) {
    let expected: f64 = contributions.iter().sum();
    let magnitude: f64 = contributions.iter().map(|c| c.abs()).sum();
    let error = (tangent.to() - expected).abs();
    assert!(
        error <= S::BOUND * magnitude,
        "{what}: tangent {tangent:e}, expected {expected:e}, error {:e} of the terms",
        error / magnitude
    );
}

/// Whether every contribution is zero or a normal number of the type.
fn representable<S: Scalar>(contributions: &[f64]) -> bool {
    contributions
        .iter()
        .all(|c| *c == 0.0 || (S::NORMAL.0..=S::NORMAL.1 / 8.0).contains(&c.abs()))
}

fn rules_of_two_hold<S: Scalar>() {
    for row in S::binary() {
        let reference = reference(row.name);
        let mut checked = 0;
        for [x, z] in plane(reference.domain.0, reference.domain.1) {
            let (a, b) = (S::of(x), S::of(z));
            let (x, z) = (a.to(), b.to());
            let [along_a, along_b] = reference.radius.map(|radius| radius(x, z));
            if along_a.min(along_b) < 1e-7 * x.abs().min(z.abs()) || along_a.min(along_b) == 0.0 {
                continue;
            }
            let plain = (row.value)(a, b);
            if plain.to() != 0.0 && !(S::NORMAL.0..=S::NORMAL.1).contains(&plain.to().abs()) {
                continue;
            }
            let (da, db) = (1.5, -0.75);
            let terms = [
                da * derivative(|x| (reference.function)(x, Dd::new(z)), x, along_a),
                db * derivative(|z| (reference.function)(Dd::new(x), z), z, along_b),
            ];
            if !representable::<S>(&terms) {
                continue;
            }
            let (da, db) = (S::of(da), S::of(db));
            let what = |operands| format!("`{}` in {operands} at ({x:e}, {z:e})", row.name);
            let check = |operands, (value, tangent): (S, S), terms: &[f64]| {
                assert!(
                    value.to().to_bits() == plain.to().to_bits(),
                    "{}: the value {value:e} is not the function's {plain:e}",
                    what(operands)
                );
                assert_tangent(&what(operands), tangent, terms);
            };
            for form in &row.both {
                check("both", form(a, da, b, db), &terms);
            }
            for form in &row.first {
                check("a", form(a, da, b), &terms[..1]);
            }
            for form in &row.second {
                check("b", form(a, b, db), &terms[1..]);
            }
            checked += 1;
        }
        assert!(
            checked > 200,
            "`{}` was checked at {checked} points only",
            row.name
        );
    }
}

fn rules_of_three_hold<S: Scalar>() {
    for row in S::ternary() {
        let mut checked = 0;
        for [u, v, w] in fractions() {
            let a = Part::Even(-3.0, 3.0).at(u);
            // bounds in order, as `clamp` asks for
            let b = Part::Even(-2.0, 1.0).at(v);
            let c = b + Part::Up(1e-3, 2.0).at(w);
            let point = [a, b, c].map(S::of);
            let at = point.map(S::to);
            let function: fn([Dd; 3]) -> Dd = match row.name {
                "mul_add" => |[a, b, c]| a * b + c,
                "clamp" => |[a, low, high]| {
                    if a.hi < low.hi {
                        low
                    } else if a.hi > high.hi {
                        high
                    } else {
                        a
                    }
                },
                name => panic!("no reference for `{name}`"),
            };
            let radius = (at[0] - at[1]).abs().min((at[0] - at[2]).abs()).min(1.0);
            if radius < 1e-6 {
                continue;
            }
            let seeds = [0.5, -1.25, 2.0];
            let terms: [f64; 3] = std::array::from_fn(|i| {
                let along = |x| {
                    let mut operands = at.map(Dd::new);
                    operands[i] = x;
                    function(operands)
                };
                seeds[i] * derivative(along, at[i], radius)
            });
            let plain = (row.value)(point[0], point[1], point[2]);
            for (active, form) in &row.jvp {
                let (value, tangent) = form(point, seeds.map(S::of));
                let terms: Vec<f64> = (0..3).filter(|i| active[*i]).map(|i| terms[i]).collect();
                let what = format!("`{}` in {active:?} at {at:?}", row.name);
                assert!(
                    value.to().to_bits() == plain.to().to_bits(),
                    "{what}: the value {value:e} is not the function's {plain:e}"
                );
                assert_tangent(&what, tangent, &terms);
            }
            checked += 1;
        }
        assert!(
            checked > 150,
            "`{}` was checked at {checked} points only",
            row.name
        );
    }
}

#[test]
fn rules_of_two_operands_hold_in_f64() {
    rules_of_two_hold::<f64>();
}

#[test]
fn rules_of_two_operands_hold_in_f32() {
    rules_of_two_hold::<f32>();
}

#[test]
fn rules_of_three_operands_hold_in_f64() {
    rules_of_three_hold::<f64>();
}

#[test]
fn rules_of_three_operands_hold_in_f32() {
    rules_of_three_hold::<f32>();
}
