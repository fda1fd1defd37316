//! `Vec`: growing, shrinking, and lists whose length follows the data.

use jvp::prelude::*;

// One after the other, everything that changes a vector's length.
#[derive_jvp(wrt(x, y), wrt(y) as edited_y)]
fn edited(x: f64, y: f64) -> Vec<f64> {
    let mut v = Vec::new();
    v.push(x);
    v.extend([y, x * y]);
    v.extend(&[1.0, y * y]);
    v.insert(1, x + y);
    let gone = v.remove(2);
    v.resize(7, gone * x);
    v.truncate(6);
    let last = v.pop().unwrap();
    v[0] *= last;
    v.remove(2);
    v.insert(v.len(), 3.0);
    v
}

check! {
    vector_is_edited, (x dx, y dy) in -2.0..2.0;
    primal edited(x, y);
    // x, x+y, xy, 1, yy, then yx and yx cut to six; the last one goes, then the third.
    oracle vec![x * (x * y), x + y, Dual::from(1.0), y * y, Dual::from(3.0)];
    [x y] jvp_edited(x, dx, y, dy);
    [y] jvp_edited_y(x, y, dy);
}

// A vector is cleared and filled again in each turn: its tangents have to go as well.
#[derive_jvp(wrt(x), wrt(k) as reused_k)]
fn reused(x: &[f64], k: f64) -> f64 {
    let mut buffer = Vec::with_capacity(4);
    let mut s = 0.0;
    for (i, &v) in x.iter().enumerate() {
        buffer.clear();
        for _ in 0..=i {
            buffer.push(v * k);
        }
        if i == 1 {
            buffer.resize(4, 0.5);
        }
        s += buffer.iter().product::<f64>() + buffer.len() as f64 * v;
    }
    s
}

check! {
    buffer_is_cleared_and_reused, (x dx: 3, k dk) in -1.5..1.5;
    primal reused(&x, k);
    oracle {
        let p: Vec<Dual> = x.iter().map(|v| v * k).collect();
        p[0] + x[0] + p[1] * p[1] * 0.25 + x[1] * 4.0 + p[2].powi(3) + x[2] * 3.0
    };
    [x] jvp_reused(&x, &dx, k);
    [k] jvp_reused_k(&x, k, dk);
}

// The vector starts constant, and gets active elements later.
#[derive_jvp(wrt(x), wrt(y) as ripening_y)]
fn ripening(x: f64, y: f64) -> f64 {
    let mut v = vec![1.0, 2.0];
    let before = v[0] + v[1];
    v.push(x);
    v[0] = y;
    let w = vec![3.0; 2];
    v.extend(w.iter().map(|c| c * x));
    v.extend(&w);
    let mut u = vec![vec![0.5], v];
    u[0].push(before);
    let v = u.pop().unwrap();
    v.iter().zip(1..).map(|(a, i)| a * i as f64).sum::<f64>() * u[0][1]
}

check! {
    constant_vector_becomes_active, (x dx, y dy) in -2.0..2.0;
    primal ripening(x, y);
    oracle (y + x * 30.0 + 4.0 + 39.0) * 3.0;
    [x] jvp_ripening(x, dx, y);
    [y] jvp_ripening_y(x, y, dy);
}

// A vector by value: moved in, changed, moved out.
#[derive_jvp(wrt(v, k), wrt(v) as consumed_v)]
fn consumed(mut v: Vec<f64>, k: f64) -> Vec<f64> {
    v.push(k);
    let w = v;
    let mut out = w.clone();
    for (i, a) in w.into_iter().enumerate().skip(1) {
        out[i] *= a;
    }
    out
}

check! {
    vector_is_moved_through, (v dv: 3, k dk) in -2.0..2.0;
    primal consumed(v, k);
    oracle vec![v[0], v[1] * v[1], v[2] * v[2], k * k];
    [v k] jvp_consumed(v, dv, k, dk);
    [v] jvp_consumed_v(v, dv, k);
}

// A vector behind `&mut`: its length changes for the caller, in primal and tangent.
#[derive_jvp(wrt(v, x))]
fn grown(v: &mut Vec<f64>, x: f64) -> usize {
    let n = v.len();
    for i in 0..n {
        if v[i] < 0.0 {
            v.push(v[i] * x);
        }
    }
    v.remove(0);
    v.len() - n
}

check! {
    callers_vector_grows, (v dv: 4, x dx) in -2.0..1.0;
    primal { if v[0] >= 0.0 { v[0] = -v[0] } let n = grown(&mut v, x); (n, v) };
    oracle {
        if v[0] >= 0.0 { v[0] = -v[0] }
        let pushed: Vec<Dual> = v.iter().filter(|v| **v < 0.0).map(|v| *v * x).collect();
        (pushed.len() - 1, [&v[1..], &pushed[..]].concat())
    };
    [v x] {
        if v[0] >= 0.0 { v[0] = -v[0]; dv[0] = -dv[0] }
        let (n, ()) = jvp_grown(&mut v, &mut dv, x, dx);
        ((n, v), dv)
    };
}

// A vector of tuples of which one part is an integer, sorted by the float.
#[derive_jvp(wrt(x))]
fn ranked(x: &[f64]) -> f64 {
    let mut pairs: Vec<(usize, f64)> = Vec::new();
    for (i, v) in x.iter().enumerate() {
        pairs.push((i, v * v));
    }
    pairs.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut s = 0.0;
    for (rank, (i, v)) in pairs.iter().enumerate() {
        s += v * x[*i] * (rank + 1) as f64;
    }
    pairs.pop().map(|(i, v)| v + x[i]).unwrap() + s
}

check! {
    vector_of_pairs_is_sorted, (x dx: 4) in -2.0..2.0;
    primal ranked(&x);
    oracle {
        let mut cubes = x.clone();
        cubes.sort_by(|a, b| a.re.abs().total_cmp(&b.re.abs()));
        let weighted: Dual = cubes.iter().zip(1..).map(|(v, n)| v.powi(3) * f64::from(n)).sum();
        cubes[3] * cubes[3] + cubes[3] + weighted
    };
    [x] jvp_ranked(&x, &dx);
}

// A table that is filled bottom up, each entry reading earlier ones by a computed index.
#[derive_jvp(wrt(p, q))]
fn tabulated(p: f64, q: f64, n: usize) -> f64 {
    let mut table = vec![0.0; n + 1];
    table[0] = p;
    for i in 1..=n {
        let half = table[i / 2];
        table[i] = if i % 2 == 0 {
            half * q
        } else {
            half + table[i - 1]
        };
    }
    table[n] / (1.0 + table[n / 3] * table[n / 3])
}

check! {
    table_by_dynamic_programming, (p dp, q dq) in -1.5..1.5;
    primal tabulated(p, q, 9);
    // t1 = 2p, t2 = 2pq, t3 = 2p+2pq, t4 = 2pqq, t8 = 2pqqq, t9 = t4 + t8
    oracle {
        let top = p * 2.0 * q * q * (q + 1.0);
        top / ((p * 2.0 * (q + 1.0)).powi(2) + 1.0)
    };
    [p q] jvp_tabulated(p, dp, q, dq, 9);
}

// A boxed value, and a vector of options.
#[derive_jvp(wrt(x), wrt(y) as boxed_y)]
fn boxed(x: f64, y: f64) -> f64 {
    let mut b = Box::new(x * y);
    *b += y;
    let list = vec![Some(*b), None, Some(y)];
    let mut s = 1.0;
    for item in &list {
        match item {
            Some(v) => s *= v,
            None => s += x,
        }
    }
    for item in list {
        if let Some(v) = item {
            s += v;
        }
    }
    s
}

check! {
    boxes_and_options_in_vectors, (x dx, y dy) in -2.0..2.0;
    primal boxed(x, y);
    oracle {
        let b = x * y + y;
        (b + x) * y + b + y
    };
    [x] jvp_boxed(x, dx, y);
    [y] jvp_boxed_y(x, y, dy);
}
