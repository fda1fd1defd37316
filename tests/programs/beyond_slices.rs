//! Methods of slices and vectors that the coverage table doesn't list, but that a user will write.
//!
//! What the macro can't do yet has to be an error with a help, and then belongs to the
//! tests of errors; a wrong tangent is never an answer.

use jvp::prelude::*;

// A place that is a call: the reference that a method returns is assigned to.
#[derive_jvp(wrt(x), wrt(y) as called_y)]
fn called(x: f64, y: f64) -> f64 {
    let mut v = vec![x, y, x * y];
    *v.first_mut().unwrap() += y;
    *v.get_mut(1).unwrap() *= v.len() as f64;
    *v.iter_mut().last().unwrap() -= x;
    if let Some(p) = v.get_mut(7) {
        *p = 1e9;
    }
    *(&mut v[0]) *= y;
    *v.last_mut().expect("three elements") * v[0] + v[1]
}

check! {
    place_is_a_call, (x dx, y dy) in -2.0..2.0;
    primal called(x, y);
    oracle (x * y - x) * (x + y) * y + y * 3.0;
    [x] jvp_called(x, dx, y);
    [y] jvp_called_y(x, y, dy);
}

// Every way to look at an element, some of which fail.
#[derive_jvp(wrt(x), wrt(y) as looks_y)]
fn looks(x: &[f64], y: f64) -> f64 {
    let first = x.first().copied().unwrap_or(y);
    let last = *x.last().unwrap_or(&1.0);
    let third = x.get(2).map_or(y, |v| v * y);
    let none = x.get(x.len()).cloned().unwrap_or_default();
    let range = x.get(1..3).map(|s| s.iter().sum::<f64>()).unwrap_or(0.5);
    let (head, tail) = x.split_first().map_or((0.0, x), |(h, t)| (*h, t));
    first * last + third - none + range * head * tail.len() as f64
}

check! {
    looks_at_a_long_slice, (x dx: 4, y dy) in -2.0..2.0;
    primal looks(&x, y);
    oracle x[0] * x[3] + x[2] * y + (x[1] + x[2]) * x[0] * 3.0;
    [x] jvp_looks(&x, &dx, y);
    [y] jvp_looks_y(&x, y, dy);
}

check! {
    looks_at_an_empty_slice, (x dx: 0, y dy) in -2.0..2.0;
    primal looks(&x, y);
    oracle y + y;
    [y] jvp_looks_y(&x, y, dy);
}

// Bulk writes: fill, copy, swap, reverse, rotate on parts of the slice.
#[derive_jvp(wrt(x, k), wrt(x) as bulk_x)]
fn bulk(x: &mut [f64], k: f64) {
    let copy = x.to_vec();
    x[..2].fill(k);
    x[3..].copy_from_slice(&copy[1..3]);
    x[1..4].reverse();
    x.swap(0, 4);
    x[2..].rotate_left(1);
    x[2] *= x[0];
    let n = x.len();
    x[n - 1..].clone_from_slice(&[copy[0] * k]);
}

check! {
    bulk_writes, (x dx: 5, k dk) in -2.0..2.0;
    primal { bulk(&mut x, k); x };
    // [k k c2 c1 c2], [k c1 c2 k c2], [c2 c1 c2 k k], [c2 c1 k k c2], [c2 c1 k*c2 k c0*k]
    oracle vec![x[2], x[1], k * x[2], k, x[0] * k];
    [x k] { jvp_bulk(&mut x, &mut dx, k, dk); (x, dx) };
    [x] { jvp_bulk_x(&mut x, &mut dx, k); (x, dx) };
}

// The remainder of exact chunks.
#[derive_jvp]
fn remainders(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for w in x.windows(3) {
        s += w[0] * w[2] - w[1];
    }
    for (i, c) in x.chunks(2).enumerate() {
        s += c[0] * c[c.len() - 1] * (i + 1) as f64;
    }
    let rest = &x[x.len() - x.len() % 3..];
    for c in x.chunks_exact(3) {
        if let [a, b, c] = c {
            s *= a - b * c;
        }
    }
    s - rest.iter().product::<f64>()
}

check! {
    chunks_have_a_remainder, (x dx: 5) in -1.5..1.5;
    primal remainders(&x);
    oracle {
        let windows = x[0] * x[2] - x[1] + x[1] * x[3] - x[2] + x[2] * x[4] - x[3];
        let chunks = x[0] * x[1] + x[2] * x[3] * 2.0 + x[4] * x[4] * 3.0;
        (windows + chunks) * (x[0] - x[1] * x[2]) - x[3] * x[4]
    };
    [x] jvp_remainders(&x, &dx);
}

// `filter`, `append`, `split_off` cut and join by the primal only.
#[derive_jvp(wrt(x), wrt(y) as pruned_y)]
fn pruned(x: &[f64], y: f64) -> f64 {
    let mut v: Vec<f64> = x.iter().copied().filter(|&a| a > y - 2.0).collect();
    v.append(&mut vec![y, y * y]);
    v.reverse();
    let tail = v.split_off(2);
    v.extend_from_slice(&[y, 1.0]);
    v.swap_remove(3);
    let sum: f64 = tail.iter().sum();
    v[0] * sum - v[1]
}

check! {
    vector_is_pruned_by_value, (x dx: 4, y dy) in -2.0..2.0;
    primal pruned(&x, y);
    oracle {
        let sum: Dual = x.iter().filter(|a| **a > y - 2.0).sum();
        y * y * sum - y
    };
    [x] jvp_pruned(&x, &dx, y);
    [y] jvp_pruned_y(&x, y, dy);
}
