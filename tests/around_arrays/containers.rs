//! Arrays in lists, tuples, options and boxes: as parameters, in between, and as results.

use jvp::prelude::*;
use ndarray::{ArcArray, Array1, Array2, ArrayView1, ArrayViewMut1, Axis, CowArray, Ix1, s};

#[derive_jvp]
fn list_changed_in_place(xs: &[Array1<f64>], s: f64) -> f64 {
    let mut ys: Vec<Array1<f64>> = xs.to_vec();
    for (i, y) in ys.iter_mut().enumerate() {
        *y *= s;
        y[i] += 1.0;
    }
    ys[0] = &ys[1] * &ys[2];
    let (a, b) = ys.split_at_mut(1);
    a[0] += &b[0];
    b[1].fill(s);
    ys.swap(0, 1);
    let mut total = 1.0;
    for y in ys {
        total *= y.sum();
    }
    total
}

#[derive_jvp]
fn list_of_arrays_out(x: &Array2<f64>, s: f64) -> Vec<Array1<f64>> {
    let mut out = Vec::with_capacity(3);
    for row in x.rows() {
        out.push(&row * s);
    }
    out.truncate(2);
    out.insert(0, x.column(1).to_owned());
    out.extend(x.columns().into_iter().skip(2).map(|c| c.to_owned() * s));
    out
}

#[derive_jvp]
fn array_of_arrays(x: &Array1<f64>, y: &Array1<f64>) -> Array1<f64> {
    let mut parts = [x.clone(), y * 2.0, x + y];
    parts[1] *= x;
    parts.swap(0, 2);
    let [a, b, c] = parts;
    a * b - c
}

#[derive_jvp]
fn tuple_parameter(xy: (Array1<f64>, Array1<f64>), s: f64) -> (Array1<f64>, (f64, Array1<f64>)) {
    let (x, mut y) = xy;
    y += &x;
    let total = y.sum() * s;
    (x * s, (total, y))
}

#[derive_jvp]
fn boxed(x: &Array1<f64>, s: f64) -> f64 {
    let mut b = Box::new(x * s);
    b[0] += s;
    *b *= x;
    b.sum()
}

#[derive_jvp]
fn optional_view(x: &Array2<f64>, i: usize) -> f64 {
    let row: Option<ArrayView1<f64>> = if i < x.nrows() { Some(x.row(i)) } else { None };
    match row {
        Some(r) => r.dot(&r),
        None => x.sum(),
    }
}

#[derive_jvp]
fn optional_result(x: &Array1<f64>, i: usize) -> Option<Array1<f64>> {
    let v = x.get(i)?;
    let total = x.mean()?;
    Some(x * *v + total)
}

#[derive_jvp]
fn longest_row(x: &Array2<f64>) -> f64 {
    let row = x
        .rows()
        .into_iter()
        .max_by(|a, b| a.dot(a).total_cmp(&b.dot(b)));
    let row = row.unwrap();
    row[0] * row[1] + row.sum()
}

#[derive_jvp]
fn shared_arrays(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let a: ArcArray<f64, Ix1> = x.to_owned().into_shared();
    let b = a.clone();
    let c = &a * s;
    c + &b
}

#[derive_jvp]
fn copied_on_write(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let a = (x * s).to_shared();
    let mut b = a.to_shared();
    b *= &a;
    b[0] = a[1];
    let mut rows = [a.clone(), b, x.slice(s![..;-1]).to_shared()];
    rows[0] += s;
    &rows[0] * &rows[1] - &rows[2] + &a
}

// What depends on memory: a tangent that lies otherwise is brought into the primal's layout.
#[derive_jvp]
fn shared_in_another_shape(x: &Array1<f64>, s: f64) -> Array2<f64> {
    let a = (x * s).into_shared();
    let b = x.to_shared().into_shape_with_order((2, 3)).unwrap();
    a.into_shape_with_order((2, 3)).unwrap().into_owned() * b
}

#[derive_jvp]
fn slices_of_shared(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let mut a = x.to_shared();
    let b = a.clone();
    if let Some(a) = a.as_slice_mut() {
        a[0] *= s;
        a[1] = a[0] * a[2];
    }
    let mut c = CowArray::from(x.view());
    if let Some(c) = c.as_slice_mut() {
        c[2] *= s;
    }
    a.into_owned() * b + c
}

#[derive_jvp]
fn shared_or_constant(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let constant = ArcArray::from_elem(x.len(), 2.0);
    let a = if s > 0.0 {
        constant.clone()
    } else {
        (x * s).into_shared()
    };
    (&a + &constant) * x
}

#[derive_jvp]
fn cow(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let mut c = CowArray::from(x.view());
    if s > 0.0 {
        c *= s;
    }
    c.into_owned()
}

#[derive_jvp]
fn mutable_list(xs: &mut [Array1<f64>], s: f64) {
    for x in xs.iter_mut() {
        *x *= s;
    }
    let first = xs[0].clone();
    xs[1] += &first;
    xs[2].assign(&(&first * s));
}

#[derive_jvp]
fn views_of_a_list(x: &mut [f64], s: f64) -> f64 {
    let mut v = ArrayViewMut1::from(x);
    v *= s;
    v.slice_mut(s![1..]).mapv_inplace(|a| a * a);
    v.sum()
}

#[derive_jvp]
fn fold_over_arrays(x: &Array2<f64>, s: f64) -> Array1<f64> {
    x.outer_iter()
        .fold(Array1::zeros(4), |acc, row| acc * s + &row)
}

#[derive_jvp]
fn sum_of_mapped_rows(x: &Array2<f64>, w: &Array1<f64>) -> f64 {
    let best = x
        .axis_iter(Axis(0))
        .map(|r| r.dot(w))
        .fold(f64::NEG_INFINITY, f64::max);
    x.axis_iter(Axis(0))
        .map(|r| (r.dot(w) - best).exp())
        .sum::<f64>()
        .ln()
        + best
}

#[derive_jvp]
fn pairs_of_views(x: &Array2<f64>) -> f64 {
    let pairs: Vec<(ArrayView1<f64>, f64)> = x.rows().into_iter().map(|r| (r, r.sum())).collect();
    let mut total = 0.0;
    for (r, s) in &pairs {
        total += r[0] * s;
    }
    total
}

#[derive_jvp]
fn replaced_and_taken(mut x: Array1<f64>, s: f64) -> Array1<f64> {
    let mut y = x.clone();
    let old = std::mem::replace(&mut x, &y * s);
    let taken = std::mem::take(&mut y);
    y = taken * &old;
    x + y
}

#[derive_jvp]
fn closure_gives_an_array(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let step = |y: &Array1<f64>, h: f64| y * s + x * h;
    let a = step(x, 1.0);
    let b = step(&a, s);
    step(&b, a[0])
}

#[derive_jvp]
fn closure_changes_an_array(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let mut y = x.clone();
    let mut grow = |f: f64| {
        y *= f;
        y += x;
    };
    grow(s);
    grow(2.0);
    y
}

// What a list that began empty holds is known from what is pushed.
#[derive_jvp]
fn pushed_and_overwritten(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let mut ys = Vec::with_capacity(3);
    for i in 0..3 {
        ys.push(x * (s + f64::from(i)));
    }
    ys[0] = &ys[1] * s;
    ys[1] = ys[2].mapv(|v| v * v);
    ys.insert(0, ys[0].tanh());
    let all = &ys[0] + &ys[1] * &ys[2];
    all - &ys[3]
}

// An element of a list is looked at before an array is made that it is multiplied by.
#[derive_jvp]
fn element_beside_a_new_array(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let mut ys = Vec::with_capacity(2);
    for i in 0..2 {
        ys.push(Array1::from(vec![x[i], s, x[i + 1] * s]));
    }
    let z: Array1<f64> = s + (&ys[1] * &Array1::<f64>::from_elem(3, x[0]));
    z * &ys[0]
}

#[derive_jvp]
fn mapped_by_a_loop_in_a_list(xs: &[Array1<f64>], w: &Array1<f64>) -> Array1<f64> {
    let powers = xs[1].mapv(|v| w.iter().fold(1.0, |p, c| p * v + c));
    powers * &xs[0]
}

// A part of a tuple that borrows has the tangent of what it borrows.
#[derive_jvp]
fn views_in_a_tuple(p: (ArrayView1<f64>, (&mut Array1<f64>, usize), &mut [f64])) -> f64 {
    let (x, (y, at), z) = p;
    *y *= &x;
    z[0] *= y[at];
    y.sum()
}

#[test]
fn borrowed_parts() {
    let (x, dx) = (ndarray::arr1(&[1.0, 2.0]), ndarray::arr1(&[0.5, 0.25]));
    let (mut y, mut dy) = (ndarray::arr1(&[3.0, 4.0]), ndarray::arr1(&[1.0, -1.0]));
    let (mut z, mut dz) = ([2.0, 7.0], [1.0, 0.5]);
    let (mut y_alone, mut z_alone) = (y.clone(), z);
    let alone = views_in_a_tuple((x.view(), (&mut y_alone, 1), &mut z_alone));
    let (value, tangent) = jvp_views_in_a_tuple(
        (x.view(), (&mut y, 1), &mut z),
        (dx.view(), (&mut dy, ()), &mut dz),
    );
    assert_eq!((value, tangent), (11.0, 1.5));
    assert_eq!((alone, y_alone, z_alone), (value, y.clone(), z));
    assert_eq!(
        (&y, &dy),
        (&ndarray::arr1(&[3.0, 8.0]), &ndarray::arr1(&[2.5, -1.0]))
    );
    assert_eq!((z, dz), ([16.0, 7.0], [6.0, 0.5]));
}

#[test]
#[should_panic = "the tangent of `dp.2` has length 1, but `dp.2` has length 2"]
fn borrowed_parts_of_another_length() {
    let x = ndarray::arr1(&[1.0, 2.0]);
    let (mut y, mut dy) = (x.clone(), x.clone());
    let (mut z, mut dz) = ([2.0, 7.0], [1.0]);
    jvp_views_in_a_tuple(
        (x.view(), (&mut y, 1), &mut z),
        (x.view(), (&mut dy, ()), &mut dz),
    );
}

mod checks {
    check!(list_changed_in_place: arrays 3 [4], num);
    check!(exact list_of_arrays_out: & [3, 4], num);
    check!(exact array_of_arrays: & [4], & [4]);
    check!(boxed: & [4], num);
    check!(optional_view: & [3, 4], = (1));
    check!(optional_result: & [4], = (1));
    check!(longest_row: & [3, 4]);
    check!(exact shared_arrays: & [4], num);
    check!(exact copied_on_write: & [4], num);
    check!(exact shared_in_another_shape: & [6], num; standard_primal);
    check!(exact slices_of_shared: & [4], num; standard_primal);
    check!(exact shared_or_constant: & [4], num);
    check!(exact cow: & [4], num);
    check!(views_of_a_list: mutlist 4, num);
    check!(exact fold_over_arrays: & [3, 4], num);
    check!(sum_of_mapped_rows: & [3, 4], & [4]);
    check!(pairs_of_views: & [3, 4]);
    check!(exact replaced_and_taken: own [4], num);
    check!(pushed_and_overwritten: & [4], num);
    check!(element_beside_a_new_array: & [4], num);
    check!(mapped_by_a_loop_in_a_list: arrays 2 [4], & [4]);
    check!(exact closure_gives_an_array: & [4], num);
    check!(exact closure_changes_an_array: & [4], num);
    check!(exact mutable_list: mutarrays 3 [4], num);

    use super::*;

    #[test]
    fn tuple_parameter() {
        let (x, y) = (ndarray::arr1(&[1.0, 2.0]), ndarray::arr1(&[3.0, 5.0]));
        let ((a, (b, c)), (da, (db, dc))) =
            jvp_tuple_parameter((x.clone(), y.clone()), (y.clone(), x.clone()), 2.0, 3.0);
        assert_eq!(
            (a, (b, c)),
            super::tuple_parameter((x.clone(), y.clone()), 2.0)
        );
        assert_eq!(
            (da, db, dc),
            (&y * 2.0 + &x * 3.0, 11.0 * 2.0 + 11.0 * 3.0, &x + &y)
        );
    }
}
