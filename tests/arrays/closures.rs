//! Closures over elements: `map` and its family, with captures, branches and statements.

use jvp::prelude::*;
use ndarray::{Array1, Array2, ArrayView2, Axis};

#[derive_jvp(pushforward)]
fn mapv_plain(x: &Array2<f64>) -> Array2<f64> {
    x.mapv(|v| v * v + 1.0)
}

#[derive_jvp(pushforward)]
fn map_by_reference(x: &Array2<f64>) -> Array2<f64> {
    x.map(|v| v * 2.0 - *v * *v)
}

#[derive_jvp(pushforward)]
fn map_by_pattern(x: &Array2<f64>) -> Array2<f64> {
    x.map(|&v| v.sin() / v.exp())
}

#[derive_jvp(pushforward)]
fn captured_scalars(x: &Array2<f64>, a: f64, b: f64) -> Array2<f64> {
    x.mapv(|v| a * v + (b * v).cos())
}

/// Exponents are integers that the kernel takes along.
#[derive_jvp(pushforward)]
fn captured_exponents(x: &Array2<f64>, j: i32, k: usize) -> Array2<f64> {
    x.mapv(|v| v.powi(j) + v.powi(k as i32 + 1)) * x.powi(j)
}

#[derive_jvp(pushforward)]
fn only_the_captured_is_active(n: usize, a: f64) -> Array1<f64> {
    Array1::<f64>::linspace(0.0, 1.0, n).mapv(|v| v * a * a)
}

#[derive_jvp(pushforward)]
fn branches(x: &Array2<f64>, s: f64) -> Array2<f64> {
    x.mapv(|v| {
        if v > 0.3 {
            v * s
        } else if v < -0.3 {
            -v * v
        } else {
            s
        }
    })
}

#[derive_jvp(pushforward)]
fn statements(x: &Array2<f64>, s: f64) -> Array2<f64> {
    x.mapv(|v| {
        let a = v * s;
        let b = a.exp();
        let mut c = a + b;
        c *= v;
        c - a / (1.0 + b)
    })
}

#[derive_jvp(pushforward)]
fn loops_inside(x: &Array1<f64>) -> Array1<f64> {
    x.mapv(|v| {
        let mut y = 1.0;
        for _ in 0..4 {
            y = 0.5 * (y + (2.0 + v) / y);
        }
        y
    })
}

#[derive_jvp(pushforward)]
fn matches_inside(x: &Array1<f64>, s: f64) -> Array1<f64> {
    x.mapv(|v| match v {
        v if v < 0.0 => s * v,
        v if v > 0.5 => v * v * v,
        _ => s,
    })
}

#[derive_jvp]
fn named_closure(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let f = |v: f64| v * s + v.abs();
    x.mapv(f)
}

#[derive_jvp]
fn called_in_a_closure(x: &Array1<f64>, s: f64) -> Array1<f64> {
    x.mapv(|v| curve(v, s))
}

#[derive_jvp]
fn curve(v: f64, s: f64) -> f64 {
    if v > 0.0 { v * s } else { s - v * v }
}

#[derive_jvp]
fn function_by_name(x: &Array1<f64>) -> Array1<f64> {
    x.mapv(cube) + x.mapv(f64::sin)
}

#[derive_jvp]
fn cube(v: f64) -> f64 {
    v * v * v
}

#[derive_jvp]
fn into(x: Array2<f64>, s: f64) -> Array2<f64> {
    x.mapv_into(|v| v * s).mapv_into(|v| v.tanh())
}

#[derive_jvp]
fn inplace(mut x: Array2<f64>, s: f64) -> Array2<f64> {
    x.mapv_inplace(|v| v / (1.0 + s * s));
    x.map_inplace(|v| *v = *v * *v + s);
    x.map_inplace(|v| *v += 1.0);
    x
}

#[derive_jvp(pushforward)]
fn inplace_through_mut(x: &mut Array2<f64>, s: f64) {
    x.mapv_inplace(|v| if v > 0.0 { v * s } else { v });
}

#[derive_jvp]
fn on_a_view(x: ArrayView2<f64>) -> Array2<f64> {
    x.mapv(|v| v.recip()) + x.t().mapv(|v| v * v)
}

#[derive_jvp(pushforward)]
fn chain_of_maps(x: &Array2<f64>) -> f64 {
    x.mapv(|v| v * v).mapv(|v| 1.0 + v).mapv(f64::ln).sum()
}

#[derive_jvp(pushforward)]
fn zip_mut(mut x: Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    x.zip_mut_with(y, |a, &b| *a = *a * b + b);
    x.zip_mut_with(y, |a, b| *a -= *b);
    x
}

#[derive_jvp(pushforward)]
fn zip_mut_broadcast(x: &mut Array2<f64>, b: &Array1<f64>, s: f64) {
    x.zip_mut_with(b, |a, &b| {
        if *a > 0.0 {
            *a *= b * s;
        } else {
            *a += b;
        }
    });
}

#[derive_jvp(pushforward)]
fn scaled_add(x: &mut Array2<f64>, y: &Array2<f64>, s: f64) {
    x.scaled_add(s, y);
    x.scaled_add(2.0 * s, y);
}

#[derive_jvp]
fn scaled_add_row(x: &mut Array2<f64>, y: &Array1<f64>) {
    x.scaled_add(-1.5, y);
}

// A side effect runs once per element, in the order in which ndarray visits the primal.
#[derive_jvp]
fn counts(x: &Array2<f64>) -> (Array2<f64>, f64) {
    let mut n = 0;
    let y = x.mapv(|v| {
        n += 1;
        v * n as f64
    });
    (y, n as f64)
}

// The closure carries an active state from one element to the next.
#[derive_jvp]
fn running(x: &Array1<f64>, s: f64) -> (Array1<f64>, f64) {
    let mut sum = s;
    let y = x.mapv(|v| {
        sum = 0.5 * sum + v;
        sum * v
    });
    (y, sum)
}

#[derive_jvp]
fn for_each(x: &Array2<f64>) -> f64 {
    let mut total = 0.0;
    x.for_each(|v| total += v * v);
    total
}

#[derive_jvp]
fn for_each_keeps_state(x: &Array2<f64>, s: f64) -> (f64, f64) {
    let mut state = s;
    let mut n = 0.0;
    x.for_each(|v| {
        n += 1.0;
        state = state * 0.5 + v * n;
    });
    (state, x.fold(s, |a, &b| a * 0.5 + b))
}

#[derive_jvp]
fn captured_array(x: &Array1<f64>, w: &Array1<f64>) -> Array1<f64> {
    let mut i = 0;
    x.mapv(|v| {
        let y = v * w[i];
        i += 1;
        y
    })
}

#[derive_jvp]
fn map_to_pairs(x: &Array1<f64>) -> f64 {
    let pairs = x.mapv(|v| (v * v, v + 1.0));
    pairs.iter().map(|(a, b)| a * b).sum()
}

// What the closure sees is constant here: a mask.
#[derive_jvp]
fn mask(x: &Array2<f64>) -> Array2<f64> {
    let mask = x.mapv(|v| if v > 0.0 { 1.0 } else { 0.0 });
    x * &mask + x.map(|v| f64::from(*v > 0.5))
}

#[derive_jvp]
fn parameters_shadow(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let y = x.mapv(|x| x * s);
    let s = y.sum();
    y.mapv(|s| s * s) * s
}

#[derive_jvp]
fn early_return_inside(x: &Array1<f64>, s: f64) -> Array1<f64> {
    x.mapv(|v| {
        if v < 0.0 {
            return s;
        }
        let w = v * s;
        w * w
    })
}

#[derive_jvp]
fn sin_cos_inside(x: &Array1<f64>) -> Array1<f64> {
    x.mapv(|v| {
        let (s, c) = v.sin_cos();
        s * v.max(0.1) + c.powi(2)
    })
}

#[derive_jvp]
fn nested_maps(x: &Array2<f64>, w: &Array1<f64>) -> Array1<f64> {
    x.map_axis(Axis(1), |row| row.mapv(|v| v * v).dot(w))
}

// What is captured is the same for every element.
#[derive_jvp]
fn only_the_captured_is_read(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let (x, t) = (&(x + 1.0), s * s + 1.0);
    x.mapv(|_| t.sqrt()) + (x * s).map(|_| t.ln()) + (t * x).mapv(|_| x.sum())
}

mod checks {
    check!(exact mapv_plain / pushforward_mapv_plain: & [3, 4]);
    check!(exact map_by_reference / pushforward_map_by_reference: & [3, 4]);
    check!(map_by_pattern / pushforward_map_by_pattern: & [3, 4]);
    check!(captured_scalars / pushforward_captured_scalars: & [3, 4], num, num);
    check!(captured_exponents / pushforward_captured_exponents: & [3, 4], = (3), = (1));
    check!(exact only_the_captured_is_active / pushforward_only_the_captured_is_active: = (5), num);
    check!(exact branches / pushforward_branches: & [3, 4], num);
    check!(only_the_captured_is_read: & [5], num);
    check!(statements / pushforward_statements: & [3, 4], num);
    check!(exact loops_inside / pushforward_loops_inside: & [5]);
    check!(exact matches_inside / pushforward_matches_inside: & [5], num);
    check!(exact named_closure: & [5], num);
    check!(exact called_in_a_closure: & [5], num);
    check!(function_by_name: & [5]);
    check!(into: own [3, 4], num);
    check!(exact inplace: own [3, 4], num);
    check!(exact inplace_through_mut / pushforward_inplace_through_mut: mut [3, 4], num);
    check!(exact on_a_view: view [3, 3]; in 0.5..1.5);
    check!(chain_of_maps / pushforward_chain_of_maps: & [3, 4]);
    check!(exact zip_mut / pushforward_zip_mut: own [3, 4], & [3, 4]);
    check!(exact zip_mut_broadcast / pushforward_zip_mut_broadcast: mut [3, 4], & [4], num);
    check!(exact scaled_add / pushforward_scaled_add: mut [3, 4], & [3, 4], num);
    check!(exact scaled_add_row: mut [3, 4], & [4]);
    check!(exact counts: & [3, 4]);
    check!(exact running: & [5], num);
    check!(exact for_each: & [3, 4]);
    check!(exact for_each_keeps_state: & [3, 4], num);
    check!(exact captured_array: & [4], & [4]);
    check!(map_to_pairs: & [4]);
    check!(exact mask: & [3, 4]);
    check!(parameters_shadow: & [4], num);
    check!(exact early_return_inside: & [5], num);
    check!(sin_cos_inside: & [5]);
    check!(nested_maps: & [3, 4], & [4]);
}
