//! Values, layouts, ranks, special values, panics.

use std::panic::{AssertUnwindSafe, catch_unwind};

use jvp_runtime::{Real, rt};
use ndarray::linalg::{general_mat_mul, general_mat_vec_mul, kron};
use ndarray::{Array1, Array2, ArrayD, Axis, arr0, arr2, array, s};

use crate::exact::check;
use crate::samples::{LAYOUTS, Sample, near};

/// Around every tile's height, every register's width, and the least sizes.
const SIZES: [usize; 15] = [0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 17, 24, 25, 33];

fn sizes<T: Real>(unit: f64) {
    let mut turn = 0;
    for m in SIZES {
        for k in SIZES {
            for n in SIZES {
                turn += 1;
                let (left, right) = (LAYOUTS[turn % 6], LAYOUTS[turn / 6 % 6]);
                let a = Sample::<T>::new(m, k, left, turn as u64);
                let b = Sample::<T>::new(k, n, right, turn as u64 + 1);
                let what = format!("{m}x{k}x{n} {left:?} {right:?}");
                let y = rt::dot(a.view(), b.view());
                check(a.view(), b.view(), y.view(), unit, &what);
            }
        }
    }
}

#[test]
fn all_small_sizes() {
    sizes::<f32>(f64::from(f32::EPSILON) / 2.0);
    sizes::<f64>(f64::EPSILON / 2.0);
}

/// Beyond the blocks: of the sum, of rows, of packed columns.
const LARGE: [(usize, usize, usize); 8] = [
    (1, 1000, 50),
    (2, 900, 70),
    (3, 400, 2100),
    (30, 420, 60),
    (250, 390, 20),
    (97, 20, 520),
    (500, 3, 5),
    (50, 256, 64),
];

fn large<T: Real>(unit: f64) {
    for (turn, (m, k, n)) in LARGE.into_iter().enumerate() {
        for i in 0..2 {
            let (left, right) = (LAYOUTS[(turn + i) % 6], LAYOUTS[(turn * 2 + i * 5) % 6]);
            let a = Sample::<T>::new(m, k, left, turn as u64);
            let b = Sample::<T>::new(k, n, right, turn as u64 + 1);
            let y = rt::dot(a.view(), b.view());
            check(
                a.view(),
                b.view(),
                y.view(),
                unit,
                &format!("{m}x{k}x{n} {left:?} {right:?}"),
            );
        }
    }
}

#[test]
fn blocks() {
    large::<f32>(f64::from(f32::EPSILON) / 2.0);
    large::<f64>(f64::EPSILON / 2.0);
}

#[test]
fn every_pair_of_layouts() {
    for left in LAYOUTS {
        for right in LAYOUTS {
            for (m, k, n) in [(1, 19, 21), (2, 19, 21), (13, 19, 21), (40, 300, 50)] {
                let a = Sample::<f64>::new(m, k, left, 1);
                let b = Sample::<f64>::new(k, n, right, 2);
                let y = rt::dot(a.view(), b.view());
                let what = format!("{m}x{k}x{n} {left:?} {right:?}");
                check(a.view(), b.view(), y.view(), f64::EPSILON / 2.0, &what);
            }
        }
    }
}

#[test]
fn vectors() {
    for k in [0, 1, 5, 8, 31, 64, 1000] {
        for n in [0, 1, 3, 4, 7, 16, 100] {
            for layout in LAYOUTS {
                let b = Sample::<f32>::new(k, n, layout, 3);
                let long = Array1::from_shape_fn(3 * k, |i| (i as f32 * 0.7).sin());
                for v in [
                    long.slice(s![..k]),
                    long.slice(s![..;3]),
                    long.slice(s![..k;-1]),
                ] {
                    let unit = f64::from(f32::EPSILON) / 2.0;
                    let what = format!("{k} {n} {layout:?}");
                    let y: Array1<f32> = rt::dot(v, b.view());
                    let row = v.insert_axis(Axis(0));
                    check(row, b.view(), y.view().insert_axis(Axis(0)), unit, &what);
                    let y: Array1<f32> = rt::dot(b.view().t(), &v);
                    let column = v.insert_axis(Axis(1));
                    check(
                        b.view().t(),
                        column,
                        y.view().insert_axis(Axis(1)),
                        unit,
                        &what,
                    );
                    let y: f32 = rt::dot(v, &long.slice(s![..k]));
                    let right = long.slice(s![..k]).insert_axis(Axis(1));
                    check(row, right, arr2(&[[y]]).view(), unit, &what);
                }
            }
        }
    }
}

#[test]
fn dynamic_ranks() {
    let (a, v) = (array![[1.0, 2.0], [3.0, 4.0]], array![5.0, 6.0]);
    let (ad, vd): (ArrayD<f64>, ArrayD<f64>) = (a.clone().into_dyn(), v.clone().into_dyn());
    assert_eq!(rt::dot(&ad, &ad), a.dot(&a).into_dyn());
    assert_eq!(rt::dot(&ad, vd.view()), a.dot(&v).into_dyn());
    assert_eq!(rt::dot(vd.clone(), &ad), v.dot(&a).into_dyn());
    assert_eq!(rt::dot(&vd, &vd), arr0(v.dot(&v)).into_dyn());
    let (y, dy) = rt::dot::jvp_11(&ad, &ad, &vd, &vd);
    assert_eq!(dy, &y + &y);
    let (y, dy) = rt::dot::jvp_11(ad.t(), &ad.t(), &ad, &ad);
    assert_eq!(dy, &y + &y);
}

#[test]
fn the_layout_is_that_of_ndarray() {
    let a = Array2::<f64>::ones((4, 6));
    let f = a.t();
    let w = Array2::<f64>::ones((6, 6));
    assert_eq!(rt::dot(&a, &w).strides(), a.dot(&w).strides());
    assert_eq!(rt::dot(&f, &a).strides(), f.dot(&a).strides());
    assert_eq!(rt::dot(&w.t(), &f).strides(), w.t().dot(&f).strides());
    assert_eq!(rt::dot(&w.t(), &f).strides(), [1, 6]);
}

#[test]
fn nothing_is_skipped() {
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    for n in [1, 2, 5, 20] {
        for m in [1, 2, 3, 20] {
            let zero = Array2::<f64>::zeros((m, 3));
            let mut b = Array2::<f64>::ones((3, n));
            b.row_mut(1).fill(inf);
            assert!(rt::dot(&zero, &b).iter().all(|y| y.is_nan()));
            assert!(rt::dot(b.t(), zero.t()).iter().all(|y| y.is_nan()));
            let mut one = Array2::<f64>::ones((m, 3));
            assert!(rt::dot(&one, &b).iter().all(|&y| y == inf));
            one[[0, 2]] = nan;
            let y = rt::dot(&one, &b);
            assert!(y.row(0).iter().all(|y| y.is_nan()));
            assert!(y.slice(s![1.., ..]).iter().all(|&y| y == inf));
            // with `beta = 0` the result is not read, with `alpha = 0` the factors are
            let mut c = Array2::from_elem((m, n), nan);
            rt::general_mat_mul(1.0, Array2::ones((m, 3)), Array2::ones((3, n)), 0.0, &mut c);
            assert!(c.iter().all(|&c| c == 3.0));
            rt::general_mat_mul(0.0, &zero, &b, 1.0, &mut c);
            assert!(c.iter().all(|c| c.is_nan()));
        }
    }
}

#[test]
fn into_any_layout() {
    for (m, k, n) in [
        (0, 3, 2),
        (3, 0, 2),
        (1, 4, 9),
        (5, 7, 1),
        (9, 20, 17),
        (30, 8, 40),
    ] {
        for (alpha, beta) in [(1.0, 0.0), (1.0, 1.0), (-0.5, 2.0), (2.0, 0.0), (0.0, 0.5)] {
            let a = Sample::<f64>::new(m, k, LAYOUTS[m % 6], 4);
            let b = Sample::<f64>::new(k, n, LAYOUTS[n % 6], 5);
            let start = Array2::from_shape_fn((2 * m, 2 * n), |(i, j)| (i * 7 + j) as f64 * 0.25);
            for step in 0..4 {
                let (mut got, mut want) = (start.clone(), start.clone());
                let cut = |c: &mut Array2<f64>, own: bool| {
                    let c = match step {
                        0 => c.slice_mut(s![..m, ..n]),
                        1 => c.slice_mut(s![..;2, ..;2]),
                        2 => c.slice_mut(s![..m;-1, ..n;-1]),
                        _ => c.slice_mut(s![..m, ..;2]),
                    };
                    let mut c = c;
                    if own {
                        rt::general_mat_mul(alpha, a.view(), b.view(), beta, &mut c);
                        let x = b.view().column(0).to_owned();
                        rt::general_mat_vec_mul(alpha, a.view(), x, beta, &mut c.column_mut(0));
                    } else {
                        general_mat_mul(alpha, &a.view(), &b.view(), beta, &mut c);
                        let x = b.view().column(0).to_owned();
                        general_mat_vec_mul(alpha, &a.view(), &x, beta, &mut c.column_mut(0));
                    }
                };
                cut(&mut got, true);
                cut(&mut want, false);
                assert!(near(&got, &want), "{m}x{k}x{n} {alpha} {beta} {step}");
            }
        }
    }
}

#[test]
fn kronecker() {
    let a = Sample::<f32>::new(3, 4, LAYOUTS[1], 1);
    let b = Sample::<f32>::new(2, 5, LAYOUTS[2], 2);
    assert_eq!(rt::kron(a.view(), b.view()), kron(&a.view(), &b.view()));
    let none = Array2::<f32>::zeros((0, 3));
    assert_eq!(rt::kron(&none, b.view()), kron(&none, &b.view()));
    same_panic(
        || drop(rt::kron(b.view(), &none)),
        || drop(kron(&b.view(), &none)),
    );
}

/// Both stop, with the same words.
fn same_panic(ours: impl FnOnce(), theirs: impl FnOnce()) {
    let words = |f: &mut dyn FnMut()| {
        let panic = catch_unwind(AssertUnwindSafe(f)).expect_err("it should panic");
        let text = panic.downcast_ref::<String>().cloned();
        text.or_else(|| panic.downcast_ref::<&str>().map(|s| s.to_string()))
            .expect("a text")
    };
    let (mut ours, mut theirs) = (Some(ours), Some(theirs));
    let ours = words(&mut || ours.take().expect("once")());
    assert_eq!(ours, words(&mut || theirs.take().expect("once")()));
}

#[test]
fn panics_are_those_of_ndarray() {
    let (a, v) = (Array2::<f64>::ones((2, 3)), Array1::<f64>::ones(4));
    same_panic(|| drop(rt::dot(&a, &a)), || drop(a.dot(&a)));
    same_panic(|| drop(rt::dot(&a, &v)), || drop(a.dot(&v)));
    same_panic(|| drop(rt::dot(&v, &a)), || drop(v.dot(&a)));
    let row = a.row(0);
    same_panic(
        || assert_eq!(rt::dot(&v, &row), 0.0),
        || assert_eq!(v.dot(&row), 0.0),
    );
    let (ad, none) = (a.clone().into_dyn(), arr0(1.0).into_dyn());
    same_panic(
        || drop(rt::dot(&ad, &none)),
        || drop(ndarray::linalg::Dot::dot(&*ad, &*none)),
    );
    same_panic(
        || rt::general_mat_mul(1.0, &a, a.t(), 0.0, &mut a.clone()),
        || general_mat_mul(1.0, &a, &a.t(), 0.0, &mut a.clone()),
    );
    same_panic(
        || rt::general_mat_vec_mul(1.0, &a, &v, 0.0, &mut v.clone()),
        || general_mat_vec_mul(1.0, &a, &v, 0.0, &mut v.clone()),
    );
    same_panic(
        || rt::general_mat_vec_mul(1.0, a.t(), array![1.0, 2.0], 0.0, &mut v.clone()),
        || general_mat_vec_mul(1.0, &a.t(), &array![1.0, 2.0], 0.0, &mut v.clone()),
    );
}
