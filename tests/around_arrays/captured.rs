//! Closures over elements that change what they have captured, or that have captured what changes.

use jvp::prelude::*;
use ndarray::{Array1, Array2, Axis, array, s};

// The order in which elements are visited is seen in what the closure keeps.

#[derive_jvp(pushforward)]
fn inplace_keeps_state(mut x: Array2<f64>, s: f64) -> Array2<f64> {
    let mut last = s;
    x.map_inplace(|v| {
        last = last * 0.5 + *v;
        *v = last;
    });
    x.mapv_inplace(|v| {
        last = last * v + 0.25;
        v * 0.5 + last
    });
    x * last
}

#[derive_jvp(pushforward)]
fn inplace_through_mut(x: &mut Array2<f64>, s: f64) -> f64 {
    let mut total = 0.0;
    x.map_inplace(|v| {
        total += s * *v;
        if total > 0.5 {
            *v = total;
        }
    });
    total
}

#[derive_jvp]
fn logistic(v: f64, k: f64) -> f64 {
    1.0 / (1.0 + (-k * v).exp())
}

#[derive_jvp(pushforward)]
fn inplace_with_a_call(mut x: Array1<f64>, k: f64) -> Array1<f64> {
    x.mapv_inplace(|v| logistic(v, k));
    x
}

/// The elements are constants, what goes along is not.
#[derive_jvp(pushforward)]
fn constants_change_what_is_active(x: &Array1<f64>, s: f64) -> f64 {
    let mut s = s;
    let mut k = array![0.5, 0.25, 2.0];
    k.map_inplace(|v| {
        s = s * *v + 0.25;
        *v += 1.0;
    });
    k.mapv_inplace(|v| {
        s *= v;
        v * 0.5
    });
    k.zip_mut_with(x, |v, w| {
        s = s * 0.5 + *v * w;
        *v += 1.0;
    });
    s * k[1]
}

#[derive_jvp(pushforward)]
fn folds_keep_state(x: &Array2<f64>, s: f64) -> Array1<f64> {
    let mut s = s;
    let rows = x.fold_axis(Axis(1), 0.0, |sum, v| {
        s = s * 0.5 + v;
        sum + v * s
    });
    let columns = x.fold_axis(Axis(0), s, |sum, v| {
        s = s * 0.5 - v;
        sum * v + s
    });
    columns * s + rows.sum()
}

#[derive_jvp(pushforward)]
fn accumulations_keep_state(mut x: Array2<f64>, s: f64) -> Array2<f64> {
    let mut s = s;
    x.accumulate_axis_inplace(Axis(0), |before, v| {
        s = s * 0.5 + before;
        *v += before * s;
    });
    x.accumulate_axis_inplace(Axis(1), |&before, v| {
        s = 0.25 - s * before;
        *v *= s;
    });
    x * s
}

/// Rows 1 and 2 are cut out, so that what is visited is not all that lies there.
#[derive_jvp(pushforward)]
fn accumulations_of_a_part(mut x: Array2<f64>, s: f64) -> Array2<f64> {
    let mut s = s;
    let mut part = x.slice_mut(s![1.., ..;2]);
    part.accumulate_axis_inplace(Axis(0), |before, v| {
        s = s * 0.5 + before;
        *v += before * s;
    });
    x * s
}

// A closure that moves has the values of its time, whatever becomes of the variables.

#[derive_jvp(pushforward)]
fn moved_then_changed(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let mut s = s;
    let scaled = move |v: f64| v * s;
    s = 2.0 * s * s;
    let y = x.mapv(scaled);
    s += 1.0;
    y.mapv(scaled) * s
}

#[derive_jvp(pushforward)]
fn moved_then_constant(mut x: Array1<f64>, s: f64) -> Array1<f64> {
    let mut s = s;
    let scaled = move |v: f64| v * s;
    s = 3.0;
    x.mapv_inplace(scaled);
    x * s
}

#[derive_jvp(pushforward)]
fn moved_with_an_array(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let w = x.mapv(f64::sin);
    let mut s = s;
    let scaled = move |v: f64| v * s * w[0];
    s *= 3.0;
    x.mapv(scaled) * s
}

#[derive_jvp(pushforward)]
fn moved_part(x: &Array1<f64>, s: f64) -> f64 {
    let mut line = (s, 1.0);
    let at = move |v: f64| v * line.0 + line.1;
    line.0 = 0.5;
    line.1 = s * s;
    x.mapv(at).sum() * line.1 + line.0
}

/// The closure keeps what the reference referred to.
#[derive_jvp(pushforward)]
fn another_reference(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let (a, b) = (s, 2.0 * s * s);
    let mut k = &a;
    let scaled = |v: f64| v * *k;
    k = &b;
    x.mapv(scaled) * *k
}

/// A closure with a name is written wherever it is passed, closures inside of it included.
#[derive_jvp(pushforward)]
fn named_with_a_closure_inside(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let w = x.mapv(|v| v * s);
    let by_all = |v: f64| v * w.iter().fold(s, |sum, w| sum * 0.5 + w * s) + 0.5;
    x.mapv(by_all) * x.mapv(by_all)
}

/// What only some elements need, only they compute: there is no `w[17]`.
#[derive_jvp(pushforward)]
fn panics_only_where_it_runs(x: &Array1<f64>, w: &Array1<f64>) -> Array1<f64> {
    let far = x.mapv(|v| if v > 100.0 { v * w[17] } else { v * w[0] });
    let near = x.mapv(|v| {
        if v > 100.0 && v > w[17] {
            w[18]
        } else {
            v + w[1]
        }
    });
    far * near
}

mod checks {
    check!(exact inplace_keeps_state / pushforward_inplace_keeps_state: own [3, 4], num);
    check!(exact inplace_through_mut / pushforward_inplace_through_mut: mut [3, 4], num);
    check!(inplace_with_a_call / pushforward_inplace_with_a_call: own [4], num);
    check!(exact constants_change_what_is_active / pushforward_constants_change_what_is_active: & [3], num);
    check!(folds_keep_state / pushforward_folds_keep_state: & [3, 4], num);
    check!(exact accumulations_keep_state / pushforward_accumulations_keep_state: own [3, 4], num);
    check!(exact accumulations_of_a_part / pushforward_accumulations_of_a_part: own [4, 5], num);
    check!(exact moved_then_changed / pushforward_moved_then_changed: & [4], num);
    check!(exact moved_then_constant / pushforward_moved_then_constant: own [4], num);
    check!(moved_with_an_array / pushforward_moved_with_an_array: & [4], num);
    check!(moved_part / pushforward_moved_part: & [4], num);
    check!(exact another_reference / pushforward_another_reference: & [4], num);
    check!(exact named_with_a_closure_inside / pushforward_named_with_a_closure_inside: & [4], num);
    check!(exact panics_only_where_it_runs / pushforward_panics_only_where_it_runs: & [4], & [4]);
}
