//! Aliases: references to parts, swaps, and values that change places.

use jvp::prelude::*;
use std::mem;

// A `&mut` to an element chosen at run time, used after other elements were read.
#[derive_jvp(wrt(x, k), wrt(k) as element_k)]
fn element(x: &mut [f64], k: f64) {
    let i = if x[0] > 0.0 { 1 } else { 2 };
    let k2 = k * x[i];
    let p = &mut x[i];
    *p += k2;
    *p = *p * *p;
    x[0] -= x[i];
}

check! {
    reference_to_an_element, (x dx: 3, k dk) in -1.5..1.5;
    primal { element(&mut x, k); x };
    oracle {
        let i = if x[0] > 0.0 { 1 } else { 2 };
        x[i] = (x[i] + k * x[i]).powi(2);
        x[0] = x[0] - x[i];
        x
    };
    [x k] { jvp_element(&mut x, &mut dx, k, dk); (x, dx) };
    [k x] { jvp_element_k(&mut x, &mut dx, k, dk); (x, dx) };
}

// A reference that is bound to one of two variables by a branch.
#[derive_jvp(wrt(x, y), wrt(x) as branch_x)]
fn branch(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x * y, y);
    let p = if x > y { &mut a } else { &mut b };
    *p *= 3.0;
    *p += x;
    a * a - b
}

check! {
    reference_to_one_of_two, (x dx, y dy) in -2.0..2.0;
    primal branch(x, y);
    oracle if x > y { (x * y * 3.0 + x).powi(2) - y } else { (x * y).powi(2) - (y * 3.0 + x) };
    [x y] jvp_branch(x, dx, y, dy);
    [x] jvp_branch_x(x, dx, y);
}

// The reference itself is reassigned, from one variable to the next.
#[derive_jvp(wrt(x), wrt(y) as moved_y)]
fn moved(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x, y);
    let mut p = &mut a;
    *p *= 2.0;
    p = &mut b;
    *p += a;
    let mut q = &a;
    let s = *q * x;
    q = &b;
    s + *q * y
}

check! {
    reference_is_reassigned, (x dx, y dy) in -2.0..2.0;
    primal moved(x, y);
    oracle x * 2.0 * x + (y + x * 2.0) * y;
    [x] jvp_moved(x, dx, y);
    [y] jvp_moved_y(x, y, dy);
}

// Swaps of three kinds, with the tangents going along.
#[derive_jvp(wrt(x, y), wrt(x) as swaps_x, wrt(y) as swaps_y)]
fn swaps(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x * 2.0, y.sin());
    mem::swap(&mut a, &mut b);
    a += 1.0;
    (a, b) = (b, a);
    let mut v = [a, b, x];
    v.swap(0, 2);
    [v[1], v[2]] = [v[2], v[1]];
    let t = v[0];
    v[0] = v[1];
    v[1] = t;
    v[0] * v[1] - v[2]
}

check! {
    swaps_of_every_kind, (x dx, y dy) in -2.0..2.0;
    primal swaps(x, y);
    oracle x * 2.0 * x - (y.sin() + 1.0);
    [x y] jvp_swaps(x, dx, y, dy);
    [x] jvp_swaps_x(x, dx, y);
    [y] jvp_swaps_y(x, y, dy);
}

// `replace` and `take` give the old value, and leave another one with another tangent.
#[derive_jvp(wrt(x), wrt(y) as replaced_y)]
fn replaced(x: f64, y: f64) -> f64 {
    let mut a = x;
    let old = mem::replace(&mut a, y * x);
    let taken = std::mem::take(&mut a);
    let mut list = vec![old, taken];
    let before = mem::take(&mut list);
    list.push(y);
    let mut slot = Some(before[0] * before[1]);
    let found = mem::take(&mut slot).unwrap_or(0.0) + slot.unwrap_or(a);
    let kept = mem::replace(&mut slot, Some(found));
    found * list[0] + slot.unwrap() + kept.unwrap_or(3.0) * x
}

check! {
    replace_and_take, (x dx, y dy) in -2.0..2.0;
    primal replaced(x, y);
    oracle {
        let found = x * x * y;
        found * y + found + x * 3.0
    };
    [x] jvp_replaced(x, dx, y);
    [y] jvp_replaced_y(x, y, dy);
}

// Two elements at once, by `split_at_mut` and by slice patterns.
#[derive_jvp(wrt(x))]
fn parts(x: &mut [f64]) {
    let (left, right) = x.split_at_mut(2);
    mem::swap(&mut left[0], &mut right[1]);
    right[0] += left[1] * right[1];
    if let [a, .., b] = x {
        *a *= *b;
    }
    if let [first, second, ..] = x {
        *second -= *first;
    }
}

check! {
    two_elements_at_once, (x dx: 4) in -2.0..2.0;
    primal { parts(&mut x); x };
    oracle {
        let last = x[0];
        let first = x[3] * last;
        vec![first, x[1] - first, x[2] + x[1] * last, last]
    };
    [x] { jvp_parts(&mut x, &mut dx); (x, dx) };
}

// References to references, and operators on them.
#[derive_jvp(wrt(x, y), wrt(y) as layers_y)]
fn layers(x: &f64, y: &f64) -> f64 {
    let (a, b) = (&x, &y);
    let c = &(**a * **b);
    let d = *a + c;
    let e = &&d;
    let f = -*b / **e;
    f * c - &d * *&&f
}

check! {
    references_to_references, (x dx, y dy) in 0.3..2.0;
    primal layers(&x, &y);
    oracle {
        let d = x + x * y;
        let f = -y / d;
        f * (x * y) - d * f
    };
    [x y] jvp_layers(&x, &dx, &y, &dy);
    [y] jvp_layers_y(&x, &y, &dy);
}

// In-out scalars: the parameters change places and values.
#[derive_jvp(wrt(a, b))]
fn rotate(a: &mut f64, b: &mut f64, angle: f64) {
    let (s, c) = angle.sin_cos();
    let old = *a;
    *a = c * old - s * *b;
    *b = s * old + c * *b;
    if *a < *b {
        mem::swap(a, b);
    }
}

check! {
    in_out_scalars, (a da, b db) in -2.0..2.0;
    primal { rotate(&mut a, &mut b, 0.7); (a, b) };
    oracle {
        let (s, c) = 0.7_f64.sin_cos();
        let (p, q) = (a * c - b * s, a * s + b * c);
        if p < q { (q, p) } else { (p, q) }
    };
    [a b] { jvp_rotate(&mut a, &mut da, &mut b, &mut db, 0.7); ((a, b), (da, db)) };
}

// `&mut` parameters handed on, reborrowed, and handed on again.
#[derive_jvp(wrt(a, b, x), wrt(a, b) as relay_ab)]
fn relay(a: &mut f64, b: &mut f64, x: f64) {
    rotate(a, b, 0.3);
    {
        let p = &mut *a;
        *p *= x;
    }
    rotate(&mut *b, a, 1.1);
    let mut local = x;
    rotate(&mut local, b, -0.4);
    *a += local;
}

check! {
    in_out_parameters_are_handed_on, (a da, b db, x dx) in -2.0..2.0;
    primal { relay(&mut a, &mut b, x); (a, b) };
    oracle {
        let turn = |a: Dual, b: Dual, angle: f64| {
            let (p, q) = (a * angle.cos() - b * angle.sin(), a * angle.sin() + b * angle.cos());
            if p < q { (q, p) } else { (p, q) }
        };
        let (a, b) = turn(a, b, 0.3);
        let (b, a) = turn(b, a * x, 1.1);
        let (local, b) = turn(x, b, -0.4);
        (a + local, b)
    };
    [a b x] { jvp_relay(&mut a, &mut da, &mut b, &mut db, x, dx); ((a, b), (da, db)) };
    [a b] { jvp_relay_ab(&mut a, &mut da, &mut b, &mut db, x); ((a, b), (da, db)) };
}

// A copy is not an alias: what happens to `b` doesn't happen to `a`.
#[derive_jvp(wrt(x), wrt(y) as copies_y)]
fn copies(x: f64, y: f64) -> f64 {
    let mut a = [x, y];
    let b = a;
    let c = a.clone();
    a[0] = b[1] * a[0];
    let mut d = a;
    d[1] += a[0];
    let mut list = c.to_vec();
    let other = list.clone();
    list[0] *= 2.0;
    a[0] * b[0] + c[0] * d[1] + list[0] * other[0]
}

check! {
    copies_are_not_aliases, (x dx, y dy) in -2.0..2.0;
    primal copies(x, y);
    oracle x * y * x + x * (y + x * y) + x * 2.0 * x;
    [x] jvp_copies(x, dx, y);
    [y] jvp_copies_y(x, y, dy);
}

// The larger of two by reference: the result's tangent belongs to the one chosen.
#[derive_jvp]
fn larger<'a>(a: &'a f64, b: &'a f64) -> &'a f64 {
    if a > b { a } else { b }
}

#[derive_jvp(wrt(x, y), wrt(y) as by_reference_y)]
fn by_reference(x: f64, y: f64) -> f64 {
    let m = larger(&x, &y);
    let z = m * m;
    z - larger(&z, m)
}

check! {
    callee_returns_one_of_its_references, (x dx, y dy) in -2.0..2.0;
    primal by_reference(x, y);
    oracle {
        let m = if x > y { x } else { y };
        let z = m * m;
        z - if z > m { z } else { m }
    };
    [x y] jvp_by_reference(x, dx, y, dy);
    [y] jvp_by_reference_y(x, y, dy);
}

// A place that a pattern borrows is written from there on: what was read there before is no longer known.
#[derive_jvp]
fn borrowed_by_patterns(x: f64, y: f64) -> f64 {
    let mut q = [x, y];
    let mut s = q[0] * q[0];
    let ref mut u = q[0];
    *u *= 2.0;
    s += q[0] * q[0];
    {
        let [_, ref mut v] = q;
        *v += x;
    }
    s += q[0] * q[1];
    match q[1] {
        ref mut w if *w > 0.0 => *w *= y,
        ref mut w => *w -= 1.0,
    }
    s + q[0] * q[1]
}

check! {
    places_borrowed_by_patterns, (x dx, y dy) in -2.0..2.0;
    primal borrowed_by_patterns(x, y);
    oracle {
        let v = y + x;
        let w = if v.re > 0.0 { v * y } else { v - 1.0 };
        x * x + x * x * 4.0 + x * v * 2.0 + x * w * 2.0
    };
    [x y] jvp_borrowed_by_patterns(x, dx, y, dy);
}

// A tuple that a pattern takes apart is a copy; what is borrowed of it is its own.
#[derive_jvp]
fn borrowed_from_copies(x: f64, y: f64) -> f64 {
    let mut z = x * y;
    let (ref mut u, ref v) = (z, y);
    *u *= 3.0 * v;
    let w = *u;
    z += w;
    z * x
}

check! {
    copies_borrowed_by_patterns, (x dx, y dy) in -2.0..2.0;
    primal borrowed_from_copies(x, y);
    oracle (x * y + x * y * y * 3.0) * x;
    [x y] jvp_borrowed_from_copies(x, dx, y, dy);
}

#[derive_jvp]
fn tripled(x: &mut f64) -> f64 {
    *x *= 3.0;
    *x
}

// A value that is lent to be changed is another one than that of the same text.
#[derive_jvp]
fn lent_values(x: f64, y: f64) -> f64 {
    let a = x * y;
    let mut s = a.sin();
    let first = tripled(&mut a.sin());
    s += first * a.sin();
    let r = &mut (a * y);
    *r += 1.0;
    let second = *r;
    let ref mut t = a * y;
    *t *= 2.0;
    let third = match a * y {
        ref mut u => {
            *u += *t;
            *u - a * y
        }
    };
    s * (a * y) + second * third + std::mem::replace(&mut (a * y), x) * (a * y)
}

check! {
    values_lent_to_be_changed, (x dx, y dy) in -2.0..2.0;
    primal lent_values(x, y);
    oracle {
        let (a, b) = ((x * y).sin(), x * y * y);
        (a + a * a * 3.0) * b + (b + 1.0) * (b * 2.0) + b * b
    };
    [x y] jvp_lent_values(x, dx, y, dy);
}

// Constants that are lent: their tangents come out of the call.
#[derive_jvp]
fn added(s: &mut f64, k: f64) -> f64 {
    *s += k;
    *s * k
}

#[derive_jvp(wrt(y))]
fn lent_constants(x: f64, y: f64) -> f64 {
    added(&mut 1.0, y) + added(&mut (x * 2.0), y) * x
}

check! {
    constants_lent_to_be_changed, (x _dx, y dy) in -2.0..2.0;
    primal lent_constants(x, y);
    oracle (y + 1.0) * y + (x * 2.0 + y) * y * x;
    [y] jvp_lent_constants(x, y, dy);
}
