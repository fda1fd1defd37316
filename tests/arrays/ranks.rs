//! Ranks 0 to 6 and dynamic ones, in generic code too; axes of length zero and one.

use jvp::prelude::*;
use ndarray::{
    Array, Array0, Array1, Array2, Array3, Array4, Array5, Array6, ArrayD, ArrayRef, ArrayView,
    ArrayViewD, Axis, Dimension, Ix3, IxDyn, RemoveAxis, Zip, s,
};

#[derive_jvp(pushforward)]
fn rank_0(x: &Array0<f64>, s: f64) -> f64 {
    let y = x * x + s;
    let z = y.mapv(|v| v.sin() * s);
    z.sum() * y[()] + z.into_scalar()
}

#[derive_jvp]
fn rank_0_with_others(x: &Array0<f64>, y: &Array2<f64>) -> Array2<f64> {
    let mut z = x * y;
    z += x;
    z - &x.view()
}

#[derive_jvp]
fn rank_4(x: &Array4<f64>, y: &Array2<f64>) -> Array4<f64> {
    (x * y).exp() - x / (1.0 + x * x)
}

#[derive_jvp]
fn rank_5(x: &Array5<f64>, y: &Array1<f64>) -> (f64, Array4<f64>) {
    let z = (x + y).tanh();
    (z.sum(), z.sum_axis(Axis(2)))
}

#[derive_jvp(pushforward)]
fn rank_6(x: &Array6<f64>, y: &Array6<f64>) -> Array6<f64> {
    let mut z = x * y;
    z -= y;
    z.mapv_inplace(|v| v * v);
    z
}

#[derive_jvp]
fn rank_6_parts(x: &Array6<f64>) -> f64 {
    let y = x.index_axis(Axis(0), 1);
    let z = y.slice(s![0, .., 1, .., ..]);
    let w = z.permuted_axes([2, 0, 1]);
    (&w * &w).sum() * x[[1, 0, 1, 0, 1, 0]] + x.mean().unwrap()
}

#[derive_jvp(pushforward)]
fn dynamic(x: &ArrayD<f64>, y: &ArrayD<f64>, s: f64) -> ArrayD<f64> {
    let z = (x * y + s).sigmoid();
    &z * x.sum() - z.mapv(|v| v * s)
}

#[derive_jvp]
fn dynamic_views(x: ArrayViewD<f64>) -> f64 {
    let rows = x.index_axis(Axis(0), 1);
    let y = x.sum_axis(Axis(1));
    rows.sum() * y[[0, 1]] + x[[0, 1, 0]] * x[IxDyn(&[1, 0, 1])]
}

#[derive_jvp]
fn dynamic_in_place(mut x: ArrayD<f64>, y: &ArrayD<f64>) -> ArrayD<f64> {
    x += y;
    x *= 2.0;
    x.zip_mut_with(y, |a, &b| *a -= b * b);
    Zip::from(&mut x).and(y).for_each(|a, &b| *a *= b);
    x
}

#[derive_jvp]
fn between_dynamic_and_fixed(x: &ArrayD<f64>) -> Array3<f64> {
    let y = x.view().into_dimensionality::<Ix3>().expect("three axes");
    let z = y.to_owned().into_dyn();
    let w = z.into_dimensionality::<Ix3>().unwrap();
    w * &y
}

#[derive_jvp]
fn any_rank<D: Dimension>(x: &Array<f64, D>, s: f64) -> Array<f64, D> {
    let y = x * s;
    (y.sin() + x).mapv(|v| v * v)
}

#[derive_jvp]
fn any_element_and_rank<T: Real, D: Dimension>(
    x: &Array<T, D>,
    y: &Array<T, D>,
    s: T,
) -> Array<T, D> {
    let mut z = x * y;
    z += s;
    z.mapv_inplace(|v| v * v + T::lit(0.5));
    z.zip_mut_with(y, |a, &b| *a = *a - b * s);
    z.scaled_add(s, x);
    z.tanh()
}

#[derive_jvp]
fn any_view<T: Real, D: Dimension>(x: ArrayView<'_, T, D>, s: T) -> T {
    let y = x.mapv(|v| v * s);
    y.sum() + x.mean().unwrap()
}

#[derive_jvp]
fn any_array_ref<T: Real, D: Dimension>(x: &mut ArrayRef<T, D>, y: &ArrayRef<T, D>, s: T) {
    *x += y;
    x.mapv_inplace(|v| v * s);
    for v in x.iter_mut() {
        *v = *v + s;
    }
}

#[derive_jvp]
fn any_axis<T: Real, D: Dimension + RemoveAxis>(
    x: &Array<T, D>,
    axis: usize,
) -> (Array<T, D::Smaller>, T) {
    let mut total = T::zero();
    for slab in x.axis_iter(Axis(axis)) {
        total = total + slab.sum() * slab.sum();
    }
    (x.sum_axis(Axis(axis)), total)
}

#[derive_jvp]
fn calls_generic_ones(x: &Array2<f64>, y: &Array1<f64>, s: f64) -> Array2<f64> {
    let a = any_rank(x, s);
    let b = any_rank(y, 2.0);
    any_element_and_rank(&a, x, s) + b
}

// The same programs have nothing to do where an axis has length zero.
#[derive_jvp]
fn empty(x: &Array2<f64>, y: &Array2<f64>, s: f64) -> (f64, Array1<f64>, Array1<f64>, Array2<f64>) {
    let z = (x * y).exp() + s;
    (z.sum() + s, z.sum_axis(Axis(0)), z.sum_axis(Axis(1)), z)
}

#[derive_jvp]
fn empty_in_place(mut x: Array2<f64>, s: f64) -> (Array2<f64>, f64) {
    x *= s;
    x.mapv_inplace(|v| v + s);
    let mut total = s;
    for row in x.rows() {
        total += row.sum();
    }
    for v in &x {
        total += v;
    }
    (x, total * s)
}

#[derive_jvp]
fn empty_reductions(x: &Array2<f64>, s: f64) -> (f64, f64, Option<f64>) {
    let y = x * s;
    (y.product() * s, y.fold(s, |a, &b| a + b), y.mean())
}

#[derive_jvp]
fn ones(x: &Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    let mut z = x * y;
    z += y;
    z.dot(x) + x.t()
}

mod checks {
    check!(rank_0 / pushforward_rank_0: & [0usize; 0], num);
    check!(exact rank_0_with_others: & [0usize; 0], & [3, 4]);
    check!(rank_4: & [2, 2, 2, 3], & [2, 3]);
    check!(rank_5: & [2, 1, 2, 2, 3], & [3]);
    check!(exact rank_6 / pushforward_rank_6: & [2, 1, 2, 1, 2, 2], & [2, 1, 2, 1, 2, 2]);
    check!(rank_6_parts: & [2, 2, 2, 2, 2, 2]);
    check!(dynamic / pushforward_dynamic: dyn [2, 3, 2], dyn [3, 2], num);
    check!(dynamic_views: dynview [2, 2, 2]);
    check!(exact dynamic_in_place: owndyn [3, 4], dyn [3, 4]);
    check!(exact between_dynamic_and_fixed: dyn [2, 3, 2]);
    check!(any_rank: & [2, 3, 2], num);
    check!(any_element_and_rank: & [3, 4], & [3, 4], num);
    check!(any_view: view [2, 3, 2], num);
    check!(exact any_array_ref: mut [3, 4], & [3, 4], num);
    check!(any_axis: & [2, 3, 4], = (1));
    check!(calls_generic_ones: & [3, 4], & [4], num);
    check!(empty: & [0, 4], & [0, 4], num);
    check!(empty_in_place: own [3, 0], num);
    check!(empty_reductions: & [0, 2], num);
    check!(ones: & [1, 1], & [1, 1]);
}

mod single {
    use super::{any_array_ref, any_axis, any_element_and_rank, any_view};

    mod checks {
        use super::super as double;
        check32!(any_element_and_rank, double::any_element_and_rank: & [3, 4], & [3, 4], num);
        check32!(any_view, double::any_view: view [2, 3, 2], num);
        check32!(any_array_ref, double::any_array_ref: mut [3, 4], & [3, 4], num);
        check32!(any_axis, double::any_axis: & [2, 3, 4], = (1));
    }
}
