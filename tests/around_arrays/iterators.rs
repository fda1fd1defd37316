//! Iterators over arrays: by value, by view, adaptors, and `Zip` in its further forms.

use jvp::prelude::*;
use ndarray::{Array1, Array2, Array3, ArrayView1, ArrayView2, Axis, Zip, azip, s};

#[derive_jvp]
fn by_value(x: Array2<f64>, y: ArrayView1<f64>) -> f64 {
    let mut total = 0.0;
    for v in y {
        total += v * v;
    }
    for v in x {
        total = total * 0.5 + v;
    }
    total
}

#[derive_jvp]
fn into_iter(x: Array1<f64>, s: f64) -> Vec<f64> {
    x.into_iter().map(|v| v * s).filter(|v| *v > -1.0).collect()
}

#[derive_jvp]
fn adaptors(x: &Array1<f64>) -> f64 {
    let a: f64 = x.iter().rev().step_by(2).sum();
    let b: f64 = x.iter().skip(1).take(2).product();
    let c = x
        .iter()
        .zip(x.iter().skip(1))
        .map(|(a, b)| (b - a) * (b - a))
        .sum::<f64>();
    let d: f64 = x
        .iter()
        .copied()
        .enumerate()
        .map(|(i, v)| v * i as f64)
        .sum();
    let e = x.iter().cloned().reduce(|a, b| a * 0.5 + b).unwrap();
    a * b + c / (1.0 + d * d) - e
}

#[derive_jvp]
fn windows_of_a_slice(x: Array1<f64>) -> f64 {
    let v = x.to_vec();
    let mut total = 0.0;
    for w in v.windows(2) {
        total += w[0] * w[1];
    }
    for c in v.chunks(2) {
        total -= c[0] * c[0];
    }
    total
}

#[derive_jvp]
fn nested_loops_over_views(x: &Array3<f64>) -> Array2<f64> {
    let mut out = Array2::zeros((2, 3));
    for (plane, mut o) in x.outer_iter().zip(out.outer_iter_mut()) {
        for (j, row) in plane.outer_iter().enumerate() {
            for v in row.iter() {
                o[j] += v * v;
            }
            o[j] *= row[0];
        }
    }
    out
}

#[derive_jvp]
fn six_in_step(a: &Array1<f64>, b: &Array1<f64>, s: f64) -> Array1<f64> {
    let mut o = Array1::<f64>::zeros(4);
    let c = a * s;
    let d = b * 2.0;
    let e = a + b;
    Zip::from(&mut o)
        .and(a)
        .and(b)
        .and(&c)
        .and(&d)
        .and(&e)
        .for_each(|o, &a, &b, &c, &d, &e| *o = a * b + c * d - e);
    o
}

#[derive_jvp]
fn indexed_in_step(x: &Array2<f64>, y: &Array2<f64>, s: f64) -> Array2<f64> {
    let mut out = x.clone();
    Zip::indexed(&mut out).and(y).for_each(|(i, j), o, &y| {
        if i <= j {
            *o *= y * s;
        } else {
            *o += (i * j) as f64;
        }
    });
    azip!((index (i, j), o in &mut out, &y in y) {
        if i == j {
            *o = y * s
        }
    });
    out
}

#[derive_jvp]
fn folds_in_step(x: &Array2<f64>, w: &Array1<f64>, s: f64) -> f64 {
    let a = Zip::from(x.rows()).fold(s, |sum, row| sum + row.dot(w));
    let b = Zip::from(x.row(0))
        .and(w)
        .fold(0.0, |sum, &x, &w| sum + x * w * s);
    let large = Zip::from(x).any(|v| *v > 0.5);
    if large { a * b } else { a - b }
}

#[derive_jvp]
fn axes_in_step(mut x: Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    Zip::from(x.axis_iter_mut(Axis(0)))
        .and(y.axis_iter(Axis(1)))
        .for_each(|mut a, b| a *= &b);
    x
}

#[derive_jvp]
fn chunks_in_step(x: &Array2<f64>, s: f64) -> Array1<f64> {
    let mut out = Array1::zeros(2);
    for (o, block) in out.iter_mut().zip(x.axis_chunks_iter(Axis(0), 2)) {
        *o = block.sum() * s + block[[0, 1]];
    }
    out
}

#[derive_jvp]
fn map_of_axes(mut x: Array2<f64>) -> (Array1<f64>, Array2<f64>) {
    let norms = x.map_axis(Axis(1), |r| r.dot(&r).sqrt());
    let tops = x.map_axis(Axis(0), |c| {
        let mut top = c[0];
        for &v in c.iter() {
            if v > top {
                top = v;
            }
        }
        top
    });
    x /= &tops;
    (norms, x)
}

#[derive_jvp]
fn search_then_use(x: &Array1<f64>, s: f64) -> f64 {
    let at = x.iter().position(|v| *v > 0.0).unwrap_or(0);
    let largest = x
        .iter()
        .enumerate()
        .max_by(|a, b| a.1.total_cmp(b.1))
        .map(|(i, _)| i)
        .unwrap();
    let many = x.iter().filter(|v| **v < 0.0).count() as f64;
    x[at] * s + x[largest] * x[largest] + many * s
}

#[derive_jvp]
fn flat_map_of_rows(x: &Array2<f64>, s: f64) -> Array1<f64> {
    let all: Vec<f64> = x
        .rows()
        .into_iter()
        .flat_map(|r| vec![r.sum() * s, r[0]])
        .collect();
    Array1::from(all)
}

#[derive_jvp]
fn unzipped(x: &Array1<f64>, s: f64) -> (Vec<f64>, Vec<f64>) {
    let (a, b): (Vec<f64>, Vec<f64>) = x.iter().map(|v| (v * s, v * v)).unzip();
    (b, a)
}

#[derive_jvp]
fn slices_by_steps(x: &Array2<f64>, n: usize) -> f64 {
    let mut total = 0.0;
    for k in (0..n).step_by(2) {
        let part: ArrayView2<f64> = x.slice(s![..;-1, k..k + 2]);
        total += part.row(0).dot(&part.row(1)) * (k + 1) as f64;
    }
    total
}

mod checks {
    check!(exact by_value: own [3, 4], view [4]);
    check!(exact into_iter: own [4], num; in 0.1..0.5);
    check!(adaptors: & [4]);
    check!(exact windows_of_a_slice: own [4]);
    check!(exact nested_loops_over_views: & [2, 3, 2]);
    check!(exact six_in_step: & [4], & [4], num);
    check!(exact indexed_in_step: & [3, 4], & [3, 4], num);
    check!(folds_in_step: & [3, 4], & [4], num);
    check!(exact axes_in_step: own [3, 4], & [4, 3]);
    check!(chunks_in_step: & [4, 3], num);
    check!(map_of_axes: own [3, 4]; in 0.5..2.0);
    check!(search_then_use: & [5], num);
    check!(flat_map_of_rows: & [3, 4], num);
    check!(exact unzipped: & [4], num);
    check!(slices_by_steps: & [2, 5], = (4));
}
