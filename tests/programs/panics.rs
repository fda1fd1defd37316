//! Panics: `jvp_*` panics where the function does, with the same words, and after the same effects.

use crate::harness::panics_alike;
use jvp::prelude::*;

#[derive_jvp(wrt(x), wrt(k) as indexed_k)]
fn indexed(x: &[f64], k: f64, i: usize) -> f64 {
    let y = x[0] * k;
    y * x[i] + x[1..i].len() as f64
}

// Indices and ranges out of bounds, of the slice and not of its tangent.
#[test]
fn index_is_out_of_bounds() {
    let x = [1.0, 2.0, 3.0];
    for i in [0, 3, 7] {
        panics_alike(|| indexed(&x, 2.0, i), || jvp_indexed(&x, &x, 2.0, i));
        panics_alike(|| indexed(&x, 2.0, i), || jvp_indexed_k(&x, 2.0, 1.0, i));
    }
    assert_eq!(jvp_indexed(&x, &[1.0, 0.0, 0.0], 2.0, 2).1, 6.0);
}

#[derive_jvp(wrt(x))]
fn unwrapped(x: f64) -> f64 {
    let root = if x >= 0.0 { Some(x.sqrt()) } else { None };
    let small = if x < 4.0 {
        Ok(x)
    } else {
        Err(format!("{x} is too large"))
    };
    root.unwrap() + small.expect("a small number")
}

// `unwrap` and `expect`, whose order decides which of them speaks.
#[test]
fn unwrap_and_expect_fail() {
    for x in [-1.0, 5.0] {
        panics_alike(|| unwrapped(x), || jvp_unwrapped(x, 1.0));
    }
    assert_eq!(jvp_unwrapped(1.0, 2.0), (2.0, 3.0));
}

#[derive_jvp(wrt(x, y), wrt(y) as asserted_y)]
fn asserted(x: f64, y: f64, n: usize) -> f64 {
    assert!(x > 0.0);
    assert!(y < 10.0, "y = {y} with {} left", n - 1);
    assert_eq!(n % 2, 1, "{n} is even");
    assert_ne!(x * y, 6.0);
    debug_assert!(n < 100, "{}", x + y);
    match n {
        1 => x * y,
        3 => panic!("three: {:?}", (x, y)),
        5 => unreachable!("five {x}"),
        7 => todo!(),
        9 => unimplemented!("nine"),
        _ => x,
    }
}

// Every macro that panics, with its message; and arithmetic that overflows in a message.
#[test]
fn assertions_fail() {
    let cases = [
        (-1.0, 1.0, 1),
        (f64::NAN, 1.0, 1),
        (1.0, 11.0, 2),
        (1.0, 1.0, 2),
        (2.0, 3.0, 1),
        (1.0, 1.0, 3),
        (1.0, 1.0, 5),
        (1.0, 1.0, 7),
        (1.0, 1.0, 9),
    ];
    for (x, y, n) in cases {
        panics_alike(|| asserted(x, y, n), || jvp_asserted(x, 1.0, y, 1.0, n));
        panics_alike(|| asserted(x, y, n), || jvp_asserted_y(x, y, 1.0, n));
    }
    assert_eq!(jvp_asserted(2.0, 1.0, 5.0, 1.0, 1), (10.0, 7.0));
}

#[derive_jvp(wrt(x))]
fn arithmetic(x: f64, n: usize, m: usize) -> f64 {
    let gap = n.checked_sub(m).map_or(0, |d| d + 1);
    let share = (n * 100) / m;
    x * share as f64 + gap as f64 * x * x
}

// A division by zero of integers, on the way to an active product.
#[test]
fn integers_divide_by_zero() {
    panics_alike(|| arithmetic(1.0, 3, 0), || jvp_arithmetic(1.0, 1.0, 3, 0));
    assert_eq!(jvp_arithmetic(2.0, 1.0, 3, 2).1, 150.0 + 2.0 * 2.0 * 2.0);
}

#[derive_jvp(wrt(x), constant(log))]
fn interrupted(x: &mut [f64], log: &mut Vec<usize>) -> f64 {
    let mut s = 0.0;
    for i in 0..5 {
        log.push(i);
        x[i] *= 2.0;
        s += x[i] * x[i];
    }
    s
}

// What was done before the panic stays done: the log, the elements already written.
#[test]
fn effects_before_the_panic_stay() {
    let (mut x, mut y, mut dy) = ([1.0, 2.0, 3.0], [1.0, 2.0, 3.0], [1.0; 3]);
    let (mut f_log, mut jvp_log) = (vec![], vec![]);
    panics_alike(
        || interrupted(&mut x, &mut f_log),
        || jvp_interrupted(&mut y, &mut dy, &mut jvp_log),
    );
    assert_eq!((y, jvp_log), (x, f_log));
    assert_eq!(dy, [2.0; 3]);
}

#[derive_jvp]
fn emptied(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.remove(1);
    let top = v
        .iter()
        .copied()
        .max_by(|a, b| a.partial_cmp(b).expect("no NaN"))
        .unwrap();
    let n = v.len();
    v.copy_from_slice(&x[..n]);
    v.chunks(x.len() - 2).map(|c| c[0] * top).sum::<f64>() + v.split_at(2).0[1]
}

// Methods of vectors and slices that panic: `remove`, `chunks(0)`, `split_at`.
#[test]
fn methods_panic() {
    panics_alike(|| emptied(&[]), || jvp_emptied(&[], &[]));
    panics_alike(|| emptied(&[1.0]), || jvp_emptied(&[1.0], &[1.0]));
    panics_alike(
        || emptied(&[1.0, 2.0]),
        || jvp_emptied(&[1.0, 2.0], &[1.0, 2.0]),
    );
    let nan = [1.0, 2.0, f64::NAN];
    panics_alike(|| emptied(&nan), || jvp_emptied(&nan, &nan));
    // 1·3 + 2·3 + 2 by hand, along the second and third element.
    assert_eq!(jvp_emptied(&[1.0, 2.0, 3.0], &[0.0, 1.0, 1.0]), (11.0, 7.0));
}

#[derive_jvp(wrt(x), wrt(y) as tail_y)]
fn tail(x: f64, y: f64) -> f64 {
    let limit = |v: f64| {
        if v > 3.0 {
            panic!("{v} in a closure")
        }
        v * v
    };
    fn deep(n: u32, x: f64) -> f64 {
        if n == 0 {
            panic!("at the bottom with {x}")
        } else {
            deep(n - 1, x * 0.5)
        }
    }
    if x < 0.0 { deep(3, x) } else { limit(x) * y }
}

// A panic in a closure and one at the bottom of a recursion.
#[test]
fn panics_below() {
    for x in [-8.0, 4.0] {
        panics_alike(|| tail(x, 1.0), || jvp_tail(x, 1.0, 1.0));
        panics_alike(|| tail(x, 1.0), || jvp_tail_y(x, 1.0, 1.0));
    }
    assert_eq!(jvp_tail(2.0, 1.0, 0.5), (2.0, 2.0));
}
