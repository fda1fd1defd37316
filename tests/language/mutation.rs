//! Assignments to every kind of place, and values that change places.

use jvp::prelude::*;

#[derive_jvp]
fn locals(x: f64, y: f64) -> f64 {
    let mut z = x;
    z += y;
    z -= x * x;
    z *= y;
    z /= 3.0 + x;
    z = z - y;
    z
}

check! {
    assignments_to_locals, (x dx, y dy) in -2.0..2.0;
    primal locals(x, y);
    oracle (x + y - x * x) * y / (x + 3.0) - y;
    [x y] jvp_locals(x, dx, y, dy);
}

#[derive_jvp]
fn fields(x: f64) -> (f64, f64) {
    let mut t = (x, 1.0);
    t.1 = t.0 * x;
    t.0 += t.1;
    t
}

check! {
    assignments_to_fields, (x dx) in -2.0..2.0;
    primal fields(x);
    oracle (x + x * x, x * x);
    [x] jvp_fields(x, dx);
}

#[derive_jvp]
fn elements(x: &mut [f64], k: f64) {
    let i = x.len() - 1;
    x[i] = x[0] * k;
    x[0] += k;
    x[1] *= x[i];
    x[1] /= k;
    x[i] -= 1.0;
}

check! {
    assignments_to_elements, (x dx: 3, k dk) in 0.2..2.0;
    primal { elements(&mut x, k); x };
    oracle [x[0] + k, x[1] * x[0], x[0] * k - 1.0];
    [x k] { jvp_elements(&mut x, &mut dx, k, dk); (x, dx) };
}

#[derive_jvp]
fn slices(x: &mut [f64]) {
    let part = &mut x[1..3];
    part[0] *= 2.0;
    part[1] += part[0];
}

check! {
    assignments_through_a_subslice, (x dx: 3) in -2.0..2.0;
    primal { slices(&mut x); x };
    oracle [x[0], x[1] * 2.0, x[2] + x[1] * 2.0];
    [x] { jvp_slices(&mut x, &mut dx); (x, dx) };
}

#[derive_jvp]
fn dereferences(x: &mut f64, y: &f64) {
    *x *= *y;
    *x = -*x;
    let p = &mut *x;
    *p += y;
}

check! {
    assignments_to_dereferences, (x dx, y dy) in -2.0..2.0;
    primal { dereferences(&mut x, &y); x };
    oracle -(x * y) + y;
    [x y] { jvp_dereferences(&mut x, &mut dx, &y, &dy); (x, dx) };
}

#[derive_jvp]
fn destructuring(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x, y);
    (a, b) = (b, a * b);
    [a, _] = [a * b, 0.0];
    a - b
}

check! {
    destructuring_assignment, (x dx, y dy) in -2.0..2.0;
    primal destructuring(x, y);
    oracle y * x * y - x * y;
    [x y] jvp_destructuring(x, dx, y, dy);
}

#[derive_jvp]
fn swap(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x * x, y);
    std::mem::swap(&mut a, &mut b);
    a * 2.0 - b
}

check! {
    mem_swap, (x dx, y dy) in -2.0..2.0;
    primal swap(x, y);
    oracle y * 2.0 - x * x;
    [x y] jvp_swap(x, dx, y, dy);
}

#[derive_jvp]
fn replace(x: f64, y: f64) -> f64 {
    let mut a = x;
    let b = std::mem::replace(&mut a, y * y);
    a * b
}

check! {
    mem_replace, (x dx, y dy) in -2.0..2.0;
    primal replace(x, y);
    oracle y * y * x;
    [x y] jvp_replace(x, dx, y, dy);
}

#[derive_jvp]
fn take(x: f64) -> f64 {
    let mut a = vec![x, x * x];
    let b = std::mem::take(&mut a);
    b[1] + a.len() as f64
}

check! {
    mem_take, (x dx) in -2.0..2.0;
    primal take(x);
    oracle x * x;
    [x] jvp_take(x, dx);
}

#[derive_jvp]
fn methods_on_references(l: &mut [f64], k: f64) {
    for v in l.iter_mut() {
        *v = v.exp().sqrt() + v.powi(2) * v.recip();
    }
    if let Some(v) = l.last_mut() {
        *v = v.mul_add(k, 1.0) + v.max(-9.0);
    }
    if let [first, ..] = l {
        *first += first.sin();
    }
}

check! {
    methods_of_numbers_behind_references, (l dl: 2, k dk) in 0.2..2.0;
    primal { methods_on_references(&mut l, k); l };
    oracle {
        let a = (l[0] / 2.0).exp() + l[0];
        let b = (l[1] / 2.0).exp() + l[1];
        [a + a.sin(), b * k + 1.0 + b]
    };
    [l k] { jvp_methods_on_references(&mut l, &mut dl, k, dk); (l, dl) };
}
