//! Products: `dot` in all ranks, of transposed, reversed and strided operands, and the functions
//! that write into an array.

use jvp::prelude::*;
use ndarray::linalg::{general_mat_mul, general_mat_vec_mul, kron};
use ndarray::{Array1, Array2, ArrayRef2, ArrayView1, ArrayView2, s};

#[derive_jvp(pushforward)]
fn dot_1_1(x: &Array1<f64>, y: &Array1<f64>) -> f64 {
    x.dot(y)
}

#[derive_jvp(pushforward)]
fn dot_2_1(x: &Array2<f64>, y: &Array1<f64>) -> Array1<f64> {
    x.dot(y)
}

#[derive_jvp(pushforward)]
fn dot_1_2(x: &Array1<f64>, y: &Array2<f64>) -> Array1<f64> {
    x.dot(y)
}

#[derive_jvp(pushforward)]
fn dot_2_2(x: &Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    x.dot(y)
}

#[derive_jvp(pushforward)]
fn linear(x: &Array2<f64>, w: &Array2<f64>, b: &Array1<f64>) -> Array2<f64> {
    x.dot(w) + b
}

#[derive_jvp(pushforward)]
fn transposed(x: &Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    x.t().dot(y) + y.t().dot(x).t()
}

#[derive_jvp(pushforward)]
fn gram(x: &Array2<f64>) -> Array2<f64> {
    x.dot(&x.t())
}

#[derive_jvp(pushforward)]
fn quadratic(x: &Array1<f64>, a: &Array2<f64>) -> f64 {
    0.5 * x.dot(&a.dot(x)) - x.dot(x)
}

#[derive_jvp]
fn strided(x: &Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    let a = x.slice(s![..;2, ..;-1]);
    let b = y.slice(s![..;-1, 1..]);
    a.dot(&b)
}

#[derive_jvp]
fn of_views(x: ArrayView2<f64>, y: ArrayView1<f64>) -> f64 {
    x.dot(&y).dot(&x.row(0).slice(s![..3]))
}

#[derive_jvp]
fn of_array_refs(x: &ArrayRef2<f64>, y: &ArrayRef2<f64>) -> Array2<f64> {
    x.dot(y).dot(x)
}

#[derive_jvp]
fn of_temporaries(x: &Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    (x * 2.0).dot(&(y + 1.0)).tanh().dot(&(x * y).t())
}

#[derive_jvp]
fn powers(a: &Array2<f64>, n: usize) -> Array2<f64> {
    let mut p = Array2::eye(3);
    for _ in 0..n {
        p = p.dot(a);
    }
    p
}

#[derive_jvp]
fn by_columns(a: &Array2<f64>, x: &Array2<f64>) -> Array1<f64> {
    let mut out = Array1::zeros(3);
    for (j, column) in x.columns().into_iter().enumerate() {
        out[j] = column.dot(&a.dot(&column));
    }
    out
}

#[derive_jvp(pushforward)]
fn mat_mul(a: &Array2<f64>, b: &Array2<f64>, c: &mut Array2<f64>) {
    general_mat_mul(2.0, a, b, 0.5, c);
}

#[derive_jvp(pushforward)]
fn mat_mul_scaled(a: &Array2<f64>, b: &Array2<f64>, s: f64, c: &mut Array2<f64>) {
    general_mat_mul(s, a, b, s * s, c);
}

#[derive_jvp]
fn mat_mul_into_new(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    let mut c = Array2::zeros((3, 3));
    general_mat_mul(1.0, a, &b.t(), 0.0, &mut c);
    general_mat_mul(-1.0, b, &a.t(), 1.0, &mut c);
    c
}

#[derive_jvp]
fn mat_mul_into_a_slice(a: &Array2<f64>, c: &mut Array2<f64>) {
    let mut corner = c.slice_mut(s![1.., 1..]);
    general_mat_mul(1.0, a, a, 1.0, &mut corner);
}

#[derive_jvp(pushforward)]
fn mat_vec_mul(a: &Array2<f64>, x: &Array1<f64>, s: f64, y: &mut Array1<f64>) {
    general_mat_vec_mul(s, a, x, 2.0, y);
}

#[derive_jvp]
fn mat_vec_mul_by_path(a: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> {
    let mut y = x.clone();
    ndarray::linalg::general_mat_vec_mul(1.0, a, x, -1.0, &mut y);
    y
}

#[derive_jvp]
fn kronecker(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    kron(a, b)
}

#[derive_jvp]
fn kronecker_by_path(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    ndarray::linalg::kron(&(a * 2.0), b) + 1.0
}

#[derive_jvp]
fn outer(x: &Array1<f64>, y: &Array1<f64>) -> Array2<f64> {
    let column = x.view().insert_axis(ndarray::Axis(1));
    let row = y.view().insert_axis(ndarray::Axis(0));
    column.dot(&row)
}

// Sizes that no block divides.
#[derive_jvp]
fn odd_sizes(x: &Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    x.dot(y)
}

#[derive_jvp]
fn one_by_one(x: &Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    x.dot(y)
}

#[derive_jvp]
fn empty_inner(x: &Array2<f64>, y: &Array2<f64>, s: f64) -> Array2<f64> {
    x.dot(y) + s
}

// A number that may change is copied where it is handed on.
#[derive_jvp]
fn number_on_both_sides(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let mut z = s * x[0];
    z += x[1];
    Array1::from_elem(3, z).dot(&Array2::from_elem((3, 2), z))
}

mod checks {
    check!(dot_1_1 / pushforward_dot_1_1: & [5], & [5]);
    check!(number_on_both_sides: & [4], num);
    check!(dot_2_1 / pushforward_dot_2_1: & [3, 4], & [4]);
    check!(dot_1_2 / pushforward_dot_1_2: & [3], & [3, 4]);
    check!(dot_2_2 / pushforward_dot_2_2: & [3, 4], & [4, 5]);
    check!(linear / pushforward_linear: & [3, 4], & [4, 5], & [5]);
    check!(transposed / pushforward_transposed: & [4, 3], & [4, 3]);
    check!(gram / pushforward_gram: & [3, 4]);
    check!(quadratic / pushforward_quadratic: & [4], & [4, 4]);
    check!(strided: & [5, 4], & [4, 4]);
    check!(of_views: view [3, 4], view [4]);
    check!(of_array_refs: & [3, 3], & [3, 3]);
    check!(of_temporaries: & [3, 3], & [3, 3]);
    check!(powers: & [3, 3], = (4));
    check!(by_columns: & [4, 4], & [4, 3]);
    check!(mat_mul / pushforward_mat_mul: & [3, 4], & [4, 5], mut [3, 5]);
    check!(mat_mul_scaled / pushforward_mat_mul_scaled: & [3, 4], & [4, 5], num, mut [3, 5]);
    check!(mat_mul_into_new: & [3, 4], & [3, 4]);
    check!(mat_mul_into_a_slice: & [3, 3], mut [4, 4]);
    check!(mat_vec_mul / pushforward_mat_vec_mul: & [3, 4], & [4], num, mut [3]);
    check!(mat_vec_mul_by_path: & [4, 4], & [4]);
    check!(kronecker: & [2, 3], & [3, 2]);
    check!(kronecker_by_path: & [2, 3], & [3, 2]);
    check!(outer: & [3], & [4]);
    check!(odd_sizes: & [17, 13], & [13, 35]);
    check!(one_by_one: & [1, 1], & [1, 1]);
    check!(empty_inner: & [3, 0], & [0, 2], num);
}
