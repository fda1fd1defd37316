//! Signatures: which parameters and results there are, and where their tangents stand.

use jvp::prelude::*;

#[derive_jvp]
pub(crate) fn scalars(x: f64, n: usize, y: f64, flag: bool) -> f64 {
    if flag { x * y * n as f64 } else { x }
}

check! {
    parameters_without_tangent_are_left_out, (x dx, y dy) in -2.0..2.0;
    primal scalars(x, 3, y, true);
    oracle x * y * 3.0;
    [x y] jvp_scalars(x, dx, 3, y, dy, true);
}

#[derive_jvp]
fn plain(mut x: f64, c: char, s: &str, r: std::ops::Range<usize>, k: &[usize], b: i64) -> f64 {
    x *= 2.0;
    x * (r.len() + k.len() + s.len()) as f64 + c.len_utf8() as f64 + b as f64
}

check! {
    texts_ranges_and_integers_are_constants, (x dx) in -2.0..2.0;
    primal plain(x, 'c', "text", 1..3, &[1, 2], -1);
    oracle x * 16.0;
    [x] jvp_plain(x, dx, 'c', "text", 1..3, &[1, 2], -1);
}

#[derive_jvp]
fn references(x: &f64, y: &[f64], z: &[f64; 2], v: &Vec<f64>) -> f64 {
    x * y[0] + z[1] * v[0]
}

check! {
    parameters_by_reference, (x dx, y dy: 1, z dz: 2, v dv: 1) in -2.0..2.0;
    primal references(&x, &y, &arr(&z), &v);
    oracle x * y[0] + z[1] * v[0];
    [x y z v] jvp_references(&x, &dx, &y, &dy, &arr(&z), &arr(&dz), &v, &dv);
}

#[derive_jvp]
fn aggregates(x: (f64, usize), y: [f64; 2], z: Vec<f64>, o: Option<f64>, b: Box<f64>) -> f64 {
    x.0 * x.1 as f64 * y[0] + y[1] * z[0] + o.unwrap_or(0.0) * *b
}

check! {
    parameters_are_aggregates, (x dx, y dy: 2, z dz: 1, o d, b db) in -2.0..2.0;
    primal aggregates((x, 3), arr(&y), z, Some(o), Box::new(b));
    oracle x * 3.0 * y[0] + y[1] * z[0] + o * b;
    [x y z o b] jvp_aggregates((x, 3), (dx, ()), arr(&y), arr(&dy), z, dz, Some(o), Some(d), Box::new(b), Box::new(db));
}

#[derive_jvp]
fn patterns((a, b): (f64, f64), &[c, d]: &[f64; 2]) -> f64 {
    a * d - b * c
}

check! {
    parameters_are_patterns, (a da: 2, b db: 2) in -2.0..2.0;
    primal patterns((a[0], a[1]), &arr(&b));
    oracle a[0] * b[1] - a[1] * b[0];
    [a b] jvp_patterns((a[0], a[1]), (da[0], da[1]), &arr(&b), &arr(&db));
}

#[derive_jvp(wrt(x))]
fn in_out(x: f64, y: &mut f64, v: &mut [f64]) {
    *y += x;
    v[0] *= *y;
}

check! {
    mutable_parameters_always_have_a_tangent, (x dx, y dy, v dv: 1) in -2.0..2.0;
    primal { in_out(x, &mut y, &mut v); (y, v) };
    oracle (y + x, v[0] * (y + x));
    [x y v] { jvp_in_out(x, dx, &mut y, &mut dy, &mut v, &mut dv); ((y, v), (dy, dv)) };
}

#[derive_jvp]
fn generic<T: Real>(x: T, y: &[T]) -> T {
    x * y[0].sin() + T::lit(2.5)
}

check! {
    generic_over_real, (x dx, y dy: 1) in -2.0..2.0;
    primal generic(x, &y);
    oracle x * y[0].sin() + 2.5;
    [x y] jvp_generic(x, dx, &y, &dy);
}

#[derive_jvp]
fn lengths<const N: usize>(x: [f64; N], y: &[f64; N]) -> [f64; N] {
    let mut z = x;
    for i in 0..N {
        z[i] *= y[N - 1 - i];
    }
    z
}

check! {
    generic_over_a_length, (x dx: 2, y dy: 2) in -2.0..2.0;
    primal lengths::<2>(arr(&x), &arr(&y));
    oracle [x[0] * y[1], x[1] * y[0]];
    [x y] jvp_lengths::<2>(arr(&x), arr(&dx), &arr(&y), &arr(&dy));
}

#[derive_jvp]
fn bounded<T>(x: T) -> T
where
    T: Real,
{
    x.exp() * x
}

check! {
    where_clause, (x dx) in -2.0..2.0;
    primal bounded(x);
    oracle x.exp() * x;
    [x] jvp_bounded(x, dx);
}

#[derive_jvp]
fn lifetimes<'a>(x: &'a [f64], y: &'a f64, first: bool) -> &'a f64 {
    if first { &x[0] } else { y }
}

#[derive_jvp]
fn elided(x: &[f64]) -> &[f64] {
    &x[1..]
}

check! {
    lifetimes_named_and_elided, (x dx: 3, y dy) in -2.0..2.0;
    primal (*lifetimes(&x, &y, true), *lifetimes(&x, &y, false), elided(&x).to_vec());
    oracle (x[0], y, vec![x[1], x[2]]);
    [x y] {
        let (a, b, c) = (jvp_lifetimes(&x, &dx, &y, &dy, true), jvp_lifetimes(&x, &dx, &y, &dy, false), jvp_elided(&x, &dx));
        ((*a.0, *b.0, c.0.to_vec()), (*a.1, *b.1, c.1.to_vec()))
    };
}

#[derive_jvp]
fn tuple(x: f64) -> (f64, (usize, f64), [f64; 2]) {
    (x.sin(), (7, x * x), [x, 1.0])
}

#[test]
fn result_is_a_tuple_with_an_integer() {
    let (value, tangent) = jvp_tuple(0.5, 2.0);
    assert_eq!(value, tuple(0.5));
    assert_eq!(tangent, (2.0 * 0.5_f64.cos(), ((), 2.0), [2.0, 0.0]));
}

#[derive_jvp]
fn list(x: f64) -> Vec<f64> {
    vec![x, x * x]
}

#[derive_jvp]
fn maybe(x: f64) -> Option<f64> {
    if x > 0.0 { Some(x.ln()) } else { None }
}

#[derive_jvp]
fn fallible(x: f64) -> Result<f64, String> {
    if x > 0.0 {
        Ok(x.ln())
    } else {
        Err(String::from("not positive"))
    }
}

check! {
    result_is_a_vector, (x dx) in -2.0..2.0;
    primal list(x);
    oracle vec![x, x * x];
    [x] jvp_list(x, dx);
}

check! {
    result_is_an_option, (x dx) in -2.0..2.0;
    primal maybe(x);
    oracle (x > 0.0).then(|| x.ln());
    [x] jvp_maybe(x, dx);
}

check! {
    result_is_a_result, (x dx) in -2.0..2.0;
    primal fallible(x);
    oracle if x > 0.0 { Ok(x.ln()) } else { Err(String::from("not positive")) };
    [x] jvp_fallible(x, dx);
}

#[derive_jvp]
fn single(x: f32) -> f32 {
    x * x
}

#[test]
fn single_precision() {
    assert_eq!(jvp_single(1.5, 2.0), (single(1.5), 6.0));
}

// Parts of a result that have no tangent: `()`, whatever they are made of and by.
#[derive_jvp]
fn parts(x: &[f64], up: bool) -> (f64, Vec<usize>, (Option<usize>, Vec<Vec<bool>>)) {
    let mut seen = vec![0];
    seen.push(1);
    if up {
        return (x[0] * x[1], Vec::new(), (None, vec![]));
    }
    let flags = vec![vec![true], Vec::new()];
    (x[seen[1]] * x[0], seen, (Some(2), flags))
}

#[derive_jvp]
fn largest(x: &[f64]) -> (f64, Option<usize>) {
    let mut best = (-10.0, None);
    for (i, a) in x.iter().enumerate() {
        if *a > best.0 {
            best = (*a, Some(i));
        }
    }
    best
}

#[derive_jvp]
fn order(x: &[f64]) -> Result<(f64, Vec<usize>), String> {
    let mut by: Vec<usize> = (0..x.len()).collect();
    by.sort_by(|a, b| x[*a].total_cmp(&x[*b]));
    // The index is handed over where the tangent still needs it.
    Ok((x[by[0]] * 2.0, by))
}

#[derive_jvp]
fn tagged(x: &[f64]) -> Vec<(f64, Vec<usize>)> {
    x.iter().map(|a| (a * a, vec![1])).collect()
}

#[test]
fn parts_of_results_without_tangent() {
    let (x, dx) = ([3.0, -2.0], [0.5, 0.25]);
    for up in [true, false] {
        let (value, tangent) = jvp_parts(&x, &dx, up);
        assert_eq!(value, parts(&x, up));
        assert_eq!(tangent, (3.0 * 0.25 - 2.0 * 0.5, (), ((), ())));
    }
    assert_eq!(jvp_largest(&x, &dx), (largest(&x), (0.5, ())));
    let Ok((value, tangent)) = jvp_order(&x, &dx) else {
        panic!("numbers can be sorted")
    };
    assert_eq!(Ok(&value), order(&x).as_ref());
    assert_eq!((value, tangent), ((-4.0, vec![1, 0]), (0.5, ())));
    let (value, tangent) = jvp_tagged(&x, &dx);
    assert_eq!(value, tagged(&x));
    assert_eq!(tangent, [(3.0, ()), (-1.0, ())]);
}

// References that the caller's data is written through, inside of other types: their tangents go out
// as those of `&mut` parameters do, whatever `wrt` says.
#[derive_jvp(wrt(x))]
fn maybe_logged(x: f64, log: Option<&mut Vec<f64>>) -> f64 {
    let y = x * x;
    if let Some(log) = log {
        log.push(y);
        log[0] *= x;
    }
    y
}

#[derive_jvp(wrt(x))]
fn maybe_scaled(x: f64, mut y: Option<&mut f64>) {
    for _ in 0..2 {
        if let Some(y) = y.as_mut() {
            **y *= x;
        }
    }
    let last = y.unwrap();
    *last += x;
}

#[derive_jvp(wrt(x))]
fn pair_and_list(x: f64, pair: &mut (f64, f64), list: Vec<&mut f64>) {
    pair.0 *= x;
    for y in list {
        *y = x * pair.0;
    }
}

#[derive_jvp]
fn lends_parts(x: f64) -> f64 {
    let (mut log, mut a, mut pair) = (vec![3.0], 5.0, (2.0, 1.0));
    let y = maybe_logged(x, Some(&mut log));
    maybe_scaled(y, Some(&mut a));
    let mut b = 0.0;
    pair_and_list(x, &mut pair, vec![&mut b, &mut log[1]]);
    // Nobody reads what goes there.
    let mut unread = vec![1.0];
    let y = maybe_logged(x, Some(&mut unread));
    log[0] * log[1] + a * b + pair.0 + maybe_logged(x, None) - y
}

#[test]
fn references_in_other_types() {
    let (mut log, mut dlog) = (vec![3.0], vec![0.5]);
    let out = jvp_maybe_logged(2.0, 1.0, Some(&mut log), Some(&mut dlog));
    assert_eq!(out, (4.0, 4.0));
    assert_eq!((log, dlog), (vec![6.0, 4.0], vec![4.0, 4.0]));
    assert_eq!(jvp_maybe_logged(2.0, 1.0, None, None), (4.0, 4.0));

    let (mut y, mut dy) = (5.0, 1.0);
    jvp_maybe_scaled(2.0, 1.0, Some(&mut y), Some(&mut dy));
    assert_eq!((y, dy), (22.0, 25.0));

    // a = 5 y² + y, of y = x²; b = log[1] = 2 x²; log[0] = 3 x; pair.0 = 2 x
    let x: f64 = 1.5;
    let value = 6.0 * x.powi(3) + (5.0 * x.powi(4) + x * x) * 2.0 * x * x + 2.0 * x;
    let slope = 18.0 * x * x + 60.0 * x.powi(5) + 8.0 * x.powi(3) + 2.0;
    let out = jvp_lends_parts(x, 1.0);
    assert_eq!(out.0, lends_parts(x));
    assert!((out.0 - value).abs() < 1e-12 && (out.1 - slope).abs() < 1e-12);
}

#[test]
#[should_panic(expected = "the tangent of `dlog` has length 0")]
fn a_reference_without_its_tangent() {
    jvp_maybe_logged(2.0, 1.0, Some(&mut vec![1.0]), None);
}
