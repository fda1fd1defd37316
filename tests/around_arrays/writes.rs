//! Writes in a row: to parts of one array, to arrays of different shapes, of what was just written.

use jvp::prelude::*;
use ndarray::{Array1, Array2, ArrayView1, ArrayViewMut1, Axis, Zip, array, azip, s};

#[derive_jvp(pushforward)]
fn boundaries(u: &mut Array2<f64>, left: &Array1<f64>, right: &Array1<f64>) {
    u.row_mut(0).assign(left);
    u.row_mut(2).assign(right);
}

#[derive_jvp]
fn parts_of_a_local(x: &Array2<f64>, y: &Array1<f64>, z: &Array1<f64>) -> Array2<f64> {
    let mut u = x * 2.0;
    u.column_mut(0).assign(y);
    u.column_mut(2).assign(y);
    u.slice_mut(s![1, ..]).assign(z);
    u.index_axis_mut(Axis(0), 0).assign(z);
    u
}

#[derive_jvp]
fn after_each_kind_of_write(mut x: Array2<f64>, y: &Array1<f64>) -> Array2<f64> {
    x.row_mut(1).mapv_inplace(|v| v * v);
    x.row_mut(0).assign(y);
    x.row_mut(1).zip_mut_with(y, |a, &b| *a *= b);
    x.row_mut(0).assign(y);
    x.row_mut(1).scaled_add(3.0, y);
    x.row_mut(2).assign(y);
    x.diag_mut().mapv_inplace(|v| v.sin());
    x.row_mut(2).assign(y);
    x
}

#[derive_jvp]
fn named_view_then_another(mut x: Array2<f64>, y: &Array1<f64>) -> Array2<f64> {
    let mut row = x.row_mut(1);
    row *= 2.0;
    x.row_mut(0).assign(y);
    x
}

#[derive_jvp(pushforward)]
fn halves(x: &mut Array2<f64>, y: &Array1<f64>) {
    let (mut top, mut bottom) = x.view_mut().split_at(Axis(0), 1);
    top *= 2.0;
    bottom.assign(y);
}

// A kernel has one shape.
#[derive_jvp(pushforward)]
fn different_shapes(a: &mut Array2<f64>, b: &mut Array1<f64>, y: &Array1<f64>, z: &Array1<f64>) {
    a.assign(y);
    b.assign(z);
}

#[derive_jvp]
fn different_shapes_computed(x: &Array2<f64>, y: &Array1<f64>) -> (Array2<f64>, Array1<f64>) {
    let (mut a, mut b) = (Array2::zeros((3, 4)), Array1::zeros(2));
    let p = x * x;
    let q = y * 3.0;
    a.assign(&p);
    b.assign(&q);
    (a, b)
}

// The second write reads what the first has written.
#[derive_jvp(pushforward)]
fn handed_on(a: &mut Array1<f64>, b: &mut Array1<f64>, y: &Array1<f64>) {
    *b += y;
    a.assign(b);
}

#[derive_jvp(pushforward)]
fn handed_on_in_place(a: &mut Array1<f64>, b: &mut Array1<f64>) {
    b.mapv_inplace(|v| v.exp());
    a.assign(&*b);
    b.assign(a);
}

#[derive_jvp]
fn rows_handed_on(mut x: Array2<f64>, y: ArrayView1<f64>) -> Array2<f64> {
    let mut last = Array1::zeros(4);
    x.row_mut(0).assign(&y);
    last.assign(&x.row(0));
    x.row_mut(1).assign(&last);
    last.assign(&x.row(2));
    x.row_mut(0).assign(&last);
    x
}

#[derive_jvp]
fn rows_in_a_loop(x: &Array2<f64>, y: &Array1<f64>, z: &Array1<f64>) -> Array2<f64> {
    let mut u = x.clone();
    for i in 0..2 {
        u.row_mut(i).assign(y);
        u.row_mut(i + 1).assign(z);
    }
    u
}

// One statement writes both at once: each from the old values.
#[derive_jvp(pushforward)]
fn exchanged(a: &mut Array1<f64>, b: &mut Array1<f64>, y: &Array1<f64>) {
    azip!((a in a, b in b, &y in y) {
        let old = *a;
        *a = *b * y;
        *b = old;
    });
}

#[derive_jvp(pushforward)]
fn one_becomes_constant(a: &mut Array1<f64>, b: &mut Array1<f64>) {
    Zip::from(a).and(b).for_each(|a, b| {
        *b *= *a;
        *a = 2.0;
    });
}

#[derive_jvp(pushforward)]
fn into_a_third(a: &mut Array1<f64>, y: &Array1<f64>, out: &mut Array1<f64>) {
    Zip::from(a).and(y).map_assign_into(out, |a, &y| {
        *a += y;
        *a * y
    });
}

/// A value that is lent to be changed, beside others of the same text.
#[derive_jvp]
fn lend_values(x: &Array1<f64>, s: f64) -> f64 {
    let a = x.sin() + s;
    let before = scale_in_place(&mut x.sin(), s);
    let ref mut y = x * s;
    *y += 1.0;
    let total = y.sum();
    let [ref mut u, ref mut v] = [x.clone(), x * s];
    u[0] *= s;
    *v -= &*u;
    (x.sin() * a + x * s).sum() * before + total * u.dot(v)
}

#[derive_jvp]
fn scale_in_place(x: &mut Array1<f64>, s: f64) -> f64 {
    *x *= s;
    x.sum()
}

mod checks {
    check!(lend_values: & [4], num);
    check!(exact boundaries / pushforward_boundaries: mut [3, 4], & [4], & [4]);
    check!(exact parts_of_a_local: & [3, 3], & [3], & [3]);
    check!(after_each_kind_of_write: own [3, 3], & [3]);
    check!(exact named_view_then_another: own [3, 4], & [4]);
    check!(exact halves / pushforward_halves: mut [3, 4], & [4]);
    check!(exact different_shapes / pushforward_different_shapes: mut [3, 4], mut [3], & [4], & [3]);
    check!(exact different_shapes_computed: & [3, 4], & [2]);
    check!(exact handed_on / pushforward_handed_on: mut [4], mut [4], & [4]);
    check!(handed_on_in_place / pushforward_handed_on_in_place: mut [4], mut [4]);
    check!(exact rows_handed_on: own [3, 4], view [4]);
    check!(exact rows_in_a_loop: & [3, 4], & [4], & [4]);
    check!(exact exchanged / pushforward_exchanged: mut [4], mut [4], & [4]);
    check!(exact one_becomes_constant / pushforward_one_becomes_constant: mut [4], mut [4]);
    check!(exact into_a_third / pushforward_into_a_third: mut [4], & [4], mut [4]);
}

// Views that the caller's data is written through, under another name or out of what holds them.
#[derive_jvp(wrt(x))]
fn renamed_view(x: f64, y: ArrayViewMut1<f64>) {
    let mut z = y;
    z.fill(x);
    z[0] *= x;
}

#[derive_jvp(wrt(x))]
fn view_in_an_option(x: f64, y: Option<ArrayViewMut1<f64>>) {
    if let Some(mut z) = y {
        z += x;
    }
}

#[derive_jvp(wrt(x))]
fn views_in_a_list(x: f64, ys: Vec<ArrayViewMut1<f64>>) {
    for mut y in ys {
        y *= x;
    }
}

#[test]
fn views_carry_their_tangents_out() {
    let start = || (array![2.0, 4.0], array![1.0, 0.5]);
    let (mut y, mut dy) = start();
    jvp_renamed_view(3.0, 1.0, y.view_mut(), dy.view_mut());
    assert_eq!((&y, &dy), (&array![9.0, 3.0], &array![6.0, 1.0]));
    renamed_view(3.0, dy.view_mut());
    assert_eq!(dy, y);

    let (mut y, mut dy) = start();
    jvp_view_in_an_option(3.0, 1.0, Some(y.view_mut()), Some(dy.view_mut()));
    assert_eq!((y, dy), (array![5.0, 7.0], array![2.0, 1.5]));
    view_in_an_option(3.0, None);

    let ((mut y, mut dy), (mut a, mut da)) = (start(), start());
    let views = vec![y.view_mut(), a.view_mut()];
    jvp_views_in_a_list(3.0, 1.0, views, vec![dy.view_mut(), da.view_mut()]);
    assert_eq!((y, dy), (array![6.0, 12.0], array![5.0, 5.5]));
    assert_eq!((a, da), (array![6.0, 12.0], array![5.0, 5.5]));
    views_in_a_list(3.0, Vec::new());
}

#[derive_jvp(pushforward, out(y), wrt(x))]
fn view_that_is_written(x: &Array1<f64>, mut y: ArrayViewMut1<f64>) -> f64 {
    y.assign(x);
    y *= 2.0;
    let s = y.dot(x);
    y += s;
    s
}

/// A view behind a reference stays one: another function takes it.
#[derive_jvp(pushforward, out(y), wrt(x))]
fn lent_view(x: &Array1<f64>, y: &mut ArrayViewMut1<f64>) -> f64 {
    let s = view_that_is_written(x, y.view_mut());
    y[0] = s * x[1];
    y[0] * y[1]
}

#[test]
fn tangents_alone_of_views_that_are_written() {
    let (x, dx) = (array![1.0, 2.0], array![0.5, -1.0]);
    let start = || (array![f64::NAN, 7.0], array![f64::NAN, f64::NAN]);
    let (mut y, mut dy) = start();
    // s = 2 (x₀² + x₁²), y = 2 x + s
    assert_eq!(
        jvp_view_that_is_written(&x, &dx, y.view_mut(), dy.view_mut()),
        (10.0, -6.0)
    );
    assert_eq!((&y, &dy), (&array![12.0, 14.0], &array![-5.0, -8.0]));
    let mut own = start().0;
    assert_eq!(view_that_is_written(&x, own.view_mut()), 10.0);
    assert_eq!(own, y);
    let mut alone = start().1;
    assert_eq!(
        pushforward_view_that_is_written(&x, &dx, alone.view_mut()),
        -6.0
    );
    assert_eq!(alone, dy);

    let (mut y, mut dy) = start();
    // y₀ = s x₁, times y₁
    assert_eq!(
        jvp_lent_view(&x, &dx, &mut y.view_mut(), &mut dy.view_mut()),
        (280.0, -22.0 * 14.0 - 8.0 * 20.0)
    );
    let mut own = start().0;
    assert_eq!(lent_view(&x, &mut own.view_mut()), 280.0);
    assert_eq!(own, y);
    let mut alone = start().1;
    assert_eq!(
        pushforward_lent_view(&x, &dx, &mut alone.view_mut()),
        -468.0
    );
    assert_eq!(alone, dy);
}
