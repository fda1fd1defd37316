//! A value that is passed by value may hold a reference to what is the caller's: what is written through it
//! has a tangent, which must not be lost.

use jvp::prelude::*;
use std::sync::Mutex;

struct Sum<'a> {
    total: &'a mut f64,
    weight: f64,
}

struct Rows<'a> {
    rows: &'a mut [f64],
}

enum Target<'a> {
    One(&'a mut f64),
    Many(&'a mut [f64]),
}

static SEEN: Mutex<Vec<f64>> = Mutex::new(Vec::new());

#[derive_jvp(wrt(x))]
fn by_field(x: f64, sum: Sum<'_>) {
    *sum.total += x * sum.weight;
}

#[derive_jvp(wrt(x))]
fn by_field_and_read(x: f64, sum: Sum<'_>) -> f64 {
    *sum.total += x;
    *sum.total * 2.0
}

#[derive_jvp(wrt(x))]
fn by_a_constant_element(x: f64, out: Rows<'_>) {
    for (i, v) in out.rows.iter_mut().enumerate() {
        *v += x * i as f64;
    }
}

#[derive_jvp(wrt(x))]
fn taken_out(x: f64, out: Rows<'_>) -> f64 {
    let mut rows = out.rows;
    rows[0] = x;
    rows[0]
}

#[derive_jvp(wrt(x))]
fn taken_apart(x: f64, target: Target<'_>) {
    match target {
        Target::One(y) => *y = x,
        Target::Many(ys) => ys.fill(x),
    }
}

#[derive_jvp(wrt(x))]
fn by_an_iterator<'a, I: Iterator<Item = &'a mut f64>>(x: f64, ys: I) {
    for y in ys {
        *y = x;
    }
}

#[derive_jvp(wrt(x))]
fn swapped(x: f64, sum: Sum<'_>) {
    let mut y = x;
    std::mem::swap(sum.total, &mut y);
}

#[derive_jvp(constant(sum))]
fn constant(x: f64, sum: Sum<'_>) {
    *sum.total = x;
}

#[derive_jvp(wrt(x))]
fn add(x: f64, y: &mut f64) {
    *y += x;
}

#[derive_jvp(wrt(x))]
fn by_a_call(x: f64, sum: Sum<'_>) {
    add(x, sum.total);
}

#[derive_jvp(wrt(x))]
fn into_a_static(x: f64) {
    SEEN.lock().unwrap().push(x);
}

#[derive_jvp(wrt(x))]
fn by_a_guard(x: f64) {
    let mut seen = SEEN.lock().unwrap();
    seen[0] = x;
}

fn main() {}
