//! Results of functions that are declared beside their callers: an integer in one, or a list of them, is
//! no derivative's business, in whatever form a program uses it.

use jvp::check_jvp;
use jvp::prelude::*;
use ndarray::{Array1, Array2};

#[derive_jvp]
fn best_first(x: &[f64], keep: usize) -> Vec<(f64, Vec<usize>)> {
    let mut found: Vec<(f64, Vec<usize>)> = Vec::new();
    for i in 0..x.len() {
        for j in i..x.len() {
            found.push((x[i] * x[j], vec![i, j]));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.truncate(keep);
    found
}

#[derive_jvp]
fn over_lists(x: &[f64], s: f64) -> f64 {
    let mut total = 0.0;
    for (value, path) in &best_first(x, 3) {
        total += s * value * path[0] as f64 + path.iter().sum::<usize>() as f64;
    }
    total
}

#[derive_jvp]
fn largest(x: &[f64]) -> (f64, Option<usize>, [usize; 2]) {
    let (mut largest, mut at) = (x[0], None);
    for (i, &v) in x.iter().enumerate() {
        if v > largest {
            (largest, at) = (v, Some(i));
        }
    }
    (largest, at, [x.len(), 2])
}

#[derive_jvp]
fn parts_of_tuples(x: &[f64], s: f64) -> f64 {
    let (value, at, counts) = largest(x);
    let chosen = match at {
        Some(i) => x[i] * (i + counts[0]) as f64,
        None => value,
    };
    s * chosen * counts[1] as f64 + counts.map(|n| n as f64 * value).iter().sum::<f64>()
}

#[derive_jvp]
fn pooled(x: &Array2<f64>) -> (Array1<f64>, Array1<usize>) {
    let mut y = Array1::from_elem(x.nrows(), f64::NEG_INFINITY);
    let mut at = Array1::zeros(x.nrows());
    for ((i, j), &v) in x.indexed_iter() {
        if v > y[i] {
            y[i] = v;
            at[i] = j;
        }
    }
    (y, at)
}

#[derive_jvp]
fn arrays_of_positions(x: &Array2<f64>, s: f64) -> Vec<f64> {
    let (y, at) = pooled(x);
    let mut out: Vec<f64> = y
        .iter()
        .zip(&at)
        .map(|(v, &j)| v * (s + j as f64))
        .collect();
    out.push(y[at[0]] * at.sum() as f64);
    out
}

#[test]
fn integers_beside_numbers() {
    let (x, a) = ([0.4, 1.1, -0.3], ndarray::array![[0.3, 0.8], [0.9, -0.2]]);
    check_jvp!(over_lists, jvp_over_lists, &x[..], 0.7);
    check_jvp!(parts_of_tuples, jvp_parts_of_tuples, &x[..], 0.7);
    check_jvp!(arrays_of_positions, jvp_arrays_of_positions, &a, 0.7);
}
