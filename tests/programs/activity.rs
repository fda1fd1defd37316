//! Activity: what carries a tangent, when, and that constants carry none.

use jvp::prelude::*;

// One variable is constant, then active, then constant again, and used in each state.
#[derive_jvp(wrt(x), wrt(y) as changing_y)]
fn changing(x: f64, y: f64) -> f64 {
    let mut v = 2.0;
    let a = v * y;
    v = x * v;
    let b = v + a;
    v = 3.0;
    let c = v * b;
    v += y;
    c * v
}

check! {
    variable_changes_its_activity, (x dx, y dy) in -2.0..2.0;
    primal changing(x, y);
    oracle (x * 2.0 + y * 2.0) * 3.0 * (y + 3.0);
    [x] jvp_changing(x, dx, y);
    [y] jvp_changing_y(x, y, dy);
}

// Dead code of every sort, active and not.
#[derive_jvp(wrt(x), wrt(y) as dead_y)]
#[allow(unused, unreachable_code, reason = "dead code is the point")]
fn dead(x: f64, y: f64) -> f64 {
    let never_read = x * y;
    let mut written = x;
    written = y;
    written += x;
    let (used, unused) = (x.sin(), x.cos());
    let mut list = vec![x; 3];
    list[1] = y;
    if false {
        return x * 1e9;
    }
    while false {
        list.push(y);
    }
    x.exp();
    let closure = |v: f64| v * x * y;
    fn helper(x: f64) -> f64 {
        x
    }
    return used * y;
    x
}

check! {
    dead_code, (x dx, y dy) in -2.0..2.0;
    primal dead(x, y);
    oracle x.sin() * y;
    [x] jvp_dead(x, dx, y);
    [y] jvp_dead_y(x, y, dy);
}

// What is assigned behind the last use reads what is needed for nothing else.
#[derive_jvp(wrt(x), wrt(y) as overwritten_y)]
#[allow(unused_assignments, reason = "nobody reads it")]
fn overwritten_last(mut x: f64, y: f64) -> f64 {
    let v = x * y.exp();
    x /= 1.3 + 0.2 * v;
    v
}

check! {
    assigned_behind_its_last_use, (x dx, y dy) in -1.0..1.0;
    primal overwritten_last(x, y);
    oracle x * y.exp();
    [x] jvp_overwritten_last(x, dx, y);
    [y] jvp_overwritten_y(x, y, dy);
}

// A tangent must not come back through an integer, a comparison, or a cast.
#[derive_jvp(wrt(x), wrt(y) as discrete_y)]
fn discrete(x: f64, y: f64) -> f64 {
    let n = x as i64;
    let i = (y * 3.0).floor() as i32 as f64;
    let up = f64::from(x > y);
    let s = x.signum() * x.trunc();
    let sure = f64::from(x.is_finite());
    n as f64 * x + i * y + up * x + s + sure
}

check! {
    integers_stop_a_tangent, (x dx, y dy) in -3.0..3.0;
    primal discrete(x, y);
    oracle {
        let s = x.re.signum() * x.re.trunc() + 1.0;
        x * x.re.trunc() + y * (y.re * 3.0).floor() + x * f64::from(u8::from(x > y)) + s
    };
    [x] jvp_discrete(x, dx, y);
    [y] jvp_discrete_y(x, y, dy);
}

// The result of some paths doesn't depend on anything, and in some variants on nothing active.
#[derive_jvp(wrt(x, y), wrt(x) as partly_x, wrt(y) as partly_y)]
fn partly(x: f64, y: f64) -> (f64, f64, f64) {
    let a = x * x;
    let b = y.cos();
    (a, b, if x > 0.0 { a * b } else { 1.0 })
}

check! {
    results_are_active_in_parts, (x dx, y dy) in -2.0..2.0;
    primal partly(x, y);
    oracle (x * x, y.cos(), if x > 0.0 { x * x * y.cos() } else { Dual::from(1.0) });
    [x y] jvp_partly(x, dx, y, dy);
    [x] jvp_partly_x(x, dx, y);
    [y] jvp_partly_y(x, y, dy);
}

// A constant infinity must not turn a zero tangent into NaN.
#[derive_jvp(wrt(x), wrt(y) as infinite_y)]
fn infinite(x: f64, y: f64, far: f64) -> f64 {
    let near = (-far).exp();
    let pole = 1.0 / near;
    let s = if pole.is_infinite() { near } else { pole };
    let bound = x.min(far).max(-far);
    bound * y + s * x + (far * 2.0).recip()
}

check! {
    constants_are_infinite, (x dx, y dy) in -2.0..2.0;
    primal infinite(x, y, f64::INFINITY);
    oracle x * y;
    [x] jvp_infinite(x, dx, y, f64::INFINITY);
    [y] jvp_infinite_y(x, y, dy, f64::INFINITY);
}

// In the variant for `y` the singular function of `x` is a constant: no `0 · ∞`.
#[derive_jvp(wrt(x), wrt(y) as singular_y)]
fn singular(x: f64, y: f64) -> f64 {
    x.sqrt() * y + x.powf(0.5) + y * y
}

#[test]
fn inactive_input_at_a_singularity() {
    let (value, tangent) = jvp_singular_y(0.0, 3.0, 2.0);
    assert_eq!((value, tangent), (singular(0.0, 3.0), 12.0));
    assert_eq!(jvp_singular(0.0, 1.0, 3.0).1, f64::INFINITY);
}

// A flag chooses, within one loop, whether a turn is active.
#[derive_jvp(wrt(x), wrt(w) as gated_w)]
fn gated(x: f64, w: &[f64], on: &[bool]) -> f64 {
    let mut s = 0.0;
    let mut last = 1.0;
    for (w, &on) in w.iter().zip(on) {
        let term = if on { x * w } else { 2.0 };
        s += term * last;
        last = if on { 0.5 } else { term };
    }
    s * last
}

check! {
    turns_are_active_by_a_flag, (x dx, w dw: 4) in -2.0..2.0;
    primal gated(x, &w, &[true, false, true, true]);
    oracle {
        let first = x * w[0] + 1.0;
        (first + x * w[2] * 2.0 + x * w[3] * 0.5) * 0.5
    };
    [x] jvp_gated(x, dx, &w, &[true, false, true, true]);
    [w] jvp_gated_w(x, &w, &dw, &[true, false, true, true]);
}

// The same name is a constant in one block and active in the next.
#[derive_jvp(wrt(x), wrt(y) as named_y)]
fn named(x: f64, y: f64) -> f64 {
    let a = {
        let v = 4.0;
        v * x
    };
    let b = {
        let v = y;
        v * v
    };
    let c = {
        let v = x.floor();
        v * a
    };
    let v = a - b;
    v * c
}

check! {
    name_is_constant_here_and_active_there, (x dx, y dy) in -2.0..2.0;
    primal named(x, y);
    oracle (x * 4.0 - y * y) * (x * 4.0 * x.re.floor());
    [x] jvp_named(x, dx, y);
    [y] jvp_named_y(x, y, dy);
}

// `stop_gradient` in the middle: the value goes on, the tangent doesn't.
#[derive_jvp(wrt(x, y), wrt(y) as stopped_y)]
fn stopped(x: f64, y: f64) -> f64 {
    let frozen = stop_gradient(x * y);
    let mut z = frozen * x;
    z += stop_gradient(z) * y;
    z
}

check! {
    stop_gradient_in_the_middle, (x dx, y dy) in -2.0..2.0;
    primal stopped(x, y);
    oracle {
        let frozen = x.re * y.re;
        let z = x * frozen;
        z + y * z.re
    };
    [x y] jvp_stopped(x, dx, y, dy);
    [y] jvp_stopped_y(x, y, dy);
}

// A tangent that cancels: the formulas must not be reordered into a loss of digits.
#[derive_jvp(wrt(x), wrt(y) as cancelled_y)]
fn cancelled(x: f64, y: f64) -> f64 {
    let a = x + y;
    let b = a - y;
    let c = b - x;
    let d = 0.0 * x + y * 1.0 - 0.0;
    (c + d) * (x - x + y / y)
}

check! {
    tangent_cancels, (x dx, y dy) in 0.5..2.0;
    primal cancelled(x, y);
    oracle (x + y - y - x + x * 0.0 + y) * (x - x + y / y);
    [x] jvp_cancelled(x, dx, y);
    [y] jvp_cancelled_y(x, y, dy);
}

// NaN and infinity in a tangent go through to what depends on it, and only to that.
#[derive_jvp(wrt(x, y))]
fn separate(x: f64, y: f64) -> (f64, f64) {
    let a = x * 2.0;
    let b = y * y;
    (a - x, b + 1.0)
}

#[test]
fn nan_goes_only_where_it_belongs() {
    let ((a, b), (da, db)) = jvp_separate(1.0, f64::NAN, 2.0, 0.5);
    assert_eq!(((a, b), db), (separate(1.0, 2.0), 2.0));
    assert!(da.is_nan());
    let (_, (da, db)) = jvp_separate(1.0, 3.0, 2.0, f64::INFINITY);
    assert_eq!((da, db), (3.0, f64::INFINITY));
}
