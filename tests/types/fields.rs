//! Fields that are called as methods are: in literals, patterns and reads.

use jvp::check_jvp;
use jvp::prelude::*;
use ndarray::{Array1, Array2};

/// Its fields are called as methods of `std`, of ndarray, and of what is written for literals.
#[derive(Clone, Differentiable)]
struct Summary {
    first: Array1<f64>,
    last: f64,
    sum: f64,
    mean: f64,
    max: Array1<f64>,
    min: Option<f64>,
    len: usize,
    dot: f64,
    row: Array1<f64>,
    iter: Vec<f64>,
    view: f64,
    shape: (f64, f64),
    take: f64,
    clone: f64,
    map: f64,
    next: f64,
    t: Array2<f64>,
    exp: f64,
    abs: f64,
    get: f64,
    done: f64,
    rest: f64,
    tangent: f64,
    into: f64,
}

#[derive(Clone, Differentiable)]
enum Found {
    Nothing,
    Some_ {
        first: Array1<f64>,
        sum: Array1<f64>,
    },
    Pair(Array1<f64>, Array1<f64>),
}

#[derive_jvp]
fn summary(x: &Array1<f64>, s: f64) -> Summary {
    Summary {
        first: x * s,
        last: x[0] * s,
        sum: x.sum(),
        mean: x.mean().unwrap() * s,
        max: x.mapv(f64::exp),
        min: Some(s * s),
        len: x.len(),
        dot: x.dot(x),
        row: x + s,
        iter: x.iter().map(|v| v * s).collect(),
        view: s.sin(),
        shape: (s, x[1]),
        take: s.cos(),
        clone: s.exp(),
        map: s.sqrt(),
        next: s.ln(),
        t: x.to_shape((1, 2)).unwrap().to_owned(),
        exp: s.powi(3),
        abs: -s,
        get: s + 1.0,
        done: s * 3.0,
        rest: s * 5.0,
        tangent: s * 7.0,
        into: s * 9.0,
    }
}

#[derive_jvp]
fn updated(m: &Summary, s: f64) -> Summary {
    Summary {
        sum: m.sum * s,
        first: &m.first * s + &m.max * m.mean,
        len: m.len + 1,
        rest: 2.0,
        ..m.clone()
    }
}

#[derive_jvp]
fn read(m: &Summary) -> f64 {
    let Summary {
        first,
        last,
        sum,
        iter,
        t,
        ..
    } = m;
    let squares: f64 = iter.iter().map(|v| v * v).sum();
    first.sum() * last
        + sum * m.mean
        + squares * m.min.unwrap_or(1.0)
        + m.max.sum() * m.view
        + m.row.dot(&m.row)
        + m.shape.0 * m.shape.1
        + m.take * m.clone * m.map * m.next
        + (t * t).sum()
        + m.exp * m.abs * m.get
        + m.done * m.rest * m.tangent * m.into
        + m.dot * m.len as f64
}

#[derive_jvp]
fn found(x: &Array1<f64>, s: f64) -> Found {
    if s < 0.0 {
        Found::Nothing
    } else if s < 1.0 {
        Found::Some_ {
            first: x * s,
            sum: x + s,
        }
    } else {
        Found::Pair(x * x, x * s)
    }
}

#[derive_jvp]
fn measured(x: &Array1<f64>, s: f64) -> f64 {
    let each = [s, s + 1.0, -s].map(|s| found(x, s));
    let mut y = 0.0;
    for f in &each {
        y += match f {
            Found::Nothing => 0.0,
            Found::Some_ { first, sum } => first.dot(sum),
            Found::Pair(a, b) => a.dot(b),
        };
    }
    y * read(&updated(&summary(x, s), s))
}

#[test]
fn fields_named_like_methods() {
    check_jvp!(measured, jvp_measured, &Array1::from(vec![0.3, 0.7]), 0.6);
}
