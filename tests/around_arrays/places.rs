//! Writes through an argument: what a method or a function stores into a place that it is given.

use jvp::prelude::*;
use ndarray::linalg::{general_mat_mul, general_mat_vec_mul};
use ndarray::{Array1, Array2, ArrayViewMut1, ArrayViewMut2, Axis, Zip, azip, s};

#[derive_jvp(pushforward)]
fn assign_to_parameter(x: &Array2<f64>, out: &mut Array2<f64>) {
    (x * 2.0).assign_to(&mut *out);
    *out += x;
}

#[derive_jvp]
fn assign_to_reference(x: &Array2<f64>, out: &mut Array2<f64>) {
    x.assign_to(out);
}

#[derive_jvp]
fn assign_to_local(x: &Array2<f64>, s: f64) -> Array2<f64> {
    let mut y = Array2::from_elem((3, 4), s);
    let before = y.sum();
    x.assign_to(&mut y);
    y * before
}

#[derive_jvp]
fn assign_constants_to(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let mut y = x * s;
    let keep = y.clone();
    Array1::<f64>::ones(4).assign_to(&mut y);
    y + keep
}

#[derive_jvp]
fn assign_to_slice(x: &Array1<f64>, mut y: Array2<f64>) -> Array2<f64> {
    x.assign_to(y.row_mut(1));
    x.assign_to(y.slice_mut(s![2, ..]));
    let first = y.row_mut(0);
    (x * x).assign_to(first);
    y
}

#[derive_jvp]
fn assign_to_view(x: &Array1<f64>, y: ArrayViewMut1<f64>) {
    x.assign_to(y);
}

#[derive_jvp]
fn zip_assigns_into_local(x: &Array2<f64>, s: f64) -> Array2<f64> {
    let mut y = Array2::zeros((3, 4));
    Zip::from(x).map_assign_into(&mut y, |&v| v * s);
    y
}

#[derive_jvp]
fn zip_assigns_into_a_slice(x: &Array1<f64>, mut y: Array2<f64>) -> Array2<f64> {
    Zip::from(x).map_assign_into(y.row_mut(1), |&v| v * v);
    Zip::from(&*x).map_assign_into(
        y.column_mut(0)
            .slice_mut(s![..1])
            .into_shape_with_order(1)
            .unwrap(),
        |&v| v,
    );
    y
}

#[derive_jvp]
fn zip_assigns_constants(x: &Array1<f64>) -> Array1<f64> {
    let c = Array1::<f64>::ones(4);
    let mut y = x.clone();
    let keep = y.clone();
    Zip::from(&c).map_assign_into(&mut y, |&v| v + 1.0);
    y * keep
}

#[derive_jvp]
fn zip_by_views(mut x: Array2<f64>, y: &Array1<f64>) -> Array2<f64> {
    let row = x.row_mut(0);
    Zip::from(row).and(y).for_each(|a, &b| *a += b * b);
    let row = x.row_mut(1);
    Zip::from(y).and(row).for_each(|&b, a| *a = b);
    x
}

#[derive_jvp]
fn zip_by_a_view_parameter(x: ArrayViewMut2<f64>, y: &Array2<f64>) {
    Zip::from(x).and(y).for_each(|a, &b| *a *= b);
}

#[derive_jvp]
fn azip_by_views(mut x: Array2<f64>, y: &Array1<f64>) -> Array2<f64> {
    azip!((a in x.row_mut(0), &b in y) *a = b * b);
    azip!((a in x.row_mut(2), &b in y) *a += b);
    x
}

#[derive_jvp]
fn azip_by_value(x: &Array1<f64>, y: &mut Array1<f64>) {
    azip!((a in &mut *y, b in x.view()) { *a = *b * *a });
    azip!((a in y, &b in x) *a -= b);
}

#[derive_jvp]
fn mat_mul_into_a_local(a: &Array2<f64>, s: f64) -> Array2<f64> {
    let c = Array2::<f64>::ones((3, 3));
    let mut out = &c * s;
    general_mat_mul(1.0, &c, &c, 0.5, &mut out);
    general_mat_mul(2.0, a, &c, s, &mut out);
    out
}

#[derive_jvp]
fn mat_mul_overwrites(a: &Array2<f64>, s: f64) -> Array2<f64> {
    let c = Array2::<f64>::ones((3, 3));
    let mut out = a * s;
    let keep = out.clone();
    general_mat_mul(1.0, &c, &c, 0.0, &mut out);
    out + keep
}

#[derive_jvp]
fn mat_vec_into_a_row(a: &Array2<f64>, x: &Array1<f64>) -> Array2<f64> {
    let mut out = Array2::zeros((2, 3));
    general_mat_vec_mul(1.0, a, x, 0.0, &mut out.row_mut(1));
    let mut first = out.row_mut(0);
    general_mat_vec_mul(2.0, &a.t(), x, 0.0, &mut first);
    out
}

#[derive_jvp]
fn clone_from(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let mut y = x * s;
    let keep = y.clone();
    y.clone_from(x);
    y * keep
}

#[derive_jvp]
fn clone_from_constant(x: &Array1<f64>) -> Array1<f64> {
    let c = Array1::<f64>::ones(4);
    let mut y = x * 2.0;
    let keep = y.clone();
    y.clone_from(&c);
    y + keep
}

#[derive_jvp]
fn clone_into(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let mut y = x * s;
    let keep = y.clone();
    x.clone_into(&mut y);
    y * keep
}

#[derive_jvp]
fn clone_constant_into(x: &Array1<f64>) -> Array1<f64> {
    let c = Array1::<f64>::ones(4);
    let mut y = x * 2.0;
    let keep = y.clone();
    c.clone_into(&mut y);
    y + keep
}

#[derive_jvp]
fn clone_vec_into(x: &[f64], s: f64) -> Vec<f64> {
    let mut y = vec![s, s];
    x.clone_into(&mut y);
    y.push(s * s);
    y
}

#[derive_jvp]
fn clone_constants_into_a_vec(s: f64) -> Vec<f64> {
    let c = [1.0, 2.0, 3.0];
    let mut y = vec![s, s];
    c[..].clone_into(&mut y);
    y.push(s * s);
    y
}

#[derive_jvp]
fn swap_with_slice(x: &[f64], s: f64) -> f64 {
    let mut a = [1.0, 2.0, 3.0];
    let mut b = x.to_vec();
    a.swap_with_slice(&mut b);
    b[0] * s + b[2] + a[1] * a[1]
}

#[derive_jvp]
fn swap_with_a_slice_that_is_not_read(x: &[f64], s: f64) -> f64 {
    let mut a = [1.0, 2.0, 3.0];
    let mut b = x.to_vec();
    a.swap_with_slice(&mut b);
    b[0] * s + b[2] * s
}

#[derive_jvp]
fn copy_from_slice(x: &Array1<f64>, y: &mut Array1<f64>) {
    y.as_slice_mut().unwrap()[1..3].copy_from_slice(&x.as_slice().unwrap()[..2]);
    y.as_slice_mut().unwrap()[..1].copy_from_slice(&[4.0]);
}

#[derive_jvp]
fn append_moves(x: &[f64], s: f64) -> f64 {
    let mut a = vec![s, 2.0];
    let mut b = x.to_vec();
    a.append(&mut b);
    b.push(s);
    b[0] * a[2] + a[0]
}

#[derive_jvp]
fn swapped_arrays(x: &Array1<f64>, y: &Array1<f64>) -> (Array1<f64>, Array1<f64>) {
    let mut a = x.clone();
    let mut b = Array1::ones(4);
    std::mem::swap(&mut a, &mut b);
    b *= y;
    (a, b)
}

#[derive_jvp]
fn swapped_parameters(x: &mut Array1<f64>, y: &mut Array1<f64>) {
    std::mem::swap(x, y);
    *x *= 2.0;
}

#[derive_jvp]
fn swapped_rows(mut x: Array2<f64>, s: f64) -> Array2<f64> {
    let (mut a, mut b) = x.multi_slice_mut((s![0, ..], s![1, ..]));
    a *= s;
    std::mem::swap(&mut a, &mut b);
    a += 1.0;
    x
}

#[derive_jvp]
fn swap_in_zip(mut x: Array1<f64>, mut y: Array1<f64>) -> Array1<f64> {
    azip!((a in &mut x, b in &mut y) std::mem::swap(a, b));
    x * 2.0 + y
}

#[derive_jvp]
fn elements_replaced(mut x: Array1<f64>, s: f64) -> f64 {
    let old = std::mem::replace(&mut x[1], s);
    let taken = std::mem::take(&mut x[2]);
    x.sum() + old * taken
}

#[derive_jvp]
fn helper(x: &Array1<f64>, out: &mut Array1<f64>) {
    out.assign(&(x * x));
}

#[derive_jvp]
fn helper_of_views(x: &Array1<f64>, mut out: ArrayViewMut1<f64>) {
    out += &(x * x);
}

#[derive_jvp]
fn calls_a_helper(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let mut y = Array1::zeros(4);
    helper(x, &mut y);
    let z = &y * s;
    helper(&z, &mut y);
    y
}

#[derive_jvp]
fn calls_a_helper_of_views(x: &Array1<f64>, mut y: Array2<f64>) -> Array2<f64> {
    helper_of_views(x, y.row_mut(1));
    helper_of_views(x, y.index_axis_mut(Axis(1), 0).slice_move(s![..]));
    y
}

/// Positions that do something are computed once, though primal and tangent are both cut there.
#[derive_jvp(pushforward)]
fn positions_with_effects(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let mut starts = vec![2_usize, 0, 1];
    let mut y = x * s;
    let total = y.slice(s![starts.pop().unwrap()..]).sum();
    y.slice_mut(s![starts.pop().unwrap()..starts.len() + 1])
        .fill(total);
    let mut k = 0;
    let list = y.to_vec();
    let rest: f64 = list[{
        k += 1;
        k
    }..]
        .iter()
        .sum();
    y * rest * k as f64
}

mod checks {
    check!(positions_with_effects / pushforward_positions_with_effects: & [4], num);
    check!(exact assign_to_parameter / pushforward_assign_to_parameter: & [3, 4], mut [3, 4]);
    check!(exact assign_to_reference: & [3, 4], mut [3, 4]);
    check!(assign_to_local: & [3, 4], num);
    check!(exact assign_constants_to: & [4], num);
    check!(exact assign_to_slice: & [4], own [3, 4]);
    check!(exact assign_to_view: & [4], mutview [4]);
    check!(exact zip_assigns_into_local: & [3, 4], num);
    check!(exact zip_assigns_into_a_slice: & [1], own [3, 1]);
    check!(exact zip_assigns_constants: & [4]);
    check!(exact zip_by_views: own [3, 4], & [4]);
    check!(exact zip_by_a_view_parameter: mutview [3, 4], & [3, 4]);
    check!(exact azip_by_views: own [3, 4], & [4]);
    check!(exact azip_by_value: & [4], mut [4]);
    check!(mat_mul_into_a_local: & [3, 3], num);
    check!(mat_mul_overwrites: & [3, 3], num);
    check!(mat_vec_into_a_row: & [3, 3], & [3]);
    check!(exact clone_from: & [4], num);
    check!(exact clone_from_constant: & [4]);
    check!(exact clone_into: & [4], num);
    check!(exact clone_constant_into: & [4]);
    check!(exact clone_vec_into: list 3, num);
    check!(exact clone_constants_into_a_vec: num);
    check!(exact swap_with_slice: list 3, num);
    check!(exact swap_with_a_slice_that_is_not_read: list 3, num);
    check!(exact copy_from_slice: & [4], mut [4]; standard);
    check!(exact append_moves: list 3, num);
    check!(exact swapped_arrays: & [4], & [4]);
    check!(exact swapped_parameters: mut [4], mut [4]);
    check!(exact swapped_rows: own [3, 4], num);
    check!(exact swap_in_zip: own [4], own [4]);
    check!(elements_replaced: own [4], num);
    check!(exact calls_a_helper: & [4], num);
    check!(exact calls_a_helper_of_views: & [4], own [4, 4]);
}
