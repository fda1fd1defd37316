//! Lists by what a closure says of each element: `partition`, `retain`, and `dedup` of runs.

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

// What stays of a list is decided by values; the tangents go with them.
#[derive_jvp]
fn kept(xs: &[f64], s: f64) -> f64 {
    let mut v: Vec<f64> = xs.iter().map(|x| x * s).collect();
    v.retain(|x| *x > -0.5);
    v.sort_by(|a, b| a.total_cmp(b));
    v.dedup();
    let mut n = 0;
    v.retain(|_| {
        n += 1;
        n != 2
    });
    v.iter()
        .enumerate()
        .map(|(i, x)| x * x * (i + 1) as f64)
        .sum::<f64>()
        * n as f64
}

#[derive(Clone, Differentiable)]
struct Bag {
    items: Vec<(f64, usize)>,
    limit: f64,
}

impl Bag {
    #[derive_jvp]
    fn tidied(&mut self, s: f64) -> f64 {
        let limit = self.limit;
        self.items.retain(|(x, _)| x * s < limit);
        self.items.iter().map(|(x, k)| x * *k as f64).sum()
    }
}

#[derive_jvp]
fn positions(x: f64, y: f64) -> f64 {
    let mut at: Vec<usize> = (0..9).map(|k| k / 2).collect();
    at.dedup();
    at.retain(|k| (*k as f64) < x * 3.0);
    let mut lists = vec![vec![x, x, y], vec![y]];
    lists.retain(|l| l.len() > 1);
    lists[0].dedup();
    at.len() as f64 * x * lists[0][1] + lists.len() as f64 * y
}

#[test]
fn what_stays() {
    check_jvp!(kept, jvp_kept, &[0.4, -0.2, 0.8, -0.9, 0.1], 0.7);
    check_jvp!(positions, jvp_positions, 0.9, 0.4);
    let mut bag = Bag {
        items: vec![(0.4, 1), (2.0, 2), (0.1, 3)],
        limit: 1.0,
    };
    let mut dbag = bag.zero_tangent();
    dbag.items[2].0 = 5.0;
    assert_eq!(bag.clone().tidied(0.9), 0.4 + 0.1 * 3.0);
    let jvp = bag.jvp_tidied(&mut dbag, 0.9, 1.0);
    assert_eq!(jvp, (0.4 + 0.1 * 3.0, 15.0));
    assert_eq!((bag.items.len(), dbag.items.len()), (2, 2));
    assert_eq!(dbag.items[1].0, 5.0);
}
