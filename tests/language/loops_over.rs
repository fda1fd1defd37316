//! What a `for` loop runs over.

use jvp::prelude::*;

#[derive_jvp]
fn range_reversed(x: f64) -> f64 {
    let mut y = 0.0;
    for i in (0..3).rev() {
        y = y * x + i as f64;
    }
    y
}

check! {
    range_rev, (x dx) in -2.0..2.0;
    primal range_reversed(x);
    oracle x * x * 2.0 + x;
    [x] jvp_range_reversed(x, dx);
}

#[derive_jvp]
fn range_stepped(x: f64) -> f64 {
    let mut y = 0.0;
    for i in (1..=7).step_by(3) {
        y += x.powi(i);
    }
    y
}

check! {
    range_step_by, (x dx) in -1.2..1.2;
    primal range_stepped(x);
    oracle x + x.powi(4) + x.powi(7);
    [x] jvp_range_stepped(x, dx);
}

#[derive_jvp]
fn slice(x: &[f64]) -> f64 {
    let mut y = 0.0;
    for v in x {
        y += v * v;
    }
    for &v in x {
        y *= v;
    }
    y
}

check! {
    slices, (x dx: 2) in -2.0..2.0;
    primal slice(&x);
    oracle (x[0] * x[0] + x[1] * x[1]) * x[0] * x[1];
    [x] jvp_slice(&x, &dx);
}

#[derive_jvp]
fn vector(x: Vec<f64>) -> f64 {
    let mut y = 0.0;
    let mut x = x;
    for v in &mut x {
        *v *= 2.0;
    }
    for v in &x {
        y += v;
    }
    for v in x {
        y += v * v;
    }
    y
}

check! {
    vectors_three_ways, (x dx: 2) in -2.0..2.0;
    primal vector(x);
    oracle (x[0] + x[1]) * 2.0 + (x[0] * x[0] + x[1] * x[1]) * 4.0;
    [x] jvp_vector(x, dx);
}

#[derive_jvp]
fn array(x: [f64; 2], k: f64) -> f64 {
    let mut y = k;
    for v in x {
        y = y * v + k;
    }
    for v in [k, 2.0] {
        y += v;
    }
    y
}

check! {
    arrays, (x dx: 2, k dk) in -2.0..2.0;
    primal array(arr(&x), k);
    oracle (k * x[0] + k) * x[1] + k + k + 2.0;
    [x k] jvp_array(arr(&x), arr(&dx), k, dk);
}

#[derive_jvp]
fn iter(x: &[f64]) -> f64 {
    let mut y = 1.0;
    for v in x.iter() {
        y *= v;
    }
    y
}

check! {
    iter_of_a_slice, (x dx: 3) in -2.0..2.0;
    primal iter(&x);
    oracle x[0] * x[1] * x[2];
    [x] jvp_iter(&x, &dx);
}

#[derive_jvp]
fn iter_mut(x: &mut [f64]) {
    for v in x.iter_mut() {
        *v = *v * *v;
    }
}

check! {
    iter_mut_of_a_slice, (x dx: 3) in -2.0..2.0;
    primal { iter_mut(&mut x); x };
    oracle x.iter().map(|v| v * v).collect::<Vec<_>>();
    [x] { jvp_iter_mut(&mut x, &mut dx); (x, dx) };
}

#[derive_jvp]
fn into_iter(x: Vec<f64>) -> f64 {
    let mut y = 0.0;
    for v in x.into_iter() {
        y = y * 0.5 + v;
    }
    y
}

check! {
    into_iter_of_a_vector, (x dx: 3) in -2.0..2.0;
    primal into_iter(x);
    oracle x[0] * 0.25 + x[1] * 0.5 + x[2];
    [x] jvp_into_iter(x, dx);
}

#[derive_jvp]
fn enumerate(x: &[f64]) -> f64 {
    let mut y = 0.0;
    for (i, v) in x.iter().enumerate() {
        y += v.powi(i as i32);
    }
    y
}

check! {
    enumerate_in_a_loop, (x dx: 3) in -2.0..2.0;
    primal enumerate(&x);
    oracle x[1] + x[2] * x[2] + 1.0;
    [x] jvp_enumerate(&x, &dx);
}

#[derive_jvp(wrt(x), wrt(x, y) as zip_both)]
fn zip(x: &[f64], y: &[f64]) -> f64 {
    let mut s = 0.0;
    for (a, b) in x.iter().zip(y) {
        s += a * b;
    }
    s
}

check! {
    zip_in_a_loop, (x dx: 2, y dy: 3) in -2.0..2.0;
    primal zip(&x, &y);
    oracle x[0] * y[0] + x[1] * y[1];
    [x] jvp_zip(&x, &dx, &y);
    [x y] jvp_zip_both(&x, &dx, &y, &dy);
}

#[derive_jvp]
fn windows(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for w in x.windows(2) {
        s += (w[1] - w[0]) * (w[1] - w[0]);
    }
    s
}

check! {
    windows_of_a_slice, (x dx: 3) in -2.0..2.0;
    primal windows(&x);
    oracle (x[1] - x[0]).powi(2) + (x[2] - x[1]).powi(2);
    [x] jvp_windows(&x, &dx);
}

#[derive_jvp]
fn chunks(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for c in x.chunks(2) {
        s += c[0] * c[c.len() - 1];
    }
    for c in x.chunks_exact(2) {
        s += c[0] - c[1];
    }
    s
}

check! {
    chunks_of_a_slice, (x dx: 3) in -2.0..2.0;
    primal chunks(&x);
    oracle x[0] * x[1] + x[2] * x[2] + x[0] - x[1];
    [x] jvp_chunks(&x, &dx);
}

#[derive_jvp]
fn chunks_mut(x: &mut [f64]) {
    for c in x.chunks_mut(2) {
        c[0] *= 3.0;
    }
    for c in x.chunks_exact_mut(2) {
        c[1] = c[0] * c[1];
    }
}

check! {
    mutable_chunks_of_a_slice, (x dx: 3) in -2.0..2.0;
    primal { chunks_mut(&mut x); x };
    oracle [x[0] * 3.0, x[0] * 3.0 * x[1], x[2] * 3.0];
    [x] { jvp_chunks_mut(&mut x, &mut dx); (x, dx) };
}

#[derive_jvp]
fn zip_mut(x: &[f64], y: &mut [f64]) {
    for (i, (a, b)) in x.iter().zip(y.iter_mut()).enumerate() {
        *b = *b * a + i as f64;
    }
}

check! {
    mutable_zip_with_enumerate, (x dx: 2, y dy: 2) in -2.0..2.0;
    primal { zip_mut(&x, &mut y); y };
    oracle [x[0] * y[0], x[1] * y[1] + 1.0];
    [x y] { jvp_zip_mut(&x, &dx, &mut y, &mut dy); (y, dy) };
}
