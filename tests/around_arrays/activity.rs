//! Where activity comes from and goes to, around arrays: what is constant until it isn't, what is
//! overwritten, what only a view, a closure or a helper connects.

use jvp::prelude::*;
use ndarray::{Array1, Array2, ArrayView1, ArrayViewMut1, Axis, Zip, azip, s};

#[derive_jvp]
fn active_through_a_view(s: f64) -> Array2<f64> {
    let mut a = Array2::<f64>::zeros((3, 4));
    {
        let mut row = a.row_mut(1);
        let mut part = row.slice_mut(s![1..3]);
        part.fill(s);
        part[0] = s * s;
    }
    a
}

#[derive_jvp]
fn active_through_an_iterator(x: &Array1<f64>) -> Array2<f64> {
    let mut a = Array2::<f64>::ones((3, 4));
    for (mut row, v) in a.rows_mut().into_iter().zip(x) {
        row *= *v;
    }
    for (i, v) in a.iter_mut().enumerate() {
        if i % 2 == 0 {
            *v += x[0];
        }
    }
    a
}

#[derive_jvp]
fn active_through_a_tuple_of_views(x: &Array1<f64>) -> Array1<f64> {
    let mut a = Array1::<f64>::ones(4);
    let (mut left, mut right) = a.view_mut().split_at(Axis(0), 2);
    left[0] = x[0] * x[1];
    right.assign(&left);
    a
}

#[derive_jvp]
fn active_through_a_list(x: &Array1<f64>) -> f64 {
    let mut parts = vec![Array1::<f64>::ones(4); 3];
    parts[1] += x;
    let last = parts.last_mut().unwrap();
    last.assign(&(x * 2.0));
    let mut total = 0.0;
    for p in &parts {
        total += p.product();
    }
    total
}

#[derive_jvp]
fn active_through_an_option(x: &Array1<f64>) -> f64 {
    let mut a = Array1::<f64>::zeros(4);
    if let Some(v) = a.get_mut(2) {
        *v = x[0];
    }
    if let Some(v) = a.first_mut() {
        *v += x[1] * x[1];
    }
    a.iter().map(|v| v * v).sum()
}

#[derive_jvp]
fn overwritten(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let mut y = x * s;
    let keep = y[0];
    y.fill(1.0);
    y[1] = keep;
    let mut z = x.clone();
    z.assign(&Array1::<f64>::ones(4));
    z.slice_mut(s![..2]).assign(&y.slice(s![..2]));
    let mut w = x * 1.0;
    w.mapv_inplace(|_| 2.0);
    let mut u = x * 3.0;
    Zip::from(&mut u).and(&y).for_each(|u, &y| *u = y);
    y + z + w + u
}

#[derive_jvp]
fn overwritten_in_a_branch(x: &Array1<f64>, reset: bool) -> Array1<f64> {
    let mut y = x * 2.0;
    for k in 0..3 {
        if reset && k == 1 {
            y = Array1::ones(4);
        }
        y *= x;
    }
    y
}

#[derive_jvp]
fn constant_masks(x: &Array1<f64>) -> Array1<f64> {
    let mask = x.mapv(|v| f64::from(u8::from(v > 0.0)));
    let count = x.iter().filter(|v| **v > 0.0).count();
    let signs = x.mapv(f64::signum);
    x * &mask * (count as f64) + signs * x.mapv(f64::abs)
}

#[derive_jvp]
fn stopped(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let y = stop_gradient(x * s);
    let mut z = x * &y;
    z += &stop_gradient(z.clone());
    z - stop_gradient(s) * x
}

#[derive_jvp]
fn captured_by_a_closure(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let w = x * s;
    let c = w.sum();
    let ones = Array1::<f64>::ones(4);
    ones.mapv(|v| v * c) + ones.mapv(|v| w[0] * v + w[1])
}

#[derive_jvp]
fn captured_and_changed(x: &Array1<f64>) -> (f64, Array1<f64>) {
    let mut total = 0.0;
    let mut seen = Array1::<f64>::zeros(4);
    x.iter().enumerate().for_each(|(i, v)| {
        total += v * v;
        seen[3 - i] = total;
    });
    (total, seen)
}

#[derive_jvp]
fn same_array_twice(x: &Array1<f64>) -> f64 {
    let y = x;
    let z = &*y;
    let v: ArrayView1<f64> = z.view();
    v.dot(x) * y.dot(&v)
}

#[derive_jvp]
fn add_into(a: &mut Array1<f64>, b: &Array1<f64>) {
    *a += b;
}

#[derive_jvp]
fn scale_view(mut a: ArrayViewMut1<f64>, s: f64) {
    a *= s;
}

#[derive_jvp]
fn helpers_make_active(x: &Array1<f64>, s: f64) -> Array2<f64> {
    let mut a = Array1::<f64>::zeros(4);
    add_into(&mut a, x);
    let ones = Array1::<f64>::ones(4);
    add_into(&mut a, &ones);
    let mut m = Array2::<f64>::ones((2, 4));
    scale_view(m.row_mut(1), s);
    scale_view(m.column_mut(2), 3.0);
    m * a
}

#[derive_jvp]
fn loop_carried_late(x: &Array1<f64>, n: usize) -> f64 {
    let mut a = Array1::<f64>::ones(4);
    let mut b = Array1::<f64>::zeros(4);
    let mut c = 0.0;
    for _ in 0..n {
        c += a.sum();
        a += &b;
        b += &(x * c);
    }
    c
}

#[derive_jvp]
fn views_of_constants(x: &Array1<f64>) -> f64 {
    let c = Array2::<f64>::from_elem((3, 4), 0.5);
    let mut total = 0.0;
    for (row, v) in c.rows().into_iter().zip(x.iter()) {
        total += row.dot(x) * v;
    }
    azip!((&c in c.row(0), &x in x) total += c * x);
    total
}

#[derive_jvp(constant(c))]
fn constant_parameter(x: &Array1<f64>, c: &Array1<f64>) -> Array1<f64> {
    let mut y = c.clone();
    y *= x;
    y + c
}

#[derive_jvp(out(y), pushforward)]
fn into_a_given_place(x: &Array1<f64>, y: &mut Array1<f64>) {
    y.assign(&(x * x));
    *y += x;
}

#[derive_jvp(out(y))]
fn into_a_given_row(x: &Array1<f64>, y: &mut Array2<f64>) {
    y.fill(0.0);
    for i in 0..y.nrows() {
        y.row_mut(i).assign(&(x * i as f64));
    }
}

mod checks {
    check!(exact active_through_a_view: num);
    check!(exact active_through_an_iterator: & [3]);
    check!(exact active_through_a_tuple_of_views: & [2]);
    check!(active_through_a_list: & [4]);
    check!(active_through_an_option: & [2]);
    check!(exact overwritten: & [4], num);
    check!(exact overwritten_in_a_branch: & [4], = (true));
    check!(exact constant_masks: & [4]);
    check!(exact captured_by_a_closure: & [4], num);
    check!(exact captured_and_changed: & [4]);
    check!(same_array_twice: & [4]);
    check!(helpers_make_active: & [4], num);
    check!(loop_carried_late: & [4], = (4));
    check!(views_of_constants: & [4]);

    // What an oracle of differences can't see.

    use super::*;

    #[test]
    fn stopped() {
        let (x, dx) = (
            ndarray::arr1(&[1.0, 2.0, 3.0, 4.0]),
            ndarray::arr1(&[0.5, 0.0, 1.0, -1.0]),
        );
        let (y, dy) = jvp_stopped(&x, &dx, 2.0, 7.0);
        assert_eq!(y, super::stopped(&x, 2.0));
        // d(x y) - s dx, with y = 2 x and s = 2 constant.
        assert_eq!(dy, &dx * &(&x * 2.0) - 2.0 * &dx);
    }

    #[test]
    fn constant_parameter() {
        let (x, c) = (ndarray::arr1(&[1.0, 2.0]), ndarray::arr1(&[3.0, 5.0]));
        let (y, dy) = jvp_constant_parameter(&x, &x, &c);
        assert_eq!((y, dy), (super::constant_parameter(&x, &c), &c * &x));
    }

    #[test]
    fn out() {
        let x = ndarray::arr1(&[1.0, 2.0, 3.0]);
        let (mut y, mut dy) = (
            Array1::from_elem(3, f64::NAN),
            Array1::from_elem(3, f64::NAN),
        );
        jvp_into_a_given_place(&x, &x, &mut y, &mut dy);
        let mut own = x.clone();
        super::into_a_given_place(&x, &mut own);
        assert_eq!(own, y);
        assert_eq!((y, dy.clone()), (&x * &x + &x, 2.0 * &x * &x + &x));
        dy.fill(f64::NAN);
        pushforward_into_a_given_place(&x, &x, &mut dy);
        assert_eq!(dy, 2.0 * &x * &x + &x);
        let (mut y, mut dy) = (
            Array2::from_elem((2, 3), f64::NAN),
            Array2::from_elem((2, 3), f64::NAN),
        );
        jvp_into_a_given_row(&x, &x, &mut y, &mut dy);
        assert_eq!(y, dy);
        let mut own = Array2::zeros((2, 3));
        super::into_a_given_row(&x, &mut own);
        assert_eq!(y, own);
        assert_eq!(y, ndarray::arr2(&[[0.0, 0.0, 0.0], [1.0, 2.0, 3.0]]));
    }
}
