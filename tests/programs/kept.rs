//! `Option`s and `Result`s as elements: kept in lists, gone through in loops, and folds that may
//! end early.
//!
//! The errors can't be cloned, so that nothing may need a second one.

use jvp::prelude::*;

#[derive(Debug, PartialEq)]
pub struct Negative(usize);

impl crate::flat::Flat for Negative {
    fn push(&self, values: &mut Vec<f64>, tangents: &mut Vec<f64>) {
        self.0.push(values, tangents);
    }
}

mod roots {
    //! Elsewhere: what these return is not read off the file of their callers.

    use super::Negative;
    use jvp::prelude::*;

    #[derive_jvp]
    pub fn tried(i: usize, x: f64) -> Result<f64, Negative> {
        if x < 0.0 {
            Err(Negative(i))
        } else {
            Ok(x.sqrt())
        }
    }

    #[derive_jvp]
    pub fn found(x: f64) -> Option<f64> {
        (x >= 0.0).then(|| x.sqrt())
    }
}
use roots::{found, tried};

#[derive_jvp]
fn halved(x: f64) -> Option<f64> {
    if x > -1.0 { Some(x * 0.5) } else { None }
}

// A list of results, by reference and by value: `match`, `if let`, `let else` and `?`.
#[derive_jvp(wrt(x), wrt(y) as visited_y)]
fn visited(x: &[f64], y: f64) -> Result<f64, Negative> {
    let results: Vec<Result<f64, Negative>> =
        x.iter().enumerate().map(|(i, v)| tried(i, v * y)).collect();
    let mut s = y;
    for r in &results {
        match r {
            Ok(v) if *v > 0.8 => s += v * v * v,
            Ok(v) => s *= v,
            Err(_) => s *= 2.0,
        }
    }
    for (i, r) in results.iter().enumerate() {
        if let Ok(v) = r {
            s += v * i as f64;
        }
    }
    for r in &results {
        let Ok(v) = r else { break };
        s -= v.sin();
    }
    s += results.iter().flatten().sum::<f64>();
    s += results
        .iter()
        .filter_map(|r| r.as_ref().ok())
        .map(|v| v * y)
        .sum::<f64>();
    for r in results {
        let v = r?;
        s += v * v * v;
    }
    Ok(s)
}

check! {
    results_in_a_list, (x dx: 3, y dy) in -0.2..2.0;
    primal visited(&x, y);
    oracle {
        let roots: Vec<Option<Dual>> = x.iter().map(|v| v * y).map(|v| (v >= 0.0).then(|| v.sqrt())).collect();
        let mut s = y;
        for r in &roots {
            s = match r {
                Some(v) if *v > 0.8 => s + v.powi(3),
                Some(v) => s * v,
                None => s * 2.0,
            };
        }
        let mut ahead = true;
        for (i, r) in roots.iter().enumerate() {
            ahead &= r.is_some();
            if let Some(v) = r {
                s += *v * i as f64 + *v + *v * y;
                if ahead {
                    s -= v.sin();
                }
            }
        }
        match roots.iter().position(Option::is_none) {
            Some(i) => Err(Negative(i)),
            None => Ok(s + roots.iter().flatten().map(|v| v.powi(3)).fold(Dual::from(0.0), |a, b| a + b)),
        }
    };
    [x] jvp_visited(&x, &dx, y);
    [y] jvp_visited_y(&x, y, dy);
}

// Lists of options, in tuples and arrays too; options of options.
#[derive_jvp(wrt(x), wrt(y) as stacked_y)]
fn stacked(x: &[f64], y: f64) -> Option<f64> {
    let mut stack: Vec<Option<f64>> = Vec::new();
    for v in x {
        stack.push(halved(v * y));
        stack.push(None);
    }
    let mut s = 1.0;
    while let Some(top) = stack.pop() {
        match top {
            Some(v) => s += v * v,
            None => s *= 1.5,
        }
    }
    let table: Vec<(usize, Option<f64>)> = x
        .iter()
        .enumerate()
        .map(|(i, v)| (i, found(v + y)))
        .collect();
    for (i, entry) in &table {
        if let Some(v) = entry {
            s += v * *i as f64;
        }
    }
    let three = [halved(x[0]), None, Some(y * 2.0)];
    s += three.iter().flatten().sum::<f64>() * y;
    s *= three.into_iter().map(|o| o.unwrap_or(1.5)).product::<f64>();
    let steps: Vec<Option<f64>> = x.windows(2).map(|w| halved(w[1] - w[0])).collect();
    let squares = steps.iter().copied().flatten().fold(0.0, |a, b| a + b * b);
    Some(s * steps.first().copied().flatten()? + squares)
}

check! {
    options_in_a_list, (x dx: 3, y dy) in -0.9..0.9;
    primal stacked(&x, y);
    oracle {
        let half = |v: Dual| (v > -1.0).then(|| v * 0.5);
        let mut s = Dual::from(1.0);
        for v in x.iter().rev() {
            s *= 1.5;
            s = match half(v * y) { Some(v) => s + v * v, None => s * 1.5 };
        }
        for (i, v) in x.iter().enumerate() {
            if *v + y >= 0.0 {
                s += (v + y).sqrt() * i as f64;
            }
        }
        s += (half(x[0]).unwrap_or(Dual::from(0.0)) + y * 2.0) * y;
        s *= half(x[0]).unwrap_or(Dual::from(1.5)) * 1.5 * y * 2.0;
        let (a, b) = (half(x[1] - x[0]), half(x[2] - x[1]));
        let squared = |v: Option<Dual>| v.map_or(Dual::from(0.0), |v| v * v);
        a.map(|first| s * first + squared(a) + squared(b))
    };
    [x] jvp_stacked(&x, &dx, y);
    [y] jvp_stacked_y(&x, y, dy);
}

// Sums and products of what may be missing, and lists of it that may be.
#[derive_jvp(wrt(x), wrt(y) as gathered_y)]
fn gathered(x: &[f64], y: f64) -> Option<f64> {
    let sum = x.iter().map(|v| halved(*v)).sum::<Option<f64>>()?;
    let product: Option<f64> = x.iter().map(|v| found(v * v * y)).product();
    let list = x
        .iter()
        .map(|v| halved(v * y))
        .collect::<Option<Vec<_>>>()?;
    let kept: Vec<Option<f64>> = list.iter().map(|v| halved(*v)).collect();
    let again: Option<Vec<f64>> = kept.into_iter().collect();
    let flat: f64 = x.iter().map(|v| halved(v - y)).flatten().sum();
    let named = x.iter().map(|v| halved(v + y));
    let of_named = named.sum::<Option<f64>>();
    Some(sum * product? + list[0] * again?[1] + flat * of_named.unwrap_or(y))
}

check! {
    sums_of_options, (x dx: 2, y dy) in -0.5..1.5;
    primal gathered(&x, y);
    oracle {
        let half = |v: Dual| (v > -1.0).then(|| v * 0.5);
        let (a, b) = (x[0], x[1]);
        if y < 0.0 || half(a * y).is_none() || half(b * y).is_none() {
            None
        } else {
            let sum = (a + b) * 0.5;
            let product = (a * a * y).sqrt() * (b * b * y).sqrt();
            let flat = [a - y, b - y].into_iter().filter_map(half).fold(Dual::from(0.0), |s, v| s + v);
            let named = half(a + y).and_then(|p| half(b + y).map(|q| p + q)).unwrap_or(y);
            Some(sum * product + a * y * 0.5 * b * y * 0.25 + flat * named)
        }
    };
    [x] jvp_gathered(&x, &dx, y);
    [y] jvp_gathered_y(&x, y, dy);
}

// `try_fold`, with a number, with a tuple, with its type written and with a function's.
#[derive_jvp(wrt(x), wrt(y) as tried_all_y)]
fn tried_all(x: &[f64], y: f64) -> Result<f64, Negative> {
    let mut left = x.iter();
    let product = left.try_fold(y, |a, v| if *v > 1.2 { None } else { Some(a * v) });
    let rest: f64 = left.sum();
    let total = x
        .iter()
        .enumerate()
        .try_fold(1.0, |a, (i, v)| Ok(a + tried(i, v + y)? * a))?;
    let (low, high) = x
        .iter()
        .try_fold((9.0_f64, 0.0_f64), |(low, high), v| {
            if v.is_nan() {
                None
            } else {
                Some((low.min(*v), high.max(*v)))
            }
        })
        .unwrap_or((0.0, 0.0));
    let few = x
        .iter()
        .try_fold(0.0, |a, v| -> Option<f64> { Some(a + halved(v - y)?) });
    let root = x
        .iter()
        .map(|v| tried(9, v * y))
        .sum::<Result<f64, Negative>>();
    Ok(product.unwrap_or(2.0) * rest
        + total * (high - low)
        + few.unwrap_or(y)
        + root.unwrap_or(x[0]))
}

check! {
    tries_in_folds, (x dx: 3, y dy) in -0.3..1.5;
    primal tried_all(&x, y);
    oracle {
        let zero = Dual::from(0.0);
        let sum = |v: &[Dual]| v.iter().fold(zero, |s, v| s + v);
        let end = x.iter().position(|v| *v > 1.2);
        let (product, rest) = match end {
            None => (x.iter().fold(y, |a, v| a * v), zero),
            Some(i) => (Dual::from(2.0), sum(&x[i + 1..])),
        };
        let mut total = Dual::from(1.0);
        let mut low = Dual::from(9.0);
        let mut high = zero;
        for v in &x {
            if *v + y >= 0.0 {
                total = total + (v + y).sqrt() * total;
            }
            if *v < low { low = *v }
            if *v > high { high = *v }
        }
        let few = if x.iter().all(|v| *v - y > -1.0) { (sum(&x) - y * 3.0) * 0.5 } else { y };
        let root = match x.iter().all(|v| v * y >= 0.0) {
            true => x.iter().fold(zero, |s, v| s + (v * y).sqrt()),
            false => x[0],
        };
        match x.iter().position(|v| *v + y < 0.0) {
            Some(i) => Err(Negative(i)),
            None => Ok(product * rest + total * (high - low) + few + root),
        }
    };
    [x] jvp_tried_all(&x, &dx, y);
    [y] jvp_tried_all_y(&x, y, dy);
}

// Results that are written down, one of them an error, beside calls; a pushforward of them.
#[derive_jvp(pushforward, wrt(x, y), wrt(y) as written_y)]
fn written(x: f64, y: f64) -> Result<f64, Negative> {
    let mut held: Vec<Result<f64, Negative>> = vec![Ok(x * y), Err(Negative(3)), tried(0, y)];
    held.push(Ok(y));
    held.push(Err(Negative(1)));
    let mut best = tried(1, x);
    if y > 0.5 {
        best = tried(2, y);
    }
    held.push(best);
    let mut s = 0.0;
    while let Some(r) = held.pop() {
        s += match r {
            Ok(v) => v * x,
            Err(e) => y * e.0 as f64,
        };
    }
    let pair: (Result<f64, Negative>, f64) = (tried(4, x * y), 3.0);
    Ok(pair.0? * s)
}

check! {
    results_that_are_written_down, (x dx, y dy) in 0.1..1.5;
    primal written(x, y);
    oracle {
        let best = if y > 0.5 { y.sqrt() } else { x.sqrt() };
        let s = x * (x * y + y.sqrt() + y + best) + y * 4.0;
        Ok::<_, Negative>((x * y).sqrt() * s)
    };
    [x y] jvp_written(x, dx, y, dy);
    [x y] Ok::<_, Negative>((written(x, y).unwrap(), pushforward_written(x, dx, y, dy).unwrap()));
    [y] jvp_written_y(x, y, dy);
}

// Lists as results, which `collect` gathers in two ways.
#[derive_jvp]
fn each(x: &[f64]) -> Vec<Option<f64>> {
    x.iter().map(|v| halved(v * v - 1.2)).collect()
}

#[derive_jvp]
fn every(x: &[f64]) -> Option<Vec<f64>> {
    x.iter().map(|v| halved(v * v - 1.2)).collect()
}

check! {
    lists_as_results, (x dx: 2) in -1.5..1.5;
    primal (each(&x), every(&x));
    oracle {
        let half: Vec<Option<Dual>> = x.iter().map(|v| v * v - 1.2).map(|v| (v > -1.0).then(|| v * 0.5)).collect();
        let all: Option<Vec<Dual>> = half.iter().copied().collect();
        (half, all)
    };
    [x] {
        let (a, b) = (jvp_each(&x, &dx), jvp_every(&x, &dx).unzip());
        ((a.0, b.0), (a.1, b.1))
    };
}

// What comes behind the first that is missing is not looked at.
#[derive_jvp(wrt(x))]
fn looked_at(x: &[f64], seen: &mut u32) -> Option<f64> {
    let sum = x
        .iter()
        .map(|v| {
            *seen += 1;
            halved(*v)
        })
        .sum::<Option<f64>>();
    Some(sum.unwrap_or(1.0) * x[0])
}

#[test]
fn a_sum_ends_at_the_first_that_is_missing() {
    let mut seen = 0;
    assert_eq!(looked_at(&[3.0, -2.0, 1.0], &mut seen), Some(3.0));
    assert_eq!(std::mem::take(&mut seen), 2);
    let result = jvp_looked_at(&[3.0, -2.0, 1.0], &[1.0, 1.0, 1.0], &mut seen);
    assert_eq!((result, seen), (Some((3.0, 1.0)), 2));
    let result = jvp_looked_at(&[2.0, 4.0], &[1.0, 0.0], &mut seen);
    assert_eq!((result, seen), (Some((6.0, 4.0)), 4));
}

#[derive_jvp]
fn powers(v: f64) -> Vec<f64> {
    vec![v, v * v]
}

// A function of this module gives a list for each: in a row, and as elements.
#[derive_jvp]
fn listed(x: &[f64], y: f64) -> f64 {
    let all: f64 = x.iter().flat_map(|v| powers(v * y)).sum();
    let rows = x.iter().map(|v| powers(*v)).flatten().map(|v| v * y);
    let lists: Vec<Vec<f64>> = x.iter().map(|v| powers(*v + y)).collect();
    all * lists[0][1] + rows.sum::<f64>()
}

check! {
    lists_of_calls, (x dx: 2, y dy) in -1.5..1.5;
    primal listed(&x, y);
    oracle {
        let p = |v: Dual| v + v * v;
        (p(x[0] * y) + p(x[1] * y)) * (x[0] + y) * (x[0] + y) + (p(x[0]) + p(x[1])) * y
    };
    [x y] jvp_listed(&x, &dx, y, dy);
}
