//! Iterator chains: every adapter, and what it does to values that carry a tangent.

use jvp::prelude::*;

// `zip`, `enumerate`, `rev` in an order that matters.
#[derive_jvp(wrt(x, y), wrt(y) as zipped_y)]
fn zipped(x: &[f64], y: &[f64]) -> f64 {
    let a: f64 = x.iter().zip(y.iter().rev()).map(|(a, b)| a * b).sum();
    let b: f64 = x
        .iter()
        .enumerate()
        .rev()
        .map(|(i, a)| a * i as f64)
        .product();
    let c: f64 = x
        .iter()
        .rev()
        .enumerate()
        .map(|(i, a)| a * a * i as f64)
        .sum();
    let d: f64 = x
        .iter()
        .zip(y)
        .zip(1..)
        .map(|((a, b), n)| (a - b).powi(n))
        .sum();
    a + b - c * d
}

check! {
    zip_enumerate_rev, (x dx: 3, y dy: 3) in -1.5..1.5;
    primal zipped(&x, &y);
    oracle {
        let a = x[0] * y[2] + x[1] * y[1] + x[2] * y[0];
        let b = x[0] * 0.0 * x[1] * x[2] * 2.0;
        let c = x[1] * x[1] + x[0] * x[0] * 2.0;
        let d = x[0] - y[0] + (x[1] - y[1]).powi(2) + (x[2] - y[2]).powi(3);
        a + b - c * d
    };
    [x y] jvp_zipped(&x, &dx, &y, &dy);
    [y] jvp_zipped_y(&x, &y, &dy);
}

// `skip`, `take`, `step_by`, `chain` cut and join; one side of the chain is constant.
#[derive_jvp(wrt(x), wrt(y) as cut_y)]
fn cut(x: &[f64], y: f64) -> f64 {
    let odd: f64 = x.iter().skip(1).step_by(2).take(2).sum();
    let ends: f64 = x[..2]
        .iter()
        .chain(&[2.0, y])
        .chain(&x[5..])
        .map(|v| v * v)
        .sum();
    let few: f64 = x.iter().skip(4).take(9).chain(&[y]).product();
    odd * ends + few
}

check! {
    skip_take_step_chain, (x dx: 6, y dy) in -1.5..1.5;
    primal cut(&x, y);
    oracle {
        let ends = x[0] * x[0] + x[1] * x[1] + 4.0 + y * y + x[5] * x[5];
        (x[1] + x[3]) * ends + x[4] * x[5] * y
    };
    [x] jvp_cut(&x, &dx, y);
    [y] jvp_cut_y(&x, y, dy);
}

// `filter` decides by the primal; the tangents of what is dropped are dropped.
#[derive_jvp(wrt(x), wrt(limit) as filtered_limit)]
fn filtered(x: &[f64], limit: f64) -> f64 {
    let above: Vec<f64> = x.iter().copied().filter(|v| *v > limit).collect();
    let below = x
        .iter()
        .filter(|&&v| v <= limit)
        .map(|v| v * limit)
        .sum::<f64>();
    let even: f64 = x
        .iter()
        .enumerate()
        .filter(|(i, v)| i % 2 == 0 && **v < 1.0)
        .map(|(_, v)| v * v)
        .sum();
    let logs: f64 = x.iter().filter(|v| **v > 0.0).map(|v| v.ln()).sum();
    above.iter().product::<f64>() + below * even + logs
}

check! {
    filters_decide_by_the_primal, (x dx: 6, limit dlimit) in -1.5..1.5;
    primal filtered(&x, limit);
    oracle {
        let zero = Dual::from(0.0);
        let (mut above, mut below, mut even, mut logs) = (Dual::from(1.0), zero, zero, zero);
        for i in 0..6 {
            let v = x[i];
            if v > limit { above = above * v } else { below = below + v * limit }
            if i % 2 == 0 && v < 1.0 { even = even + v * v }
            if v > 0.0 { logs = logs + v.ln() }
        }
        above + below * even + logs
    };
    [x] jvp_filtered(&x, &dx, limit);
    [limit] jvp_filtered_limit(&x, limit, dlimit);
}

// `fold` over a tuple: one part active, one counted, one of the two captured from outside.
#[derive_jvp(wrt(x), wrt(k) as folded_k)]
fn folded(x: &[f64], k: f64) -> f64 {
    let (s, p, n) = x.iter().fold((0.0, 1.0, 0_u32), |(s, p, n), v| {
        (s + v * k, p * (v + s), n + 1)
    });
    let horner = x.iter().rev().fold(0.0, |acc, &c| acc * k + c);
    s * p + horner / n as f64
}

check! {
    fold_over_a_tuple, (x dx: 4, k dk) in -1.2..1.2;
    primal folded(&x, k);
    oracle {
        let (mut s, mut p) = (Dual::from(0.0), Dual::from(1.0));
        for v in &x {
            p = p * (s + v);
            s = s + v * k;
        }
        s * p + (x[0] + x[1] * k + x[2] * k * k + x[3] * k * k * k) / 4.0
    };
    [x] jvp_folded(&x, &dx, k);
    [k] jvp_folded_k(&x, k, dk);
}

// `scan` carries a state by `&mut`, and ends early by `None`.
#[derive_jvp(wrt(x), wrt(y) as scanned_y)]
fn scanned(x: &[f64], y: f64) -> Vec<f64> {
    x.iter()
        .scan(y, |state, &v| {
            *state = *state * v + 1.0;
            if *state > 3.0 { None } else { Some(*state * y) }
        })
        .collect()
}

check! {
    scan_ends_early, (x dx: 4, y dy) in -2.0..2.0;
    primal scanned(&x, y);
    oracle {
        let mut state = y;
        let mut out = vec![];
        for v in &x {
            state = state * v + 1.0;
            if state > 3.0 { break }
            out.push(state * y);
        }
        out
    };
    [x] jvp_scanned(&x, &dx, y);
    [y] jvp_scanned_y(&x, y, dy);
}

// `max_by` and `min_by` follow the element that they choose.
#[derive_jvp(wrt(x), wrt(y) as extremes_y)]
fn extremes(x: &[f64], y: f64) -> f64 {
    let top = x.iter().copied().max_by(|a, b| a.total_cmp(b)).unwrap();
    let low = x.iter().min_by(|a, b| a.total_cmp(b)).unwrap();
    let (i, far) = x
        .iter()
        .map(|v| (v - y) * (v - y))
        .enumerate()
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .unwrap();
    let cap = x.iter().fold(f64::NEG_INFINITY, |m, &v| m.max(v * v));
    top * low + far * x[i] + cap
}

check! {
    extremes_follow_the_element, (x dx: 5, y dy) in -2.0..2.0;
    primal extremes(&x, y);
    oracle {
        let mut sorted = x.clone();
        sorted.sort_by(|a, b| a.re.total_cmp(&b.re));
        let (low, top) = (sorted[0], sorted[4]);
        let far = if top.re - y.re > y.re - low.re { top } else { low };
        let cap = if top.re.abs() > low.re.abs() { top * top } else { low * low };
        top * low + (far - y).powi(2) * far + cap
    };
    [x] jvp_extremes(&x, &dx, y);
    [y] jvp_extremes_y(&x, y, dy);
}

// A range is mapped to active values; the integers come first and stay constant.
#[derive_jvp(wrt(x), wrt(n) as series_n)]
fn series(x: f64, n: f64) -> f64 {
    let terms: Vec<f64> = (1..6).map(|k| x.powi(k) / (n + k as f64)).collect();
    let weights: Vec<usize> = (0..terms.len()).map(|i| i * i).collect();
    let a: f64 = terms.iter().zip(&weights).map(|(t, w)| t * *w as f64).sum();
    let b: f64 = (0..3).rev().map(|i| x * i as f64 + n).sum();
    let c = (0..4)
        .map(|i| if i % 2 == 0 { x } else { 1.0 })
        .product::<f64>();
    a + b * c
}

check! {
    ranges_map_to_active_values, (x dx, n dn) in 0.2..1.5;
    primal series(x, n);
    oracle {
        let a: Dual = (1..6).map(|k| x.powi(k) / (n + f64::from(k)) * f64::from((k - 1) * (k - 1))).sum();
        a + (x * 3.0 + n * 3.0) * x * x
    };
    [x] jvp_series(x, dx, n);
    [n] jvp_series_n(x, n, dn);
}

// `collect` into vectors of tuples and of vectors, which are iterated again.
#[derive_jvp(wrt(x), wrt(y) as collected_y)]
fn collected(x: &[f64], y: f64) -> f64 {
    let pairs: Vec<(f64, f64)> = x.iter().map(|v| (v * y, v - y)).collect();
    let rows: Vec<Vec<f64>> = pairs.iter().map(|(a, b)| vec![*a, *b, a * b]).collect();
    let indexed = pairs
        .iter()
        .enumerate()
        .map(|(i, (a, _))| (i, a * y))
        .collect::<Vec<_>>();
    let (i, last) = indexed[1];
    let s: f64 = rows.iter().map(|row| row.iter().sum::<f64>()).product();
    s + last * i as f64 + rows[0][2]
}

check! {
    collect_into_many_shapes, (x dx: 2, y dy) in -1.5..1.5;
    primal collected(&x, y);
    oracle {
        let (p, q) = ([x[0] * y, x[1] * y], [x[0] - y, x[1] - y]);
        let row = |i: usize| p[i] + q[i] + p[i] * q[i];
        row(0) * row(1) + p[1] * y + p[0] * q[0]
    };
    [x] jvp_collected(&x, &dx, y);
    [y] jvp_collected_y(&x, y, dy);
}

// `iter_mut` with zips on both sides: writes through one, reads through the other.
#[derive_jvp(wrt(x, y), wrt(y) as updated_y)]
fn updated(x: &mut [f64], y: &[f64], k: f64) -> f64 {
    for (a, b) in x.iter_mut().zip(y) {
        *a = *a * b + k;
    }
    for (i, a) in x.iter_mut().enumerate().skip(1) {
        *a *= y[i - 1];
    }
    for (a, (i, b)) in x.iter_mut().rev().zip(y.iter().enumerate()) {
        *a -= b * i as f64;
    }
    y.iter().zip(x.iter()).map(|(a, b)| a * b).sum()
}

check! {
    mutable_iterators_are_zipped, (x dx: 3, y dy: 3) in -1.5..1.5;
    primal { let s = updated(&mut x, &y, 0.5); (s, x) };
    oracle {
        let a = x[0] * y[0] + 0.5 - y[2] * 2.0;
        let b = (x[1] * y[1] + 0.5) * y[0] - y[1];
        let c = (x[2] * y[2] + 0.5) * y[1];
        (a * y[0] + b * y[1] + c * y[2], vec![a, b, c])
    };
    [x y] { let (s, ds) = jvp_updated(&mut x, &mut dx, &y, &dy, 0.5); ((s, x), (ds, dx)) };
    [y x] { let (s, ds) = jvp_updated_y(&mut x, &mut dx, &y, &dy, 0.5); ((s, x), (ds, dx)) };
}

// An iterator kept in a variable, and chains that lead on from it.
#[derive_jvp(wrt(x), wrt(y) as staged_y)]
fn staged(x: &[f64], y: f64) -> f64 {
    let scaled = x.iter().map(|v| v * y);
    let pairs = scaled.zip(x.iter().skip(1));
    let mut s = y;
    for (c, d) in pairs {
        s = s * c + d;
    }
    let squares = x.iter().rev().map(|v| v * v);
    s + squares.take(2).product::<f64>()
}

check! {
    iterator_is_kept_in_a_variable, (x dx: 3, y dy) in -1.5..1.5;
    primal staged(&x, y);
    oracle {
        let s = (y * x[0] * y + x[1]) * x[1] * y + x[2];
        s + x[2] * x[2] * x[1] * x[1]
    };
    [x] jvp_staged(&x, &dx, y);
    [y] jvp_staged_y(&x, y, dy);
}
