//! The attribute's options, one by one.

use jvp::prelude::*;
use ndarray::Array1;
use std::cmp::Ordering;

#[derive_jvp(wrt(x), wrt(w, b) as parameters)]
fn linear(x: f64, w: f64, b: f64) -> f64 {
    x * w + b
}

check! {
    several_variants, (x dx, w dw, b db) in -2.0..2.0;
    primal linear(x, w, b);
    oracle x * w + b;
    [x] jvp_linear(x, dx, w, b);
    [w b] jvp_parameters(x, w, dw, b, db);
}

#[derive_jvp(wrt(x) as named_only)]
fn unnamed(x: f64, y: f64) -> f64 {
    x * y
}

/// The name that is free, since every `wrt` has its `as`.
fn jvp_unnamed() -> f64 {
    1.0
}

check! {
    only_named_variants, (x dx, y dy) in -2.0..2.0;
    primal unnamed(x, y) * jvp_unnamed();
    oracle x * y;
    [x] jvp_named_only(x, dx, y);
}

#[derive_jvp(constant(seen))]
fn constant(x: f64, seen: &mut Vec<f64>) -> f64 {
    seen.push(1.5);
    x * seen[0]
}

check! {
    constant_parameter, (x dx) in -2.0..2.0;
    primal { let mut seen = vec![]; let y = constant(x, &mut seen); (y, seen) };
    oracle (x * 1.5, 1.5);
    [x] { let mut seen = vec![]; let (y, dy) = jvp_constant(x, dx, &mut seen); ((y, seen), dy) };
}

#[derive_jvp(wrt(x), out(y))]
fn out(x: &[f64], y: &mut [f64]) {
    for (a, b) in y.iter_mut().zip(x) {
        *a = b * b;
    }
}

#[test]
fn out_parameter_ignores_its_seed() {
    let (mut y, mut dy) = ([9.0, 8.0, 7.0], [f64::NAN, f64::NAN, 0.25]);
    jvp_out(&[1.0, 2.0], &[1.0, -1.0], &mut y, &mut dy);
    // The last element isn't written, and keeps its value and its tangent.
    assert_eq!((y, dy), ([1.0, 4.0, 7.0], [2.0, -4.0, 0.25]));
    let mut primal = [9.0, 8.0, 7.0];
    out(&[1.0, 2.0], &mut primal);
    assert_eq!(y, primal);
}

#[derive_jvp(pushforward, wrt(x, y), wrt(y) as pushed_y)]
fn pushed(x: f64, y: f64) -> f64 {
    x.sin() * y
}

check! {
    tangent_alone, (x dx, y dy) in -2.0..2.0;
    primal pushed(x, y);
    oracle x.sin() * y;
    [x y] (pushed(x, y), pushforward_pushed(x, dx, y, dy));
    [y] (pushed(x, y), pushforward_pushed_y(x, y, dy));
}

#[derive_jvp(pushforward)]
fn pushed_result(x: f64, n: usize) -> Result<f64, String> {
    if n == 0 {
        Err("none".to_string())
    } else {
        Ok(x / n as f64)
    }
}

#[derive_jvp(pushforward)]
fn pushed_option(x: f64) -> Option<f64> {
    if x > 0.0 { Some(x * x) } else { None }
}

#[test]
fn tangent_alone_of_results_and_options() {
    assert_eq!(pushforward_pushed_result(1.0, 3.0, 2), Ok(1.5));
    assert_eq!(
        pushforward_pushed_result(1.0, 3.0, 0),
        Err("none".to_string())
    );
    assert_eq!(pushforward_pushed_option(2.0, 0.5), Some(2.0));
    assert_eq!(pushforward_pushed_option(-2.0, 0.5), None);
    // The originals stay.
    assert_eq!(pushed_result(1.0, 2), Ok(0.5));
    assert_eq!(pushed_option(2.0), Some(4.0));
}

#[derive_jvp(pushforward, wrt(x), out(y))]
fn pushed_out(x: f64, y: &mut [f64]) {
    y[0] = x * x;
    y[1] = 3.0 * x;
}

#[test]
fn tangent_alone_of_an_out_parameter() {
    let mut dy = [0.0; 2];
    pushforward_pushed_out(2.0, 0.5, &mut dy);
    assert_eq!(dy, [2.0, 1.5]);
    let mut y = [0.0; 2];
    pushed_out(2.0, &mut y);
    assert_eq!(y, [4.0, 6.0]);
}

#[derive_jvp(pushforward, out(y))]
fn pushed_along(x: f64, mut y: &mut [f64]) -> f64 {
    y[0] = x * x;
    let first = y[0];
    y = &mut y[1..];
    y[0] = first * x;
    y[0] * first
}

#[test]
fn tangent_alone_of_an_out_parameter_that_moves_along() {
    let mut dy = [f64::NAN, f64::NAN, 0.25];
    assert_eq!(pushforward_pushed_along(2.0, 0.5, &mut dy), 40.0);
    assert_eq!(dy, [2.0, 6.0, 0.25]);
    assert_eq!(pushed_along(2.0, &mut [0.0; 2]), 32.0);
}

mod special {
    //! Stands for a crate that knows nothing of derivatives.
    pub fn cube(x: f64) -> f64 {
        x * x * x
    }

    pub fn blend(x: f64, y: f64, n: usize) -> f64 {
        x * y + n as f64
    }
}

fn cube_rule(x: f64, dx: f64) -> (f64, f64) {
    (special::cube(x), 3.0 * x * x * dx)
}

fn blend_rule(x: f64, dx: f64, y: f64, dy: f64, n: usize) -> (f64, f64) {
    (special::blend(x, y, n), dx * y + x * dy)
}

#[derive_jvp(wrt(x), wrt(y) as ruled_y, rules(special::cube = cube_rule, special::blend = blend_rule))]
fn ruled(x: f64, y: f64) -> f64 {
    special::cube(x * y) + special::blend(x, 2.0, 3) * special::blend(1.0, 2.0, 4)
        - special::blend(y, x, 5)
}

check! {
    rules_for_foreign_functions, (x dx, y dy) in -1.5..1.5;
    primal ruled(x, y);
    oracle (x * y).powi(3) + (x * 2.0 + 3.0) * 6.0 - x * y - 5.0;
    [x] jvp_ruled(x, dx, y);
    [y] jvp_ruled_y(x, y, dy);
}

mod area {
    //! A module with the name of a function beside it.
    pub const HALF: f64 = 0.5;
}

#[derive_jvp(no_companion)]
fn area(x: f64, y: f64) -> f64 {
    x * y * area::HALF
}

#[derive_jvp(rules(area = jvp_area))]
fn areas(x: f64) -> f64 {
    area(x, x) + area(2.0, x)
}

check! {
    no_companion, (x dx) in -2.0..2.0;
    primal areas(x);
    oracle x * x * 0.5 + x;
    [x] jvp_areas(x, dx);
}

mod vendored {
    //! The crate under another path.
    pub use jvp::*;
}

#[derive_jvp(crate = crate::attribute::vendored)]
fn elsewhere(x: f64) -> f64 {
    let y: f64 = [x, 2.0].iter().map(|v| v.tanh()).sum();
    y.powf(1.5).max(x)
}

check! {
    crate_under_another_path, (x dx) in -0.9..2.0;
    primal elsewhere(x);
    oracle {
        let y = (x.tanh() + 2.0_f64.tanh()).powf(1.5);
        if y > x { y } else { x }
    };
    [x] jvp_elsewhere(x, dx);
}

// The attribute by its path, beside attributes and documentation of the user's own.
/// Doubles.
#[inline]
#[must_use]
#[jvp::derive_jvp]
#[allow(
    unused_mut,
    reason = "the generated function carries the attribute as well"
)]
pub fn documented(mut x: f64) -> f64 {
    2.0 * x
}

check! {
    other_attributes_stay, (x dx) in -2.0..2.0;
    primal documented(x);
    oracle x * 2.0;
    [x] jvp_documented(x, dx);
}

/// Has no tangent, and needs none.
struct Row {
    t: f64,
    y: f64,
}

const ROWS: [Row; 2] = [Row { t: 1.5, y: 0.5 }, Row { t: -0.5, y: 2.0 }];

#[derive_jvp(wrt(x))]
fn residuals(rows: &[Row], x: f64) -> f64 {
    rows.iter().map(|r| (r.t * x - r.y).powi(2)).sum()
}

#[derive_jvp(wrt(x))]
fn held(
    rows: [Row; 2],
    all: &Vec<Row>,
    first: Option<&Row>,
    (last, n): (&Row, usize),
    x: f64,
) -> f64 {
    let first = first.map_or(1.0, |r| r.t);
    rows[0].t * x + all[1].y * x.sin() + first * last.t * x * n as f64
}

// A caller differentiates through it, with respect to what has a tangent.
#[derive_jvp]
fn with_rows(x: f64) -> f64 {
    residuals(&ROWS, x * x)
}

check! {
    containers_of_a_type_without_tangent_are_constants, (x dx) in -2.0..2.0;
    primal (residuals(&ROWS, x), held(ROWS, &Vec::from(ROWS), Some(&ROWS[0]), (&ROWS[1], 2), x), with_rows(x));
    oracle ((x * 1.5 - 0.5).powi(2) + (x * -0.5 - 2.0).powi(2),
        x * 1.5 + x.sin() * 2.0 - x * 1.5,
        (x * x * 1.5 - 0.5).powi(2) + (x * x * -0.5 - 2.0).powi(2));
    [x] {
        let (a, da) = jvp_residuals(&ROWS, x, dx);
        let (b, db) = jvp_held(ROWS, &Vec::from(ROWS), Some(&ROWS[0]), (&ROWS[1], 2), x, dx);
        let (c, dc) = jvp_with_rows(x, dx);
        ((a, b, c), (da, db, dc))
    };
}

// The names that the places of `into` would have are the parameters'.
#[derive_jvp(into, pushforward)]
fn stored(x: f64, out: &mut [f64]) -> f64 {
    out[0] = x * x;
    x.sin()
}

#[derive_jvp(into)]
fn tangent_like(out: f64, dout: f64) -> f64 {
    out * dout
}

check! {
    into_beside_parameters_of_its_names, (x dx, y dy) in -2.0..2.0;
    primal { let mut o = [0.0]; let v = stored(x, &mut o); (v, o[0], v, tangent_like(x, y)) };
    oracle (x.sin(), x * x, x.sin(), x * y);
    [x y] {
        let (mut o, mut d, mut v, mut dv) = ([0.0], [0.0], 0.0, 0.0);
        jvp_stored_into(x, dx, &mut o, &mut d, &mut v, &mut dv);
        let (mut again, mut dagain, mut only) = ([0.0], [0.0], 0.0);
        pushforward_stored_into(x, dx, &mut again, &mut dagain, &mut only);
        let (mut w, mut dw) = (0.0, 0.0);
        jvp_tangent_like_into(x, dx, y, dy, &mut w, &mut dw);
        ((v, o[0], v, w), (dv, d[0], only, dw))
    };
}

#[derive_jvp(into, pushforward)]
fn of_any_scalar<T: Real>(x: T, y: T) -> (T, Option<T>) {
    (x * y, Some(x.sin()))
}

check! {
    into_of_a_generic_scalar, (x dx, y dy) in -2.0..2.0;
    primal of_any_scalar(x, y);
    oracle (x * y, Some(x.sin()));
    [x y] {
        let (mut v, mut dv) = ((0.0, None), (0.0, None));
        jvp_of_any_scalar_into(x, dx, y, dy, &mut v, &mut dv);
        (v, dv)
    };
}

// Beside what varies, a result may have what has no tangent.
#[derive_jvp(into)]
fn counted(
    x: f64,
    y: f64,
) -> (
    f64,
    Array1<i32>,
    (u8, bool, char, String),
    Box<f64>,
    isize,
    Ordering,
    f64,
) {
    let signs = Array1::from_vec(vec![x.signum() as i32, y.signum() as i32]);
    let words = (2, x > 0.0, 'x', "two".to_string());
    (
        x * y,
        signs,
        words,
        Box::new(x.sin()),
        -1,
        x.total_cmp(&y),
        y,
    )
}

#[test]
fn into_of_what_has_no_tangent() {
    let (mut v, mut dv) = (counted(1.0, 1.0), Default::default());
    for (x, y) in [(2.0, 3.0), (-0.5, 3.0)] {
        jvp_counted_into(x, 1.0, y, 0.5, &mut v, &mut dv);
        assert_eq!(v, counted(x, y));
        assert_eq!((dv.0, *dv.3, dv.6), (y + 0.5 * x, x.cos(), 0.5));
    }
}

// What is noted on the way to a value is not where the value goes.
#[derive_jvp(constant(log))]
fn noted(x: f64, log: &mut Vec<usize>) -> f64 {
    let z = if x > 0.0 {
        log.push(1);
        x + x
    } else {
        x
    };
    let mut n = 0;
    let w = loop {
        n += 1;
        log.push(n);
        if n > 2 {
            break z * x;
        }
    };
    w * match n {
        3 => {
            log.clear();
            x
        }
        _ => z,
    }
}

check! {
    a_constant_written_on_the_way_to_a_value, (x dx) in -2.0..2.0;
    primal { let mut log = vec![]; noted(x, &mut log) };
    oracle if x > 0.0 { x * x * x * 2.0 } else { x * x * x };
    [x] { let mut log = vec![]; jvp_noted(x, dx, &mut log) };
}

// Collections whose type follows from where their values go: of a primal that nobody wants, it
// follows from nothing.
#[derive_jvp(pushforward)]
fn collected(x: &[f64]) -> (Vec<Vec<f64>>, Vec<f64>) {
    let mut rows = vec![];
    for k in 1..3 {
        rows.push(x.iter().map(|a| a.powi(k)).collect());
    }
    let sums = x.iter().scan(0.0, |sum, &a| {
        *sum += a * a;
        Some(*sum)
    });
    (rows, sums.collect())
}

#[derive_jvp(pushforward)]
fn nested(rows: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    if rows.is_empty() {
        return None;
    }
    Some(
        rows.iter()
            .map(|row| {
                let first = row[0].sin();
                row.iter().map(|a| a * first).collect()
            })
            .collect(),
    )
}

#[test]
fn collections_of_tangents_alone() {
    let (x, dx) = ([0.5, 2.0], [1.0, -3.0]);
    let (value, tangent) = jvp_collected(&x, &dx);
    assert_eq!(value, collected(&x));
    let rows = vec![vec![1.0, -3.0], vec![1.0, -12.0]];
    assert_eq!(tangent, (rows, vec![1.0, -11.0]));
    assert_eq!(pushforward_collected(&x, &dx), tangent);
    let (rows, drows) = (vec![x.to_vec()], vec![dx.to_vec()]);
    let (value, tangent) = jvp_nested(&rows, &drows).unwrap();
    assert_eq!(Some(value), nested(&rows));
    let (sin, cos) = 0.5_f64.sin_cos();
    let expected = vec![vec![sin + 0.5 * cos, -3.0 * sin + 2.0 * cos]];
    for (a, b) in tangent[0].iter().zip(&expected[0]) {
        assert!((a - b).abs() < 1e-15);
    }
    assert_eq!(pushforward_nested(&rows, &drows), Some(tangent));
    assert_eq!(pushforward_nested(&[], &[]), None);
}
