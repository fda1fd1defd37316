//! Compound assignment and assignment: arrays, rows, scalars, views and elements on the left.

use jvp::prelude::*;
use ndarray::{
    Array1, Array2, Array3, ArrayRef2, ArrayView1, ArrayViewMut1, ArrayViewMut2, Axis, s,
};

#[derive_jvp(pushforward)]
fn all_four(x: &mut Array2<f64>, y: &Array2<f64>) {
    *x += y;
    *x *= y;
    *x -= y;
    *x /= &(y * y + 1.0);
}

#[derive_jvp(pushforward)]
fn remainder(x: &mut Array1<f64>, y: &Array1<f64>, s: f64) {
    *x %= y;
    *x %= s;
}

#[derive_jvp(pushforward)]
fn scalars(x: &mut Array2<f64>, s: f64) {
    *x += s;
    *x *= s;
    *x -= 2.0 * s;
    *x /= s + 3.0;
}

#[derive_jvp(pushforward)]
fn broadcast_rows(x: &mut Array2<f64>, b: &Array1<f64>) {
    *x += b;
    *x *= b;
}

#[derive_jvp]
fn broadcast_columns(mut x: Array2<f64>, c: &Array2<f64>) -> Array2<f64> {
    x -= c;
    x /= &(c * c + 0.5);
    x
}

#[derive_jvp(pushforward)]
fn of_a_view(mut x: ArrayViewMut2<f64>, b: ArrayView1<f64>) {
    x += &b;
    x *= 3.0;
}

#[derive_jvp(pushforward)]
fn of_an_array_ref(x: &mut ArrayRef2<f64>, y: &ArrayRef2<f64>) {
    *x += y;
    *x *= y;
}

// The right side reads what the left side is about to overwrite.
#[derive_jvp]
fn square_in_place(mut x: Array1<f64>) -> Array1<f64> {
    x *= &x.clone();
    let old = x.to_owned();
    x *= &old;
    x
}

#[derive_jvp(pushforward)]
fn rows_through_slices(x: &mut Array2<f64>, y: &Array1<f64>, s: f64) {
    let mut first = x.row_mut(0);
    first += y;
    x.slice_mut(s![1.., ..2]).mapv_inplace(|v| v * s);
    let last = x.row(2).to_owned();
    x.row_mut(1).assign(&(&last * s));
    x.column_mut(3).fill(s);
}

#[derive_jvp(pushforward)]
fn slices_on_the_left(x: &mut Array2<f64>, y: &Array2<f64>) {
    let mut corner = x.slice_mut(s![..2, ..;2]);
    corner *= y;
    corner += &y.t();
}

#[derive_jvp]
fn temporary_view_on_the_left(mut x: Array2<f64>, y: &Array1<f64>) -> Array2<f64> {
    x.row_mut(1).scaled_add(2.0, y);
    let mut v = x.index_axis_mut(Axis(1), 2);
    v -= 1.0;
    v *= 3.0;
    x
}

#[derive_jvp]
fn elements_on_the_left(mut x: Array2<f64>, s: f64) -> Array2<f64> {
    x[[0, 1]] *= s;
    x[(1, 1)] += x[[0, 1]] * x[[2, 3]];
    x[[2, 3]] = s * s;
    x[[0, 0]] -= s / x[[1, 1]];
    x
}

#[derive_jvp]
fn scalars_and_arrays_take_turns(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let mut y = x * s;
    let mut c = s;
    y += c;
    c *= y[2];
    y *= c;
    c += y[0] + x[1];
    y - c
}

#[derive_jvp]
fn reassigned(x: &Array1<f64>, y: &Array1<f64>) -> Array1<f64> {
    let mut z = x * y;
    let first = z.clone();
    z = &z * x;
    z = z + &first;
    let keep = z.clone();
    z *= 0.5;
    keep * z
}

#[derive_jvp]
fn assigned_in_branches(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let mut z = x.clone();
    if s > 0.0 {
        z *= s;
    } else {
        z = &z - s;
        z /= 2.0;
    }
    for k in 0..3 {
        if k == 1 {
            continue;
        }
        z += &(x * (k as f64));
        z *= &z.clone();
    }
    z
}

#[derive_jvp]
fn swapped(x: &Array1<f64>, y: &Array1<f64>) -> Array1<f64> {
    let mut a = x * 2.0;
    let mut b = y + x;
    std::mem::swap(&mut a, &mut b);
    a *= &b;
    let old = std::mem::replace(&mut b, x * y);
    a - old / 3.0 + b
}

// Constant until it is not: the tangent starts as zeros.
#[derive_jvp]
fn becomes_active(x: &Array1<f64>) -> (Array1<f64>, f64) {
    let mut a = Array1::zeros(4);
    let mut total = 0.0;
    a += 1.0;
    for i in 0..x.len() {
        a[i] += x[i] * x[i];
        total += a.sum();
    }
    a += x;
    (a, total)
}

#[derive_jvp]
fn constant_buffer_gets_a_row(x: &Array1<f64>) -> Array2<f64> {
    let mut a = Array2::<f64>::ones((3, 4));
    a.row_mut(1).assign(x);
    a *= 2.0;
    a.row_mut(2).assign(&(x * x));
    a
}

#[derive_jvp]
fn three_axes(mut x: Array3<f64>, y: &Array2<f64>, z: &Array1<f64>) -> Array3<f64> {
    x += y;
    x *= z;
    x.index_axis_mut(Axis(0), 1)
        .zip_mut_with(y, |a, &b| *a -= b * b);
    x
}

#[derive_jvp]
fn mutable_view_kept(x: &mut Array1<f64>, s: f64) -> f64 {
    let mut v: ArrayViewMut1<f64> = x.view_mut();
    v *= s;
    v[0] = s;
    let total = v.sum();
    v /= total;
    x[1] * total
}

mod checks {
    check!(exact all_four / pushforward_all_four: mut [3, 4], & [3, 4]);
    check!(exact remainder / pushforward_remainder: mut [5], & [5], num; in 0.5..3.0);
    check!(exact scalars / pushforward_scalars: mut [3, 4], num);
    check!(exact broadcast_rows / pushforward_broadcast_rows: mut [3, 4], & [4]);
    check!(exact broadcast_columns: own [3, 4], & [3, 1]);
    check!(exact of_a_view / pushforward_of_a_view: mutview [3, 4], view [4]);
    check!(exact of_an_array_ref / pushforward_of_an_array_ref: mut [3, 4], & [3, 4]);
    check!(exact square_in_place: own [5]);
    check!(exact rows_through_slices / pushforward_rows_through_slices: mut [3, 4], & [4], num);
    check!(exact slices_on_the_left / pushforward_slices_on_the_left: mut [3, 4], & [2, 2]);
    check!(exact temporary_view_on_the_left: own [3, 4], & [4]);
    check!(exact elements_on_the_left: own [3, 4], num);
    check!(exact scalars_and_arrays_take_turns: & [4], num);
    check!(exact reassigned: & [4], & [4]);
    check!(exact assigned_in_branches: & [4], num);
    check!(exact swapped: & [4], & [4]);
    check!(becomes_active: & [4]);
    check!(exact constant_buffer_gets_a_row: & [4]);
    check!(exact three_axes: own [2, 3, 4], & [3, 4], & [4]);
    check!(mutable_view_kept: mut [3], num; in 0.5..1.5);
}
