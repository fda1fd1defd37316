//! What a caller may give for a function: scalar functions by path, rules by hand, named and
//! nested closures, adaptors of iterators.

use crate::harness::Dual;
use jvp::prelude::*;
use num_dual::DualNum;

#[derive_jvp]
fn apply(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(x) * x
}

#[derive_jvp]
fn apply_two(f: impl Fn(f64, f64) -> f64, x: f64, y: f64) -> f64 {
    f(x, y)
}

#[derive_jvp]
fn by_path(x: f64, y: f64) -> f64 {
    apply(f64::sin, x) + apply_two(f64::hypot, x, y) + apply_two(f64::powf, 1.5, x)
}

check! {
    scalar_functions_by_path, (x dx, y dy) in 0.5..1.5;
    primal by_path(x, y);
    oracle x.sin() * x + (x * x + y * y).sqrt() + (x * 1.5f64.ln()).exp();
    [x y] jvp_by_path(x, dx, y, dy);
}

#[custom_jvp(cube_rule)]
fn cube(x: f64) -> f64 {
    x * x * x
}

fn cube_rule(x: f64, dx: f64) -> (f64, f64) {
    (cube(x), 3.0 * x * x * dx)
}

mod foreign {
    pub fn fourth(x: f64) -> f64 {
        x * x * x * x
    }
}

fn fourth_rule(x: f64, dx: f64) -> (f64, f64) {
    (foreign::fourth(x), 4.0 * x * x * x * dx)
}

#[derive_jvp(rules(foreign::fourth = fourth_rule))]
fn by_rules(x: f64) -> f64 {
    apply(cube, x) + apply(foreign::fourth, x)
}

check! {
    rules_by_hand, (x dx) in -1.5..1.5;
    primal by_rules(x);
    oracle x * x * x * x + x * x * x * x * x;
    [x] jvp_by_rules(x, dx);
}

#[derive_jvp]
fn sigmoids(x: f64) -> f64 {
    fn same(x: f64) -> f64 {
        x
    }
    apply(same, apply(jvp::nn::sigmoid, x)).sqrt() * x.signum()
}

check! {
    special_and_nested_functions, (x dx) in 0.5..1.5;
    primal sigmoids(x);
    oracle x / ((-x).exp() + 1.0);
    [x] jvp_sigmoids(x, dx);
}

// A closure that calls another one, an annotated function, and a parameter.
#[derive_jvp(wrt(x, k), wrt(k) as nested_k)]
fn nested(g: impl Fn(f64) -> f64, x: f64, k: f64) -> f64 {
    let scale = |y: f64| k * y;
    apply(|y| apply(|z| scale(z) + g(z * y), y) + cube(y), x)
}

fn nested_oracle(x: Dual, k: Dual) -> Dual {
    let inner = |y: Dual| (k * y + (y * y).sin()) * y;
    (inner(x) + x * x * x) * x
}

check! {
    closures_in_closures, (x dx, k dk) in -1.5..1.5;
    primal nested(f64::sin, x, k);
    oracle nested_oracle(x, k);
    [x k] jvp_nested(f64::sin, |x, dx| (x.sin(), x.cos() * dx), x, dx, k, dk);
    [k] jvp_nested_k(f64::sin, |x, dx| (x.sin(), x.cos() * dx), x, k, dk);
}

// A closure with a body of statements, early returns, and a local of its own.
#[derive_jvp(wrt(x, k))]
fn statements(x: f64, k: f64) -> f64 {
    apply(
        |y: f64| -> f64 {
            if y < 0.0 {
                return k * y;
            }
            let mut s = y;
            for i in 1..4 {
                s += k * y / i as f64;
            }
            s
        },
        x,
    )
}

check! {
    a_closure_of_statements, (x dx, k dk) in -1.5..1.5;
    primal statements(x, k);
    oracle {
        if x.re < 0.0 {
            k * x * x
        } else {
            (x + k * x + k * x / 2.0 + k * x / 3.0) * x
        }
    };
    [x k] jvp_statements(x, dx, k, dk);
}

// `move`: what can be in both closures is, the rest is borrowed by both.
#[derive_jvp(wrt(x, w), wrt(w) as moved_w)]
fn moved(x: f64, w: &[f64]) -> f64 {
    let squares: Vec<f64> = w.iter().map(|w| w * w).collect();
    let s = w[0];
    apply(move |y| squares[0] * y + squares[1] + s, x)
}

check! {
    a_closure_that_moves, (x dx, w dw: 2) in -1.5..1.5;
    primal moved(x, &w);
    oracle (w[0] * w[0] * x + w[1] * w[1] + w[0]) * x;
    [x w] jvp_moved(x, dx, &w, &dw);
    [w] jvp_moved_w(x, &w, &dw);
}

// A boxed closure that takes a vector, and one over a closure that has captured.
#[allow(
    clippy::redundant_closure,
    reason = "a closure around a closure is the point"
)]
#[derive_jvp(wrt(x, w), wrt(w) as taken_w)]
fn taken(x: f64, w: Vec<f64>) -> f64 {
    let scale = |y: f64| w[0] * y;
    let constant = apply(|z| scale(z), 2.0);
    let f: Box<dyn Fn(f64) -> f64> = Box::new(move |y| w[1] * y * y);
    f(x) + constant
}

check! {
    a_box_that_moves, (x dx, w dw: 2) in -1.5..1.5;
    primal taken(x, w.to_vec());
    oracle w[1] * x * x + w[0] * 4.0;
    [x w] jvp_taken(x, dx, w.to_vec(), dw.to_vec());
    [w] jvp_taken_w(x, w.to_vec(), dw.to_vec());
}

// Adaptors that take a parameter.
#[derive_jvp]
fn adapted(f: impl Fn(f64) -> f64, xs: &[f64]) -> f64 {
    let by_reference: f64 = xs.iter().copied().map(&f).sum();
    let folded = xs.iter().fold(1.0, |s, x| s * f(*x));
    let squares: Vec<f64> = xs.iter().map(|x| f(*x) * f(2.0)).collect();
    let by_value: f64 = squares.into_iter().map(f).sum();
    by_reference + folded + by_value
}

#[derive_jvp(wrt(xs, k), wrt(k) as of_adapted_k)]
fn of_adapted(xs: &[f64], k: f64) -> f64 {
    adapted(|x| k * x + x.cos(), xs)
}

fn adapted_oracle(xs: &[Dual], k: Dual) -> Dual {
    let f = |x: Dual| k * x + x.cos();
    let mut sum = Dual::from(0.0);
    let mut product = Dual::from(1.0);
    for x in xs {
        sum += f(*x) + f(f(*x) * f(Dual::from(2.0)));
        product *= f(*x);
    }
    sum + product
}

check! {
    adaptors, (xs dxs: 3, k dk) in -1.0..1.0;
    primal of_adapted(&xs, k);
    oracle adapted_oracle(&xs, k);
    [xs k] jvp_of_adapted(&xs, &dxs, k, dk);
    [k] jvp_of_adapted_k(&xs, k, dk);
}

// More parameters than have a name for each set of active ones.
#[derive_jvp]
fn many(
    f: impl Fn(f64) -> f64,
    a: f64,
    b: f64,
    n: usize,
    c: f64,
    stop: impl Fn(f64) -> bool,
) -> f64 {
    let mut y = a;
    for _ in 0..n {
        y = f(y) * b + c;
        if stop(y) {
            break;
        }
    }
    y
}

#[derive_jvp(wrt(a, k), wrt(k) as of_many_k)]
fn of_many(a: f64, k: f64) -> f64 {
    many(|y| (k * y).sin(), a, 0.5, 3, k, |y| y > 5.0)
        + many(|y| k * y, 1.0, 2.0, 2, 0.0, |_| false)
}

check! {
    many_parameters, (a da, k dk) in -1.0..1.0;
    primal of_many(a, k);
    oracle {
        let mut y = a;
        for _ in 0..3 {
            y = (k * y).sin() * 0.5 + k;
        }
        y + k * k * 4.0
    };
    [a k] jvp_of_many(a, da, k, dk);
    [k] jvp_of_many_k(a, k, dk);
}

// A rule by hand takes a function with its JVP, as `jvp_slope_at` would.
#[custom_jvp(slope_rule)]
fn slope_at(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    (f(x + 1.0) - f(x - 1.0)) / 2.0
}

fn slope_rule(
    _: impl Fn(f64) -> f64,
    df: impl Fn(f64, f64) -> (f64, f64),
    x: f64,
    dx: f64,
) -> (f64, f64) {
    let ((a, da), (b, db)) = (df(x + 1.0, dx), df(x - 1.0, dx));
    ((a - b) / 2.0, (da - db) / 2.0)
}

#[derive_jvp(wrt(x, k), wrt(k) as of_rule_k)]
fn of_rule(x: f64, k: f64) -> f64 {
    slope_at(|y| k * y * y * y, x) + slope_at(cube, 1.0)
}

check! {
    a_rule_that_takes_a_function, (x dx, k dk) in -1.0..1.0;
    primal of_rule(x, k);
    oracle k * (x * x * 3.0 + 1.0) + 4.0;
    [x k] jvp_of_rule(x, dx, k, dk);
    [k] jvp_of_rule_k(x, k, dk);
}
