//! The companions of the rules' own functions, which second derivatives go through.
//!
//! A rule such as `t * powf_base_slope(a, b, y)` is differentiated again by what
//! `powf_base_slope` carries. Each companion is held to differences of its function, one argument
//! at a time; the masks with several arguments to the sum.

use jvp::rt;

/// Arguments and tangents in, value and tangent out.
type Jvp = fn([f64; 4], [f64; 4]) -> (f64, f64);

/// A function, its companions with the arguments that each takes a tangent for, and points.
struct Case {
    name: &'static str,
    function: fn([f64; 4]) -> f64,
    companions: &'static [([bool; 4], Jvp)],
    points: &'static [[f64; 4]],
}

macro_rules! case {
    ($name:ident($a:ident): $points:expr) => {
        Case {
            name: stringify!($name),
            function: |[$a, ..]| rt::$name($a),
            companions: &[([true, false, false, false], |[$a, ..], [d, ..]| {
                rt::$name::jvp_1($a, d)
            })],
            points: $points,
        }
    };
    ($name:ident($a:ident, $b:ident): $points:expr) => {
        Case {
            name: stringify!($name),
            function: |[$a, $b, ..]| rt::$name($a, $b),
            companions: &[
                ([true, false, false, false], |[$a, $b, ..], [d, ..]| {
                    rt::$name::jvp_10($a, d, $b)
                }),
                ([false, true, false, false], |[$a, $b, ..], [_, e, ..]| {
                    rt::$name::jvp_01($a, $b, e)
                }),
                ([true, true, false, false], |[$a, $b, ..], [d, e, ..]| {
                    rt::$name::jvp_11($a, d, $b, e)
                }),
                ([true, true, false, false], |[$a, $b, ..], [d, e, ..]| {
                    rt::$name::jvp($a, d, $b, e)
                }),
            ],
            points: $points,
        }
    };
    ($name:ident($a:ident, $b:ident, $c:ident): $points:expr) => {
        Case {
            name: stringify!($name),
            function: |[$a, $b, $c, _]| rt::$name($a, $b, $c),
            companions: &[
                ([true, false, false, false], |[$a, $b, $c, _], [d, ..]| {
                    rt::$name::jvp_100($a, d, $b, $c)
                }),
                (
                    [false, true, false, false],
                    |[$a, $b, $c, _], [_, e, ..]| rt::$name::jvp_010($a, $b, e, $c),
                ),
                (
                    [false, false, true, false],
                    |[$a, $b, $c, _], [_, _, f, _]| rt::$name::jvp_001($a, $b, $c, f),
                ),
                ([true, true, false, false], |[$a, $b, $c, _], [d, e, ..]| {
                    rt::$name::jvp_110($a, d, $b, e, $c)
                }),
                (
                    [true, false, true, false],
                    |[$a, $b, $c, _], [d, _, f, _]| rt::$name::jvp_101($a, d, $b, $c, f),
                ),
                (
                    [false, true, true, false],
                    |[$a, $b, $c, _], [_, e, f, _]| rt::$name::jvp_011($a, $b, e, $c, f),
                ),
                (
                    [true, true, true, false],
                    |[$a, $b, $c, _], [d, e, f, _]| rt::$name::jvp_111($a, d, $b, e, $c, f),
                ),
                (
                    [true, true, true, false],
                    |[$a, $b, $c, _], [d, e, f, _]| rt::$name::jvp($a, d, $b, e, $c, f),
                ),
            ],
            points: $points,
        }
    };
}

/// One of four arguments, by a macro of its own: fifteen masks are generated, these are a cover.
const CLAMP: Case = Case {
    name: "clamp_part",
    function: |[a, b, c, t]| rt::clamp_part(a, b, c, t),
    companions: &[
        ([true, false, false, false], |[a, b, c, t], [d, ..]| {
            rt::clamp_part::jvp_1000(a, d, b, c, t)
        }),
        ([false, true, false, false], |[a, b, c, t], [_, e, ..]| {
            rt::clamp_part::jvp_0100(a, b, e, c, t)
        }),
        ([false, false, true, false], |[a, b, c, t], [_, _, f, _]| {
            rt::clamp_part::jvp_0010(a, b, c, f, t)
        }),
        ([false, false, false, true], |[a, b, c, t], [_, _, _, g]| {
            rt::clamp_part::jvp_0001(a, b, c, t, g)
        }),
        ([true, false, false, true], |[a, b, c, t], [d, _, _, g]| {
            rt::clamp_part::jvp_1001(a, d, b, c, t, g)
        }),
        ([false, true, true, true], |[a, b, c, t], [_, e, f, g]| {
            rt::clamp_part::jvp_0111(a, b, e, c, f, t, g)
        }),
        ([true; 4], |[a, b, c, t], [d, e, f, g]| {
            rt::clamp_part::jvp_1111(a, d, b, e, c, f, t, g)
        }),
        ([true; 4], |[a, b, c, t], [d, e, f, g]| {
            rt::clamp_part::jvp(a, d, b, e, c, f, t, g)
        }),
    ],
    points: &[
        [0.5, 0.0, 1.0, 2.0],
        [-0.5, 0.0, 1.0, 2.0],
        [1.5, 0.0, 1.0, 2.0],
    ],
};

/// Points on the line.
const LINE: &[[f64; 4]] = &[
    [-3.0, 0.0, 0.0, 0.0],
    [-0.25, 0.0, 0.0, 0.0],
    [0.5, 0.0, 0.0, 0.0],
    [4.0, 0.0, 0.0, 0.0],
];
/// Pairs of two different numbers, and a tangent.
const PAIRS: &[[f64; 4]] = &[
    [1.5, 0.5, 3.0, 0.0],
    [-0.5, 2.0, -1.0, 0.0],
    [2.0, -0.75, 0.5, 0.0],
];
/// Positive bases, exponents, powers.
const POWERS: &[[f64; 4]] = &[
    [1.5, 0.5, 1.25, 0.0],
    [0.5, -2.0, 4.0, 0.0],
    [3.0, 2.5, 15.0, 0.0],
];

fn cases() -> Vec<Case> {
    vec![
        case!(silu_slope(x): LINE),
        case!(gelu_slope(x): LINE),
        case!(gelu_tanh_slope(x): LINE),
        case!(trigamma(x): &[[-2.4, 0.0, 0.0, 0.0], [0.5, 0.0, 0.0, 0.0], [3.0, 0.0, 0.0, 0.0], [40.0, 0.0, 0.0, 0.0]]),
        case!(abs_part(a, t): PAIRS),
        case!(guard(t, v): &[[0.5, 2.0, 0.0, 0.0]]),
        case!(angle_slope(a, b): PAIRS),
        case!(hypot_slope(a, y): PAIRS),
        case!(copysign_part(a, b, t): PAIRS),
        case!(max_part(a, b, t): PAIRS),
        case!(min_part(a, b, t): PAIRS),
        case!(clamp_low_part(a, low, t): PAIRS),
        case!(clamp_high_part(a, high, t): PAIRS),
        case!(powf_base_slope(a, b, y): POWERS),
        case!(powf_exponent_slope(a, b, y): POWERS),
        CLAMP,
    ]
}

/// The partial derivative by a difference of fourth order.
fn partial(function: fn([f64; 4]) -> f64, at: [f64; 4], argument: usize) -> f64 {
    let h = 1e-3;
    let shifted = |k: f64| {
        let mut at = at;
        at[argument] += k * h;
        function(at)
    };
    (8.0 * (shifted(1.0) - shifted(-1.0)) - (shifted(2.0) - shifted(-2.0))) / (12.0 * h)
}

#[test]
fn companions_are_the_derivatives_of_their_functions() {
    let tangents = [0.75, -1.5, 2.0, 0.5];
    for Case {
        name,
        function,
        companions,
        points,
    } in cases()
    {
        for &at in points {
            for (active, companion) in companions {
                let (value, tangent) = companion(at, tangents);
                assert_eq!(value, function(at), "value of `{name}` at {at:?}");
                let expected: f64 = (0..4)
                    .filter(|i| active[*i])
                    .map(|i| tangents[i] * partial(function, at, i))
                    .sum();
                assert!(
                    (tangent - expected).abs() <= 1e-7 * (1.0 + expected.abs()),
                    "`{name}` at {at:?} in {active:?}: {tangent:e}, the difference is {expected:e}"
                );
            }
        }
    }
}

#[test]
fn the_factor_of_powi_has_its_own_factor() {
    for n in [-20, -3, -1, 0, 1, 2, 3, 7, 70] {
        for a in [-1.25, 0.75, 1.5] {
            let h = 1e-4;
            let f = |k: f64| rt::powi_factor(a + k * h, n);
            let expected = 2.0 * (8.0 * (f(1.0) - f(-1.0)) - (f(2.0) - f(-2.0))) / (12.0 * h);
            let found = [
                rt::powi_factor::jvp_10(a, 2.0, n),
                rt::powi_factor::jvp_11(a, 2.0, n, ()),
                rt::powi_factor::jvp(a, 2.0, n, ()),
            ];
            for (value, tangent) in found {
                assert_eq!(value, rt::powi_factor(a, n));
                assert!(
                    (tangent - expected).abs() <= 1e-6 * (1.0 + expected.abs()),
                    "{n} at {a}: {tangent:e}, {expected:e}"
                );
            }
            assert_eq!(
                rt::powi_factor::jvp_01(a, n, ()),
                (rt::powi_factor(a, n), 0.0)
            );
        }
    }
}

/// Second derivatives at points where the short formula divides zero by zero.
#[test]
fn companions_hold_at_zero() {
    assert_eq!(rt::powf_exponent_slope::jvp_100(0.0, 1.0, 2.0, 0.0).1, 0.0);
    assert_eq!(rt::powf_base_slope::jvp_100(0.0_f64, 1.0, 2.0, 0.0).1, 2.0);
    assert_eq!(rt::powf_base_slope::jvp_100(0.0_f64, 1.0, 3.0, 0.0).1, 0.0);
    let underflow = rt::powf_base_slope::jvp_010(1e-200_f64, 2.0, 1.0, 0.0).1;
    let expected = 1e-200 * (1.0 + 2.0 * 1e-200_f64.ln());
    assert!(
        (underflow - expected).abs() <= 1e-12 * expected.abs(),
        "{underflow:e}"
    );
    assert_eq!(rt::hypot_slope::jvp_11(0.0, 1.0, 0.0, 1.0).1, 0.0);
    assert_eq!(rt::abs_part::jvp_01(0.0, 1.0, 1.0).1, 0.0);
}
