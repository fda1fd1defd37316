//! The rules of one operand against differences of double-double functions.

use crate::dd::Dd;
use crate::difference::derivative;
use crate::sample::{Part, line};
use crate::tables::Scalar;

use Part::{Above, Below, Down, Even, Up};

/// A function of one operand in double-double.
type Function = fn(Dd) -> Dd;
/// Distance to where the function stops being smooth.
type Radius = fn(f64) -> f64;

/// A rule's function in double-double, its domain, and the distance from a point to where the
/// function stops being smooth, or over which it changes by more than a small factor.
struct Reference {
    function: Function,
    domain: &'static [Part],
    radius: Radius,
}

/// Numbers of both signs and thirty orders of magnitude on each side of one.
const ALL: &[Part] = &[Up(1e-30, 1e30), Down(1e-30, 1e30)];
/// Moderate numbers, for what has a kink at every integer.
const MODERATE: &[Part] = &[Even(-100.0, 100.0), Even(-2.0, 2.0)];
/// The open interval from -1 to 1, with both ends approached.
const INTERVAL: &[Part] = &[
    Even(-0.99, 0.99),
    Above(-1.0, 1e-15, 0.1),
    Below(1.0, 1e-15, 0.1),
    Up(1e-20, 0.1),
];
/// Where `exp` neither overflows nor underflows.
const EXPONENTS: &[Part] = &[
    Even(-690.0, 690.0),
    Even(-3.0, 3.0),
    Up(1e-10, 1.0),
    Down(1e-10, 1.0),
];

/// What the rule of this name is held to.
fn reference(name: &str) -> Reference {
    let one: Radius = |_| 1.0;
    let to_zero: Radius = |x| x.abs();
    let to_zero_or_one: Radius = |x| x.abs().min(1.0);
    let to_half_integer: Radius = |x| (2.0 * x - (2.0 * x).round()).abs() / 2.0;
    let (function, domain, radius): (Function, &'static [Part], Radius) = match name {
        "neg" => (|x| -x, ALL, to_zero),
        "abs" => (Dd::abs, ALL, to_zero),
        "signum" => (|x| Dd::new(x.hi.signum()), ALL, to_zero),
        "recip" => (
            |x| 1.0 / x,
            &[Up(1e-130, 1e130), Down(1e-130, 1e130), Up(1e-15, 1e15)],
            to_zero,
        ),
        "sqrt" => (Dd::sqrt, &[Up(1e-250, 1e250), Up(1e-30, 1e30)], to_zero),
        "cbrt" => (
            Dd::cbrt,
            &[Up(1e-180, 1e180), Down(1e-180, 1e180), Up(1e-30, 1e30)],
            to_zero,
        ),
        "exp" => (Dd::exp, EXPONENTS, one),
        "exp2" => (
            |x| (x * crate::dd::LN_2).exp(),
            &[Even(-990.0, 990.0), Even(-120.0, 120.0)],
            one,
        ),
        // without the constant, whose rounding would drown the left tail
        "exp_m1" => (Dd::exp, EXPONENTS, one),
        "ln" => (
            Dd::ln,
            &[Up(1e-250, 1e250), Up(1e-30, 1e30), Above(1.0, 1e-15, 1.0)],
            to_zero,
        ),
        "log2" => (Dd::log2, &[Up(1e-250, 1e250), Up(1e-30, 1e30)], to_zero),
        "log10" => (Dd::log10, &[Up(1e-250, 1e250), Up(1e-30, 1e30)], to_zero),
        "ln_1p" => (
            |x| (1.0 + x).ln(),
            &[Above(-1.0, 1e-15, 1.0), Up(1e-20, 1e200), Down(1e-20, 0.9)],
            |x| 1.0 + x,
        ),
        "sin" => (
            Dd::sin,
            &[Even(-1000.0, 1000.0), Even(-7.0, 7.0), Up(1e-8, 1.0)],
            one,
        ),
        "cos" => (
            Dd::cos,
            &[Even(-1000.0, 1000.0), Even(-7.0, 7.0), Up(1e-8, 1.0)],
            one,
        ),
        "tan" => (
            Dd::tan,
            &[
                Even(-100.0, 100.0),
                Below(std::f64::consts::FRAC_PI_2, 1e-6, 1.0),
                Up(1e-8, 1.0),
            ],
            |x| x.cos().abs(),
        ),
        "asin" => (Dd::asin, INTERVAL, |x| 1.0 - x.abs()),
        "acos" => (Dd::acos, INTERVAL, |x| 1.0 - x.abs()),
        "atan" => (
            Dd::atan_but_for_constant,
            &[Up(1e-20, 1e100), Down(1e-20, 1e100), Even(-5.0, 5.0)],
            |x| (1.0 - x.abs()).abs(),
        ),
        "sinh" => (Dd::sinh, EXPONENTS, one),
        "cosh" => (Dd::cosh, EXPONENTS, one),
        "tanh" => (
            Dd::tanh_but_for_constant,
            &[
                Even(-340.0, 340.0),
                Even(-3.0, 3.0),
                Up(1e-8, 1.0),
                Down(1e-8, 1.0),
            ],
            to_zero_or_one,
        ),
        "asinh" => (Dd::asinh, &[Up(1e-20, 1e140), Down(1e-20, 1e140)], |x| {
            x.abs().max(1.0)
        }),
        "acosh" => (Dd::acosh, &[Above(1.0, 1e-15, 1.0), Up(2.0, 1e140)], |x| {
            x - 1.0
        }),
        "atanh" => (Dd::atanh, INTERVAL, |x| 1.0 - x.abs()),
        "to_degrees" => (Dd::to_degrees, ALL, to_zero),
        "to_radians" => (Dd::to_radians, ALL, to_zero),
        "fract" => (|x| x - x.hi.trunc(), MODERATE, to_half_integer),
        "floor" => (|x| Dd::new(x.hi.floor()), MODERATE, to_half_integer),
        "ceil" => (|x| Dd::new(x.hi.ceil()), MODERATE, to_half_integer),
        "round" => (|x| Dd::new(x.hi.round()), MODERATE, to_half_integer),
        "round_ties_even" => (
            |x| Dd::new(x.hi.round_ties_even()),
            MODERATE,
            to_half_integer,
        ),
        "trunc" => (|x| Dd::new(x.hi.trunc()), MODERATE, to_half_integer),
        _ => special(name),
    };
    Reference {
        function,
        domain,
        radius,
    }
}

/// The special functions of `jvp`.
fn special(name: &str) -> (Function, &'static [Part], Radius) {
    let one: Radius = |_| 1.0;
    let to_zero_or_one: Radius = |x| x.abs().min(1.0);
    let to_integer: Radius = |x| if x > 0.5 { x } else { (x - x.round()).abs() };
    match name {
        "erf" => (
            Dd::erf_but_for_constant,
            &[Even(-26.0, 26.0), Even(-2.0, 2.0), Up(1e-10, 1.0)],
            |x| x.abs().min(1.0 / (1.0 + x.abs())),
        ),
        "erfc" => (
            Dd::erfc_but_for_constant,
            &[Even(-26.0, 26.0), Even(-2.0, 2.0)],
            |x| x.abs().min(1.0 / (1.0 + x.abs())),
        ),
        "sigmoid" => (Dd::sigmoid_but_for_constant, EXPONENTS, to_zero_or_one),
        "softplus" => (Dd::softplus, EXPONENTS, one),
        "log_sigmoid" => (Dd::log_sigmoid, EXPONENTS, one),
        // These three have a minimum near -1.28, -0.75 and -0.75: relative accuracy is checked up
        // to a thousandth of it.
        "silu" => (
            Dd::silu,
            &[
                Even(-690.0, -1.28),
                Even(-1.277, 690.0),
                Even(-10.0, -1.28),
                Even(-1.277, 10.0),
            ],
            one,
        ),
        "gelu" => (
            Dd::gelu,
            &[
                Even(-37.0, -0.753),
                Even(-0.751, 37.0),
                Even(-5.0, -0.753),
                Even(-0.751, 5.0),
            ],
            |x| 1.0 / (1.0 + x.abs()),
        ),
        "gelu_tanh" => (
            Dd::gelu_tanh,
            &[
                Even(-21.0, -0.754),
                Even(-0.751, 21.0),
                Even(-5.0, -0.754),
                Even(-0.751, 5.0),
            ],
            |x| 1.0 / (1.0 + x * x),
        ),
        "relu" => (|x| if x.hi > 0.0 { x } else { Dd::new(0.0) }, ALL, f64::abs),
        "leaky_relu" => (|x| if x.hi > 0.0 { x } else { x / 100.0 }, ALL, f64::abs),
        // without their constants on the left, as `exp_m1`
        "elu" => (
            |x| if x.hi > 0.0 { x } else { x.exp() },
            EXPONENTS,
            to_zero_or_one,
        ),
        "selu" => (
            |x| if x.hi > 0.0 { x.selu() } else { x.selu_left() },
            EXPONENTS,
            to_zero_or_one,
        ),
        "hard_tanh" => (
            |x| {
                if x.hi.abs() > 1.0 {
                    Dd::new(x.hi.signum())
                } else {
                    x
                }
            },
            &[Even(-3.0, 3.0), Up(1e-10, 1e10), Down(1e-10, 1e10)],
            |x| (1.0 - x.abs()).abs(),
        ),
        // Left of zero away from the zeros of ψ, which lie past the middle between two poles.
        "lgamma" => (
            Dd::lgamma,
            &[
                Up(1e-10, 1e100),
                Even(1.0, 2.0),
                Even(2.0, 40.0),
                Below(0.0, 1e-8, 0.4),
                Above(-1.0, 1e-6, 0.4),
                Below(-1.0, 1e-6, 0.4),
                Above(-7.0, 1e-6, 0.25),
                Below(-7.0, 1e-6, 0.25),
            ],
            to_integer,
        ),
        "digamma" => (
            Dd::digamma,
            &[
                Up(1e-10, 1e50),
                Even(0.01, 40.0),
                Down(1e-10, 0.4),
                Even(-20.0, -0.4),
                Below(-7.0, 1e-6, 0.5),
            ],
            to_integer,
        ),
        _ => panic!("no reference for `{name}`"),
    }
}

/// Every form of every program of one operand, all over its domain.
fn rules_hold<S: Scalar>() {
    for row in S::unary() {
        let reference = reference(row.name);
        let mut checked = 0;
        for x in line(reference.domain) {
            let a = S::of(x);
            let radius = (reference.radius)(a.to());
            if radius == 0.0 || !radius.is_finite() {
                continue;
            }
            let slope = derivative(reference.function, a.to(), radius);
            for (seed, form) in [1.0, -2.5].into_iter().cycle().zip(&row.jvp) {
                let expected = slope * seed;
                if expected != 0.0 && !(S::NORMAL.0..=S::NORMAL.1).contains(&expected.abs()) {
                    continue;
                }
                let (value, tangent) = form(a, S::of(seed));
                let plain = (row.value)(a);
                assert!(
                    value.to().to_bits() == plain.to().to_bits(),
                    "`{}` at {x:e}: the value {value:e} is not the function's {plain:e}",
                    row.name
                );
                let error = (tangent.to() - expected).abs();
                assert!(
                    error <= S::BOUND * expected.abs(),
                    "`{}` at {:e}: tangent {tangent:e}, expected {expected:e}, relative error {:e}",
                    row.name,
                    a.to(),
                    error / expected.abs()
                );
                checked += 1;
            }
        }
        assert!(
            checked > 300,
            "`{}` was checked at {checked} points only",
            row.name
        );
    }
}

#[test]
fn rules_of_one_operand_hold_in_f64() {
    rules_hold::<f64>();
}

#[test]
fn rules_of_one_operand_hold_in_f32() {
    rules_hold::<f32>();
}
