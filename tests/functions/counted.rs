//! Work: a function is called as often as the original calls it, and its JVP computes both.

use jvp::prelude::*;
use std::cell::Cell;

thread_local! {
    static PRIMALS: Cell<u32> = const { Cell::new(0) };
    static RULES: Cell<u32> = const { Cell::new(0) };
}

#[custom_jvp(counted_rule)]
fn counted(x: f64) -> f64 {
    PRIMALS.set(PRIMALS.get() + 1);
    x * x
}

fn counted_rule(x: f64, dx: f64) -> (f64, f64) {
    RULES.set(RULES.get() + 1);
    (x * x, 2.0 * x * dx)
}

fn ignore<T>(_: T) {}

/// How often the primal and the rule are called.
fn calls(f: impl FnOnce()) -> (u32, u32) {
    PRIMALS.set(0);
    RULES.set(0);
    f();
    (PRIMALS.get(), RULES.get())
}

#[derive_jvp(pushforward)]
fn iterate(f: impl Fn(f64) -> f64, x: f64, n: usize) -> f64 {
    let mut y = x;
    for _ in 0..n {
        y = f(0.5 * y);
    }
    y
}

#[derive_jvp(wrt(x, k), wrt(k) as by_closure_k, pushforward)]
fn by_closure(x: f64, k: f64) -> f64 {
    iterate(|y| k * counted(y), x, 5)
}

#[derive_jvp(wrt(x), pushforward)]
fn by_name(x: f64) -> f64 {
    iterate(counted, x, 5)
}

#[test]
fn the_jvp_is_called_in_place_of_the_function() {
    let five = (0, 5);
    assert_eq!(
        calls(|| ignore(jvp_iterate(counted, counted_rule, 0.5, 1.0, 5))),
        five
    );
    assert_eq!(
        calls(|| ignore(pushforward_iterate(counted, counted_rule, 0.5, 1.0, 5))),
        five
    );
    assert_eq!(calls(|| ignore(jvp_by_name(0.5, 1.0))), five);
    assert_eq!(calls(|| ignore(pushforward_by_name(0.5, 1.0))), five);
    assert_eq!(calls(|| ignore(jvp_by_closure(0.5, 1.0, 2.0, 1.0))), five);
    assert_eq!(
        calls(|| ignore(pushforward_by_closure(0.5, 1.0, 2.0, 1.0))),
        five
    );
}

// Nothing that is captured or given is active: the original is called, and no JVP.
#[derive_jvp(wrt(x))]
fn constant_call(x: f64, k: f64) -> f64 {
    let c = iterate(|y| k * counted(y), k, 3) + iterate(counted, 1.0, 2);
    c * x
}

#[test]
fn a_constant_call_is_the_original() {
    assert_eq!(calls(|| ignore(jvp_constant_call(0.5, 1.0, 2.0))), (5, 0));
}

// What a function keeps of its arguments is given to its JVP, once and in order.
#[derive_jvp]
fn recorded(mut see: impl FnMut(usize, f64), f: impl Fn(f64) -> f64, x: f64) -> f64 {
    let mut y = x;
    for i in 0..3 {
        y = f(y);
        see(i, y);
    }
    y
}

#[test]
fn a_function_that_keeps_what_it_sees() {
    let mut seen = Vec::new();
    let (y, dy) = jvp_recorded(
        |_, _| panic!("the JVP sees both"),
        |i, y, dy| seen.push((i, y, dy)),
        |_| panic!("the JVP gives both"),
        |x, dx| (3.0 * x, 3.0 * dx),
        1.0,
        0.5,
    );
    assert_eq!((y, dy), (27.0, 13.5));
    assert_eq!(seen, [(0, 3.0, 1.5), (1, 9.0, 4.5), (2, 27.0, 13.5)]);
}

// An `FnMut` with a state of its own.
#[derive_jvp]
fn fed<F>(mut next: F, x: f64) -> f64
where
    F: FnMut(f64) -> f64,
{
    let a = next(x);
    a * next(x * x)
}

#[test]
fn a_function_with_a_state() {
    let mut calls = 0;
    let jvp = |x: f64, dx: f64| {
        calls += 1;
        (x + calls as f64, dx)
    };
    let (y, dy) = jvp_fed(|_| unreachable!(), jvp, 2.0, 1.0);
    // (x + 1) (x² + 2)
    assert_eq!((y, dy), (18.0, 18.0));
}

// A comparison needs no tangent.
#[derive_jvp]
fn larger(f: impl Fn(f64) -> f64, a: f64, b: f64) -> f64 {
    if f(a) > f(b) { f(a) } else { b }
}

#[test]
fn a_comparison_calls_the_function_itself() {
    let calls = calls(|| {
        assert_eq!(
            jvp_larger(counted, counted_rule, 3.0, 1.0, 2.0, 0.0),
            (9.0, 6.0)
        )
    });
    assert_eq!(calls, (2, 1));
}
