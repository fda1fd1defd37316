//! The standard library's macros in a function body.

use crate::harness::panics_alike;
use jvp::prelude::*;
use std::fmt::Write;

#[derive_jvp]
fn vectors(x: f64) -> f64 {
    let v: Vec<f64> = vec![];
    let w = vec![vec![x; 2], vec![x * x]];
    w[0][1] * w[1][0] + v.len() as f64
}

check! {
    vec_of_vec, (x dx) in -2.0..2.0;
    primal vectors(x);
    oracle x.powi(3);
    [x] jvp_vectors(x, dx);
}

#[derive_jvp]
fn asserted(x: f64, n: usize) -> f64 {
    assert!(x < 10.0, "x is {x}");
    assert_eq!(n, 2);
    assert_ne!(n, 3, "n is {}", n);
    debug_assert!(x > -10.0);
    debug_assert_eq!(n % 2, 0);
    debug_assert_ne!(x, 7.0);
    x * x
}

check! {
    assertions_hold, (x dx) in -2.0..2.0;
    primal asserted(x, 2);
    oracle x * x;
    [x] jvp_asserted(x, dx, 2);
}

#[test]
fn assertions_fail_alike() {
    for (x, n) in [(11.0, 2), (1.0, 3), (1.0, 4)] {
        panics_alike(|| asserted(x, n), || jvp_asserted(x, 1.0, n));
    }
}

#[derive_jvp]
fn printed(x: f64) -> f64 {
    let y = x * x;
    print!("{x} ");
    println!("{y:.3} {}", x + y);
    eprint!("{:?}", (x, y));
    eprintln!();
    y
}

check! {
    prints, (x dx) in -2.0..2.0;
    primal printed(x);
    oracle x * x;
    [x] jvp_printed(x, dx);
}

#[derive_jvp]
fn debugged(x: f64) -> f64 {
    let y = dbg!(x * 2.0);
    dbg!(y, x).0 * x
}

check! {
    dbg_passes_its_value_on, (x dx) in -2.0..2.0;
    primal debugged(x);
    oracle x * x * 2.0;
    [x] jvp_debugged(x, dx);
}

#[derive_jvp]
fn diverging(x: f64, n: usize) -> f64 {
    match n {
        0 => x * x,
        1 => panic!("n is {n} at {x}"),
        2 => unreachable!(),
        3 => todo!(),
        _ => unimplemented!("{}", n),
    }
}

check! {
    panic_in_another_arm, (x dx) in -2.0..2.0;
    primal diverging(x, 0);
    oracle x * x;
    [x] jvp_diverging(x, dx, 0);
}

#[test]
fn panics_are_alike() {
    for n in 1..5 {
        panics_alike(|| diverging(0.5, n), || jvp_diverging(0.5, 1.0, n));
    }
}

#[derive_jvp]
fn matching(x: f64, n: usize) -> f64 {
    let small = matches!(n, 0..=2);
    if small && matches!(Some(x), Some(v) if v > 0.0) {
        x * x
    } else {
        x
    }
}

check! {
    matches_with_a_guard, (x dx) in -2.0..2.0;
    primal matching(x, 1);
    oracle if x > 0.0 { x * x } else { x };
    [x] jvp_matching(x, dx, 1);
}

#[derive_jvp]
fn formatted(x: f64, n: usize) -> f64 {
    let name = format!("{n:03}");
    let mut text = String::new();
    write!(text, "{name}-{}", n + 1).unwrap();
    writeln!(text, "!").unwrap();
    x * text.len() as f64
}

check! {
    format_and_write, (x dx) in -2.0..2.0;
    primal formatted(x, 7);
    oracle x * 7.0;
    [x] jvp_formatted(x, dx, 7);
}

thread_local! {
    /// What a program has said.
    static SAID: std::cell::RefCell<Vec<String>> = const { std::cell::RefCell::new(Vec::new()) };
}

fn say(text: String) {
    SAID.with(|said| said.borrow_mut().push(text));
}

fn said() -> Vec<String> {
    SAID.with(std::cell::RefCell::take)
}

#[derive_jvp]
fn checked(x: f64) -> Result<f64, String> {
    if x > 0.0 {
        Ok(x)
    } else {
        Err(format!("{x:.1}"))
    }
}

/// Nothing but texts reads most of these, and one has the name of another.
#[derive_jvp(pushforward)]
fn told(x: &[f64], k: f64) -> f64 {
    let mut sum = 0.0;
    let unused = k.exp();
    let (width, digits) = (9, 3);
    for (i, a) in x.iter().enumerate() {
        let unused = a * k;
        say(format!("{i}: {{{unused:>width$.digits$}}} {0}", i + 1));
        sum += a * unused;
    }
    let last = x.last().map(|a| a * k);
    let first = checked(x[0] * k);
    say(format!("{unused:.3} {last:?} {first:?}"));
    say(format!("{:?}", checked(-k)));
    assert!(k < 5.0, "{k} is not below {width}: {unused:e}");
    sum + last.unwrap_or(k) + first.unwrap_or(0.0)
}

#[test]
fn texts_are_the_same() {
    let (x, dx) = ([1.0, 2.5], [0.5, -1.0]);
    told(&x, 2.0);
    let texts = said();
    assert_eq!(texts.len(), 4);
    let (_, tangent) = jvp_told(&x, &dx, 2.0, 1.0);
    assert_eq!(said(), texts);
    assert_eq!(pushforward_told(&x, &dx, 2.0, 1.0), tangent);
    assert_eq!(said(), texts);
    // k (x₀² + x₁²) + k x₁ + k x₀
    let slopes = [2.0 * 2.0 * x[0] + 2.0, 2.0 * 2.0 * x[1] + 2.0, 7.25 + 3.5];
    assert_eq!(tangent, slopes[0] * dx[0] + slopes[1] * dx[1] + slopes[2]);
    panics_alike(|| told(&x, 6.0), || jvp_told(&x, &dx, 6.0, 1.0));
    panics_alike(
        || told(&x, 6.0),
        || (0.0, pushforward_told(&x, &dx, 6.0, 1.0)),
    );
}
