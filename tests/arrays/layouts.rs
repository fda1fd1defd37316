//! What depends on memory: reshaping, slices of memory. Primal and tangent may lie differently.

use jvp::prelude::*;
use ndarray::{
    Array1, Array2, Array3, ArrayView1, ArrayView2, Axis, Order, ShapeBuilder, Slice, s,
};

#[derive_jvp]
fn reshaped_view(x: ArrayView2<f64>) -> f64 {
    let y = x.into_shape_with_order(12).unwrap();
    y.dot(&y) * y[3]
}

#[derive_jvp]
fn reshaped_owned(x: Array2<f64>, s: f64) -> Array2<f64> {
    let y = x.into_shape_with_order((4, 3)).unwrap();
    y * s
}

#[derive_jvp]
fn reshaped_in_column_order(x: Array2<f64>) -> Array2<f64> {
    x.into_shape_with_order(((4, 3), Order::RowMajor)).unwrap() * 2.0
}

#[derive_jvp]
fn reshaped_clone(x: Array2<f64>) -> Array1<f64> {
    x.into_shape_clone(12).unwrap() * 2.0
}

#[derive_jvp]
fn reshaped_result(x: &Array2<f64>, y: &Array2<f64>) -> Array1<f64> {
    (x * y + 1.0).into_shape_with_order(12).unwrap()
}

#[derive_jvp]
fn reshaped_in_place_of_memory(x: &Array2<f64>) -> Array1<f64> {
    x.to_owned().into_shape_with_order(12).unwrap()
}

#[derive_jvp]
fn slice_or_not(x: &Array1<f64>) -> f64 {
    if let Some(v) = x.as_slice() {
        v[0] * v[1]
    } else {
        x.sum()
    }
}

// A result of row-major arrays is row-major, whatever their tangents are.
#[derive_jvp]
fn results_lie_alike(x: &Array2<f64>, y: &Array2<f64>, s: f64) -> f64 {
    let mut total = 0.0;
    for z in [
        x * 2.0,
        s - x,
        x + y,
        x.mapv(|v| v * s),
        x.sin(),
        -x,
        x.clone() * y,
        x.to_owned(),
        x.t().to_owned(),
    ] {
        match z.as_slice() {
            Some(v) => total += v[1] * v[2],
            None => total -= z[[0, 1]] * 3.0,
        }
    }
    total
}

#[derive_jvp]
fn memory_order(x: &Array2<f64>) -> f64 {
    match x.as_slice_memory_order() {
        Some(v) => v[1] * v[5] + v[2],
        None => x.sum(),
    }
}

#[derive_jvp]
fn raw_vec(x: Array2<f64>, s: f64) -> Vec<f64> {
    let (mut v, offset) = (x * s).into_raw_vec_and_offset();
    assert_eq!(offset, Some(0));
    v[1] *= v[2];
    v
}

#[derive_jvp]
fn slice_or_error(x: &Array1<f64>) -> f64 {
    let v = x.as_slice().expect("in order");
    v.iter().map(|a| a * a).sum::<f64>() + v[1..3].iter().product::<f64>()
}

#[derive_jvp]
fn mutable_slice(mut x: Array1<f64>, s: f64) -> Array1<f64> {
    let v = x.as_slice_mut().unwrap();
    v[0] *= s;
    v.swap(0, 2);
    x
}

#[derive_jvp]
fn made_in_column_order(x: &Array2<f64>, s: f64) -> Array1<f64> {
    let mut y = Array2::zeros((3, 4).f());
    y.assign(&(x * s));
    y.t().into_shape_with_order(12).unwrap().to_owned()
}

#[derive_jvp]
fn permuted_in_place(mut x: Array3<f64>, y: &Array3<f64>) -> Array3<f64> {
    x.permute_axes([2, 0, 1]);
    x.reverse_axes();
    x * y
}

#[derive_jvp]
fn collapsed_in_place(mut x: Array3<f64>, s: f64) -> Array3<f64> {
    x.slice_collapse(s![.., 1, ..;2]);
    x.slice_axis_inplace(Axis(0), Slice::from(..1));
    x * s
}

#[derive_jvp]
fn index_axis_moved(x: Array3<f64>) -> Array2<f64> {
    x.index_axis_move(Axis(1), 2)
}

#[derive_jvp]
fn mutable_slice_of_an_axis(mut x: Array2<f64>, s: f64) -> Array2<f64> {
    x.slice_axis_mut(Axis(1), Slice::from(1..3)).fill(s);
    let mut part = x.slice_axis_mut(Axis(0), Slice::from(..2));
    part *= s;
    x
}

#[derive_jvp]
fn ends_mut(mut x: Array2<f64>, s: f64) -> Array2<f64> {
    *x.first_mut().unwrap() *= s;
    *x.last_mut().unwrap() = s * s;
    if let Some(v) = x.get_mut((1, 1)) {
        *v += s;
    }
    x
}

#[derive_jvp]
fn strided_windows(x: &Array2<f64>) -> f64 {
    let mut total = 0.0;
    for w in x.windows_with_stride((2, 2), (1, 2)) {
        total += w[[0, 0]] * w[[1, 1]];
    }
    total
}

#[derive_jvp]
fn split_mutably(mut x: Array1<f64>) -> Array1<f64> {
    let (mut a, mut b) = x.multi_slice_mut((s![..2], s![2..]));
    a *= &b;
    b += &a;
    x
}

#[derive_jvp]
fn of_a_list(x: &[f64], n: usize) -> f64 {
    let m = ArrayView2::from_shape((2, n), x).unwrap();
    let v = ArrayView1::from(&x[1..3]);
    m.sum_axis(Axis(1)).dot(&v)
}

// What one array is mapped to lies as the array does, reversed or with its axes in another order;
// whatever the tangent's layout.

#[derive_jvp]
fn squares_in_memory(x: &Array2<f64>) -> f64 {
    let z = x.mapv(|v| v * v);
    match z.as_slice_memory_order() {
        Some(m) => m[0] * m[5] - m[1],
        None => z.sum(),
    }
}

#[derive_jvp]
fn scaled_slice_or_not(x: &Array1<f64>, k: f64) -> f64 {
    let z = x * k + 1.0;
    match z.as_slice() {
        Some(m) => m[0] * m[1],
        None => z.sum() * k,
    }
}

#[derive_jvp]
fn scaled_vec(x: &Array2<f64>, k: f64) -> Vec<f64> {
    let z = (x * k).sin();
    z.into_raw_vec_and_offset().0
}

#[derive_jvp]
fn there_and_back(x: &Array3<f64>) -> Array2<f64> {
    let y = x.view().permuted_axes([1, 2, 0]).mapv(|v| v * v);
    y.permuted_axes([2, 0, 1])
        .into_shape_with_order((6, 4))
        .unwrap()
}

#[derive_jvp]
fn there_and_back_with_a_number(x: &Array3<f64>, k: f64) -> f64 {
    let y = x.view().permuted_axes([2, 0, 1]).to_owned() * k;
    let z = y.tanh() + k;
    let m = z.as_slice_memory_order().unwrap();
    m[1] * m[7] + z[[0, 0, 1]]
}

#[derive_jvp]
fn folded_in_its_order(x: &Array2<f64>, k: f64) -> f64 {
    let z = x * k;
    let r = z.fold(0.0, |a, &e| a * 0.5 + e);
    r + z[[0, 0]]
}

#[derive_jvp]
fn two_in_columns(x: &Array2<f64>, y: &Array2<f64>) -> f64 {
    let z = x + y;
    match z.as_slice_memory_order() {
        Some(m) => m[1] * m[2],
        None => -1.0,
    }
}

// The sums of the axis with the smallest step may lie column by column.
#[derive_jvp]
fn sums_of_the_shortest_step(x: &Array2<f64>) -> f64 {
    let wide = x.view().insert_axis(Axis(2));
    let (sums, squares) = (
        wide.sum_axis(Axis(2)),
        wide.mapv(|v| v * v).sum_axis(Axis(2)),
    );
    let thrice = x.broadcast((3, 3, 4)).unwrap();
    let means = thrice.t().mean_axis(Axis(2)).unwrap();
    let (a, b) = (
        sums.as_slice_memory_order(),
        squares.as_slice_memory_order(),
    );
    a.unwrap()[1] * b.unwrap()[2] + means.as_slice_memory_order().unwrap()[4]
}

// The tangent has no say in how products lie.
#[derive_jvp]
fn products_in_rows(x: &Array3<f64>) -> f64 {
    let y = x.product_axis(Axis(1));
    y.as_slice_memory_order().unwrap()[1]
}

mod checks {
    check!(sums_of_the_shortest_step: & [3, 4]);
    check!(products_in_rows: & [2, 3, 4]);
    check!(squares_in_memory: & [3, 4]);
    check!(scaled_slice_or_not: & [4], num);
    check!(scaled_vec: & [3, 4], num);
    check!(there_and_back: & [2, 3, 4]; standard_primal);
    check!(there_and_back_with_a_number: & [2, 3, 4], num);
    check!(folded_in_its_order: & [3, 4], num);
    check!(two_in_columns: & [3, 4], & [3, 4]);
    check!(reshaped_view: view [3, 4]; standard_primal);
    check!(exact reshaped_owned: own [3, 4], num; standard_primal);
    check!(exact reshaped_in_column_order: own [3, 4]; standard_primal);
    check!(exact reshaped_clone: own [3, 4]);
    check!(exact reshaped_result: & [3, 4], & [3, 4]; standard_primal);
    check!(exact reshaped_in_place_of_memory: & [3, 4]; standard_primal);
    check!(slice_or_not: & [4]; standard_primal);
    check!(results_lie_alike: & [3, 4], & [3, 4], num; standard_primal);
    check!(memory_order: & [3, 4]);
    check!(exact raw_vec: own [3, 4], num; standard_primal);
    check!(slice_or_error: & [4]; standard_primal);
    check!(exact mutable_slice: own [4], num; standard_primal);
    check!(exact made_in_column_order: & [3, 4], num);
    check!(exact permuted_in_place: own [2, 3, 4], & [3, 2, 4]);
    check!(exact collapsed_in_place: own [2, 3, 4], num);
    check!(exact index_axis_moved: own [2, 3, 4]);
    check!(exact mutable_slice_of_an_axis: own [3, 4], num);
    check!(exact ends_mut: own [3, 4], num);
    check!(strided_windows: & [3, 4]);
    check!(exact split_mutably: own [4]);
    check!(of_a_list: list 6, = (3));
}
