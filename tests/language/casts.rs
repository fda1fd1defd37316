//! Casts: linear between floats, constant towards integers.

use jvp::prelude::*;

#[derive_jvp]
fn from_integers(x: f64, n: i32, m: usize, k: u8) -> f64 {
    x * n as f64 + f64::from(n) * m as f64 - x * f64::from(k)
}

check! {
    integer_to_float, (x dx) in -2.0..2.0;
    primal from_integers(x, -3, 4, 2);
    oracle -x * 5.0 - 12.0;
    [x] jvp_from_integers(x, dx, -3, 4, 2);
}

#[derive_jvp]
fn widened(x: f32) -> f64 {
    let y = x as f64;
    y * f64::from(x)
}

#[test]
fn f32_to_f64() {
    assert_eq!(jvp_widened(1.5, 0.5), (widened(1.5), 1.5));
}

#[derive_jvp]
fn narrowed(x: f64) -> f32 {
    let y = x as f32;
    y * y + 1.0
}

#[test]
fn f64_to_f32() {
    assert_eq!(jvp_narrowed(1.5, 0.5), (narrowed(1.5), 1.5));
    // The tangent is rounded as the primal is.
    assert_eq!(jvp_narrowed(0.5, 0.1).1, 0.1_f32);
}

#[derive_jvp]
fn truncated(x: f64) -> f64 {
    let n = x as i32;
    let i = (x * 2.0).abs() as usize;
    n as f64 * x + i as f64
}

check! {
    float_to_integer_is_a_constant, (x dx) in -3.0..3.0;
    primal truncated(x);
    oracle x * x.re.trunc() + (x.re * 2.0).abs().floor();
    [x] jvp_truncated(x, dx);
}

#[derive_jvp]
fn flags(x: f64) -> f64 {
    let up = (x > 0.0) as u8 as f64;
    up * x + f64::from(x < 1.0)
}

check! {
    comparison_to_float_is_a_constant, (x dx) in -2.0..2.0;
    primal flags(x);
    oracle x * if x > 0.0 { 1.0 } else { 0.0 } + if x < 1.0 { 1.0 } else { 0.0 };
    [x] jvp_flags(x, dx);
}
