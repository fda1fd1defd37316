//! Bindings and blocks.

use jvp::prelude::*;

#[derive_jvp]
fn tuple_pattern(x: f64, y: f64) -> f64 {
    let (a, (b, _)) = (x * y, (y, x));
    a - b
}

check! {
    let_with_a_tuple, (x dx, y dy) in -2.0..2.0;
    primal tuple_pattern(x, y);
    oracle x * y - y;
    [x y] jvp_tuple_pattern(x, dx, y, dy);
}

#[derive_jvp]
fn array_pattern(x: [f64; 4]) -> f64 {
    let [a, .., b] = x;
    let [_, rest @ ..] = x;
    a * b + rest[0]
}

check! {
    let_with_an_array, (x dx: 4) in -2.0..2.0;
    primal array_pattern(arr(&x));
    oracle x[0] * x[3] + x[1];
    [x] jvp_array_pattern(arr(&x), arr(&dx));
}

#[derive_jvp]
fn reference_pattern(x: &[f64]) -> f64 {
    let &first = &x[0];
    let pair = (x[1], first);
    let (ref a, b) = pair;
    a * b
}

check! {
    let_with_references, (x dx: 2) in -2.0..2.0;
    primal reference_pattern(&x);
    oracle x[0] * x[1];
    [x] jvp_reference_pattern(&x, &dx);
}

#[derive_jvp]
fn let_else_option(x: Option<f64>) -> f64 {
    let Some(v) = x else {
        return 0.0;
    };
    v * v
}

check! {
    let_else, (x dx) in -2.0..2.0;
    primal let_else_option(Some(x));
    oracle x * x;
    [x] jvp_let_else_option(Some(x), Some(dx));
}

#[derive_jvp]
fn shadowed(x: f64) -> f64 {
    let x = x * x;
    let x = x + 1.0;
    x * x
}

check! {
    shadowing, (x dx) in -2.0..2.0;
    primal shadowed(x);
    oracle (x * x + 1.0).powi(2);
    [x] jvp_shadowed(x, dx);
}

#[derive_jvp]
fn ascribed(x: f64) -> f64 {
    let y: f64 = x.sin();
    let z: [f64; 2] = [y, x];
    let v: Vec<_> = z.iter().map(|a| a * y).collect::<Vec<f64>>();
    let n: f64 = 3 as f64;
    v[0] + v[1] * n
}

check! {
    type_ascription, (x dx) in -2.0..2.0;
    primal ascribed(x);
    oracle x.sin().powi(2) + x * x.sin() * 3.0;
    [x] jvp_ascribed(x, dx);
}

#[derive_jvp]
fn assigned_later(x: f64) -> f64 {
    let y;
    let z: (f64, usize);
    if x > 0.0 {
        y = x * x;
        z = (y, 1);
    } else {
        y = -x;
        z = (2.0, 2);
    }
    y * z.0 + z.1 as f64
}

check! {
    uninitialised_let, (x dx) in -2.0..2.0;
    primal assigned_later(x);
    oracle if x > 0.0 { x.powi(4) + 1.0 } else { -x * 2.0 + 2.0 };
    [x] jvp_assigned_later(x, dx);
}

#[derive_jvp]
fn mutable(x: f64) -> f64 {
    let mut y = x;
    y = y * x;
    y = y + x;
    y
}

check! {
    let_mut, (x dx) in -2.0..2.0;
    primal mutable(x);
    oracle x * x + x;
    [x] jvp_mutable(x, dx);
}

#[derive_jvp]
fn block_value(x: f64) -> f64 {
    let y = {
        let a = x.cos();
        a * a
    };
    {
        let y = y + 1.0;
        y * x
    }
}

check! {
    block_expressions, (x dx) in -2.0..2.0;
    primal block_value(x);
    oracle (x.cos().powi(2) + 1.0) * x;
    [x] jvp_block_value(x, dx);
}

#[derive_jvp]
fn labelled(x: f64) -> f64 {
    let y = 'done: {
        if x < 0.0 {
            break 'done x * x;
        }
        x
    };
    y * x
}

check! {
    labelled_block, (x dx) in -2.0..2.0;
    primal labelled(x);
    oracle if x < 0.0 { x * x * x } else { x * x };
    [x] jvp_labelled(x, dx);
}

#[derive_jvp]
fn items(x: f64) -> f64 {
    const OFFSET: f64 = 1.5;
    static FACTOR: f64 = 2.0;
    type Pair = (f64, f64);
    fn double(x: f64) -> f64 {
        FACTOR * x
    }
    let p: Pair = (double(x), OFFSET);
    p.0 * p.0 + p.1
}

check! {
    nested_functions_and_items, (x dx) in -2.0..2.0;
    primal items(x);
    oracle x * x * 4.0 + 1.5;
    [x] jvp_items(x, dx);
}

const GRAVITY: f64 = 9.81;
static WEIGHTS: [f64; 2] = [0.25, 0.75];

#[derive_jvp]
fn globals(x: f64) -> f64 {
    GRAVITY * x * x + WEIGHTS[1] * x - std::f64::consts::PI
}

check! {
    constants_and_statics, (x dx) in -2.0..2.0;
    primal globals(x);
    oracle x * x * 9.81 + x * 0.75 - std::f64::consts::PI;
    [x] jvp_globals(x, dx);
}
