//! The methods that change a vector, one by one.

use jvp::prelude::*;

/// A function that changes its vector, with a scalar `k`, against the same on duals.
macro_rules! edit {
    ($test:ident: $f:ident, $jvp:ident, |$v:ident, $k:ident| $oracle:expr) => {
        check! {
            $test, ($v dv: 3, $k dk) in -2.0..2.0;
            primal { $f(&mut $v, $k); $v };
            oracle { $oracle; $v };
            [$v $k] { $jvp(&mut $v, &mut dv, $k, dk); ($v, dv) };
        }
    };
}

#[derive_jvp]
fn push(v: &mut Vec<f64>, k: f64) {
    v.push(k * k);
    v.push(1.0);
}
edit!(vec_push: push, jvp_push, |v, k| v.extend([k * k, Dual::from(1.0)]));

#[derive_jvp]
fn extend(v: &mut Vec<f64>, k: f64) {
    let w = vec![k, 2.0];
    v.extend(w.iter().map(|a| a * k));
    v.extend(&w);
}
edit!(vec_extend: extend, jvp_extend, |v, k| v.extend([k * k, k * 2.0, k, Dual::from(2.0)]));

#[derive_jvp]
fn multiples(k: f64) -> [f64; 2] {
    [k, 2.0 * k]
}

// What a call gives, lists and options.
#[derive_jvp]
fn extend_by_values(v: &mut Vec<f64>, k: f64) {
    v.extend(multiples(k));
    v.extend(Some(k * k));
    v.extend(v.clone().first());
}
edit!(vec_extend_by_values: extend_by_values, jvp_extend_by_values, |v, k| v.extend([k, k * 2.0, k * k, v[0]]));

#[derive_jvp]
fn resize(v: &mut Vec<f64>, k: f64) {
    v.resize(5, k);
    v[4] *= 2.0;
}
edit!(vec_resize: resize, jvp_resize, |v, k| v.extend([k, k * 2.0]));

#[derive_jvp]
fn truncate(v: &mut Vec<f64>, k: f64) {
    v[0] *= k;
    v.truncate(1);
}
edit!(vec_truncate: truncate, jvp_truncate, |v, k| v = vec![v[0] * k]);

#[derive_jvp]
fn pop(v: &mut Vec<f64>, k: f64) {
    let last = v.pop().unwrap();
    v[0] += last * k;
}
edit!(vec_pop: pop, jvp_pop, |v, k| v = vec![v[0] + v[2] * k, v[1]]);

#[derive_jvp]
fn insert(v: &mut Vec<f64>, k: f64) {
    v.insert(1, k * v[0]);
}
edit!(vec_insert: insert, jvp_insert, |v, k| v = vec![v[0], k * v[0], v[1], v[2]]);

#[derive_jvp]
fn remove(v: &mut Vec<f64>, k: f64) {
    let gone = v.remove(1);
    v[1] *= gone + k;
}
edit!(vec_remove: remove, jvp_remove, |v, k| v = vec![v[0], v[2] * (v[1] + k)]);

#[derive_jvp]
fn clear(v: &mut Vec<f64>, k: f64) {
    let first = v[0];
    v.clear();
    v.push(first * k);
}
edit!(vec_clear: clear, jvp_clear, |v, k| v = vec![v[0] * k]);

#[derive_jvp]
fn sort(v: &mut Vec<f64>, k: f64) {
    v.push(k);
    v.sort_by(|a, b| a.total_cmp(b));
    v[0] *= 2.0;
}
edit!(vec_sort_by_total_cmp: sort, jvp_sort, |v, k| {
    v.push(k);
    v.sort_by(|a, b| a.re.total_cmp(&b.re));
    v[0] = v[0] * 2.0;
});

#[derive_jvp]
fn sort_down(v: &mut Vec<f64>, k: f64) {
    v.sort_by(|a, b| b.total_cmp(a));
    v.sort_by(f64::total_cmp);
    v[1] *= k;
}
edit!(vec_sort_by_other_comparisons: sort_down, jvp_sort_down, |v, k| {
    v.sort_by(|a, b| a.re.total_cmp(&b.re));
    v[1] = v[1] * k;
});
