//! Solvers that take their right-hand side: differentiated with respect to the state, to what the
//! right-hand side has captured, or both.

use jvp::prelude::*;

#[derive_jvp(pushforward)]
pub fn rk4(f: impl Fn(f64, f64) -> f64, y: f64, t: f64, h: f64) -> f64 {
    let k1 = f(y, t);
    let k2 = f(y + 0.5 * h * k1, t + 0.5 * h);
    let k3 = f(y + 0.5 * h * k2, t + 0.5 * h);
    let k4 = f(y + h * k3, t + h);
    y + h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
}

#[derive_jvp]
fn logistic(y: f64, t: f64) -> f64 {
    y * (1.0 - y) + 0.1 * t.sin()
}

fn rk4_oracle(f: impl Fn(Dual, Dual) -> Dual, y: Dual, t: Dual, h: Dual) -> Dual {
    let k1 = f(y, t);
    let k2 = f(y + h * k1 * 0.5, t + h * 0.5);
    let k3 = f(y + h * k2 * 0.5, t + h * 0.5);
    let k4 = f(y + h * k3, t + h);
    y + h / 6.0 * (k1 + k2 * 2.0 + k3 * 2.0 + k4)
}

use crate::harness::Dual;
use num_dual::DualNum;

fn logistic_oracle(y: Dual, t: Dual) -> Dual {
    y * (-y + 1.0) + t.sin() * 0.1
}

// The solver itself, called by hand with a function and its JVP.
check! {
    by_hand, (y dy, t dt, h dh) in 0.1..1.0;
    primal rk4(logistic, y, t, h);
    oracle rk4_oracle(logistic_oracle, y, t, h);
    [y t h] jvp_rk4(logistic, jvp_logistic, y, dy, t, dt, h, dh);
    [y t h] (rk4(logistic, y, t, h), pushforward_rk4(logistic, jvp_logistic, y, dy, t, dt, h, dh));
}

// An annotated function by its name.
#[derive_jvp(wrt(y, h), wrt(y) as by_name_y, wrt(h) as by_name_h, pushforward)]
fn by_name(y: f64, h: f64) -> f64 {
    let half = rk4(logistic, y, 0.0, h);
    rk4(self::logistic, half, h, h)
}

check! {
    an_annotated_function, (y dy, h dh) in 0.1..1.0;
    primal by_name(y, h);
    oracle {
        let half = rk4_oracle(logistic_oracle, y, Dual::from(0.0), h);
        rk4_oracle(logistic_oracle, half, h, h)
    };
    [y h] jvp_by_name(y, dy, h, dh);
    [y] jvp_by_name_y(y, dy, h);
    [h] jvp_by_name_h(y, h, dh);
    [y h] (by_name(y, h), pushforward_by_name(y, dy, h, dh));
}

// A closure literal: the state, what it has captured, or both.
#[derive_jvp(wrt(y0, k), wrt(y0) as decay_y, wrt(k) as decay_k, pushforward)]
fn decay(y0: f64, k: f64, steps: usize) -> f64 {
    let mut y = y0;
    for i in 0..steps {
        y = rk4(|y, t| -k * y + t.sin(), y, i as f64 * 0.1, 0.1);
    }
    y
}

check! {
    a_closure_that_captures, (y0 dy0, k dk) in 0.1..2.0;
    primal decay(y0, k, 5);
    oracle {
        let mut y = y0;
        for i in 0..5 {
            let t = Dual::from(i as f64 * 0.1);
            y = rk4_oracle(|y, t| -k * y + t.sin(), y, t, Dual::from(0.1));
        }
        y
    };
    [y0 k] jvp_decay(y0, dy0, k, dk, 5);
    [y0] jvp_decay_y(y0, dy0, k, 5);
    [k] jvp_decay_k(y0, k, dk, 5);
    [y0 k] (decay(y0, k, 5), pushforward_decay(y0, dy0, k, dk, 5));
}

// A closure with a name, given by value, by reference, and called besides.
#[allow(
    clippy::needless_borrows_for_generic_args,
    reason = "by reference is one of the ways"
)]
#[derive_jvp(wrt(y0, k), wrt(y0) as named_y, wrt(k) as named_k)]
fn named(y0: f64, k: f64) -> f64 {
    let f = |y: f64, t: f64| -k * y + t.cos();
    let a = rk4(f, y0, 0.0, 0.1);
    let b = rk4(&f, a, 0.1, 0.1);
    b + f(a, k)
}

check! {
    a_closure_with_a_name, (y0 dy0, k dk) in 0.1..2.0;
    primal named(y0, k);
    oracle {
        let f = |y: Dual, t: Dual| -k * y + t.cos();
        let a = rk4_oracle(f, y0, Dual::from(0.0), Dual::from(0.1));
        let b = rk4_oracle(f, a, Dual::from(0.1), Dual::from(0.1));
        b + f(a, k)
    };
    [y0 k] jvp_named(y0, dy0, k, dk);
    [y0] jvp_named_y(y0, dy0, k);
    [k] jvp_named_k(y0, k, dk);
}

// A boxed closure.
#[derive_jvp(wrt(y0, k), wrt(y0) as boxed_y, wrt(k) as boxed_k)]
fn boxed(y0: f64, k: f64) -> f64 {
    let f: Box<dyn Fn(f64, f64) -> f64> = Box::new(move |y, t| -k * y + t);
    let a = rk4(&f, y0, 0.0, 0.1);
    let b = rk4(&*f, a, 0.1, 0.1);
    rk4(f, b, 0.2, 0.1)
}

check! {
    a_boxed_closure, (y0 dy0, k dk) in 0.1..2.0;
    primal boxed(y0, k);
    oracle {
        let mut y = y0;
        for t in [0.0, 0.1, 0.2] {
            y = rk4_oracle(|y, t| -k * y + t, y, Dual::from(t), Dual::from(0.1));
        }
        y
    };
    [y0 k] jvp_boxed(y0, dy0, k, dk);
    [y0] jvp_boxed_y(y0, dy0, k);
    [k] jvp_boxed_k(y0, k, dk);
}

// A solver that hands its function on.
#[derive_jvp]
fn integrate<F: Fn(f64, f64) -> f64>(f: F, y0: f64, h: f64, steps: usize) -> f64 {
    let mut y = y0;
    for i in 0..steps {
        y = rk4(&f, y, i as f64 * h, h);
    }
    y
}

#[derive_jvp(wrt(y0, k, h), wrt(k) as path_k)]
fn path(y0: f64, k: f64, h: f64) -> f64 {
    integrate(|y, t| k * y.sin() + t, y0, h, 4)
}

check! {
    a_function_handed_on, (y0 dy0, k dk, h dh) in 0.1..0.9;
    primal path(y0, k, h);
    oracle {
        let mut y = y0;
        for i in 0..4 {
            y = rk4_oracle(|y, t| k * y.sin() + t, y, h * i as f64, h);
        }
        y
    };
    [y0 k h] jvp_path(y0, dy0, k, dk, h, dh);
    [k] jvp_path_k(y0, k, dk, h);
}

// Newton's method: the tangent of the iterate converges with it.
#[derive_jvp]
fn newton<F: Fn(f64) -> f64, G>(f: F, slope: G, x0: f64) -> f64
where
    G: Fn(f64) -> f64,
{
    let mut x = x0;
    for _ in 0..60 {
        let step = f(x) / slope(x);
        x -= step;
        if step.abs() < 1e-14 {
            break;
        }
    }
    // Once more, for the tangent.
    x - f(x) / slope(x)
}

#[derive_jvp]
fn cube_root(a: f64) -> f64 {
    newton(|x| x * x * x - a, |x| 3.0 * x * x, 1.0)
}

check! {
    a_root, (a da) in 0.5..8.0;
    primal cube_root(a);
    oracle a.powf(1.0 / 3.0);
    [a] jvp_cube_root(a, da);
}

// Bisection: the function is only compared, and gives no term. Regula falsi: it does.
#[derive_jvp]
fn bracket(f: impl Fn(f64) -> f64, a: f64, b: f64) -> f64 {
    let (mut lo, mut hi) = (a, b);
    while hi - lo > 1e-3 {
        let middle = 0.5 * (lo + hi);
        if f(middle) * f(lo) <= 0.0 {
            hi = middle;
        } else {
            lo = middle;
        }
    }
    let g = &f;
    lo - g(lo) * (hi - lo) / (g(hi) - g(lo))
}

#[derive_jvp]
fn halves(f: impl Fn(f64) -> f64, a: f64, b: f64) -> f64 {
    if f(0.5 * (a + b)) > 0.0 { a } else { b }
}

#[derive_jvp(wrt(b, k))]
fn bracketed(b: f64, k: f64) -> f64 {
    bracket(|x| x * x - k, 0.0, b) + halves(|x| x - k, k, b)
}

check! {
    compared_functions, (b db, k dk) in 1.0..2.0;
    primal bracketed(b + 0.5, k);
    oracle {
        let b = b + 0.5;
        let f = |x: Dual| x * x - k;
        let (mut lo, mut hi) = (Dual::from(0.0), b);
        while hi - lo > 1e-3 {
            let middle = (lo + hi) * 0.5;
            if f(middle) * f(lo) <= 0.0 { hi = middle } else { lo = middle }
        }
        let root = lo - f(lo) * (hi - lo) / (f(hi) - f(lo));
        root + if (k + b) * 0.5 - k > 0.0 { k } else { b }
    };
    [b k] jvp_bracketed(b + 0.5, db, k, dk);
}
