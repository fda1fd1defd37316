//! `docs/kinks.md`, row by row: the document is the test's data.

use crate::programs::{double, single};
use crate::tables::Scalar;

const DOCUMENT: &str = include_str!("../../docs/kinks.md");

/// A row of the document: rule, operands, one derivative per differentiable operand.
struct Kink {
    rule: &'static str,
    at: Vec<f64>,
    derivative: Vec<f64>,
}

/// The document's rows; panics on one that it can't read.
fn kinks() -> Vec<Kink> {
    let rows = DOCUMENT.lines().filter(|line| line.starts_with("| `"));
    rows.map(|line| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, rule, at, derivative, _why, _] = cells[..] else {
            panic!("a row of four cells: {line}")
        };
        Kink {
            rule: rule.trim_matches('`'),
            at: numbers(at),
            derivative: numbers(derivative),
        }
    })
    .collect()
}

/// The numbers of a cell such as `` `(0, -inf)` ``.
fn numbers(cell: &str) -> Vec<f64> {
    let inner = cell
        .trim_matches('`')
        .trim_start_matches('(')
        .trim_end_matches(')');
    inner
        .split(',')
        .map(|n| {
            n.trim()
                .parse()
                .unwrap_or_else(|_| panic!("a number: `{n}`"))
        })
        .collect()
}

/// Whether a tangent is what the document says: infinities and NaN as they are, the rest within
/// the bound of the scalar.
fn agrees<S: Scalar>(tangent: S, expected: f64) -> bool {
    let tangent = tangent.to();
    if expected.is_nan() {
        return tangent.is_nan();
    }
    if expected.is_infinite() || expected == 0.0 {
        return tangent == expected;
    }
    (tangent - expected).abs() <= S::BOUND * expected.abs()
}

/// Checks one tangent of one form.
fn check<S: Scalar>(kink: &Kink, operand: usize, tangent: S) {
    let expected = kink.derivative[operand];
    assert!(
        agrees(tangent, expected),
        "`{}` at {:?} in operand {operand}: tangent {tangent:e}, the document says {expected:e}",
        kink.rule,
        kink.at,
    );
}

/// The derived function of `a.powi(n)`.
type Powi<S> = fn(S, S, i32) -> (S, S);

fn every_row_holds<S: Scalar>(powi: &[Powi<S>]) {
    let (unary, binary, ternary) = (S::unary(), S::binary(), S::ternary());
    let one = S::of(1.0);
    for kink in kinks() {
        let mut forms = 0;
        let at: Vec<S> = kink.at.iter().map(|x| S::of(*x)).collect();
        for row in unary.iter().filter(|row| row.name == kink.rule) {
            for form in &row.jvp {
                check(&kink, 0, form(at[0], one).1);
                forms += 1;
            }
        }
        for row in binary.iter().filter(|row| row.name == kink.rule) {
            for form in &row.first {
                check(&kink, 0, form(at[0], one, at[1]).1);
                forms += 1;
            }
            for form in &row.second {
                check(&kink, 1, form(at[0], at[1], one).1);
                forms += 1;
            }
        }
        for row in ternary.iter().filter(|row| row.name == kink.rule) {
            for (active, form) in &row.jvp {
                if active.iter().filter(|active| **active).count() == 1 {
                    let operand = active
                        .iter()
                        .position(|active| *active)
                        .expect("one is active");
                    check(&kink, operand, form([at[0], at[1], at[2]], [one; 3]).1);
                    forms += 1;
                }
            }
        }
        if kink.rule == "powi" {
            for form in powi {
                check(&kink, 0, form(at[0], one, kink.at[1] as i32).1);
                forms += 1;
            }
        }
        assert!(forms > 0, "no program for `{}` of the document", kink.rule);
    }
}

#[test]
fn every_row_holds_in_f64() {
    every_row_holds::<f64>(&[
        double::structured::jvp_powi,
        double::structured::jvp_powi_path,
    ]);
}

#[test]
fn every_row_holds_in_f32() {
    every_row_holds::<f32>(&[
        single::structured::jvp_powi,
        single::structured::jvp_powi_path,
    ]);
}

/// A power that underflows or overflows has a derivative that may not.
#[test]
fn powf_is_right_where_its_value_is_not() {
    for (a, b, expected) in [
        (1e-200, 2.0, 2e-200),
        (1e-310, 1.5, 1.5 * 1e-155),
        (1e200, 1.75, 1.75e150),
    ] {
        for form in f64::binary()
            .iter()
            .filter(|row| row.name == "powf")
            .flat_map(|row| &row.first)
        {
            let (value, tangent) = form(a, 1.0, b);
            assert!(value == 0.0 || value.is_subnormal() || value.is_infinite());
            // the subnormal base has few digits itself
            assert!(
                (tangent - expected).abs() <= 1e-12 * expected,
                "at ({a:e}, {b}): {tangent:e}"
            );
        }
    }
}

/// A common shift: all operands of a piecewise linear function moved together move
/// the result by the same, at ties too.
#[test]
fn ties_keep_common_shifts() {
    for row in f64::binary()
        .iter()
        .filter(|row| ["max", "min"].contains(&row.name))
    {
        for form in &row.both {
            assert_eq!(form(2.0, 0.75, 2.0, 0.75), (2.0, 0.75), "`{}`", row.name);
        }
    }
    for row in f64::ternary().iter().filter(|row| row.name == "clamp") {
        for at in [
            [1.0, 1.0, 2.0],
            [2.0, 1.0, 2.0],
            [1.0, 1.0, 1.0],
            [0.0, 1.0, 1.0],
        ] {
            for (active, form) in &row.jvp {
                if *active == [true; 3] {
                    assert_eq!(form(at, [0.75; 3]).1, 0.75, "`clamp` at {at:?}");
                }
            }
        }
    }
}

/// What is not taken does not matter, whatever its tangent is.
#[test]
fn an_untaken_side_stays_out() {
    for row in f64::binary() {
        for form in &row.both {
            for bad in [f64::INFINITY, f64::NAN] {
                match row.name {
                    "max" => assert_eq!(form(2.0, 0.5, 1.0, bad).1, 0.5),
                    "min" => assert_eq!(form(1.0, 0.5, 2.0, bad).1, 0.5),
                    "copysign" => assert_eq!(form(2.0, 0.5, -1.0, bad).1, -0.5),
                    _ => {}
                }
            }
        }
    }
    for row in f64::unary() {
        for form in &row.jvp {
            for bad in [f64::INFINITY, f64::NAN] {
                match row.name {
                    "relu" => assert_eq!(form(-1.0, bad).1, 0.0),
                    "hard_tanh" | "floor" | "signum" => assert_eq!(form(-1.5, bad).1, 0.0),
                    _ => {}
                }
            }
        }
    }
}

/// A NaN or infinite tangent reaches the result wherever the result depends on the operand.
#[test]
fn bad_tangents_go_through() {
    let constant = [
        "signum",
        "floor",
        "ceil",
        "round",
        "round_ties_even",
        "trunc",
    ];
    for row in f64::unary()
        .iter()
        .filter(|row| !constant.contains(&row.name))
    {
        // inside every domain and off every kink
        let at = if row.name == "acosh" { 1.5 } else { 0.75 };
        for form in &row.jvp {
            assert!(form(at, f64::NAN).1.is_nan(), "`{}` swallows NaN", row.name);
            assert!(
                form(at, f64::INFINITY).1.is_infinite(),
                "`{}` swallows ∞",
                row.name
            );
        }
    }
}
