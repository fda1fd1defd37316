//! Shape: axes, views, slices, elements, and what turns one shape into another.

use jvp::prelude::*;
use ndarray::{
    Array1, Array2, Array3, ArrayD, ArrayView1, ArrayView2, Axis, Ix2, IxDyn, Order, Slice,
    concatenate, s,
};

#[derive_jvp(pushforward)]
fn transpose(x: &Array2<f64>) -> Array2<f64> {
    x.t().to_owned() * 2.0 + x.t()
}

#[derive_jvp]
fn a_view_out(x: &Array2<f64>) -> ArrayView2<'_, f64> {
    x.t()
}

#[derive_jvp]
fn a_row_out<'a>(x: &'a Array2<f64>, i: usize) -> ArrayView1<'a, f64> {
    x.row(i)
}

#[derive_jvp]
fn reversed(x: Array3<f64>) -> Array3<f64> {
    x.reversed_axes()
}

#[derive_jvp]
fn permuted(x: Array3<f64>) -> Array3<f64> {
    (x * 2.0).permuted_axes([2, 0, 1])
}

#[derive_jvp]
fn swapped_axes(mut x: Array3<f64>, y: &Array2<f64>) -> Array3<f64> {
    x.swap_axes(0, 2);
    x * y
}

#[derive_jvp]
fn inserted(x: &Array1<f64>, y: &Array1<f64>) -> Array2<f64> {
    x.clone().insert_axis(Axis(1)) * y.view().insert_axis(Axis(0))
}

#[derive_jvp]
fn removed(x: Array2<f64>) -> Array1<f64> {
    x.remove_axis(Axis(0)) * 2.0
}

#[derive_jvp(pushforward)]
fn broadcast(x: &Array1<f64>, y: &Array2<f64>) -> Array2<f64> {
    let wide = x.broadcast((3, 4)).unwrap();
    &wide * y + wide
}

#[derive_jvp]
fn broadcast_owned(x: &Array1<f64>) -> Array2<f64> {
    let mut wide = x.broadcast([2, 4]).expect("it fits").to_owned();
    wide[[1, 0]] *= 3.0;
    wide
}

#[derive_jvp]
fn to_shape(x: &Array2<f64>) -> Array2<f64> {
    let y = x.to_shape((4, 3)).unwrap();
    &y * 2.0
}

#[derive_jvp]
fn to_shape_in_order(x: &Array2<f64>) -> Array1<f64> {
    x.to_shape((12, Order::ColumnMajor)).unwrap().to_owned()
}

#[derive_jvp]
fn to_shape_tried(x: &Array2<f64>, n: usize) -> Result<Array1<f64>, ndarray::ShapeError> {
    let y = x.to_shape(n)?;
    Ok(&y * &y)
}

// What may fail is taken apart in every way that `Result` has.

#[derive_jvp]
fn to_shape_with_an_error_of_ones_own(x: &Array2<f64>, n: usize) -> Result<Array1<f64>, String> {
    let y = x.to_shape(n).map_err(|e| e.to_string())?;
    Ok(&y * &y)
}

#[derive_jvp]
fn into_shape_as_an_option(x: &Array2<f64>, n: usize) -> Option<Array2<f64>> {
    let y = (x * 2.0).into_shape_with_order((n, 4)).ok()?;
    Some(y.dot(&y.t()))
}

#[derive_jvp]
fn to_shape_or_else(x: &Array2<f64>, n: usize) -> f64 {
    let sum = x.to_shape(n).map(|y| y.dot(&y)).unwrap_or(0.5);
    let other = x.to_shape((n, 1)).map_or(0.0, |y| y.row(1).sum());
    let r = x.to_shape((4, n));
    let last = if r.is_ok() {
        r.as_ref().map(|y| y[[3, 0]]).unwrap_or(1.0)
    } else {
        2.0
    };
    sum * other + sum * last
}

#[derive_jvp]
fn joined_or_nothing(x: &Array2<f64>, y: &Array2<f64>) -> Result<f64, Box<dyn std::error::Error>> {
    let both = concatenate(Axis(0), &[x.view(), y.view()]).and_then(|z| {
        let n = z.len();
        z.into_shape_with_order(n)
    })?;
    let flat = Array1::from_shape_vec(both.len(), both.to_vec())?;
    Ok(flat.dot(&both)
        * concatenate(Axis(1), &[x.view(), y.view()])
            .ok()
            .map_or(1.0, |z| z.sum()))
}

#[derive_jvp]
fn into_shape(x: Array2<f64>) -> Array3<f64> {
    (x * 3.0).into_shape_with_order((2, 3, 2)).unwrap()
}

#[derive_jvp]
fn into_shape_of_a_temporary(x: &Array2<f64>, y: &Array1<f64>) -> Array1<f64> {
    let z = (x + y).into_shape_with_order(12).unwrap();
    z.slice(s![2..8]).to_owned()
}

#[derive_jvp]
fn flattened(x: &Array2<f64>) -> Array1<f64> {
    let flat = x.flatten();
    &flat * &flat
}

#[derive_jvp]
fn into_flat(x: Array2<f64>, s: f64) -> Array1<f64> {
    (x * s).into_flat()
}

#[derive_jvp]
fn dynamic_and_back(x: Array2<f64>) -> Array2<f64> {
    let y = x.into_dyn();
    let z = &y * 2.0 + y.sum();
    z.into_dimensionality::<Ix2>().unwrap()
}

#[derive_jvp]
fn dimension_by_annotation(x: &ArrayD<f64>) -> Array1<f64> {
    let y: Array1<f64> = x.to_owned().into_dimensionality().unwrap();
    y * 3.0
}

#[derive_jvp(pushforward)]
fn sliced(x: &Array2<f64>) -> Array2<f64> {
    x.slice(s![..;2, 1..3]).to_owned() * x.slice(s![1.., ..-2])
}

#[derive_jvp]
fn sliced_with_variables(x: &Array2<f64>, i: usize, j: usize) -> Array1<f64> {
    let row = x.slice(s![i, j..]);
    let other = x.slice(s![i + 1, ..x.ncols() - j]);
    &row * &other
}

#[derive_jvp]
fn slice_new_axis(x: &Array1<f64>) -> Array2<f64> {
    x.slice(s![.., ndarray::NewAxis])
        .dot(&x.slice(s![ndarray::NewAxis, ..]))
}

#[derive_jvp(pushforward)]
fn slice_mut(x: &mut Array2<f64>, y: &Array1<f64>) {
    x.slice_mut(s![1, ..]).assign(y);
    let mut part = x.slice_mut(s![.., ..2]);
    part *= 2.0;
    part.row_mut(0).fill(1.0);
}

#[derive_jvp]
fn slice_move(x: Array2<f64>) -> Array1<f64> {
    x.slice_move(s![1, ..;-1])
}

#[derive_jvp]
fn slice_axis(x: &Array2<f64>) -> Array2<f64> {
    &x.slice_axis(Axis(1), Slice::from(1..3)) * &x.slice_axis(Axis(1), Slice::new(0, None, 2))
}

#[derive_jvp]
fn two_mutable_slices(mut x: Array2<f64>, s: f64) -> Array2<f64> {
    let (mut a, b) = x.multi_slice_mut((s![0, ..], s![1, ..]));
    a *= &b;
    a *= s;
    x
}

#[derive_jvp]
fn index_axis(x: &Array3<f64>) -> Array2<f64> {
    &x.index_axis(Axis(0), 1) * &x.index_axis(Axis(0), 0)
}

#[derive_jvp]
fn index_axis_mut(mut x: Array3<f64>, y: &Array2<f64>) -> Array3<f64> {
    x.index_axis_mut(Axis(0), 1).assign(y);
    x.index_axis_mut(Axis(1), 2).fill(0.5);
    x
}

#[derive_jvp(pushforward)]
fn rows_and_columns(x: &Array2<f64>) -> f64 {
    x.row(0).dot(&x.row(2)) + x.column(1).sum() * x.column(3).product()
}

#[derive_jvp]
fn split(x: &Array2<f64>) -> Array2<f64> {
    let (left, right) = x.view().split_at(Axis(1), 2);
    &left * &right
}

#[derive_jvp]
fn split_mut(mut x: Array2<f64>, s: f64) -> Array2<f64> {
    let (mut top, bottom) = x.view_mut().split_at(Axis(0), 1);
    top += &bottom.row(0);
    top *= s;
    x
}

#[derive_jvp]
fn select(x: &Array2<f64>, rows: &[usize]) -> Array2<f64> {
    x.select(Axis(0), rows) * 2.0
}

#[derive_jvp(pushforward)]
fn diagonal(x: &Array2<f64>) -> f64 {
    x.diag().sum() + (&x.diag() * &x.diag()).product()
}

#[derive_jvp]
fn diagonal_mut(mut x: Array2<f64>, y: &Array1<f64>, s: f64) -> Array2<f64> {
    x.diag_mut().assign(y);
    let mut d = x.diag_mut();
    d += s;
    x.diag_mut().mapv_inplace(|v| v * v);
    x
}

#[derive_jvp]
fn into_diagonal(x: Array2<f64>) -> Array1<f64> {
    x.into_diag() * 2.0
}

#[derive_jvp]
fn triangles(x: &Array2<f64>) -> Array2<f64> {
    x.triu(0) * 2.0 - x.tril(-1) * x + x.triu(1)
}

#[derive_jvp]
fn windows(x: &Array2<f64>) -> f64 {
    let mut total = 0.0;
    for w in x.windows((2, 2)) {
        total += w[[0, 0]] * w[[1, 1]] - w.sum();
    }
    total
}

#[derive_jvp]
fn windows_of_one_axis(x: &Array1<f64>, k: &Array1<f64>) -> Array1<f64> {
    let mut out = Array1::zeros(x.len() - k.len() + 1);
    for (i, w) in x.windows(3).into_iter().enumerate() {
        out[i] = w.dot(k);
    }
    out
}

#[derive_jvp]
fn axis_windows(x: &Array2<f64>) -> f64 {
    let mut total = 1.0;
    for w in x.axis_windows(Axis(0), 2) {
        total *= (&w.row(1) - &w.row(0)).mapv(|d| d * d).sum();
    }
    total
}

#[derive_jvp]
fn merge_axes(mut x: Array3<f64>, s: f64) -> Array3<f64> {
    x.merge_axes(Axis(0), Axis(1));
    x * s
}

#[derive_jvp]
fn invert_axis(mut x: Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    x.invert_axis(Axis(1));
    x * y
}

#[derive_jvp]
fn elements(x: &Array2<f64>, i: usize) -> f64 {
    x[[i, 0]] * x[(1, i)] + x.first().unwrap() * x.last().unwrap() - x.get((i, 3)).unwrap()
}

#[derive_jvp]
fn maybe_elements(x: &Array1<f64>, i: usize) -> f64 {
    match x.get(i) {
        Some(v) => v * v,
        None => x[0],
    }
}

#[derive_jvp]
fn swapped_elements(mut x: Array1<f64>) -> Array1<f64> {
    x.swap(0, 3);
    x[1] *= x[0];
    x
}

#[derive_jvp]
fn standard_layout(x: &Array2<f64>) -> Array2<f64> {
    let y = x.as_standard_layout();
    &y * 2.0
}

#[derive_jvp]
fn slices_of_memory(x: &Array1<f64>) -> f64 {
    let s = x.as_slice().unwrap();
    s.iter().map(|v| v * v).sum::<f64>() * s[0]
}

#[derive_jvp]
fn shapes_are_constant(x: &Array2<f64>) -> f64 {
    let (n, m) = x.dim();
    x.sum() * (n * m + x.nrows() + x.ndim() + x.shape()[1] + x.len_of(Axis(0))) as f64
}

#[derive_jvp]
fn collapsed(mut x: Array2<f64>) -> Array2<f64> {
    x.collapse_axis(Axis(0), 1);
    x * 2.0
}

#[derive_jvp]
fn nested_views(x: &Array3<f64>) -> f64 {
    let plane = x.index_axis(Axis(0), 1);
    let corner = plane.slice(s![..2, 1..]);
    let line = corner.row(1);
    line.sum() * corner.t().row(0)[1] + plane[[2, 3]]
}

mod where_it_fails {
    check!(into_shape_as_an_option: & [3, 4], = (2); standard);
    check!(to_shape_or_else: & [3, 4], = (3));
}

mod checks {
    check!(exact transpose / pushforward_transpose: & [3, 4]);
    check!(exact a_view_out: & [3, 4]);
    check!(exact a_row_out: & [3, 4], = (1));
    check!(exact reversed: own [2, 3, 4]);
    check!(exact permuted: own [2, 3, 4]);
    check!(exact swapped_axes: own [4, 3, 2], & [3, 4]);
    check!(exact inserted: & [3], & [4]);
    check!(exact removed: own [1, 4]);
    check!(exact broadcast / pushforward_broadcast: & [4], & [3, 4]);
    check!(exact broadcast_owned: & [4]);
    check!(exact to_shape: & [3, 4]);
    check!(exact to_shape_in_order: & [3, 4]);
    check!(exact to_shape_tried: & [3, 4], = (12));
    check!(exact to_shape_with_an_error_of_ones_own: & [3, 4], = (12));
    check!(into_shape_as_an_option: & [3, 4], = (3); standard);
    check!(to_shape_or_else: & [3, 4], = (12));
    check!(joined_or_nothing: & [3, 4], & [2, 4]);
    check!(exact into_shape: own [3, 4]; standard);
    check!(exact into_shape_of_a_temporary: & [3, 4], & [4]; standard);
    check!(exact flattened: & [3, 4]);
    check!(exact into_flat: own [3, 4], num; standard);
    check!(dynamic_and_back: own [3, 4]);
    check!(exact dimension_by_annotation: dyn [4]);
    check!(exact sliced / pushforward_sliced: & [3, 4]);
    check!(exact sliced_with_variables: & [3, 4], = (1), = (2));
    check!(slice_new_axis: & [4]);
    check!(exact slice_mut / pushforward_slice_mut: mut [3, 4], & [4]);
    check!(exact slice_move: own [3, 4]);
    check!(exact slice_axis: & [3, 4]);
    check!(exact two_mutable_slices: own [3, 4], num);
    check!(exact index_axis: & [2, 3, 4]);
    check!(exact index_axis_mut: own [2, 3, 4], & [3, 4]);
    check!(rows_and_columns / pushforward_rows_and_columns: & [3, 4]);
    check!(exact split: & [3, 4]);
    check!(exact split_mut: own [3, 4], num);
    check!(exact select: & [3, 4], = (&[2, 0, 2, 1]));
    check!(diagonal / pushforward_diagonal: & [3, 3]);
    check!(exact diagonal_mut: own [3, 3], & [3], num);
    check!(exact into_diagonal: own [3, 4]);
    check!(exact triangles: & [4, 4]);
    check!(windows: & [3, 4]);
    check!(windows_of_one_axis: & [7], & [3]);
    check!(axis_windows: & [4, 3]);
    check!(exact merge_axes: own [2, 3, 4], num; standard);
    check!(exact invert_axis: own [3, 4], & [3, 4]);
    check!(exact elements: & [3, 4], = (2));
    check!(exact maybe_elements: & [4], = (7));
    check!(exact swapped_elements: own [4]);
    check!(exact standard_layout: & [3, 4]);
    check!(slices_of_memory: & [4]; standard);
    check!(shapes_are_constant: & [3, 4]);
    check!(exact collapsed: own [3, 4]);
    check!(nested_views: & [2, 3, 4]);
}

// A shape by value, which a call takes, in places where value and tangent both need it.
#[derive_jvp(pushforward)]
fn shapes_by_value(x: &ArrayD<f64>, flat: &[f64], axes: Vec<usize>) -> (ArrayD<f64>, f64) {
    let mut shape = x.shape().to_vec();
    shape.reverse();
    let turned = x.clone().permuted_axes(axes.as_slice());
    let other = x.mapv(f64::sin).into_shape_clone(shape).unwrap();
    let shape = IxDyn(&[2, 3]);
    let listed = ArrayD::from_shape_vec(shape, flat.to_vec()).unwrap();
    let axes = IxDyn(&axes);
    let listed = listed.permuted_axes(axes);
    let wide = turned.raw_dim();
    let k = listed[[1, 0]];
    let filled = ArrayD::from_elem(wide, k);
    let dim = filled.raw_dim();
    let row = turned.index_axis(Axis(0), 0);
    let rows = row.broadcast(dim).unwrap();
    (&turned * &other + &listed * &rows + filled, k)
}

#[test]
fn shapes_are_taken_twice() {
    let x = |t: f64| ArrayD::from_shape_fn(IxDyn(&[2, 3]), |i| 0.3 + t * (i[0] + 2 * i[1]) as f64);
    let flat = |t: f64| (0..6).map(|i| 0.1 * f64::from(i) + t).collect::<Vec<f64>>();
    let (dx, dflat) = (x(1.0) - x(0.0), vec![1.0; 6]);
    let axes = || vec![1, 0];
    let (value, tangent) = jvp_shapes_by_value(&x(0.5), &dx, &flat(0.5), &dflat, axes());
    assert_eq!(value, shapes_by_value(&x(0.5), &flat(0.5), axes()));
    let pushed = pushforward_shapes_by_value(&x(0.5), &dx, &flat(0.5), &dflat, axes());
    assert_eq!(pushed, tangent);
    let at = |t: f64| shapes_by_value(&x(0.5 + t), &flat(0.5 + t), axes()).0;
    let h = 1e-5;
    let slope = (at(h) - at(-h)) / (2.0 * h);
    assert!((slope - tangent.0).iter().all(|e| e.abs() < 1e-8));
    assert_eq!(tangent.1, 1.0);
}

// Positions with a name: each is used for the value and for the tangent, and only one can have it. And
// a name in a slice may be that of a range or of an index, of which only one takes an axis away.
#[derive_jvp]
fn named_positions(x: &Array2<f64>, rows: std::ops::Range<usize>, row: usize) -> Array2<f64> {
    let columns = 1..x.ncols();
    let mut y = x.mapv(f64::sin);
    let first = x.slice(s![row, columns.clone()]);
    let rows_of = x.slice(s![rows.clone(), columns.clone()]);
    y.slice_mut(s![rows, columns])
        .assign(&(&rows_of * &first + rows_of.mean_axis(Axis(0)).unwrap()));
    y
}

#[test]
fn positions_are_taken_twice() {
    let x = |t: f64| Array2::from_shape_fn((3, 3), |(i, j)| 0.3 + t * (i + 2 * j) as f64);
    let dx = x(1.0) - x(0.0);
    let (value, tangent) = jvp_named_positions(&x(0.5), &dx, 1..3, 0);
    let off = &value - &named_positions(&x(0.5), 1..3, 0);
    assert!(off.iter().all(|e| e.abs() < 1e-14));
    let at = |t: f64| named_positions(&x(0.5 + t), 1..3, 0);
    let h = 1e-5;
    let slope = (at(h) - at(-h)) / (2.0 * h);
    assert!((slope - tangent).iter().all(|e| e.abs() < 1e-8));
}

#[test]
fn errors_are_those_of_the_function() {
    let x = Array2::<f64>::ones((3, 4));
    let jvp = jvp_to_shape_with_an_error_of_ones_own(&x, &x, 7);
    assert_eq!(jvp.err(), to_shape_with_an_error_of_ones_own(&x, 7).err());
}
