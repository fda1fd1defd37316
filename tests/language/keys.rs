//! What keys and comparisons decide: orders, choices, runs. The tangents go with the values.

use jvp::check_jvp;
use jvp::prelude::*;
use std::cmp::Reverse;

#[derive_jvp(wrt(xs, s), wrt(s) as chosen_by_s)]
fn chosen(xs: &[f64], s: f64) -> f64 {
    let ranked: Vec<(f64, usize)> = xs
        .iter()
        .enumerate()
        .map(|(i, x)| (x * s, i * 5 % 7))
        .collect();
    let low = ranked.iter().min_by_key(|(_, rank)| *rank).unwrap().0;
    let high = ranked.iter().max_by_key(|p| p.1).unwrap().0;
    let (at, largest) = xs
        .iter()
        .enumerate()
        .max_by_key(|(_, x)| (**x * 1e6) as i64)
        .unwrap();
    let smallest = xs.iter().max_by_key(|x| Reverse((*x * 1e6) as i64));
    // The first of equal keys, and the last.
    let first = ranked.iter().min_by_key(|p| p.1 / 10).unwrap().0;
    let last = ranked.into_iter().max_by_key(|p| p.1 / 10).unwrap();
    low * high + largest * at as f64 + smallest.map_or(0.0, |x| x * x) + first * last.0
}

#[derive_jvp]
fn sorted(xs: &[f64], s: f64) -> f64 {
    let weigh = |v: &[(f64, usize)]| {
        let terms = v.iter().enumerate();
        terms.map(|(i, p)| p.0 * p.0 * (i + 1) as f64).sum::<f64>()
    };
    let mut v: Vec<(f64, usize)> = xs.iter().map(|x| x * s).zip([3, 1, 2, 1, 3]).collect();
    v.sort_by_key(|p| p.1);
    let by_rank = weigh(&v);
    v.sort_by_cached_key(|p| Reverse((p.0 * 1e6) as i64));
    let down = weigh(&v);
    v[1..].sort_unstable_by_key(|&(x, rank)| (rank, (x * 1e6) as i64));
    let part = weigh(&v);
    v.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    by_rank + 2.0 * down + 3.0 * part + 4.0 * weigh(&v)
}

#[derive_jvp]
fn by_positions(xs: &[f64], s: f64) -> f64 {
    let y: Vec<f64> = xs.iter().map(|x| (x * s).cos()).collect();
    let mut at: Vec<usize> = (0..y.len()).collect();
    at.sort_unstable_by(|&i, &j| y[j].partial_cmp(&y[i]).unwrap());
    let top = y[at[0]] * xs[at[1]];
    at.sort_by_key(|&i| (y[i] * 1e6) as i64);
    top - y[at[0]]
}

#[derive_jvp]
fn runs(xs: &[f64], s: f64) -> f64 {
    let y: Vec<f64> = xs.iter().map(|x| x * s).collect();
    let sum = |v: &[f64]| v.iter().map(|x| x * x).sum::<f64>() * v.len() as f64;
    let (mut near, mut signs) = (y.clone(), y);
    // Each is compared with the last that was kept.
    near.dedup_by(|a, b| (*a - *b).abs() < 0.3);
    signs.dedup_by_key(|x| *x > 0.0);
    let mut halves: Vec<usize> = (0..7).collect();
    halves.dedup_by_key(|k| *k / 2);
    sum(&near) + 3.0 * sum(&signs) + s * halves.len() as f64
}

#[derive_jvp(wrt(xs, s), wrt(s) as ascending_by_s)]
fn ascending(xs: &[f64], s: f64) -> f64 {
    let y: Vec<f64> = xs.iter().map(|x| x * s).collect();
    let falls = y.is_sorted_by_key(|x| -x) && y.iter().is_sorted_by(|a, b| a >= b);
    let rises = y.iter().map(|x| x * 2.0).is_sorted_by_key(|x| x);
    match (falls, rises) {
        (true, false) => y[0],
        (false, true) => y[0] * y[1],
        _ => s,
    }
}

#[test]
fn by_keys() {
    let xs = [0.4, -0.2, 0.8, -0.9, 0.1];
    check_jvp!(chosen, jvp_chosen, &xs, 0.7);
    check_jvp!(chosen, jvp_chosen_by_s, const &xs, 0.7);
    check_jvp!(sorted, jvp_sorted, &xs, 0.7);
    check_jvp!(by_positions, jvp_by_positions, &xs, 0.7);
    check_jvp!(runs, jvp_runs, &[0.1, 0.3, 0.5, 0.7, -0.2, -0.3, 0.9], 0.9);
    for xs in [[0.1, 0.5], [0.5, 0.1], [0.5, f64::NAN]] {
        check_jvp!(ascending, jvp_ascending_by_s, const &xs, 0.7);
    }
    check_jvp!(ascending, jvp_ascending, &[0.5, 0.1], 0.7);
}
