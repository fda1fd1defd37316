//! Operators: every one, on every ownership, with every way of broadcasting, and with scalars.

use jvp::prelude::*;
use ndarray::{Array1, Array2, Array3, ArrayRef1, ArrayRef2, ArrayView1, ArrayView2};

// Same shape, every operator and ownership.

#[derive_jvp(pushforward)]
fn add_refs(x: &Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    x + y
}

#[derive_jvp(pushforward)]
fn sub_owned_ref(x: Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    x - y
}

#[derive_jvp(pushforward)]
fn mul_ref_owned(x: &Array2<f64>, y: Array2<f64>) -> Array2<f64> {
    x * y
}

#[derive_jvp(pushforward)]
fn div_owned(x: Array2<f64>, y: Array2<f64>) -> Array2<f64> {
    x / y
}

#[derive_jvp(pushforward)]
fn rem_refs(x: &Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    x % y
}

#[derive_jvp(pushforward)]
fn neg_ref(x: &Array2<f64>) -> Array2<f64> {
    -x
}

#[derive_jvp(pushforward)]
fn neg_owned(x: Array1<f64>) -> Array1<f64> {
    let y = -x;
    let z = -y;
    -z
}

#[derive_jvp]
fn views(x: ArrayView2<f64>, y: ArrayView2<'_, f64>) -> Array2<f64> {
    &x * &y - &y / 2.0
}

#[derive_jvp]
fn refs_of_views(x: &ArrayView1<f64>, y: ArrayView1<f64>) -> Array1<f64> {
    x * &y + x
}

#[derive_jvp]
fn array_refs(x: &ArrayRef2<f64>, y: &ArrayRef1<f64>) -> Array2<f64> {
    x * y + x
}

#[derive_jvp]
fn array_ref_and_array(x: &ArrayRef1<f64>, y: &Array1<f64>) -> Array1<f64> {
    y - x * 3.0
}

// Broadcasting.

#[derive_jvp(pushforward)]
fn rows_right(x: &Array2<f64>, b: &Array1<f64>) -> Array2<f64> {
    x * b
}

#[derive_jvp(pushforward)]
fn rows_left(b: &Array1<f64>, x: &Array2<f64>) -> Array2<f64> {
    b - x
}

#[derive_jvp(pushforward)]
fn column_and_row(c: &Array2<f64>, r: &Array2<f64>) -> Array2<f64> {
    c * r
}

#[derive_jvp(pushforward)]
fn outer_sum(c: Array2<f64>, r: &Array1<f64>) -> Array2<f64> {
    c + r
}

#[derive_jvp]
fn three_ranks(x: &Array3<f64>, y: &Array2<f64>, z: &Array1<f64>) -> Array3<f64> {
    z * (y + x) / (z * z + 1.0)
}

// With scalars.

#[derive_jvp(pushforward)]
fn scalars_right(x: &Array2<f64>, s: f64) -> Array2<f64> {
    (x + s) * s - s / 2.0
}

#[derive_jvp(pushforward)]
fn scalars_left(x: &Array2<f64>, s: f64) -> Array2<f64> {
    s - s * (1.0 / (2.0 + x))
}

mod checks {
    check!(exact add_refs / pushforward_add_refs: & [3, 4], & [3, 4]);
    check!(exact sub_owned_ref / pushforward_sub_owned_ref: own [3, 4], & [3, 4]);
    check!(exact mul_ref_owned / pushforward_mul_ref_owned: & [3, 4], own [3, 4]);
    check!(exact div_owned / pushforward_div_owned: own [3, 4], own [3, 4]; in 0.5..2.0);
    check!(exact rem_refs / pushforward_rem_refs: & [3, 4], & [3, 4]; in 0.5..2.0);
    check!(exact neg_ref / pushforward_neg_ref: & [3, 4]);
    check!(exact neg_owned / pushforward_neg_owned: own [5]);
    check!(exact views: view [3, 4], view [3, 4]);
    check!(exact refs_of_views: refview [4], view [4]);
    check!(exact array_refs: & [3, 4], & [4]);
    check!(exact array_ref_and_array: & [4], & [4]);
    check!(exact rows_right / pushforward_rows_right: & [3, 4], & [4]);
    check!(exact rows_left / pushforward_rows_left: & [4], & [3, 4]);
    check!(exact column_and_row / pushforward_column_and_row: & [3, 1], & [1, 4]);
    check!(exact outer_sum / pushforward_outer_sum: own [3, 1], & [4]);
    check!(exact three_ranks: & [2, 3, 4], & [3, 4], & [4]);
    check!(exact scalars_right / pushforward_scalars_right: & [3, 4], num);
    check!(exact scalars_left / pushforward_scalars_left: & [3, 4], num);
}
