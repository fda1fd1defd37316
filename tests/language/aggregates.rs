//! Tuples, arrays, vectors, boxes, and the combinators of `Option` and `Result`.

use jvp::prelude::*;

#[derive_jvp]
fn tuples(x: f64) -> f64 {
    let mut t = (x, (x * x, 2_usize));
    t.0 *= 3.0;
    t.1.0 += t.0;
    t.1.0 * t.1.1 as f64
}

check! {
    tuples_with_nested_fields, (x dx) in -2.0..2.0;
    primal tuples(x);
    oracle (x * x + x * 3.0) * 2.0;
    [x] jvp_tuples(x, dx);
}

#[derive_jvp]
fn arrays(x: f64, y: f64) -> f64 {
    let a = [x, y, 1.0];
    let b = [x; 2];
    let c = [[x, y], b];
    a[0] * a[1] + a[2] * b[1] + c[1][0] * c[0][1]
}

check! {
    arrays_listed_and_repeated, (x dx, y dy) in -2.0..2.0;
    primal arrays(x, y);
    oracle x * y * 2.0 + x;
    [x y] jvp_arrays(x, dx, y, dy);
}

#[derive_jvp]
fn vectors(x: f64) -> f64 {
    let v = vec![x, 2.0];
    let w = vec![x * x; 3];
    v[0] * v[1] + w[2] * w.len() as f64
}

check! {
    vectors_listed_and_repeated, (x dx) in -2.0..2.0;
    primal vectors(x);
    oracle x * 2.0 + x * x * 3.0;
    [x] jvp_vectors(x, dx);
}

#[derive_jvp]
fn boxes(x: f64) -> f64 {
    let mut b = Box::new(x);
    *b *= x;
    *b + 1.0
}

check! {
    boxes_of_active_values, (x dx) in -2.0..2.0;
    primal boxes(x);
    oracle x * x + 1.0;
    [x] jvp_boxes(x, dx);
}

/// A combinator on `Some(x)` where `x` is positive, on `None` elsewhere.
macro_rules! combinator {
    ($test:ident: $f:ident, $jvp:ident, |$x:ident| $some:expr, $none:expr) => {
        check! {
            $test, ($x dx) in -2.0..2.0;
            primal $f($x);
            oracle if $x > 0.0 { $some } else { $none };
            [$x] $jvp($x, dx);
        }
    };
}

#[derive_jvp]
fn option_map(x: f64) -> f64 {
    let o = if x > 0.0 { Some(x) } else { None };
    o.map(|v| v * v).unwrap_or(x)
}
combinator!(map_and_unwrap_or: option_map, jvp_option_map, |x| x * x, x);

#[derive_jvp]
fn option_and_then(x: f64) -> f64 {
    let o = if x > 0.0 { Some(x) } else { None };
    o.and_then(|v| Some(v.ln())).unwrap_or(2.0 * x)
}
combinator!(and_then: option_and_then, jvp_option_and_then, |x| x.ln(), x * 2.0);

#[derive_jvp]
fn option_unwrap(x: f64) -> f64 {
    let o = Some(x * x);
    let p = o.unwrap() + Some(x).expect("it is there");
    if o.is_some() && x > 0.0 { p } else { -p }
}
combinator!(unwrap_and_expect: option_unwrap, jvp_option_unwrap, |x| x * x + x, -(x * x + x));

#[derive_jvp]
fn option_ok_or(x: f64) -> Result<f64, String> {
    let o = if x > 0.0 { Some(x * x) } else { None };
    o.ok_or(String::from("none"))
}
combinator!(ok_or: option_ok_or, jvp_option_ok_or, |x| Ok(x * x), Err(String::from("none")));

#[derive_jvp]
fn option_as_ref(x: f64) -> f64 {
    let o = if x > 0.0 { Some(x) } else { None };
    o.as_ref().map(|v| v * 2.0).unwrap_or(0.0) + o.unwrap_or(x * x)
}
combinator!(as_ref: option_as_ref, jvp_option_as_ref, |x| x * 3.0, x * x);

#[derive_jvp]
fn result_map(x: f64) -> Result<f64, String> {
    let r = if x > 0.0 {
        Ok(x)
    } else {
        Err(String::from("low"))
    };
    r.map(|v| v * v)
}
combinator!(result_map_keeps_the_error: result_map, jvp_result_map, |x| Ok(x * x), Err(String::from("low")));

#[derive_jvp]
fn result_and_then(x: f64) -> f64 {
    let r = if x > 0.0 { Ok(x) } else { Err(7_usize) };
    r.and_then(|v| if v < 1.0 { Ok(v * v) } else { Err(1) })
        .unwrap_or(x + 1.0)
}
combinator!(result_and_then_unwrap_or: result_and_then, jvp_result_and_then, |x| if x < 1.0 { x * x } else { x + 1.0 }, x + 1.0);

#[derive_jvp]
fn result_unwrap(x: f64) -> f64 {
    let r: Result<f64, String> = Ok(x * x);
    let s: Result<f64, String> = Ok(x);
    match r.clone() {
        Ok(v) if x > 0.0 => v + r.unwrap(),
        Ok(v) => v * s.expect("it is there"),
        Err(e) => e.len() as f64,
    }
}
combinator!(result_unwrap_expect_match: result_unwrap, jvp_result_unwrap, |x| x * x * 2.0, x * x * x);

#[derive_jvp]
fn square(x: f64) -> f64 {
    x * x
}

/// Of arrays by value and by reference, of rows, with captured values and functions by name.
#[derive_jvp(wrt(x, y), wrt(x) as mapped_x)]
fn mapped(x: f64, y: &[f64; 2]) -> f64 {
    let [a, b] = y.map(|v| v.exp() * x);
    let rows = [[a, x], [2.0, b]].map(|row| row.map(square).iter().sum::<f64>());
    let scaled = [1.0, 2.0].map(|k| k * x).map(f64::sin);
    let above = rows.map(|r| r > 0.0);
    if above[0] {
        rows[0] * scaled[1] + rows[1]
    } else {
        scaled[0]
    }
}

check! {
    arrays_mapped, (x dx, y dy) in -2.0..2.0;
    primal mapped(x, &[y, 0.5]);
    oracle {
        let (a, b) = (y.exp() * x, x * 0.5_f64.exp());
        (a * a + x * x) * (x * 2.0).sin() + b * b + 4.0
    };
    [x y] jvp_mapped(x, dx, &[y, 0.5], &[dy, 0.0]);
    [x] jvp_mapped_x(x, dx, &[y, 0.5]);
}
