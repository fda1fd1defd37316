//! Programs that mix what the other files have one at a time: as users write them.

use jvp::prelude::*;
use ndarray::{
    Array, Array1, Array2, Array3, ArrayView1, ArrayView2, ArrayViewMut1, Axis, Zip, array, azip,
    concatenate, s,
};

// Collecting into arrays.

#[derive_jvp]
fn collected_by_turbofish(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let y = x
        .iter()
        .enumerate()
        .map(|(i, v)| v * s * i as f64)
        .collect::<Array1<f64>>();
    let z = x
        .iter()
        .zip(y.iter())
        .map(|(a, b)| a * b)
        .collect::<Array1<_>>();
    y + z
}

#[derive_jvp]
fn collected_through_a_vec(x: &Array2<f64>) -> Array1<f64> {
    let sums: Vec<f64> = x.columns().into_iter().map(|c| c.dot(&c)).collect();
    Array1::from_vec(sums)
}

#[derive_jvp]
fn collected_from_a_chain(x: &Array1<f64>, s: f64) -> Array1<f64> {
    Array::from_iter(
        x.iter()
            .rev()
            .skip(1)
            .chain(x.iter().take(1))
            .map(|v| v * s),
    )
}

#[derive_jvp]
fn collected_by_scan(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let running = x.iter().scan(s, |state, v| {
        *state = *state * 0.5 + v;
        Some(*state * s)
    });
    Array1::from_iter(running)
}

#[derive_jvp]
fn collected_flat(x: &Array2<f64>, s: f64) -> Array1<f64> {
    let mut all = Vec::new();
    for row in x.rows() {
        all.extend(row.iter().map(|v| v * s));
        all.push(row.sum());
    }
    Array1::from(all)
}

// Mutation of many kinds.

#[derive_jvp]
fn cells_and_rows(x: &mut Array2<f64>, s: f64) {
    for i in 0..3 {
        for j in 0..i {
            let t = x[[i, j]];
            x[[i, j]] = x[[j, i]] * s;
            x[[j, i]] = t;
        }
        let mut row = x.row_mut(i);
        row[i] += s;
        row /= row[i];
    }
}

#[derive_jvp]
fn view_of_a_view(mut x: Array3<f64>, s: f64) -> f64 {
    let mut a = x.index_axis_mut(Axis(0), 1);
    {
        let mut b = a.slice_mut(s![..;2, ..]);
        b *= s;
        let mut c = b.column_mut(1);
        c += 2.0;
        c[0] *= c[1];
    }
    a[[1, 1]] = a[[0, 1]];
    x.sum_axis(Axis(1)).product()
}

#[derive_jvp]
fn swapped_rows_by_hand(mut x: Array2<f64>) -> Array2<f64> {
    let first = x.row(0).to_owned();
    let last = x.row(2).to_owned();
    x.row_mut(0).assign(&last);
    x.row_mut(2).assign(&first);
    for j in 0..4 {
        x.swap((0, j), (1, 3 - j));
    }
    x
}

#[derive_jvp]
fn accumulates_an_outer_product(x: &Array2<f64>) -> Array2<f64> {
    let mut c = Array2::zeros((4, 4));
    for row in x.rows() {
        let column = row.insert_axis(Axis(1));
        c += &column.dot(&column.t());
    }
    c / x.nrows() as f64
}

#[derive_jvp]
fn while_let_pops(x: &Array1<f64>, s: f64) -> f64 {
    let mut stack = vec![x * s, x.clone()];
    let mut total = 0.0;
    while let Some(top) = stack.pop() {
        total += top.sum() * top[0];
        if stack.len() == 1 && total < 100.0 {
            stack.push(&top * 0.5);
            stack.swap_remove(0);
            stack.truncate(1);
            total += 1000.0;
        }
    }
    total
}

#[derive_jvp]
fn struct_like_tuple(x: &Array2<f64>, s: f64) -> (Array1<f64>, f64) {
    let (mut a, b) = (x.sum_axis(Axis(0)), x.mean().unwrap());
    let mut pair = (a.clone(), b);
    pair.0 *= s;
    pair.0[1] += pair.1;
    pair.1 *= pair.0[0];
    a += &pair.0;
    (a, pair.1)
}

#[derive_jvp]
fn types_are_written(x: &Array2<f64>) -> Array1<f64> {
    let y: Array2<f64> = x.tanh();
    let mut sums: Array1<f64> = y.sum_axis(Axis(0));
    let mut mean: f64 = y.mean().unwrap();
    let mut largest = y.mean_axis(Axis(0)).unwrap();
    mean *= 2.0;
    sums *= mean;
    largest += &sums;
    let mut z: Array1<f64> = &sums * &largest;
    z += 1.0;
    z
}

#[derive_jvp]
fn list_of_views(x: &mut Array2<f64>, s: f64) {
    let mut rows: Vec<ArrayViewMut1<f64>> = x.outer_iter_mut().collect();
    for (i, row) in rows.iter_mut().enumerate() {
        row[i] *= s;
    }
    rows[0].fill(s);
}

#[derive_jvp]
fn for_each_over_rows(mut x: Array2<f64>, s: f64) -> Array2<f64> {
    x.outer_iter_mut().for_each(|mut row| row *= s);
    x.axis_iter_mut(Axis(1))
        .enumerate()
        .for_each(|(j, mut c)| c[0] = s * j as f64);
    x
}

#[derive_jvp]
fn zip_with_views_and_scalars(x: &Array2<f64>, w: &Array1<f64>, b: f64) -> Array1<f64> {
    let mut out = Array1::zeros(3);
    azip!((o in &mut out, row in x.rows()) *o = (row.dot(w) + b).tanh());
    let scale = out.mapv(f64::abs).sum();
    out / scale
}

#[derive_jvp]
fn mixed_arithmetic(x: &Array1<f64>, y: f64, z: f64) -> Array1<f64> {
    let a = 2.0 * y * x - z / (x * x + 1.0) * y;
    let b = (y - z) * (&a + 1.0) - -x;
    b * (y.max(z)) + (y * z).exp() * a.mapv(|v| v.clamp(-1.0, 1.0))
}

#[derive_jvp]
fn conditional_elements(x: &Array1<f64>, y: &Array1<f64>) -> Array1<f64> {
    let mut out = x.clone();
    for (i, v) in out.iter_mut().enumerate() {
        *v = if *v > y[i] { *v * y[i] } else { y[i] * y[i] };
    }
    Zip::from(&mut out).and(x).and(y).for_each(|o, &a, &b| {
        if a < b {
            *o += a;
        }
    });
    out
}

#[derive_jvp]
fn extremes(x: &Array2<f64>) -> (f64, f64, f64) {
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let smallest = x.iter().cloned().min_by(|a, b| a.total_cmp(b)).unwrap();
    let mut at = (0, 0);
    for (ij, v) in x.indexed_iter() {
        if *v > x[at] {
            at = ij;
        }
    }
    (largest, smallest, x[at] * x[(at.0, 0)])
}

#[derive_jvp]
fn blocks(a: &Array2<f64>, b: &Array2<f64>, s: f64) -> Array2<f64> {
    let top = concatenate![Axis(1), *a, *b];
    let low = concatenate![Axis(1), b * s, a.t()];
    let mut all = concatenate![Axis(0), top, low];
    all.slice_mut(s![..2, 2..]).assign(&(a * b));
    all.diag_mut().fill(s);
    all
}

#[derive_jvp]
fn literals_and_slices(a: f64, x: &Array1<f64>) -> f64 {
    let m = array![[a, x[0]], [x[1], a * a]];
    let v = array![1.0, a];
    let w = m.dot(&v) + x.slice(s![..2]);
    w.dot(&m.row(1)) - m.diag().product()
}

#[derive_jvp]
fn attention(q: &Array2<f64>, k: &Array2<f64>, v: &Array2<f64>) -> Array2<f64> {
    let scores = q.dot(&k.t()) / (k.ncols() as f64).sqrt();
    let top = scores.map_axis(Axis(1), |r| r.fold(f64::NEG_INFINITY, |a, &b| a.max(b)));
    let e = (&scores - &top.insert_axis(Axis(1))).exp();
    let sums = e.sum_axis(Axis(1)).insert_axis(Axis(1));
    (e / sums).dot(v)
}

#[derive_jvp]
fn mlp(x: ArrayView2<f64>, w: &[Array2<f64>], b: ArrayView1<f64>) -> f64 {
    let mut h = x.to_owned();
    for (i, w) in w.iter().enumerate() {
        h = h.dot(w) + &b;
        if i + 1 < 2 {
            h.mapv_inplace(|v| v.max(0.1 * v));
        }
    }
    h.mapv(|v| v * v).mean().unwrap()
}

#[derive_jvp]
fn layer_norm(x: &Array2<f64>, gain: &Array1<f64>) -> Array2<f64> {
    let mean = x.mean_axis(Axis(1)).unwrap().insert_axis(Axis(1));
    let centred = x - &mean;
    let var = (&centred * &centred)
        .mean_axis(Axis(1))
        .unwrap()
        .insert_axis(Axis(1));
    centred / (var + 1e-3).sqrt() * gain
}

mod checks {
    check!(exact collected_by_turbofish: & [4], num);
    check!(collected_through_a_vec: & [3, 4]);
    check!(exact collected_from_a_chain: & [4], num);
    check!(exact collected_by_scan: & [4], num);
    check!(collected_flat: & [3, 4], num);
    check!(exact cells_and_rows: mut [3, 3], num; in 0.5..2.0);
    check!(view_of_a_view: own [2, 3, 2], num);
    check!(exact swapped_rows_by_hand: own [3, 4]);
    check!(accumulates_an_outer_product: & [3, 4]);
    check!(while_let_pops: & [4], num);
    check!(struct_like_tuple: & [3, 4], num);
    check!(types_are_written: & [3, 4]);
    check!(exact list_of_views: mut [3, 4], num);
    check!(exact for_each_over_rows: own [3, 4], num);
    check!(zip_with_views_and_scalars: & [3, 4], & [4], num);
    check!(mixed_arithmetic: & [4], num, num);
    check!(exact conditional_elements: & [4], & [4]);
    check!(exact extremes: & [3, 4]);
    check!(exact blocks: & [2, 2], & [2, 2], num);
    check!(literals_and_slices: num, & [3]);
    check!(attention: & [3, 2], & [4, 2], & [4, 3]);
    check!(mlp: view [3, 2], arrays 2 [2, 2], view [2]);
    check!(layer_norm: & [3, 4], & [4]);
}
