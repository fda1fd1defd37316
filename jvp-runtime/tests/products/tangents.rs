//! Products with their tangents, against the products that they stand for.

use jvp_runtime::{Real, rt};
use ndarray::linalg::{general_mat_mul as mul, general_mat_vec_mul as mul_vec, kron};
use ndarray::{Array1, Array2, Axis, array};

use crate::samples::{LAYOUTS, Layout, Sample, near};

/// A matrix and its tangent.
fn two(rows: usize, cols: usize, turn: usize) -> (Sample<f64>, Sample<f64>) {
    // the two differ in layout every other time
    let (left, right) = (LAYOUTS[turn % 6], LAYOUTS[(turn + turn % 2) % 6]);
    let seed = turn as u64;
    (
        Sample::new(rows, cols, left, seed),
        Sample::new(rows, cols, right, seed + 9),
    )
}

#[track_caller]
fn check(got: &Array2<f64>, want: &Array2<f64>) {
    assert!(near(got, want), "{got} is not {want}");
}

#[test]
fn matrices() {
    let mut turn = 0;
    for m in [0, 1, 2, 3, 7, 32] {
        for k in [0, 1, 5, 100] {
            for n in [0, 1, 2, 9, 40] {
                turn += 1;
                let ((a, da), (b, db)) = (two(m, k, turn), two(k, n, turn / 5));
                let (a, da, b, db) = (a.view(), da.view(), b.view(), db.view());
                let (y, da_b, a_db) = (a.dot(&b), da.dot(&b), a.dot(&db));
                let (got, dgot) = rt::dot::jvp_10(a, da, &b);
                check(&got, &y);
                check(&dgot, &da_b);
                let (got, dgot) = rt::dot::jvp_01(&a, b.to_owned(), db.to_owned());
                check(&got, &y);
                check(&dgot, &a_db);
                let (got, dgot) = rt::dot::jvp_11(a.to_owned(), da, b, &db);
                check(&got, &y);
                check(&dgot, &(&da_b + &a_db));
                let (got, dgot) = rt::dot::jvp(a, da, b, db);
                check(&got, &y);
                check(&dgot, &(&da_b + &a_db));
                check(&rt::dot_sum(da, b, a, db), &dgot);
            }
        }
    }
}

#[test]
fn vectors() {
    for (m, k) in [(0, 0), (0, 3), (1, 1), (4, 0), (3, 5), (30, 70)] {
        for turn in 0..6 {
            let ((a, da), (v, dv)) = (two(m, k, turn), two(k, 1, turn));
            let (a, da) = (a.view(), da.view());
            let (v, dv) = (
                v.view().index_axis_move(Axis(1), 0),
                dv.view().index_axis_move(Axis(1), 0),
            );
            let check = |got: Array1<f64>, want: Array1<f64>| {
                assert!(near(&got, &want), "{got} is not {want}");
            };
            let (y, dy) = rt::dot::jvp_11(a, da, v, dv);
            check(y, a.dot(&v));
            check(dy, da.dot(&v) + a.dot(&dv));
            let (y, dy) = rt::dot::jvp_01(a, v, dv);
            check(y, a.dot(&v));
            check(dy, a.dot(&dv));
            let (y, dy) = rt::dot::jvp_10(a, da, v);
            check(y, a.dot(&v));
            check(dy, da.dot(&v));
            let (y, dy) = rt::dot::jvp_11(v, dv, a.t(), da.t());
            check(y, v.dot(&a.t()));
            check(dy, dv.dot(&a.t()) + v.dot(&da.t()));
            let (y, dy) = rt::dot::jvp_10(v, dv, a.t());
            check(y, v.dot(&a.t()));
            check(dy, dv.dot(&a.t()));
            let (y, dy): (f64, f64) = rt::dot::jvp_11(v, dv, &v, &dv);
            assert!((y - v.dot(&v)).abs() < 1e-12 && (dy - 2.0 * v.dot(&dv)).abs() < 1e-12);
        }
    }
}

#[test]
fn the_layout_of_a_tangent_is_its_own() {
    // `da b` is column by column, `a db` is not
    let (a, da) = (
        Sample::<f64>::new(4, 5, Layout::Rows, 1),
        Sample::new(4, 5, Layout::Columns, 2),
    );
    let (b, db) = (
        Sample::new(5, 6, Layout::Columns, 3),
        Sample::new(5, 6, Layout::Rows, 4),
    );
    let (a, da, b, db) = (a.view(), da.view(), b.view(), db.view());
    check(&rt::dot_sum(da, b, a, db), &(da.dot(&b) + a.dot(&db)));
}

#[test]
#[should_panic(
    expected = "the tangent of a factor has shape [3, 3], but the factor has shape [2, 3]"
)]
fn a_tangent_of_another_shape() {
    let a = Array2::<f64>::ones((2, 3));
    rt::dot::jvp_10(&a, &Array2::ones((3, 3)), &a.t());
}

fn generic<T: Real>(x: &Array2<T>, dx: &Array2<T>, w: &Array2<T>) -> (Array2<T>, Array2<T>) {
    let (z, dz) = rt::dot::jvp_10(x, dx, w);
    (rt::dot(z, &w.t()), rt::dot(dz, w.t()))
}

#[test]
fn a_generic_scalar_is_enough() {
    let x = array![[1.0_f32, 2.0], [3.0, 4.0]];
    let (y, dy) = generic(&x, &x, &x);
    assert_eq!(y, dy);
    assert_eq!(y, x.dot(&x).dot(&x.t()));
}

#[test]
fn updates() {
    let ((a, da), (b, db)) = (two(5, 7, 1), two(7, 4, 2));
    let (a, da, b, db) = (a.view(), da.view(), b.view(), db.view());
    let (c0, dc0) = (
        Array2::from_elem((5, 4), 0.5),
        Array2::from_elem((5, 4), -1.5),
    );
    for (alpha, beta) in [(1.0, 0.0), (0.5, 1.0), (-2.0, 3.0), (0.0, 0.5)] {
        let (dalpha, dbeta) = (0.7, -0.3);
        let mut y = c0.clone();
        mul(alpha, &a, &b, beta, &mut y);
        // what each tangent adds, and what is there without any
        let part = |on: bool, term: Array2<f64>| if on { term } else { Array2::zeros((5, 4)) };
        let want = |on: [bool; 4]| {
            &dc0 * beta
                + part(on[0], a.dot(&b) * dalpha)
                + part(on[1], da.dot(&b) * alpha)
                + part(on[2], a.dot(&db) * alpha)
                + part(on[3], &c0 * dbeta)
        };
        macro_rules! mask {
            ($name:ident $on:expr, $($argument:expr),*) => {{
                let (mut c, mut dc) = (c0.clone(), dc0.clone());
                rt::general_mat_mul::$name($($argument,)* &mut c, &mut dc);
                check(&c, &y);
                check(&dc, &want($on.map(|on| on == 1)));
            }};
        }
        mask!(jvp_00001 [0, 0, 0, 0], alpha, a, b, beta);
        mask!(jvp_00011 [0, 0, 0, 1], alpha, a, b, beta, dbeta);
        mask!(jvp_00101 [0, 0, 1, 0], alpha, a, b, db, beta);
        mask!(jvp_01001 [0, 1, 0, 0], alpha, a, da, b, beta);
        mask!(jvp_01101 [0, 1, 1, 0], alpha, a, da, b, db, beta);
        mask!(jvp_10001 [1, 0, 0, 0], alpha, dalpha, a, b, beta);
        mask!(jvp_10111 [1, 0, 1, 1], alpha, dalpha, a, b, db, beta, dbeta);
        mask!(jvp_11111 [1, 1, 1, 1], alpha, dalpha, a, da, b, db, beta, dbeta);
        mask!(jvp [1, 1, 1, 1], alpha, dalpha, a, da, b, db, beta, dbeta);
    }
}

#[test]
fn updates_of_vectors() {
    let ((a, da), (x, dx)) = (two(5, 7, 1), two(7, 1, 2));
    let (a, da) = (a.view(), da.view());
    let (x, dx) = (
        x.view().index_axis_move(Axis(1), 0),
        dx.view().index_axis_move(Axis(1), 0),
    );
    let (mut y, mut dy) = (Array1::from_elem(5, 0.5), Array1::from_elem(5, -1.5));
    let (mut want, mut dwant) = (y.clone(), dy.clone());
    mul_vec(2.0, &da, &x, 3.0, &mut dwant);
    mul_vec(2.0, &a, &dx, 1.0, &mut dwant);
    mul_vec(0.7, &a, &x, 1.0, &mut dwant);
    dwant.scaled_add(-0.3, &y);
    mul_vec(2.0, &a, &x, 3.0, &mut want);
    rt::general_mat_vec_mul::jvp_11111(2.0, 0.7, a, da, x, dx, 3.0, -0.3, &mut y, &mut dy);
    assert!(near(&y, &want) && near(&dy, &dwant));
}

#[test]
fn kronecker() {
    let ((a, da), (b, db)) = (two(2, 3, 1), two(4, 2, 2));
    let (a, da, b, db) = (a.view(), da.view(), b.view(), db.view());
    let (left, right) = (kron(&da, &b), kron(&a, &db));
    assert_eq!(rt::kron::jvp_10(a, da, b), (kron(&a, &b), left.clone()));
    assert_eq!(rt::kron::jvp_01(a, b, db), (kron(&a, &b), right.clone()));
    assert_eq!(rt::kron::jvp_11(a, da, b, db), (kron(&a, &b), left + right));
}
