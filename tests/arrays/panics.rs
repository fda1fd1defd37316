//! Shapes that don't fit: the derivative panics where the program does, with ndarray's words.

use jvp::prelude::*;
use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, Axis, Zip, azip, s};

#[derive_jvp]
fn add(x: &Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    x + y
}

#[derive_jvp]
fn add_owned(x: Array2<f64>, y: Array1<f64>) -> Array2<f64> {
    x + y
}

#[derive_jvp]
fn add_assign(x: &mut Array2<f64>, y: &Array1<f64>) {
    *x += y;
}

#[derive_jvp]
fn add_product(o: &mut Array2<f64>, x: &Array2<f64>, y: &Array1<f64>) {
    *o += &(x * y);
}

#[derive_jvp]
fn assign(x: &mut Array2<f64>, y: &Array2<f64>) {
    x.assign(y);
}

#[derive_jvp]
fn assign_to(x: &Array2<f64>, y: &mut Array2<f64>) {
    x.assign_to(y);
}

#[derive_jvp]
fn zip_mut_with(x: &mut Array2<f64>, y: &Array2<f64>) {
    x.zip_mut_with(y, |a, &b| *a += b);
}

#[derive_jvp]
fn scaled_add(x: &mut Array1<f64>, y: &Array1<f64>) {
    x.scaled_add(2.0, y);
}

#[derive_jvp]
fn zip(x: &Array1<f64>, y: &Array1<f64>) -> Array1<f64> {
    Zip::from(x).and(y).map_collect(|&a, &b| a * b)
}

#[derive_jvp]
fn zip_of_three(x: &Array1<f64>, y: &Array1<f64>, out: &mut Array1<f64>) {
    azip!((o in out, &a in x, &b in y) *o += a * b);
}

#[derive_jvp]
fn zip_rows(x: &Array2<f64>, y: &Array1<f64>) -> f64 {
    let mut total = 0.0;
    Zip::from(x.rows())
        .and(y)
        .for_each(|r, &b| total += r.sum() * b);
    total
}

#[derive_jvp]
fn dot(x: &Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    x.dot(y)
}

#[derive_jvp]
fn dot_1(x: &Array1<f64>, y: &Array1<f64>) -> f64 {
    x.dot(y)
}

#[derive_jvp]
fn mat_mul(x: &Array2<f64>, y: &Array2<f64>, out: &mut Array2<f64>) {
    general_mat_mul(1.0, x, y, 0.0, out);
}

#[derive_jvp]
fn sum_axis(x: &Array2<f64>, axis: usize) -> Array1<f64> {
    x.sum_axis(Axis(axis))
}

#[derive_jvp]
fn mean(x: &Array1<f64>) -> f64 {
    x.mean().unwrap()
}

// Nobody reads them, and they panic all the same.
#[derive_jvp(pushforward)]
fn unused_mean(x: &Array1<f64>) -> f64 {
    let _m = x.mean().unwrap();
    x.sum()
}

#[derive_jvp(pushforward)]
fn unused_mean_axis(x: &Array2<f64>, y: &Array2<f64>) -> f64 {
    let _rows = (x * y).mean_axis(Axis(0)).expect("no rows");
    x.sum()
}

#[derive_jvp(pushforward)]
fn mean_as_statement(x: &Array1<f64>) -> f64 {
    x.mean().expect("no elements");
    let _ = x.mean();
    x.sum()
}

#[derive_jvp(pushforward)]
fn unused_sum_axis(x: &Array2<f64>, axis: usize) -> f64 {
    let _sums = x.sum_axis(Axis(axis));
    x.sum()
}

#[derive_jvp]
fn row(x: &Array2<f64>, i: usize) -> f64 {
    x.row(i).sum()
}

#[derive_jvp]
fn element(x: &Array2<f64>, i: usize) -> f64 {
    x[[i, 0]] * 2.0
}

#[derive_jvp]
fn slice(x: &Array1<f64>, n: usize) -> f64 {
    x.slice(s![..n]).sum()
}

#[derive_jvp]
fn reshape(x: &Array1<f64>, n: usize) -> Array2<f64> {
    x.to_shape((n, 2)).unwrap().to_owned()
}

#[derive_jvp]
fn broadcast(x: &Array1<f64>, n: usize) -> Array2<f64> {
    x.broadcast((2, n)).unwrap().to_owned()
}

#[derive_jvp]
fn stack(x: &Array1<f64>, y: &Array1<f64>) -> Array2<f64> {
    ndarray::stack(Axis(0), &[x.view(), y.view()]).unwrap()
}

#[derive_jvp]
fn push_row(mut x: Array2<f64>, y: &Array1<f64>) -> Array2<f64> {
    x.push_row(y.view()).unwrap();
    x
}

#[derive_jvp]
fn from_shape_vec(x: Vec<f64>, n: usize) -> Array2<f64> {
    Array2::from_shape_vec((n, 2), x).unwrap()
}

#[derive_jvp]
fn select(x: &Array1<f64>, at: &[usize]) -> Array1<f64> {
    x.select(Axis(0), at)
}

// What the caller gets to see after the panic is what the program has written before.
#[derive_jvp]
fn noted_behind(x: &Array1<f64>, y: &Array1<f64>, done: &mut f64) -> f64 {
    let z = x + y;
    *done = 1.0;
    z.sum()
}

#[derive_jvp]
fn pushed_behind(x: &Array1<f64>, y: &Array1<f64>, done: &mut Vec<f64>) {
    let z = x * y;
    done.push(1.0);
    done.push(z.sum());
}

mod checks {
    use super::*;
    use crate::harness::{both_panic, panics_alike};

    #[test]
    fn effects_behind() {
        let (x, y) = (v(3), v(2));
        let (mut done, mut ddone) = (0.0, 0.0);
        panics_alike(
            || super::noted_behind(&x, &y, &mut 0.0),
            || jvp_noted_behind(&x, &x, &y, &y, &mut done, &mut ddone),
        );
        assert_eq!(done, 0.0);
        let (mut done, mut ddone) = (vec![], vec![]);
        panics_alike(
            || super::pushed_behind(&x, &y, &mut vec![]),
            || jvp_pushed_behind(&x, &x, &y, &y, &mut done, &mut ddone),
        );
        assert_eq!(done, []);
    }

    fn a(n: usize, m: usize) -> Array2<f64> {
        Array2::from_shape_fn((n, m), |(i, j)| (i * m + j) as f64 + 0.5)
    }

    fn v(n: usize) -> Array1<f64> {
        Array1::from_shape_fn(n, |i| i as f64 - 0.5)
    }

    #[test]
    fn operators() {
        let (x, y) = (a(2, 3), a(3, 2));
        panics_alike(|| super::add(&x, &y), || jvp_add(&x, &x, &y, &y));
        panics_alike(
            || super::add_owned(a(2, 3), v(2)),
            || jvp_add_owned(a(2, 3), a(2, 3), v(2), v(2)),
        );
        panics_alike(
            || super::add_assign(&mut a(2, 3), &v(2)),
            || jvp_add_assign(&mut a(2, 3), &mut a(2, 3), &v(2), &v(2)),
        );
        // What the product's operands say of each other, and what its result says to the place.
        for (x, v) in [
            (a(2, 3), v(2)),
            (a(2, 2), v(2)),
            (a(1, 1), v(2)),
            (a(3, 1), v(3)),
        ] {
            panics_alike(
                || super::add_product(&mut a(2, 3), &x, &v),
                || jvp_add_product(&mut a(2, 3), &mut a(2, 3), &x, &x, &v, &v),
            );
        }
        panics_alike(
            || super::assign(&mut a(2, 3), &y),
            || jvp_assign(&mut a(2, 3), &mut a(2, 3), &y, &y),
        );
        panics_alike(
            || super::zip_mut_with(&mut a(2, 3), &y),
            || jvp_zip_mut_with(&mut a(2, 3), &mut a(2, 3), &y, &y),
        );
        panics_alike(
            || super::scaled_add(&mut v(3), &v(2)),
            || jvp_scaled_add(&mut v(3), &mut v(3), &v(2), &v(2)),
        );
    }

    #[test]
    fn in_step() {
        let (x, y) = (a(2, 3), a(3, 2));
        panics_alike(
            || super::assign_to(&x, &mut a(3, 2)),
            || jvp_assign_to(&x, &x, &mut a(3, 2), &mut a(3, 2)),
        );
        // A row is no tensor of the same shape, though it could be broadcast.
        panics_alike(
            || super::assign_to(&a(1, 3), &mut a(2, 3)),
            || jvp_assign_to(&a(1, 3), &a(1, 3), &mut a(2, 3), &mut a(2, 3)),
        );
        panics_alike(
            || super::zip(&v(2), &v(3)),
            || jvp_zip(&v(2), &v(2), &v(3), &v(3)),
        );
        panics_alike(
            || super::zip_rows(&y, &v(2)),
            || jvp_zip_rows(&y, &y, &v(2), &v(2)),
        );
        panics_alike(
            || super::zip_of_three(&v(2), &v(2), &mut v(3)),
            || jvp_zip_of_three(&v(2), &v(2), &v(2), &v(2), &mut v(3), &mut v(3)),
        );
    }

    #[test]
    fn products() {
        let x = a(2, 3);
        panics_alike(|| super::dot(&x, &x), || jvp_dot(&x, &x, &x, &x));
        panics_alike(
            || super::dot_1(&v(2), &v(3)),
            || jvp_dot_1(&v(2), &v(2), &v(3), &v(3)),
        );
        panics_alike(
            || super::mat_mul(&x, &a(3, 2), &mut a(3, 3)),
            || jvp_mat_mul(&x, &x, &a(3, 2), &a(3, 2), &mut a(3, 3), &mut a(3, 3)),
        );
    }

    #[test]
    fn reductions() {
        let x = a(2, 3);
        both_panic(|| super::sum_axis(&x, 2), || jvp_sum_axis(&x, &x, 2));
        panics_alike(|| super::mean(&v(0)), || jvp_mean(&v(0), &v(0)));
    }

    #[test]
    fn reductions_that_nobody_reads() {
        let (x, none) = (a(2, 3), a(0, 3));
        panics_alike(
            || super::unused_mean(&v(0)),
            || jvp_unused_mean(&v(0), &v(0)),
        );
        panics_alike(
            || super::unused_mean_axis(&none, &none),
            || jvp_unused_mean_axis(&none, &none, &none, &none),
        );
        panics_alike(
            || super::mean_as_statement(&v(0)),
            || jvp_mean_as_statement(&v(0), &v(0)),
        );
        both_panic(
            || super::unused_sum_axis(&x, 2),
            || jvp_unused_sum_axis(&x, &x, 2),
        );
    }

    check!(unused_mean / pushforward_unused_mean: & [4]);
    check!(unused_mean_axis / pushforward_unused_mean_axis: & [3, 4], & [3, 4]);
    check!(mean_as_statement / pushforward_mean_as_statement: & [4]);
    check!(unused_sum_axis / pushforward_unused_sum_axis: & [3, 4], = (1));

    #[test]
    fn positions() {
        let x = a(2, 3);
        panics_alike(|| super::row(&x, 2), || jvp_row(&x, &x, 2));
        panics_alike(|| super::element(&x, 2), || jvp_element(&x, &x, 2));
        panics_alike(|| super::slice(&v(2), 3), || jvp_slice(&v(2), &v(2), 3));
        panics_alike(
            || super::select(&v(2), &[2]),
            || jvp_select(&v(2), &v(2), &[2]),
        );
    }

    #[test]
    fn shapes() {
        panics_alike(|| super::reshape(&v(5), 2), || jvp_reshape(&v(5), &v(5), 2));
        panics_alike(
            || super::broadcast(&v(2), 3),
            || jvp_broadcast(&v(2), &v(2), 3),
        );
        panics_alike(
            || super::stack(&v(2), &v(3)),
            || jvp_stack(&v(2), &v(2), &v(3), &v(3)),
        );
        panics_alike(
            || super::push_row(a(2, 3), &v(2)),
            || jvp_push_row(a(2, 3), a(2, 3), &v(2), &v(2)),
        );
        let list = vec![1.0, 2.0, 3.0];
        panics_alike(
            || super::from_shape_vec(list.clone(), 2),
            || jvp_from_shape_vec(list.clone(), list.clone(), 2),
        );
    }
}
