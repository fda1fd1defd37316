//! `if let` and its chains, `while let`, and conditions that bind.

use jvp::prelude::*;

// A chain of `if let`s and tests: each part sees what the ones before it bind.
#[derive_jvp(wrt(x, y), wrt(x) as chain_x)]
fn chain(x: f64, y: f64) -> f64 {
    let a = if x > 0.0 { Some(x * y) } else { None };
    if let Some(p) = a
        && p > 0.3
        && let Some(q) = (if p < 2.0 { Some(p * x) } else { None })
        && q > y
    {
        q * p
    } else if let None = a {
        y.cos()
    } else {
        x - y
    }
}

check! {
    chain_of_if_lets, (x dx, y dy) in -1.5..1.5;
    primal chain(x, y);
    oracle if x > 0.0 {
        let p = x * y;
        if p > 0.3 && p < 2.0 && p * x > y { p * x * p } else { x - y }
    } else {
        y.cos()
    };
    [x y] jvp_chain(x, dx, y, dy);
    [x] jvp_chain_x(x, dx, y);
}

// `if let … else` with active values bound on one side only, and a shadow of the outer name.
#[derive_jvp(wrt(x))]
fn bound(x: Option<f64>, y: f64) -> f64 {
    let z = if let Some(x) = x { x * x } else { y };
    let w = if let Some(y) = x { y - z } else { z * z };
    z + w
}

check! {
    option_parameter_is_some, (x dx, y dy) in -2.0..2.0;
    primal bound(Some(x), y);
    oracle x;
    [x] jvp_bound(Some(x), Some(dx), y);
}

#[test]
fn option_parameter_is_none() {
    let (value, tangent) = jvp_bound(None, None, 3.0);
    assert_eq!((value, tangent), (12.0, 0.0));
}

// `while let` with a tuple pattern that stops matching when an active state says so.
#[derive_jvp(wrt(x), wrt(y) as march_y)]
fn march(x: f64, y: f64) -> f64 {
    let mut state = (0, x);
    while let (n @ 0..=4, v) = state
        && v < 3.0
    {
        state = (n + 1, v * 1.25 + y);
    }
    state.1 * x
}

check! {
    while_let_with_a_chain, (x dx, y dy) in 0.1..1.5;
    primal march(x, y);
    oracle {
        let mut v = x;
        for _ in 0..5 {
            if v < 3.0 { v = v * 1.25 + y }
        }
        v * x
    };
    [x] jvp_march(x, dx, y);
    [y] jvp_march_y(x, y, dy);
}

// `let … else` with a pattern on a slice; the `else` computes something active and returns it.
#[derive_jvp(wrt(x, y), wrt(y) as at_least_y)]
fn at_least(x: &[f64], y: f64) -> f64 {
    let [first, .., last] = x else {
        let z = y * y;
        return z - x.iter().sum::<f64>();
    };
    let &[a, b, ..] = x else { unreachable!() };
    first * last + a * b * y
}

check! {
    let_else_on_a_long_slice, (x dx: 4, y dy) in -2.0..2.0;
    primal at_least(&x, y);
    oracle x[0] * x[3] + x[0] * x[1] * y;
    [x y] jvp_at_least(&x, &dx, y, dy);
    [y] jvp_at_least_y(&x, y, dy);
}

check! {
    let_else_on_a_short_slice, (x dx: 1, y dy) in -2.0..2.0;
    primal at_least(&x, y);
    oracle y * y - x[0];
    [x y] jvp_at_least(&x, &dx, y, dy);
    [y] jvp_at_least_y(&x, y, dy);
}

// Only one branch is active, only one branch assigns, and one diverges.
#[derive_jvp(wrt(x), wrt(y) as one_sided_y)]
fn one_sided(x: f64, y: f64) -> f64 {
    let mut z = 1.0;
    let w = if y > 0.5 { x * x } else { 2.0 };
    if y < -0.5 {
        z = x;
    }
    let v = if y > 1.8 {
        return w;
    } else if y > 0.0 {
        3.0
    } else {
        y
    };
    z * w + v
}

check! {
    branches_are_active_on_one_side, (x dx, y dy) in -2.0..2.0;
    primal one_sided(x, y);
    oracle {
        let w = if y > 0.5 { x * x } else { Dual::from(2.0) };
        let z = if y < -0.5 { x } else { Dual::from(1.0) };
        let v = if y > 0.0 { Dual::from(3.0) } else { y };
        if y > 1.8 { w } else { z * w + v }
    };
    [x] jvp_one_sided(x, dx, y);
    [y] jvp_one_sided_y(x, y, dy);
}

// `matches!` with a guard, `assert!` on active values, conditions kept in variables.
#[derive_jvp(wrt(x), wrt(y) as tested_y)]
fn tested(x: f64, y: f64) -> f64 {
    let big = matches!(x, v if v * y > 0.5);
    let pair = (big, y > 0.0);
    assert!(x.is_finite() && !y.is_nan(), "x = {x}, y = {y}");
    debug_assert!(x * y < 1e6);
    debug_assert_ne!(x, 1e6, "{}", x * y);
    let small = !big & (x < 0.0);
    let scale = if small ^ pair.1 { x } else { y };
    if matches!(pair, (true, true) | (false, false)) {
        scale * x
    } else {
        scale - y
    }
}

check! {
    conditions_are_values, (x dx, y dy) in -2.0..2.0;
    primal tested(x, y);
    oracle {
        let (big, positive) = (x * y > 0.5, y > 0.0);
        let scale = if (!big && x < 0.0) != positive { x } else { y };
        if big == positive { scale * x } else { scale - y }
    };
    [x] jvp_tested(x, dx, y);
    [y] jvp_tested_y(x, y, dy);
}
