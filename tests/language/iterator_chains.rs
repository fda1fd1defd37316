//! Iterator chains: each adapter in its shortest form.

use jvp::prelude::*;

/// One adapter: a chain from a slice `x` and a scalar `k` to a number, and its oracle.
macro_rules! chain {
    ($test:ident: $f:ident, $jvp:ident, $jvp_k:ident, |$x:ident, $k:ident| $oracle:expr) => {
        check! {
            $test, ($x dx: 4, $k dk) in -2.0..2.0;
            primal $f(&$x, $k);
            oracle $oracle;
            [$x $k] $jvp(&$x, &dx, $k, dk);
            [$k] $jvp_k(&$x, $k, dk);
        }
    };
}

#[derive_jvp(wrt(x, k), wrt(k) as map_k)]
fn map(x: &[f64], k: f64) -> f64 {
    x.iter().map(|v| v.sin() * k).sum()
}
chain!(chain_map: map, jvp_map, jvp_map_k, |x, k| x.iter().map(|v| v.sin() * k).sum::<Dual>());

#[derive_jvp(wrt(x, k), wrt(k) as zip_k)]
fn zip(x: &[f64], k: f64) -> f64 {
    x.iter().zip([k, 2.0]).map(|(a, b)| a * b).sum()
}
chain!(chain_zip: zip, jvp_zip, jvp_zip_k, |x, k| x[0] * k + x[1] * 2.0);

#[derive_jvp(wrt(x, k), wrt(k) as enumerate_k)]
fn enumerate(x: &[f64], k: f64) -> f64 {
    x.iter().enumerate().map(|(i, v)| v * k * i as f64).sum()
}
chain!(chain_enumerate: enumerate, jvp_enumerate, jvp_enumerate_k, |x, k| (x[1] + x[2] * 2.0 + x[3] * 3.0) * k);

#[derive_jvp(wrt(x, k), wrt(k) as rev_k)]
fn rev(x: &[f64], k: f64) -> f64 {
    x.iter().rev().fold(0.0, |y, v| y * k + v)
}
chain!(chain_rev: rev, jvp_rev, jvp_rev_k, |x, k| x[0] + (x[1] + (x[2] + x[3] * k) * k) * k);

#[derive_jvp(wrt(x, k), wrt(k) as skip_k)]
fn skip(x: &[f64], k: f64) -> f64 {
    x.iter().skip(2).map(|v| v * k).sum()
}
chain!(chain_skip: skip, jvp_skip, jvp_skip_k, |x, k| (x[2] + x[3]) * k);

#[derive_jvp(wrt(x, k), wrt(k) as take_k)]
fn take(x: &[f64], k: f64) -> f64 {
    x.iter().take(3).map(|v| v * k).sum()
}
chain!(chain_take: take, jvp_take, jvp_take_k, |x, k| (x[0] + x[1] + x[2]) * k);

#[derive_jvp(wrt(x, k), wrt(k) as step_by_k)]
fn step_by(x: &[f64], k: f64) -> f64 {
    x.iter().step_by(3).map(|v| v * k).sum()
}
chain!(chain_step_by: step_by, jvp_step_by, jvp_step_by_k, |x, k| (x[0] + x[3]) * k);

#[derive_jvp(wrt(x, k), wrt(k) as chain_k)]
fn chain(x: &[f64], k: f64) -> f64 {
    x.iter().chain(&[k, k * k]).map(|v| v * v).sum()
}
chain!(chain_chain: chain, jvp_chain, jvp_chain_k, |x, k| x.iter().map(|v| v * v).sum::<Dual>() + k * k + k.powi(4));

#[derive_jvp(wrt(x, k), wrt(k) as filter_k)]
fn filter(x: &[f64], k: f64) -> f64 {
    x.iter().filter(|v| **v > k).map(|v| v * k).sum::<f64>() + k
}
chain!(chain_filter: filter, jvp_filter, jvp_filter_k, |x, k| x.iter().filter(|v| **v > k).map(|v| v * k).sum::<Dual>() + k);

#[derive_jvp(wrt(x, k), wrt(k) as fold_k)]
fn fold(x: &[f64], k: f64) -> f64 {
    x.iter().fold(k, |y, v| y * v + 1.0)
}
chain!(chain_fold: fold, jvp_fold, jvp_fold_k, |x, k| (((k * x[0] + 1.0) * x[1] + 1.0) * x[2] + 1.0) * x[3] + 1.0);

#[derive_jvp(wrt(x, k), wrt(k) as sum_k)]
fn sum(x: &[f64], k: f64) -> f64 {
    let s: f64 = x.iter().sum();
    s * x.iter().copied().sum::<f64>() * k
}
chain!(chain_sum: sum, jvp_sum, jvp_sum_k, |x, k| (x[0] + x[1] + x[2] + x[3]).powi(2) * k);

#[derive_jvp(wrt(x, k), wrt(k) as product_k)]
fn product(x: &[f64], k: f64) -> f64 {
    x.iter().map(|v| v + k).product()
}
chain!(chain_product: product, jvp_product, jvp_product_k, |x, k| (x[0] + k) * (x[1] + k) * (x[2] + k) * (x[3] + k));

#[derive_jvp(wrt(x, k), wrt(k) as collect_k)]
fn collect(x: &[f64], k: f64) -> Vec<f64> {
    x.iter().map(|v| v * k).collect()
}
chain!(chain_collect: collect, jvp_collect, jvp_collect_k, |x, k| x.iter().map(|v| v * k).collect::<Vec<_>>());

#[derive_jvp(wrt(x, k), wrt(k) as copied_k)]
fn copied(x: &[f64], k: f64) -> f64 {
    x.iter().copied().map(|v| v * v * k).sum()
}
chain!(chain_copied: copied, jvp_copied, jvp_copied_k, |x, k| x.iter().map(|v| v * v * k).sum::<Dual>());

#[derive_jvp(wrt(x, k), wrt(k) as cloned_k)]
fn cloned(x: &[f64], k: f64) -> Vec<f64> {
    let mut y: Vec<f64> = x.iter().cloned().collect();
    y[0] *= k;
    y
}
chain!(chain_cloned: cloned, jvp_cloned, jvp_cloned_k, |x, k| [x[0] * k, x[1], x[2], x[3]]);

#[derive_jvp(wrt(x, k), wrt(k) as scan_k)]
fn scan(x: &[f64], k: f64) -> Vec<f64> {
    let sums = x.iter().scan(k, |state, v| {
        *state += v * k;
        Some(*state * *state)
    });
    sums.collect()
}
chain!(chain_scan: scan, jvp_scan, jvp_scan_k, |x, k| {
    let mut state = k;
    x.iter().map(|v| { state = state + v * k; state * state }).collect::<Vec<_>>()
});

#[derive_jvp(wrt(x, k), wrt(k) as max_by_k)]
fn max_by(x: &[f64], k: f64) -> f64 {
    let top = x.iter().copied().max_by(|a, b| a.total_cmp(b)).unwrap();
    top * k
}
chain!(chain_max_by: max_by, jvp_max_by, jvp_max_by_k, |x, k| {
    x.iter().fold(x[0], |a, &b| if b > a { b } else { a }) * k
});

#[derive_jvp(wrt(x, k), wrt(k) as min_by_k)]
fn min_by(x: &[f64], k: f64) -> f64 {
    let low = x
        .iter()
        .map(|v| v * k)
        .min_by(|a, b| a.partial_cmp(b).unwrap());
    low.unwrap()
}
chain!(chain_min_by: min_by, jvp_min_by, jvp_min_by_k, |x, k| {
    x.iter().map(|v| v * k).reduce(|a, b| if b < a { b } else { a }).unwrap()
});

// Integers that come of active data have no tangent, whatever is asked of them.
#[derive_jvp]
fn lengths(x: &[f64], y: f64) -> f64 {
    let rows = vec![vec![x[0]], vec![x[1], y], vec![y]];
    let longest = rows.iter().map(|r| r.len()).max().unwrap_or(0);
    let shortest = rows.iter().map(|r| r.len()).min().unwrap_or(0);
    let last = rows.iter().map(|r| r.len()).max_by_key(|n| 9 - *n);
    let positive = x.iter().map(|a| *a > 0.0).max().unwrap_or(false);
    let n = (longest * 100 + shortest * 10 + last.unwrap_or(7)) as f64;
    if positive { y * n } else { rows[1][0] * y }
}

check! {
    largest_of_integers, (x dx: 2, y dy) in -2.0..2.0;
    primal lengths(&x, y);
    oracle if x[0] > 0.0 || x[1] > 0.0 { y * 211.0 } else { x[1] * y };
    [x y] jvp_lengths(&x, &dx, y, dy);
    [y] lengths::jvp_01(&x, y, dy);
}

// What annotated functions give, collected into a `Result` or an `Option`: the collection says that
// they give one, wherever its own type stands.
#[derive_jvp]
fn checked_ln(x: f64) -> Result<f64, String> {
    if x > 0.0 {
        Ok(x.ln())
    } else {
        Err(format!("no logarithm"))
    }
}

#[derive_jvp]
fn maybe_ln(x: f64, k: f64) -> Option<f64> {
    if x > 0.0 { Some(k * x.ln()) } else { None }
}

#[derive_jvp(pushforward)]
fn logarithms(x: &[f64]) -> Result<f64, String> {
    let all = x
        .iter()
        .map(|&x| checked_ln(x))
        .collect::<Result<Vec<_>, _>>()?;
    let named: Vec<f64> = x
        .iter()
        .copied()
        .map(checked_ln)
        .collect::<Result<_, _>>()?;
    let squares: Result<Vec<_>, String> = x
        .iter()
        .map(|&x| {
            let y = checked_ln(x)?;
            Ok(y * y)
        })
        .collect();
    Ok(all.iter().sum::<f64>() * named[0] + squares?[1])
}

#[derive_jvp(pushforward)]
fn each_logarithm(x: &[f64]) -> Result<Vec<f64>, String> {
    x.iter().map(|x| checked_ln(*x)).collect()
}

#[derive_jvp(pushforward, wrt(x, k), wrt(k) as those_by_k)]
fn those_with_logarithm(x: &[f64], k: f64) -> Option<Vec<f64>> {
    let all: Option<Vec<f64>> = x.iter().map(|&x| maybe_ln(x, k)).collect();
    let some = x.iter().filter_map(|&x| maybe_ln(x - 1.0, k));
    let sum = some.sum::<f64>();
    all.map(|all| all.iter().map(|a| a + sum).collect())
}

#[test]
fn collected_results_and_options() {
    let (x, dx) = ([2.0, 0.5], [1.0, 0.25]);
    let lns = x.map(f64::ln);
    let dlns = [dx[0] / x[0], dx[1] / x[1]];
    let (value, tangent) = jvp_logarithms(&x, &dx).unwrap();
    assert_eq!(Ok(value), logarithms(&x));
    let sum = lns[0] + lns[1];
    let expected = (dlns[0] + dlns[1]) * lns[0] + sum * dlns[0] + 2.0 * lns[1] * dlns[1];
    assert!((tangent - expected).abs() < 1e-14);
    let pushed = pushforward_logarithms(&x, &dx).unwrap();
    assert!((pushed - expected).abs() < 1e-14);
    let error = Err("no logarithm".to_string());
    assert_eq!(
        jvp_logarithms(&[1.0, -1.0], &dx),
        error.clone().map(|()| (0.0, 0.0))
    );

    let both = (lns.to_vec(), dlns.to_vec());
    assert_eq!(each_logarithm(&x).as_ref(), Ok(&both.0));
    assert_eq!(pushforward_each_logarithm(&x, &dx).as_ref(), Ok(&both.1));
    assert_eq!(jvp_each_logarithm(&x, &dx), Ok(both.clone()));
    assert_eq!(jvp_each_logarithm(&[-1.0], &[1.0]), error.map(|()| both));

    let (value, tangent) = jvp_those_by_k(&x, 3.0, 1.0).unwrap();
    assert_eq!(Some(value), those_with_logarithm(&x, 3.0));
    assert_eq!(tangent, lns.to_vec());
    assert_eq!(jvp_those_with_logarithm(&[0.0], &[1.0], 3.0, 1.0), None);
    let (x, dx) = ([3.0, 0.5], [1.0, 0.25]);
    let (_, tangent) = jvp_those_with_logarithm(&x, &dx, 3.0, 1.0).unwrap();
    let dsum = 2.0_f64.ln() + 3.0 * dx[0] / 2.0;
    for i in 0..2 {
        let expected = x[i].ln() + 3.0 * dx[i] / x[i] + dsum;
        assert!((tangent[i] - expected).abs() < 1e-14);
    }
}

#[derive_jvp]
fn from_the_back(x: &[f64], bound: f64) -> f64 {
    let at = x.iter().rposition(|a| *a < bound).unwrap();
    let found = x.iter().rfind(|a| **a < bound).unwrap();
    let second = x.iter().nth_back(1).unwrap();
    let same: f64 = std::iter::repeat(bound).take(3).product();
    x[at] * found + second * same
}

check! {
    ends_of_iterators, (x dx, y dy) in -2.0..2.0;
    primal from_the_back(&[x, y, 9.0], 5.0);
    oracle y * y + y * 125.0;
    [x y] jvp_from_the_back(&[x, y, 9.0], &[dx, dy, 0.0], 5.0, 0.0);
}
