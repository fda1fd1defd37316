//! Loops over arrays: elements, lanes, slabs, chunks and windows, shared and mutable.

use jvp::prelude::*;
use ndarray::{Array1, Array2, Array3, ArrayD, Axis};

#[derive_jvp(pushforward)]
fn elements(x: &Array2<f64>) -> f64 {
    let mut total = 0.0;
    for v in x {
        total += v * v;
    }
    for &v in x.iter() {
        total *= v + 2.0;
    }
    total
}

#[derive_jvp]
fn elements_mut(mut x: Array2<f64>, s: f64) -> Array2<f64> {
    for v in x.iter_mut() {
        *v = *v * s;
    }
    for v in &mut x {
        *v += *v * *v;
    }
    x
}

#[derive_jvp]
fn positions(x: &Array2<f64>) -> f64 {
    let mut total = 0.0;
    for i in 0..x.nrows() {
        for j in (0..x.ncols()).rev() {
            total += x[[i, j]] * x[(2 - i, j)] * (i + j) as f64;
        }
    }
    total
}

#[derive_jvp]
fn indexed(x: &Array2<f64>, w: &Array1<f64>) -> f64 {
    let mut total = 0.0;
    for ((i, j), v) in x.indexed_iter() {
        if i != j {
            total += v * w[j];
        }
    }
    total
}

#[derive_jvp]
fn indexed_1(x: &Array1<f64>) -> f64 {
    let mut total = 0.0;
    for (i, &v) in x.indexed_iter() {
        total += v * i as f64 * total + v;
    }
    total
}

#[derive_jvp]
fn indexed_mut(mut x: Array2<f64>, s: f64) -> Array2<f64> {
    for ((i, j), v) in x.indexed_iter_mut() {
        *v *= s + (i * j) as f64;
    }
    x
}

#[derive_jvp(pushforward)]
fn outer(x: &Array2<f64>, w: &Array1<f64>) -> f64 {
    let mut total = 0.0;
    for row in x.outer_iter() {
        total += row.dot(w) * row[0];
    }
    total
}

#[derive_jvp]
fn outer_enumerated(x: &Array3<f64>) -> Array2<f64> {
    let mut out = Array2::zeros((3, 4));
    for (k, slab) in x.outer_iter().enumerate() {
        out += &(&slab * (k + 1) as f64);
        out *= &slab;
    }
    out
}

#[derive_jvp(pushforward)]
fn outer_mut(x: &mut Array2<f64>, b: &Array1<f64>) {
    for mut row in x.outer_iter_mut() {
        row += b;
        row *= 2.0;
        let first = row[0];
        row[1] *= first;
    }
}

#[derive_jvp]
fn axes(x: &Array2<f64>) -> f64 {
    let mut total = 1.0;
    for column in x.axis_iter(Axis(1)) {
        total = total * column.sum() + column[1];
    }
    total
}

#[derive_jvp]
fn axes_mut(mut x: Array2<f64>, c: &Array1<f64>) -> Array2<f64> {
    for (j, mut column) in x.axis_iter_mut(Axis(1)).enumerate() {
        column *= c[j];
        column.mapv_inplace(|v| v * v);
    }
    x
}

#[derive_jvp]
fn rows(x: &Array2<f64>) -> f64 {
    let mut total = 0.0;
    for row in x.rows() {
        total += row.product();
    }
    for row in x.rows().into_iter().skip(1) {
        total += row.sum() * row.sum();
    }
    total
}

#[derive_jvp]
fn rows_mut(mut x: Array2<f64>, s: f64) -> Array2<f64> {
    for mut row in x.rows_mut() {
        row.fill(s);
        row[0] = s * s;
    }
    for (mut row, k) in x.rows_mut().into_iter().zip(0..3) {
        row *= k as f64;
    }
    x
}

#[derive_jvp]
fn rows_normalised(mut x: Array2<f64>) -> Array2<f64> {
    for mut row in x.rows_mut() {
        let norm = row.dot(&row).sqrt();
        row /= norm;
    }
    x
}

#[derive_jvp]
fn columns(x: &Array2<f64>, w: &Array1<f64>) -> Array1<f64> {
    let mut out = Array1::zeros(4);
    for (j, column) in x.columns().into_iter().enumerate() {
        out[j] = column.dot(w);
    }
    out
}

#[derive_jvp]
fn columns_mut(mut x: Array2<f64>) -> Array2<f64> {
    for mut column in x.columns_mut() {
        let top = column[0];
        column -= top;
    }
    x
}

#[derive_jvp]
fn lanes(x: &Array3<f64>) -> f64 {
    let mut total = 0.0;
    for lane in x.lanes(Axis(1)) {
        total += lane[0] * lane[2] - lane.sum();
    }
    total
}

#[derive_jvp]
fn lanes_mut(mut x: Array3<f64>) -> Array3<f64> {
    for mut lane in x.lanes_mut(Axis(1)) {
        for i in 1..lane.len() {
            let before = lane[i - 1];
            lane[i] += before * before;
        }
    }
    x
}

#[derive_jvp]
fn chunks(x: &Array2<f64>) -> f64 {
    let mut total = 0.0;
    for chunk in x.axis_chunks_iter(Axis(0), 2) {
        total += chunk.sum() * chunk[[0, 1]];
    }
    total
}

#[derive_jvp]
fn chunks_mut(mut x: Array2<f64>, s: f64) -> Array2<f64> {
    for mut chunk in x.axis_chunks_iter_mut(Axis(1), 2) {
        chunk *= s;
        chunk += 1.0;
    }
    x
}

#[derive_jvp]
fn exact_chunks(x: &Array2<f64>) -> Array1<f64> {
    let mut out = Array1::zeros(4);
    for (k, block) in x.exact_chunks((2, 2)).into_iter().enumerate() {
        out[k] = block[[0, 0]] * block[[1, 1]] - block[[0, 1]] * block[[1, 0]];
    }
    out
}

#[derive_jvp]
fn exact_chunks_mut(mut x: Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    for mut block in x.exact_chunks_mut((2, 2)) {
        block *= y;
    }
    x
}

#[derive_jvp]
fn zipped(x: &Array2<f64>, y: &Array2<f64>) -> f64 {
    let mut total = 0.0;
    for (a, b) in x.iter().zip(y.iter()) {
        total += a * b;
    }
    for (a, b) in x.rows().into_iter().zip(y.columns()) {
        total += a.dot(&b);
    }
    total
}

#[derive_jvp]
fn zipped_mut(mut x: Array1<f64>, y: &Array1<f64>) -> Array1<f64> {
    for (a, &b) in x.iter_mut().zip(y) {
        *a *= b;
    }
    for (a, b) in x.iter_mut().zip(y.iter()) {
        *a -= b * b;
    }
    x
}

#[derive_jvp]
fn rows_into_rows(x: &Array2<f64>, w: &Array2<f64>) -> Array2<f64> {
    let mut out = Array2::zeros((3, 2));
    for (row, mut o) in x.outer_iter().zip(out.outer_iter_mut()) {
        o.assign(&w.dot(&row));
    }
    out
}

#[derive_jvp]
fn iterator_chains(x: &Array2<f64>) -> f64 {
    let a: f64 = x.outer_iter().map(|r| r.sum() * r[0]).sum();
    let b: f64 = x.iter().filter(|v| **v > 0.0).map(|v| v * v).sum();
    let c = x.axis_iter(Axis(1)).fold(1.0, |p, c| p * c[0]);
    a + b * c
}

#[derive_jvp]
fn recurrence(x: &Array1<f64>, a: &Array2<f64>, n: usize) -> Array1<f64> {
    let mut h = x.clone();
    for _ in 0..n {
        h = (a.dot(&h) + x).tanh();
    }
    h
}

#[derive_jvp]
fn history(x: &Array1<f64>, n: usize) -> Array2<f64> {
    let mut all = Array2::zeros((n, x.len()));
    let mut h = x.to_owned();
    for k in 0..n {
        h = &h * x + 0.1;
        all.row_mut(k).assign(&h);
    }
    all
}

#[derive_jvp]
fn while_it_is_large(x: &Array1<f64>) -> (Array1<f64>, f64) {
    let mut y = x * 8.0;
    let mut scale = 1.0;
    while y.dot(&y) > 1.0 {
        y /= 2.0;
        scale *= y[0];
    }
    (y, scale)
}

#[derive_jvp]
fn list_of_arrays(xs: &[Array1<f64>]) -> f64 {
    let mut total = 0.0;
    for x in xs {
        total += x.dot(x) * x.sum();
    }
    total
}

#[derive_jvp]
fn vec_of_arrays(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let mut states = vec![x.clone()];
    for k in 0..3 {
        let next = &states[k] * s + x;
        states.push(next);
    }
    let last = states.pop().unwrap();
    last + &states[1]
}

#[derive_jvp]
fn loop_with_early_return(x: &Array2<f64>) -> f64 {
    for row in x.outer_iter() {
        let s = row.sum();
        if s > 0.0 {
            return s * row[0];
        }
    }
    x.sum()
}

#[derive_jvp]
fn dynamic_slabs(x: &ArrayD<f64>) -> f64 {
    let mut total = 0.0;
    for slab in x.outer_iter() {
        total += slab.sum() * slab.sum();
    }
    total
}

mod checks {
    check!(exact elements / pushforward_elements: & [3, 4]);
    check!(exact elements_mut: own [3, 4], num);
    check!(exact positions: & [3, 4]);
    check!(exact indexed: & [3, 4], & [4]);
    check!(exact indexed_1: & [4]);
    check!(exact indexed_mut: own [3, 4], num);
    check!(outer / pushforward_outer: & [3, 4], & [4]);
    check!(exact outer_enumerated: & [2, 3, 4]);
    check!(exact outer_mut / pushforward_outer_mut: mut [3, 4], & [4]);
    check!(axes: & [3, 4]);
    check!(exact axes_mut: own [3, 4], & [4]);
    check!(rows: & [3, 4]);
    check!(exact rows_mut: own [3, 4], num);
    check!(rows_normalised: own [3, 4]);
    check!(columns: & [3, 4], & [3]);
    check!(exact columns_mut: own [3, 4]);
    check!(lanes: & [2, 3, 4]);
    check!(exact lanes_mut: own [2, 3, 4]);
    check!(chunks: & [5, 3]);
    check!(exact chunks_mut: own [3, 5], num);
    check!(exact exact_chunks: & [4, 4]; forwards);
    check!(exact exact_chunks_mut: own [4, 4], & [2, 2]; forwards);
    check!(zipped: & [3, 3], & [3, 3]);
    check!(exact zipped_mut: own [4], & [4]);
    check!(rows_into_rows: & [3, 4], & [2, 4]);
    check!(iterator_chains: & [3, 4]);
    check!(recurrence: & [4], & [4, 4], = (3));
    check!(exact history: & [4], = (3));
    check!(while_it_is_large: & [4]);
    check!(list_of_arrays: arrays 3 [4]);
    check!(exact vec_of_arrays: & [4], num);
    check!(loop_with_early_return: & [3, 4]);
    check!(dynamic_slabs: dyn [2, 3, 2]);
}
