//! Joining and building: what makes a new array out of numbers, lists, functions and other arrays.

use jvp::prelude::*;
use ndarray::{
    Array, Array0, Array1, Array2, Array3, ArrayD, ArrayView1, Axis, CowArray, IxDyn, ShapeBuilder,
    arr0, arr1, arr2, arr3, array, aview1, concatenate, s, stack,
};

#[derive_jvp(pushforward)]
fn concatenated(x: &Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    ndarray::concatenate(Axis(0), &[x.view(), y.view(), x.view()]).unwrap() * 2.0
}

#[derive_jvp(pushforward)]
fn concatenate_macro(x: &Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    concatenate![Axis(1), x * 2.0, *y]
}

#[derive_jvp]
fn concatenated_1(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let y = x * s;
    concatenate(Axis(0), &[x.view(), y.slice(s![1..])]).expect("they fit")
}

#[derive_jvp(pushforward)]
fn stacked(x: &Array1<f64>, y: &Array1<f64>) -> Array2<f64> {
    ndarray::stack(Axis(0), &[x.view(), y.view()]).unwrap() * x
}

#[derive_jvp]
fn stack_macro(x: &Array1<f64>, y: &Array1<f64>) -> Array2<f64> {
    stack![Axis(1), *x, y * y]
}

#[derive_jvp]
fn one_of_them_is_constant(x: &Array1<f64>) -> Array2<f64> {
    let ones = Array1::<f64>::ones(4);
    ndarray::stack(Axis(0), &[ones.view(), x.view()]).unwrap()
}

#[derive_jvp]
fn stacked_tried(x: &Array1<f64>, y: &Array1<f64>) -> Result<Array2<f64>, ndarray::ShapeError> {
    let z = ndarray::stack(Axis(0), &[x.view(), y.view()])?;
    Ok(z * 2.0)
}

#[derive_jvp]
fn stacked_from_a_vec(x: &Array2<f64>) -> Array2<f64> {
    let mut rows = Vec::new();
    for row in x.rows() {
        rows.push(&row * row[0]);
    }
    let views: Vec<ArrayView1<f64>> = rows.iter().map(|r| r.view()).collect();
    ndarray::stack(Axis(1), &views).unwrap()
}

#[derive_jvp]
fn appended(mut x: Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    x.append(Axis(0), y.view()).unwrap();
    x.append(Axis(0), (y * 2.0).view()).unwrap();
    x
}

#[derive_jvp]
fn pushed_rows(y: &Array1<f64>, s: f64) -> Array2<f64> {
    let mut x = Array2::zeros((0, 4));
    x.push_row(y.view()).unwrap();
    x.push_row((y * s).view()).unwrap();
    x.push_row(aview1(&[1.0, 2.0, 3.0, 4.0])).unwrap();
    x
}

#[derive_jvp]
fn pushed_columns(mut x: Array2<f64>, y: &Array1<f64>) -> Array2<f64> {
    x.push_column(y.view()).expect("as many rows");
    x.push_column(x.column(0).to_owned().view()).unwrap();
    x
}

#[derive_jvp]
fn pushed(mut x: Array2<f64>, y: &Array1<f64>) -> Array2<f64> {
    x.push(Axis(0), y.view()).unwrap();
    x
}

#[derive_jvp]
fn filled_by_elements(x: &Array1<f64>, s: f64) -> Array2<f64> {
    let mut y = Array2::<f64>::zeros((2, 2));
    y[[0, 0]] = x[0] * s;
    y[[1, 1]] = x[1];
    let mut z = Array::ones((2, 2));
    z[[0, 1]] = s;
    y + z
}

#[derive_jvp(pushforward)]
fn from_elem(x: f64, n: usize) -> Array2<f64> {
    Array2::from_elem((n, 2), x * x) * x + Array::from_elem((n, 2), x)
}

#[derive_jvp]
fn from_elem_constant(x: &Array1<f64>) -> Array1<f64> {
    let c = Array1::from_elem(4, 2.0);
    x * c
}

#[derive_jvp(pushforward)]
fn from_shape_fn(x: &Array1<f64>, s: f64) -> Array2<f64> {
    Array2::from_shape_fn((4, 3), |(i, j)| x[i] * s + j as f64)
}

#[derive_jvp]
fn from_shape_fn_1(x: &Array1<f64>) -> Array1<f64> {
    let n = x.len();
    Array1::from_shape_fn(n, |i| {
        let left = if i > 0 { x[i - 1] } else { x[n - 1] };
        let right = x[(i + 1) % n];
        left - 2.0 * x[i] + right
    })
}

#[derive_jvp]
fn from_shape_fn_indices(x: &Array2<f64>, s: f64) -> Array2<f64> {
    Array::from_shape_fn(x.raw_dim(), |ij| x[ij] * s)
}

#[derive_jvp]
fn from_fn_of_std(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let list: [f64; 3] = std::array::from_fn(|i| x[i] * s + i as f64);
    Array1::from_vec(list.to_vec())
}

#[derive_jvp]
fn from_fn(s: f64) -> Array1<f64> {
    Array1::from_iter((0..5).map(|i| s * (i * i) as f64))
}

#[derive_jvp]
fn from_shape_simple_fn(s: f64) -> Array2<f64> {
    let mut c = 1.0;
    Array2::from_shape_simple_fn((2, 3), || {
        c *= s;
        c
    })
}

#[derive_jvp]
fn eye(x: &Array2<f64>, s: f64) -> Array2<f64> {
    let i = Array2::<f64>::eye(3);
    x + &i * s - Array2::<f64>::eye(3)
}

#[derive_jvp]
fn from_diag(x: &Array1<f64>) -> Array2<f64> {
    Array2::from_diag(x) + Array2::from_diag(&(x * x))
}

#[derive_jvp]
fn from_diag_elem(s: f64) -> Array2<f64> {
    Array2::from_diag_elem(3, s * s)
}

#[derive_jvp]
fn linspace(a: f64, b: f64) -> Array1<f64> {
    Array1::linspace(a, b, 5) * Array::linspace(0.0, b, 5)
}

#[derive_jvp]
fn linspace_constant(a: f64) -> Array1<f64> {
    Array1::linspace(0.0, 1.0, 6).mapv(|t: f64| (a * t).sin())
}

#[derive_jvp]
fn range(a: f64) -> Array1<f64> {
    Array1::range(0.0, 4.0, 1.0) * a
}

#[derive_jvp]
fn from_vec(x: &[f64], s: f64) -> Array1<f64> {
    let mut v = x.to_vec();
    v.push(s);
    Array1::from_vec(v) * s
}

#[derive_jvp]
fn from_a_vec_literal(x: f64, y: f64) -> Array1<f64> {
    Array1::from(vec![x, x * y, 1.0]) + Array1::from_vec(vec![y, 0.0, x])
}

#[derive_jvp]
fn from_shape_vec(x: Vec<f64>) -> Array2<f64> {
    let a = Array2::from_shape_vec((2, 3), x).unwrap();
    &a * &a
}

#[derive_jvp]
fn from_shape_vec_in_order(x: Vec<f64>) -> Array2<f64> {
    Array2::from_shape_vec((2, 3).f(), x).unwrap() * 3.0
}

#[derive_jvp]
fn from_iter(x: &[f64], s: f64) -> Array1<f64> {
    Array1::from_iter(x.iter().map(|v| v * s)) + Array::from_iter(x.iter().cloned())
}

#[derive_jvp]
fn collected(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let y: Array1<f64> = x.iter().map(|v| v * v + s).collect();
    y * s
}

#[derive_jvp]
fn collected_into_a_vec(x: &Array2<f64>) -> Vec<f64> {
    x.rows().into_iter().map(|r| r.sum()).collect()
}

#[derive_jvp]
fn literals(a: f64, b: f64) -> Array2<f64> {
    array![[a, b, a * b], [1.0, b.sin(), 0.0]]
}

#[derive_jvp]
fn literal_1(a: f64, x: &Array1<f64>) -> Array1<f64> {
    array![a, x[0], 2.0, x[1] * a] + ndarray::array![1.0, a, a, 0.0]
}

#[derive_jvp]
fn rotation(t: f64, x: &Array1<f64>) -> Array1<f64> {
    let r = array![[t.cos(), -t.sin()], [t.sin(), t.cos()]];
    r.dot(x)
}

#[derive_jvp]
fn arrs(a: f64, b: f64) -> (Array0<f64>, Array1<f64>, Array2<f64>, Array3<f64>) {
    (
        arr0(a * b),
        arr1(&[a, b]),
        arr2(&[[a, 1.0], [b, a]]),
        arr3(&[[[a], [b]]]),
    )
}

#[derive_jvp]
fn aview(x: &[f64], y: &Array1<f64>) -> Array1<f64> {
    let v = aview1(x);
    &v * y + ArrayView1::from(x)
}

#[derive_jvp(pushforward)]
fn assigned(x: &Array2<f64>, b: &Array1<f64>, out: &mut Array2<f64>) {
    out.assign(b);
    let y = x * &*out;
    out.assign(&y);
}

#[derive_jvp]
fn assigned_to(x: &Array2<f64>, out: &mut Array2<f64>) {
    (x * 2.0).assign_to(&mut *out);
    *out += x;
}

#[derive_jvp]
fn filled(x: &mut Array2<f64>, s: f64) {
    x.row_mut(1).fill(s * s);
    x.column_mut(0).fill(2.0);
}

#[derive_jvp]
fn filled_whole(s: f64) -> Array1<f64> {
    let mut x = Array1::zeros(3);
    x.fill(s);
    let y = x.clone();
    x.fill(1.0);
    x + y
}

#[derive_jvp]
fn to_vec(x: &Array1<f64>) -> Vec<f64> {
    let mut v = x.to_vec();
    v[0] *= v[1];
    v
}

#[derive_jvp]
fn raw_vec(x: Array1<f64>) -> Vec<f64> {
    let (v, offset) = x.into_raw_vec_and_offset();
    assert_eq!(offset, Some(0));
    v
}

#[derive_jvp]
fn owned_again(x: ArrayView1<f64>, y: &Array1<f64>) -> Array1<f64> {
    let a = x.to_owned();
    let b = y.view().into_owned();
    let c = CowArray::from(&b);
    a * &b + c
}

#[derive_jvp]
fn zeros_like(x: &Array2<f64>) -> Array2<f64> {
    let mut y = Array2::zeros(x.raw_dim());
    y += x;
    let z = Array2::<f64>::ones(x.dim());
    let w: Array2<f64> = Array::zeros(x.raw_dim());
    y * z + w
}

#[derive_jvp]
fn f_ordered(x: &Array2<f64>) -> Array2<f64> {
    let mut y = Array2::zeros((3, 4).f());
    y.assign(x);
    y *= 2.0;
    y
}

#[derive_jvp]
fn from_nested_lists(x: [[f64; 2]; 3], s: f64) -> Array2<f64> {
    Array2::from(x.to_vec()) * s
}

#[derive_jvp]
fn default_and_rank_0(x: &Array1<f64>) -> Array0<f64> {
    let mut y = Array0::from_elem((), 0.0);
    y[()] = x.sum();
    y * 2.0
}

#[derive_jvp]
fn removed_index(mut x: Array2<f64>) -> Array2<f64> {
    x.remove_index(Axis(0), 1);
    x
}

#[derive_jvp]
fn dynamic_zeros(x: &ArrayD<f64>, n: usize) -> ArrayD<f64> {
    let mut y = ArrayD::zeros(IxDyn(&[n, 4]));
    y += x;
    y
}

mod checks {
    check!(exact concatenated / pushforward_concatenated: & [3, 4], & [2, 4]);
    check!(exact concatenate_macro / pushforward_concatenate_macro: & [3, 2], & [3, 4]);
    check!(exact concatenated_1: & [4], num);
    check!(exact stacked / pushforward_stacked: & [4], & [4]);
    check!(exact stack_macro: & [4], & [4]);
    check!(exact one_of_them_is_constant: & [4]);
    check!(exact stacked_tried: & [4], & [4]);
    check!(exact stacked_from_a_vec: & [3, 4]);
    check!(exact appended: own [2, 4], & [3, 4]);
    check!(exact pushed_rows: & [4], num);
    check!(exact pushed_columns: own [3, 2], & [3]);
    check!(exact pushed: own [3, 4], & [4]);
    check!(exact filled_by_elements: & [2], num);
    check!(exact from_elem / pushforward_from_elem: num, = (3));
    check!(exact from_elem_constant: & [4]);
    check!(exact from_shape_fn / pushforward_from_shape_fn: & [4], num);
    check!(exact from_shape_fn_1: & [5]);
    check!(exact from_shape_fn_indices: & [3, 4], num);
    check!(exact from_fn_of_std: & [4], num);
    check!(exact from_fn: num);
    check!(exact from_shape_simple_fn: num);
    check!(exact eye: & [3, 3], num);
    check!(exact from_diag: & [4]);
    check!(exact from_diag_elem: num);
    check!(linspace: num, num);
    check!(linspace_constant: num);
    check!(exact range: num);
    check!(exact from_vec: list 4, num);
    check!(exact from_a_vec_literal: num, num);
    check!(exact from_shape_vec: vec 6);
    check!(exact from_shape_vec_in_order: vec 6);
    check!(exact from_iter: list 4, num);
    check!(exact collected: & [4], num);
    check!(collected_into_a_vec: & [3, 4]);
    check!(literals: num, num);
    check!(exact literal_1: num, & [2]);
    check!(rotation: num, & [2]);
    check!(exact arrs: num, num);
    check!(exact aview: list 4, & [4]);
    check!(exact assigned / pushforward_assigned: & [3, 4], & [4], mut [3, 4]);
    check!(exact assigned_to: & [3, 4], mut [3, 4]);
    check!(exact filled: mut [3, 4], num);
    check!(exact filled_whole: num);
    check!(exact to_vec: & [4]);
    check!(exact raw_vec: own [4]; standard);
    check!(exact owned_again: view [4], & [4]);
    check!(exact zeros_like: & [3, 4]);
    check!(exact f_ordered: & [3, 4]);
    check!(exact from_nested_lists: grid 3 2, num);
    check!(default_and_rank_0: & [4]);
    check!(exact removed_index: own [3, 4]);
    check!(exact dynamic_zeros: dyn [3, 4], = (3));
}
