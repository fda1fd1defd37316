//! `partition`: two lists of what an iterator yields, by what a closure says of each.

use jvp::check_jvp;
use jvp::prelude::*;

#[derive_jvp]
fn quicksort(xs: Vec<f64>) -> Vec<f64> {
    let Some((pivot, rest)) = xs.split_first() else {
        return Vec::new();
    };
    let (low, high): (Vec<f64>, Vec<f64>) = rest.iter().copied().partition(|x| x < pivot);
    let mut sorted = quicksort(low);
    sorted.push(*pivot);
    sorted.extend(quicksort(high));
    sorted
}

#[derive_jvp]
fn by_rank(x: f64, y: f64) -> f64 {
    let sorted = quicksort(vec![x * y, 0.4, y, x, x.sin()]);
    sorted
        .iter()
        .enumerate()
        .map(|(i, v)| v * (i + 1) as f64)
        .sum()
}

#[derive_jvp]
fn by_sign(xs: &[f64], s: f64) -> (f64, f64) {
    let (gains, losses): (Vec<&f64>, Vec<&f64>) = xs.iter().partition(|x| **x > 0.0);
    let total: f64 = gains.iter().map(|g| **g * s).sum();
    (total, losses.iter().map(|l| *l * *l).sum())
}

#[derive_jvp]
fn by_place(xs: &[f64], s: f64) -> f64 {
    let (even, odd): (Vec<(usize, f64)>, Vec<_>) = xs
        .iter()
        .map(|x| x * s)
        .enumerate()
        .partition(|(i, _)| i % 2 == 0);
    even.iter().map(|(i, x)| x * *i as f64).sum::<f64>() * odd.iter().map(|p| p.1).product::<f64>()
}

#[derive_jvp]
fn constants_apart(x: f64, n: usize) -> f64 {
    let (small, large): (Vec<usize>, Vec<usize>) = (0..n).partition(|k| (*k as f64) < x * 4.0);
    x * small.len() as f64 - large.iter().sum::<usize>() as f64 * x * x
}

#[test]
fn lists_apart() {
    check_jvp!(by_rank, jvp_by_rank, 0.9, 0.7);
    check_jvp!(by_sign, jvp_by_sign, &[0.3, -0.2, 0.8, -0.9], 0.7);
    check_jvp!(by_place, jvp_by_place, &[0.3, -0.2, 0.8, -0.9], 0.7);
    check_jvp!(constants_apart, jvp_constants_apart, 0.7, const 6);
}
