//! Closures and local functions.

use jvp::prelude::*;

#[derive_jvp]
fn called(x: f64, y: f64) -> f64 {
    let f = |a: f64| a * a + 1.0;
    f(x) * f(y)
}

check! {
    called_where_defined, (x dx, y dy) in -2.0..2.0;
    primal called(x, y);
    oracle (x * x + 1.0) * (y * y + 1.0);
    [x y] jvp_called(x, dx, y, dy);
}

#[derive_jvp]
fn capturing(x: f64, y: f64) -> f64 {
    let k = x * y;
    let f = |a| a * k;
    f(x) - f(2.0)
}

check! {
    captures_an_active_value, (x dx, y dy) in -2.0..2.0;
    primal capturing(x, y);
    oracle x * x * y - x * y * 2.0;
    [x y] jvp_capturing(x, dx, y, dy);
}

#[derive_jvp]
fn moving(x: f64) -> f64 {
    let list = vec![x, x * x];
    let f = move |i: usize| list[i];
    f(0) * f(1)
}

check! {
    captures_by_move, (x dx) in -2.0..2.0;
    primal moving(x);
    oracle x * x * x;
    [x] jvp_moving(x, dx);
}

#[derive_jvp]
fn accumulating(x: &[f64]) -> f64 {
    let mut s = 1.0;
    let mut add = |v: f64| s = s * v + v;
    add(x[0]);
    add(x[1]);
    s
}

check! {
    captures_by_mutable_reference, (x dx: 2) in -2.0..2.0;
    primal accumulating(&x);
    oracle (x[0] + x[0]) * x[1] + x[1];
    [x] jvp_accumulating(&x, &dx);
}

#[derive_jvp]
fn passed(x: &[f64], k: f64) -> f64 {
    let scale = |v: &f64| v * k;
    let add = |a: f64, b: f64| a + b * k;
    x.iter().map(scale).fold(k, add)
}

check! {
    passed_to_map_and_fold, (x dx: 2, k dk) in -2.0..2.0;
    primal passed(&x, k);
    oracle k + x[0] * k * k + x[1] * k * k;
    [x k] jvp_passed(&x, &dx, k, dk);
}

#[derive_jvp]
fn local_function(x: f64) -> f64 {
    fn cube(x: f64) -> f64 {
        x * x * x
    }
    cube(x) + cube(2.0 * x)
}

check! {
    local_functions, (x dx) in -2.0..2.0;
    primal local_function(x);
    oracle x.powi(3) * 9.0;
    [x] jvp_local_function(x, dx);
}

#[derive_jvp]
fn local_passed(x: &[f64]) -> f64 {
    fn half(x: f64) -> f64 {
        x * 0.5
    }
    x.iter().copied().map(half).map(f64::sin).sum()
}

check! {
    local_function_and_method_passed_by_name, (x dx: 3) in -2.0..2.0;
    primal local_passed(&x);
    oracle x.iter().map(|v| (*v * 0.5).sin()).sum::<Dual>();
    [x] jvp_local_passed(&x, &dx);
}

#[derive_jvp]
fn tupled(x: f64) -> f64 {
    let both = |a: f64| (a.sin(), a.cos());
    let (s, c) = both(x);
    s * c
}

check! {
    returns_a_tuple, (x dx) in -2.0..2.0;
    primal tupled(x);
    oracle x.sin() * x.cos();
    [x] jvp_tupled(x, dx);
}

#[derive_jvp]
fn either(x: f64, y: f64) -> f64 {
    let root = |v: f64| if v > 0.0 { Some(v.sqrt() * x) } else { None };
    root(x).or(root(y)).unwrap_or(x * y)
}

check! {
    calls_of_one_closure_in_receiver_and_argument, (x dx, y dy) in -2.0..2.0;
    primal either(x, y);
    oracle if x > 0.0 { x.sqrt() * x } else if y > 0.0 { y.sqrt() * x } else { x * y };
    [x y] jvp_either(x, dx, y, dy);
}
