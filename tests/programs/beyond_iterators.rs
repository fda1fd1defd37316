//! Iterator methods that the coverage table doesn't list, but that a user will write.
//!
//! What the macro can't do yet has to be an error with a help, and then belongs to the
//! tests of errors; a wrong tangent is never an answer.

use jvp::prelude::*;

// `while let Some(..) = it.next()` by hand: the iterator is a variable.
#[derive_jvp(wrt(x), wrt(y) as by_hand_y)]
fn by_hand(x: &[f64], y: f64) -> f64 {
    let mut it = x.iter();
    let mut s = y;
    while let Some(&a) = it.next() {
        let Some(b) = it.next() else {
            s += a;
            break;
        };
        s = s * a - b;
    }
    s
}

check! {
    iterator_is_stepped_by_hand, (x dx: 5, y dy) in -1.5..1.5;
    primal by_hand(&x, y);
    oracle ((y * x[0] - x[1]) * x[2] - x[3]) + x[4];
    [x] jvp_by_hand(&x, &dx, y);
    [y] jvp_by_hand_y(&x, y, dy);
}

// `collect` into a vector of tuples, of vectors, and into an `Option` of a vector.
#[derive_jvp(wrt(x), wrt(y) as collected_y)]
fn collected(x: &[f64], y: f64) -> Option<f64> {
    let pairs: Vec<(f64, f64)> = x.iter().map(|v| (v * y, v - y)).collect();
    let rows: Vec<Vec<f64>> = pairs.iter().map(|(a, b)| vec![*a, *b, a * b]).collect();
    let (p, q): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
    let roots: Option<Vec<f64>> = p
        .iter()
        .map(|v| {
            if *v > -1.0 {
                Some((v + 1.0).sqrt())
            } else {
                None
            }
        })
        .collect();
    let roots = roots?;
    Some(rows.iter().flatten().sum::<f64>() + roots[0] * q[1] + rows.concat()[2])
}

check! {
    collect_into_many_shapes, (x dx: 2, y dy) in -1.2..1.2;
    primal collected(&x, y);
    oracle {
        let (p, q) = ([x[0] * y, x[1] * y], [x[0] - y, x[1] - y]);
        let all = p[0] + q[0] + p[0] * q[0] + p[1] + q[1] + p[1] * q[1];
        (p[0] > -1.0 && p[1] > -1.0).then(|| all + (p[0] + 1.0).sqrt() * q[1] + p[0] * q[0])
    };
    [x] jvp_collected(&x, &dx, y);
    [y] jvp_collected_y(&x, y, dy);
}

// An iterator kept in a variable, partly consumed, then consumed by a `for`.
#[derive_jvp(wrt(x), wrt(y) as staged_y)]
fn staged(x: &[f64], y: f64) -> f64 {
    let scaled = x.iter().map(|v| v * y);
    let mut pairs = scaled.zip(x.iter().skip(1));
    let (a, b) = pairs.next().unwrap();
    let mut s = a - b;
    for (c, d) in pairs {
        s = s * c + d;
    }
    let mut back = x.iter().copied();
    let last = back.next_back().unwrap();
    let rest: f64 = back.sum();
    s + last * rest
}

check! {
    iterator_is_consumed_in_stages, (x dx: 4, y dy) in -1.5..1.5;
    primal staged(&x, y);
    oracle {
        let s = ((x[0] * y - x[1]) * x[1] * y + x[2]) * x[2] * y + x[3];
        s + x[3] * (x[0] + x[1] + x[2])
    };
    [x] jvp_staged(&x, &dx, y);
    [y] jvp_staged_y(&x, y, dy);
}

// Questions to an iterator have constant answers, even about active values.
#[derive_jvp(wrt(x), wrt(y) as asked_y)]
fn asked(x: &[f64], y: f64) -> f64 {
    let any = x.iter().any(|v| v * y > 1.0);
    let all = x.iter().all(|&v| v > -1.2);
    let count = x.iter().filter(|v| **v > 0.0).count();
    let place = x.iter().position(|v| *v > y);
    let first = x.iter().find(|v| **v > 0.5).copied();
    let nth = x.iter().nth(count % x.len()).unwrap();
    let base = if any { nth * y } else { nth - y };
    let base = if all { base * base } else { base };
    base + place.map_or(y, |i| x[i] * i as f64) + first.unwrap_or(y)
}

check! {
    questions_to_an_iterator, (x dx: 4, y dy) in -1.5..1.5;
    primal asked(&x, y);
    oracle {
        let re: Vec<f64> = x.iter().map(|v| v.re).collect();
        let n = x[re.iter().filter(|v| **v > 0.0).count() % 4];
        let base = if re.iter().any(|v| v * y.re > 1.0) { n * y } else { n - y };
        let base = if re.iter().all(|v| *v > -1.2) { base * base } else { base };
        let place = (0..4).find(|&i| x[i] > y);
        let first = (0..4).find(|&i| x[i] > 0.5);
        base + place.map_or(y, |i| x[i] * i as f64) + first.map_or(y, |i| x[i])
    };
    [x] jvp_asked(&x, &dx, y);
    [y] jvp_asked_y(&x, y, dy);
}

// `filter_map` chooses and computes at once; `take_while` and `skip_while` cut by the primal.
#[derive_jvp(wrt(x), wrt(limit) as whiles_limit)]
fn whiles(x: &[f64], limit: f64) -> f64 {
    let found: f64 = x
        .iter()
        .filter_map(|v| if *v > 0.0 { Some(v.ln()) } else { None })
        .sum();
    let until: f64 = x.iter().take_while(|v| **v < 1.2).sum();
    let after: f64 = x.iter().skip_while(|v| **v < 1.2).map(|v| v * limit).sum();
    found + until - after
}

check! {
    filter_map_and_the_whiles, (x dx: 6, limit dlimit) in -1.5..1.5;
    primal whiles(&x, limit);
    oracle {
        let (mut found, mut until, mut after) = (limit * 0.0, limit * 0.0, limit * 0.0);
        let mut stopped = false;
        for v in &x {
            if *v > 0.0 { found = found + v.ln() }
            stopped |= *v >= 1.2;
            if stopped { after = after + v * limit } else { until = until + v }
        }
        found + until - after
    };
    [x] jvp_whiles(&x, &dx, limit);
    [limit] jvp_whiles_limit(&x, limit, dlimit);
}

// `flat_map`, `once`, `for_each`, `reduce`, `last`, and an option as an iterator.
#[derive_jvp(wrt(x), wrt(k) as flat_k)]
fn flat(x: &mut [f64], k: f64) -> f64 {
    let b: f64 = (0..3).rev().flat_map(|i| [k * i as f64, k]).sum();
    let few: f64 = x
        .iter()
        .chain(std::iter::once(&k))
        .chain(x.last())
        .product();
    let most = x
        .iter()
        .copied()
        .reduce(|a, b| if b > a { b } else { a })
        .unwrap();
    x.iter_mut()
        .enumerate()
        .for_each(|(i, a)| *a *= k + i as f64);
    b * few + most
}

check! {
    flat_map_once_for_each_reduce, (x dx: 3, k dk) in -1.5..1.5;
    primal { let y = flat(&mut x, k); (y, x) };
    oracle {
        let most = x[1..].iter().fold(x[0], |a, &b| if b > a { b } else { a });
        let y = k * 6.0 * (x[0] * x[1] * x[2] * k * x[2]) + most;
        (y, [x[0] * k, x[1] * (k + 1.0), x[2] * (k + 2.0)])
    };
    [x] { let (y, dy) = jvp_flat(&mut x, &mut dx, k); ((y, x), (dy, dx)) };
    [x k] { let (y, dy) = jvp_flat_k(&mut x, &mut dx, k, dk); ((y, x), (dy, dx)) };
}
