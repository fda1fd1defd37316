//! What leaves a function: collections that the result's type decides, and views of what comes in.

#![allow(
    mismatched_lifetime_syntaxes,
    reason = "what is elided without a sign is what is tested"
)]

use jvp::prelude::*;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, s};

/// A convolution: the type of the collection stands in the signature alone.
#[derive_jvp]
fn convolved(x: &Array1<f64>, w: &Array1<f64>) -> Array1<f64> {
    x.windows(w.len())
        .into_iter()
        .map(|part| part.dot(w))
        .collect()
}

#[derive_jvp]
fn by_branches(x: &Array1<f64>, s: f64) -> Array1<f64> {
    if x.len() > 40 {
        return x.iter().copied().collect();
    }
    match x.len() {
        0 => Array1::zeros(3),
        1 => x.iter().map(|v| v * s).collect(),
        _ => {
            let root = s.abs().sqrt();
            x.iter().map(|v| v.sin() * root).collect()
        }
    }
}

/// A closure has exits of its own: a `Vec` here.
#[derive_jvp]
fn closures_apart(x: &Array2<f64>) -> Array1<f64> {
    let squares = |row: ArrayView1<f64>| -> Vec<f64> { row.iter().map(|v| v * v).collect() };
    x.rows()
        .into_iter()
        .map(|row| squares(row).iter().sum::<f64>())
        .collect()
}

// The lifetime of a view may be left out, as Rust allows it: it is that of the one argument.

#[derive_jvp]
fn row_of(x: &Array2<f64>, k: usize) -> ArrayView1<f64> {
    x.row(k)
}

#[derive_jvp]
fn corner<'a>(x: ArrayView2<'a, f64>) -> ArrayView2<'a, f64> {
    x.slice_move(s![..2, 1..])
}

#[derive_jvp]
fn both_ends(x: &Array2<f64>) -> (ArrayView1<f64>, Option<ArrayView1<f64>>) {
    let last = match x.nrows() {
        0 => None,
        n => Some(x.index_axis(Axis(0), n - 1)),
    };
    (x.index_axis(Axis(0), 0), last)
}

/// Within what may be missing, and in a tuple.
#[derive_jvp]
fn scaled_or_none(x: &Array1<f64>, s: f64) -> Option<Array1<f64>> {
    if s > 0.0 {
        return Some(x.iter().map(|v| v * s).collect());
    }
    let last = x.last()?;
    match *last > 0.0 {
        true => Some((0..x.len()).map(|i| x[i] * x[0] - s).collect()),
        false => None,
    }
}

#[derive_jvp]
fn halves(x: &Array1<f64>, s: f64) -> Result<(Vec<f64>, Array1<f64>), String> {
    if x.len() % 2 == 1 {
        return Err(format!("{} elements", x.len()));
    }
    let (a, b) = x.view().split_at(Axis(0), x.len() / 2);
    Ok((
        a.iter().map(|v| v * s).collect(),
        b.iter().map(|v| v.sin() * s).collect(),
    ))
}

#[derive_jvp]
fn of_what_may_be_missing(x: &Array1<f64>, s: f64) -> f64 {
    let scaled = scaled_or_none(x, s).map_or(0.5 * s, |y| y.sum());
    match halves(x, s) {
        Ok((a, b)) => scaled + a[0] * b[1],
        Err(_) => scaled,
    }
}

mod checks {
    check!(of_what_may_be_missing: & [4], num);
    check!(convolved: & [9], & [3]);
    check!(by_branches: & [5], num);
    check!(exact closures_apart: & [3, 4]);
    check!(exact row_of: & [3, 4], = (1));
    check!(exact corner: view [3, 4]);
}

#[test]
fn views_of_both_ends() {
    let x = Array2::from_shape_fn((3, 2), |(i, j)| (2 * i + j) as f64);
    let dx = &x * 10.0;
    let (value, tangent) = jvp_both_ends(&x, &dx);
    assert_eq!(value, both_ends(&x));
    assert_eq!(tangent, (dx.row(0), Some(dx.row(2))));
}
