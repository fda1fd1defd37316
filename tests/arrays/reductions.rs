//! Reductions: of everything, along an axis, by closures, running.

use jvp::prelude::*;
use ndarray::{Array1, Array2, Array3, ArrayView2, Axis};

#[derive_jvp(pushforward)]
fn sum(x: &Array2<f64>) -> f64 {
    x.sum()
}

#[derive_jvp(pushforward)]
fn sum_of_squares(x: &Array2<f64>) -> f64 {
    (x * x).sum()
}

#[derive_jvp(pushforward)]
fn loss(x: &Array2<f64>, y: &Array2<f64>, s: f64) -> f64 {
    ((x - y) * s).mapv(|v| v * v).sum() / 2.0
}

#[derive_jvp(pushforward)]
fn sum_broadcast(x: &Array2<f64>, b: &Array1<f64>) -> f64 {
    (x * b).sum() + (b * x).exp().sum() + b.sum()
}

#[derive_jvp(pushforward)]
fn product(x: &Array2<f64>) -> f64 {
    x.product() + (x * 2.0).product()
}

#[derive_jvp(pushforward)]
fn mean(x: &Array2<f64>) -> f64 {
    x.mean().unwrap() + (x * x).mean().unwrap()
}

#[derive_jvp]
fn mean_option(x: &Array1<f64>) -> Option<f64> {
    x.mean()
}

#[derive_jvp]
fn mean_tried(x: &Array2<f64>) -> Option<f64> {
    let m = (x * x).mean()?;
    let a = x.mean_axis(Axis(0))?;
    Some(m * a.sum())
}

#[derive_jvp(pushforward)]
fn var(x: &Array2<f64>) -> f64 {
    x.var(0.0) * x.var(1.0)
}

#[derive_jvp(pushforward)]
fn std(x: &Array2<f64>) -> f64 {
    x.std(0.0) + (x * x).std(1.0)
}

#[derive_jvp(pushforward)]
fn sum_axes(x: &Array2<f64>) -> (Array1<f64>, Array1<f64>) {
    (x.sum_axis(Axis(0)), (x * x).sum_axis(Axis(1)))
}

#[derive_jvp]
fn sum_axis_of_three(x: &Array3<f64>) -> (Array2<f64>, Array2<f64>, Array2<f64>) {
    (
        x.sum_axis(Axis(0)),
        x.exp().sum_axis(Axis(1)),
        (x * x).sum_axis(Axis(2)),
    )
}

#[derive_jvp]
fn sum_axis_broadcast(x: &Array2<f64>, b: &Array1<f64>) -> Array1<f64> {
    (x * b).sum_axis(Axis(0)) * (x + b).sum_axis(Axis(0))
}

#[derive_jvp]
fn sum_axis_to_a_number(x: &Array1<f64>) -> f64 {
    x.sum_axis(Axis(0)).into_scalar() * x[0]
}

#[derive_jvp]
fn axis_in_a_variable(x: &Array2<f64>, axis: usize) -> Array1<f64> {
    let axis = Axis(axis);
    x.sum_axis(axis) * x.mean_axis(axis).unwrap()
}

#[derive_jvp(pushforward)]
fn mean_axes(x: &Array2<f64>) -> Array1<f64> {
    x.mean_axis(Axis(1)).unwrap() * (x * x).mean_axis(Axis(1)).expect("not empty")
}

#[derive_jvp(pushforward)]
fn var_axes(x: &Array2<f64>) -> (Array1<f64>, Array1<f64>) {
    (x.var_axis(Axis(0), 0.0), x.var_axis(Axis(1), 1.0))
}

#[derive_jvp(pushforward)]
fn std_axes(x: &Array2<f64>) -> (Array1<f64>, Array1<f64>) {
    (x.std_axis(Axis(0), 0.0), (x * x).std_axis(Axis(1), 1.0))
}

#[derive_jvp(pushforward)]
fn product_axes(x: &Array2<f64>) -> (Array1<f64>, Array1<f64>) {
    (x.product_axis(Axis(0)), (x + 1.0).product_axis(Axis(1)))
}

#[derive_jvp]
fn product_with_zeros(x: &Array1<f64>) -> f64 {
    let mut y = x.clone();
    y[1] = 0.0;
    y[2] = x[0] * 0.0 + x[2] - x[2];
    y[3] *= 2.0;
    y.product() + x.product()
}

#[derive_jvp]
fn fold(x: &Array1<f64>, s: f64) -> f64 {
    x.fold(s, |a, &b| a * 0.5 + b * b)
}

#[derive_jvp]
fn fold_maximum(x: &Array2<f64>) -> f64 {
    x.fold(f64::NEG_INFINITY, |a, &b| a.max(b))
}

#[derive_jvp]
fn fold_axis(x: &Array2<f64>, s: f64) -> Array1<f64> {
    x.fold_axis(Axis(1), s, |&a, &b| a * b + b)
}

#[derive_jvp]
fn fold_axis_maximum(x: &Array2<f64>) -> Array1<f64> {
    x.fold_axis(Axis(0), f64::NEG_INFINITY, |a, b| a.max(*b))
}

#[derive_jvp]
fn map_axis(x: &Array2<f64>, w: &Array1<f64>) -> Array1<f64> {
    x.map_axis(Axis(1), |row| row.dot(w) * row.sum())
}

#[derive_jvp]
fn map_axis_loop(x: &Array2<f64>) -> Array1<f64> {
    x.map_axis(Axis(0), |column| {
        let mut total = 1.0;
        for v in column.iter() {
            total *= v + 2.0;
        }
        total
    })
}

#[derive_jvp]
fn cumprod(x: &Array2<f64>) -> (Array2<f64>, Array2<f64>) {
    (x.cumprod(Axis(0)), (x + 1.0).cumprod(Axis(1)))
}

#[derive_jvp]
fn diff(x: &Array2<f64>) -> (Array2<f64>, Array2<f64>) {
    (x.diff(1, Axis(0)), (x * x).diff(2, Axis(1)))
}

#[derive_jvp]
fn accumulate_sums(mut x: Array2<f64>) -> Array2<f64> {
    x.accumulate_axis_inplace(Axis(1), |&previous, current| *current += previous);
    x
}

#[derive_jvp]
fn accumulate_products(mut x: Array2<f64>, s: f64) -> Array2<f64> {
    x.accumulate_axis_inplace(Axis(0), |p, c| *c = *c * *p + s);
    x
}

#[derive_jvp]
fn normalised(x: &Array2<f64>) -> Array2<f64> {
    let total = x.sum_axis(Axis(1)).insert_axis(Axis(1));
    let y = x / &total;
    let mean = y.mean_axis(Axis(0)).unwrap();
    &y - &mean
}

#[derive_jvp]
fn sum_back_into_elements(x: &Array1<f64>) -> Array1<f64> {
    let total = x.sum();
    let square = (x * x).sum();
    x / total + square - x * total
}

#[derive_jvp]
fn of_views(x: ArrayView2<f64>) -> f64 {
    x.t().sum() * x.row(0).sum() + x.column(1).mean().unwrap() + x.diag().product()
}

#[derive_jvp]
fn iterators(x: &Array2<f64>) -> f64 {
    let squares: f64 = x.iter().map(|v| v * v).sum();
    let largest = x.iter().cloned().fold(f64::NEG_INFINITY, f64::max);
    let zipped: f64 = x.iter().zip(x.t().iter()).map(|(a, b)| a * b).sum();
    squares * largest + zipped
}

// Large enough for the pairwise sums and for every lane of the kernels.
#[derive_jvp]
fn long(x: &Array1<f64>, y: &Array1<f64>) -> (f64, f64, f64) {
    (
        (x * y).sum(),
        x.dot(y),
        (x - y).mapv(|d| d * d).mean().unwrap(),
    )
}

#[derive_jvp]
fn wide(x: &Array2<f64>) -> (Array1<f64>, Array1<f64>) {
    (x.exp().sum_axis(Axis(0)), x.sin().sum_axis(Axis(1)))
}

mod checks {
    check!(sum / pushforward_sum: & [3, 4]);
    check!(sum_of_squares / pushforward_sum_of_squares: & [3, 4]);
    check!(loss / pushforward_loss: & [3, 4], & [3, 4], num);
    check!(sum_broadcast / pushforward_sum_broadcast: & [3, 4], & [4]);
    check!(product / pushforward_product: & [2, 3]);
    check!(mean / pushforward_mean: & [3, 4]);
    check!(mean_option: & [5]);
    check!(mean_tried: & [3, 4]);
    check!(var / pushforward_var: & [3, 4]);
    check!(std / pushforward_std: & [3, 4]);
    check!(sum_axes / pushforward_sum_axes: & [3, 4]);
    check!(sum_axis_of_three: & [2, 3, 4]);
    check!(sum_axis_broadcast: & [3, 4], & [4]);
    check!(sum_axis_to_a_number: & [4]);
    check!(axis_in_a_variable: & [3, 4], = (1));
    check!(mean_axes / pushforward_mean_axes: & [3, 4]);
    check!(var_axes / pushforward_var_axes: & [3, 4]);
    check!(std_axes / pushforward_std_axes: & [3, 4]);
    check!(product_axes / pushforward_product_axes: & [3, 4]);
    check!(product_with_zeros: & [4]);
    check!(exact fold: & [5], num);
    check!(exact fold_maximum: & [3, 4]);
    check!(exact fold_axis: & [3, 4], num);
    check!(exact fold_axis_maximum: & [3, 4]);
    check!(map_axis: & [3, 4], & [4]);
    check!(exact map_axis_loop: & [3, 4]);
    check!(cumprod: & [3, 4]);
    check!(diff: & [3, 4]);
    check!(exact accumulate_sums: own [3, 4]);
    check!(exact accumulate_products: own [3, 4], num);
    check!(normalised: & [3, 4]; in 0.5..2.0);
    check!(sum_back_into_elements: & [4]; in 0.5..2.0);
    check!(of_views: view [3, 3]);
    check!(iterators: & [3, 3]);
    check!(long: & [1037], & [1037]);
    check!(wide: & [37, 23]);
}
