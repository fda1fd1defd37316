//! A view that is chosen among several, of which some are constants: the zero tangent of a view is
//! a view.

use jvp::prelude::*;
use ndarray::{Array1, Array2, Axis, s, stack};

#[derive_jvp]
fn choose_view(x: &Array1<f64>, y: &Array1<f64>, s: f64) -> f64 {
    let v = if s > 0.0 {
        x.view()
    } else {
        y.slice(s![..;-1])
    };
    let w = if v[0] > y[1] { &v * 2.0 } else { v.to_owned() };
    let m = match w.len() {
        3 => w.slice(s![1..]),
        _ => w.view(),
    };
    m.sum() * v.dot(&w)
}
#[derive_jvp]
fn match_view(x: &Array2<f64>, y: &Array2<f64>, k: usize) -> Array1<f64> {
    let r = match k {
        0 => x.row(0),
        1 => y.column(1),
        _ => y.diag(),
    };
    let (a, b) = if k == 1 {
        (x.row(1), y.row(0))
    } else {
        (y.row(1), x.row(0))
    };
    &r * &a + b
}
#[derive_jvp]
fn reassigned_view(x: &Array2<f64>, y: &Array2<f64>) -> f64 {
    let mut v = y.row(0);
    let mut t = v.sum();
    for i in 0..2 {
        v = if i == 0 { x.row(i) } else { y.row(i) };
        t *= v.dot(&y.row(i));
    }
    v = y.column(0);
    t + v.sum() * v[0]
}
#[derive_jvp]
fn list_of_views(x: &Array1<f64>, y: &Array1<f64>) -> f64 {
    let vs = [x.view(), y.view()];
    let ws = vec![y.view(), x.slice(s![..])];
    let mut s = 0.0;
    for (v, w) in vs.iter().zip(&ws) {
        s += v.dot(w) * v[0];
    }
    s + stack(Axis(0), &vs).unwrap().product()
}
#[derive_jvp]
fn option_view(x: &Array1<f64>, y: &Array1<f64>, b: bool) -> f64 {
    let o = if b { Some(x.view()) } else { None };
    let v = o.unwrap_or(y.view());
    let w = if b { Some(y.view()) } else { Some(x.view()) };
    v.sum() * w.unwrap()[1]
}
#[derive_jvp]
fn cows(x: &Array2<f64>, y: &Array2<f64>, b: bool) -> f64 {
    let c = if b {
        x.as_standard_layout()
    } else {
        y.as_standard_layout()
    };
    let d = if b {
        y.to_shape(4).unwrap()
    } else {
        x.to_shape(4).unwrap()
    };
    c.sum() * d[2] * d[0]
}
mod checks {
    check!(choose_view: & [3], & [3], num);
    check!(match_view: & [2, 2], & [2, 2], = (0));
    check!(reassigned_view: & [2, 2], & [2, 2]);
    check!(list_of_views: & [3], & [3]);
    check!(option_view: & [3], & [3], = (true));
    check!(cows: & [2, 2], & [2, 2], = (true));
}
