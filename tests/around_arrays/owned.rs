//! Owned arrays: read by a function's last expression, and looked at while others are made.

use jvp::prelude::*;
use ndarray::{Array1, Array2, Axis, Zip};

#[derive_jvp]
fn folded_last(x: &Array1<f64>) -> f64 {
    let z = x * 2.0;
    z.fold(0.0, |a, &e| a + e * e)
}

#[derive_jvp]
fn folded_by_name(x: &Array1<f64>) -> f64 {
    let z = x * 2.0;
    let total = z.fold(1.0, |a, &e| a * e);
    total
}

#[derive_jvp]
fn temporary_folded(x: &Array1<f64>) -> f64 {
    (x * 2.0).fold(0.0, |a, &e| a + e.sin())
}

#[derive_jvp]
fn slice_read_last(x: &Array1<f64>) -> f64 {
    let z = x * x;
    z.as_slice().unwrap()[1]
}

#[derive_jvp]
fn read_last_in_blocks(x: &Array1<f64>) -> f64 {
    let first = {
        let z = x * 3.0;
        z.as_slice().unwrap()[0]
    };
    let mut total = first;
    for i in 0..3 {
        let z = x * (i as f64);
        total += z.fold(0.0, |a, &e| a + e * first);
    }
    total + {
        let z = x.exp();
        z.fold(0.0, |a, &e| a + e)
    }
}

#[derive_jvp]
fn slice_of_a_branch(x: &Array2<f64>) -> f64 {
    let z = x * x;
    match z.as_slice_memory_order() {
        Some(all) => all[0] * all[1],
        None => z[[0, 0]] * z[[0, 1]],
    }
}

#[derive_jvp]
fn used_after_a_fold(x: Array1<f64>) -> Array1<f64> {
    let z = &x * 2.0;
    let total = z.fold(0.0, |a, &e| a + e);
    let first = z.as_slice().unwrap()[0];
    let w = &z * total;
    w.exp() * first
}

#[derive_jvp]
fn axis_folded_last(x: &Array2<f64>) -> f64 {
    let z = x * 2.0;
    z.fold_axis(Axis(0), 1.0, |a, e| a * e)[1]
}

#[derive_jvp]
fn filled(s: f64) -> Array1<f64> {
    Array1::from_elem(4, s * s)
}

#[derive_jvp]
fn scaled(x: &Array1<f64>, s: f64) -> Array1<f64> {
    x * s
}

#[derive_jvp(pushforward)]
fn beside_fresh_arrays(z: Array1<f64>, s: f64) -> f64 {
    let a = &z - &Array1::from_elem(4, s);
    let b = &z * &Array1::from_shape_fn(4, |i| i as f64 * s);
    let c = &z + &Zip::from(&z).and(&a).map_collect(|&z, &a| z * a + s);
    a.dot(&z) + b.sum() * c.sum()
}

#[derive_jvp(pushforward)]
fn beside_calls(z: Array1<f64>, s: f64) -> f64 {
    let a = &z * &filled(s);
    let b = z.dot(&filled(s)) + z.dot(&scaled(&z, s));
    let c = (&z * filled(s).sum()).sum();
    let d = (&scaled(&z, s) - &z).sum();
    a.dot(&z) + b * c + d
}

#[derive_jvp]
fn a_local_beside_fresh_arrays(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let z = x * 2.0;
    (&z * &Zip::from(&z).and(&z).map_collect(|&a, &b| a * b + s)).tanh()
}

#[derive_jvp]
fn again_in_a_loop(x: Array1<f64>, v: &Array1<f64>, s: f64) -> Array1<f64> {
    let mut out = x.clone();
    for i in 0..3 {
        out = &x * Array1::from_shape_fn(3, |q| v[q] * s * i as f64).sum() + &out;
    }
    out
}

// By value it may go; what it was before the other operand counts.
#[derive_jvp]
fn replaced_meanwhile(mut z: Array1<f64>, mut s: f64) -> (Array1<f64>, f64) {
    let w = z * {
        z = filled(s);
        s *= z[0];
        s
    };
    let t = s + {
        s = s * z[1];
        s
    };
    (w + z, t * s)
}

mod checks {
    check!(folded_last: & [4]);
    check!(folded_by_name: & [4]);
    check!(temporary_folded: & [4]);
    check!(exact slice_read_last: & [4]; standard_primal);
    check!(read_last_in_blocks: & [4]; standard_primal);
    check!(exact slice_of_a_branch: & [3, 4]; standard_primal);
    check!(used_after_a_fold: own [4]; standard_primal);
    check!(axis_folded_last: & [3, 4]);
    check!(beside_fresh_arrays / pushforward_beside_fresh_arrays: own [4], num);
    check!(beside_calls / pushforward_beside_calls: own [4], num);
    check!(a_local_beside_fresh_arrays: & [4], num);
    check!(again_in_a_loop: own [3], & [3], num);
    check!(replaced_meanwhile: own [4], num);
}
