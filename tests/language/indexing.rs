//! Indexing, subranges, and the methods of slices.

use jvp::prelude::*;

#[derive_jvp]
fn element(x: &[f64], i: usize) -> f64 {
    x[i] * x[x.len() - 1 - i]
}

check! {
    index, (x dx: 3) in -2.0..2.0;
    primal element(&x, 0);
    oracle x[0] * x[2];
    [x] jvp_element(&x, &dx, 0);
}

#[derive_jvp]
fn nested(x: &[[f64; 2]], i: usize) -> f64 {
    x[i][0] * x[i + 1][1]
}

check! {
    index_of_an_index, (x dx: 4) in -2.0..2.0;
    primal nested(&[[x[0], x[1]], [x[2], x[3]]], 0);
    oracle x[0] * x[3];
    [x] jvp_nested(&[[x[0], x[1]], [x[2], x[3]]], &[[dx[0], dx[1]], [dx[2], dx[3]]], 0);
}

#[derive_jvp]
fn ranges(x: &[f64]) -> f64 {
    let (a, b, c, d) = (&x[1..], &x[..2], &x[1..=2], &x[..]);
    a[0] * b[0] + c[1] * d[3]
}

check! {
    ranges_of_every_kind, (x dx: 4) in -2.0..2.0;
    primal ranges(&x);
    oracle x[1] * x[0] + x[2] * x[3];
    [x] jvp_ranges(&x, &dx);
}

#[derive_jvp]
fn get(x: &[f64], i: usize) -> f64 {
    match x.get(i) {
        Some(v) => v * v,
        None => x[0],
    }
}

check! {
    get_with_match, (x dx: 2) in -2.0..2.0;
    primal (get(&x, 1), get(&x, 2));
    oracle (x[1] * x[1], x[0]);
    [x] { let (a, b) = (jvp_get(&x, &dx, 1), jvp_get(&x, &dx, 2)); ((a.0, b.0), (a.1, b.1)) };
}

#[derive_jvp]
fn get_mut(x: &mut [f64]) {
    if let Some(v) = x.get_mut(1) {
        *v *= *v;
    }
    if let Some(v) = x.get_mut(9) {
        *v = 0.0;
    }
}

check! {
    get_mut_with_if_let, (x dx: 2) in -2.0..2.0;
    primal { get_mut(&mut x); x };
    oracle [x[0], x[1] * x[1]];
    [x] { jvp_get_mut(&mut x, &mut dx); (x, dx) };
}

#[derive_jvp]
fn ends(x: &[f64]) -> Option<f64> {
    Some(x.first()? * x.last()?)
}

check! {
    first_and_last, (x dx: 3) in -2.0..2.0;
    primal ends(&x);
    oracle Some(x[0] * x[2]);
    [x] jvp_ends(&x, &dx);
}

#[derive_jvp]
fn split(x: &[f64]) -> f64 {
    let (a, b) = x.split_at(1);
    a[0] * b[1]
}

check! {
    split_at, (x dx: 3) in -2.0..2.0;
    primal split(&x);
    oracle x[0] * x[2];
    [x] jvp_split(&x, &dx);
}

#[derive_jvp]
fn split_mut(x: &mut [f64]) {
    let (a, b) = x.split_at_mut(1);
    a[0] *= b[0];
    b[1] += a[0];
}

check! {
    split_at_mut, (x dx: 3) in -2.0..2.0;
    primal { split_mut(&mut x); x };
    oracle [x[0] * x[1], x[1], x[2] + x[0] * x[1]];
    [x] { jvp_split_mut(&mut x, &mut dx); (x, dx) };
}

#[derive_jvp]
fn reversed(x: &[f64]) -> Vec<f64> {
    x.iter().rev().map(|v| v * x[0]).collect()
}

check! {
    iter_rev, (x dx: 3) in -2.0..2.0;
    primal reversed(&x);
    oracle [x[2] * x[0], x[1] * x[0], x[0] * x[0]];
    [x] jvp_reversed(&x, &dx);
}

#[derive_jvp]
fn copy(x: &[f64], y: &mut [f64]) {
    y[1..].copy_from_slice(x);
    y[0] *= y[1];
}

check! {
    copy_from_slice, (x dx: 2, y dy: 3) in -2.0..2.0;
    primal { copy(&x, &mut y); y };
    oracle [y[0] * x[0], x[0], x[1]];
    [x y] { jvp_copy(&x, &dx, &mut y, &mut dy); (y, dy) };
}

#[derive_jvp]
fn fill(y: &mut [f64], k: f64) {
    y.fill(k);
    y[..1].fill(2.0);
}

check! {
    fill_with_active_and_constant, (y dy: 3, k dk) in -2.0..2.0;
    primal { fill(&mut y, k); y };
    oracle [Dual::from(2.0), k, k];
    [y k] { jvp_fill(&mut y, &mut dy, k, dk); (y, dy) };
}

#[derive_jvp]
fn swap(y: &mut [f64]) {
    y.swap(0, 2);
    y[0] *= 2.0;
}

check! {
    swap_of_elements, (y dy: 3) in -2.0..2.0;
    primal { swap(&mut y); y };
    oracle [y[2] * 2.0, y[1], y[0]];
    [y] { jvp_swap(&mut y, &mut dy); (y, dy) };
}

/// A broken line through points, found by searching among active numbers.
#[derive_jvp]
fn between(xs: &[f64], ys: &[f64], x: f64) -> f64 {
    let i = match xs.binary_search_by(|p| p.total_cmp(&x)) {
        Ok(i) => return ys[i],
        Err(i) => i.clamp(1, xs.len() - 1),
    };
    let j = xs.partition_point(|p| *p < x).clamp(1, xs.len() - 1);
    let slope = (ys[i] - ys[i - 1]) / (xs[j] - xs[j - 1]);
    ys[i - 1] + slope * (x - xs[i - 1])
}

check! {
    searches, (x dx: 4) in 0.1..0.4;
    primal between(&[0.0, x[0], x[0] + x[1]], &[1.0, x[2], x[3]], 0.05);
    oracle (x[2] - 1.0) / x[0] * 0.05 + 1.0;
    [x] jvp_between(
        &[0.0, x[0], x[0] + x[1]], &[0.0, dx[0], dx[0] + dx[1]],
        &[1.0, x[2], x[3]], &[0.0, dx[2], dx[3]],
        0.05, 0.0
    );
}
