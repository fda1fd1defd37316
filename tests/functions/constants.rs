//! What is constant: functions without a tangent, `constant(..)`, and zeros that must not meet an
//! infinite slope.

use jvp::prelude::*;

// A predicate has no tangent, and so no JVP.
#[derive_jvp]
fn halved(done: impl Fn(f64) -> bool, name: fn(usize) -> String, x: f64) -> f64 {
    let mut y = x;
    let mut i = 0;
    while !done(y) && name(i).len() < 9 {
        y *= 0.5;
        i += 1;
    }
    y
}

#[derive_jvp]
fn of_halved(x: f64) -> f64 {
    halved(|y| y < 0.1, |i: usize| i.to_string(), x)
}

check! {
    functions_without_tangent, (x dx) in 0.5..1.5;
    primal (halved(|y| y < 0.1, |i| i.to_string(), x), of_halved(x));
    oracle {
        let mut y = x;
        while y.re >= 0.1 { y *= 0.5; }
        (y, y)
    };
    [x] {
        let a = jvp_halved(|y| y < 0.1, |i| i.to_string(), x, dx);
        let b = jvp_of_halved(x, dx);
        ((a.0, b.0), (a.1, b.1))
    };
}

mod units {
    pub const BASE: f64 = 1.5;
}

#[allow(
    non_upper_case_globals,
    reason = "a constant that its name does not show"
)]
const half: f64 = 0.5;
#[allow(
    non_upper_case_globals,
    reason = "a constant that its name does not show"
)]
static scales: [f64; 2] = [2.0, 3.0];

#[derive_jvp]
fn scaled(x: f64, by: f64) -> f64 {
    x * by
}

#[derive_jvp]
fn added(x: &[f64], to: f64) -> f64 {
    x.iter().map(|v| v * to).sum()
}

// A lower-case name of a constant is no function: of one beside the function, and of one in it.
#[derive_jvp]
fn by_constants(x: f64) -> f64 {
    #[allow(
        non_upper_case_globals,
        reason = "a constant that its name does not show"
    )]
    const third: f64 = 1.0 / 3.0;
    let h = half;
    scaled(x, half) * scaled(third, x)
        + added(&scales, x) * x.powf(third)
        + scaled(h, x) * units::BASE
}

check! {
    lower_case_constants, (x dx) in 0.5..1.5;
    primal by_constants(x);
    oracle {
        let third = 1.0 / 3.0;
        x * 0.5 * x * third + x * 5.0 * x.powf(third) + x * 0.5 * 1.5
    };
    [x] jvp_by_constants(x, dx);
}

// A constant function is called with what is constant.
#[derive_jvp(constant(f))]
fn weighted(f: impl Fn(f64) -> f64, x: f64, w: usize) -> f64 {
    x * f(w as f64) + f(stop_gradient(x))
}

check! {
    a_constant_function, (x dx) in 0.5..1.5;
    primal weighted(f64::sqrt, x, 4);
    oracle x * 2.0 + x.re.sqrt();
    [x] jvp_weighted(f64::sqrt, x, dx, 4);
}

// A function stays with its JVP where `wrt` does not name it.
#[derive_jvp(wrt(x), wrt(y) as apply_y)]
fn apply(f: impl Fn(f64, f64) -> f64, x: f64, y: f64) -> f64 {
    f(x, y)
}

#[derive_jvp]
fn quotient(x: f64, y: f64) -> f64 {
    x.sqrt() / y
}

check! {
    functions_always_have_their_jvp, (x dx, y dy) in 0.5..1.5;
    primal apply(quotient, x, y);
    oracle x.sqrt() / y;
    [x] jvp_apply(quotient, jvp_quotient, x, dx, y);
    [y] jvp_apply_y(quotient, jvp_quotient, x, y, dy);
}

// The slope in `x` is infinite at 0, and `x` is constant: it gives no term.
#[derive_jvp(wrt(y, k), wrt(y) as at_zero_y)]
fn at_zero(y: f64, k: f64) -> f64 {
    apply(quotient, 0.0, y) + apply(|x, y| x.sqrt() * k + y, 0.0, y) + apply(f64::powf, 0.0, y)
}

#[test]
fn a_constant_argument_does_not_meet_an_infinite_slope() {
    assert_eq!(jvp_at_zero(2.0, 1.0, 3.0, 1.0), (2.0, 1.0));
    assert_eq!(jvp_at_zero_y(2.0, 1.0, 3.0), (2.0, 1.0));
}

// A predicate by its name: one that is annotated, and one that is not, in a closure.
fn small(y: f64) -> bool {
    y < 0.1
}

#[derive_jvp]
fn tiny(y: f64) -> bool {
    y < 0.01
}

#[derive_jvp]
fn by_name(x: f64) -> f64 {
    halved(|y| -> bool { small(y) }, |i: usize| i.to_string(), x)
        + halved(tiny, |i: usize| i.to_string(), x)
}

#[test]
fn predicates_by_name() {
    assert_eq!(
        jvp_by_name(1.0, 1.0),
        (0.0625 + 0.0078125, 0.0625 + 0.0078125)
    );
}

// A report may change what it has captured, where that can't be active.
#[derive_jvp]
fn reported(mut see: impl FnMut(usize), x: f64) -> f64 {
    see(1);
    see(2);
    x * x
}

#[derive_jvp]
fn of_reported(x: f64) -> (f64, usize) {
    let mut n = 0;
    let y = reported(|i: usize| n += i, x);
    (y, n)
}

#[test]
fn a_report_of_constants() {
    assert_eq!(jvp_of_reported(3.0, 1.0), ((9.0, 3), (6.0, ())));
}
