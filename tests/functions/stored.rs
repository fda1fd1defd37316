//! Functions in locals: copies, references, choices, collections.

use jvp::prelude::*;

#[derive_jvp]
fn square(x: f64) -> f64 {
    x * x
}

#[derive_jvp]
fn chosen(f: impl Fn(f64) -> f64, x: f64, up: bool) -> f64 {
    let g = &f;
    let h: &dyn Fn(f64) -> f64 = if up { g } else { &square };
    let p: fn(f64) -> f64 = if up { f64::sin } else { square };
    h(x) + p(2.0 * x) * g(x)
}

check! {
    references_and_choices, (x dx) in -1.5..1.5;
    primal (chosen(f64::exp, x, true), chosen(f64::exp, x, false));
    oracle (x.exp() + (x * 2.0).sin() * x.exp(), x * x + x * x * 4.0 * x.exp());
    [x] {
        let exp = |x: f64, dx: f64| (x.exp(), x.exp() * dx);
        let a = jvp_chosen(f64::exp, exp, x, dx, true);
        let b = jvp_chosen(f64::exp, exp, x, dx, false);
        ((a.0, b.0), (a.1, b.1))
    };
}

// A boxed closure that captures nothing, and a reference to one that does.
#[derive_jvp(wrt(x, k), wrt(k) as local_k)]
fn local(x: f64, k: f64) -> f64 {
    let f: Box<dyn Fn(f64) -> f64> = Box::new(|y| y * y);
    let g: &dyn Fn(f64) -> f64 = &|y| k * y;
    f(g(x)) + g(f(2.0))
}

check! {
    boxes_and_references, (x dx, k dk) in -1.5..1.5;
    primal local(x, k);
    oracle k * x * k * x + k * 4.0;
    [x k] jvp_local(x, dx, k, dk);
    [k] jvp_local_k(x, k, dk);
}

// Many functions.
#[derive_jvp]
fn all(fs: &[Box<dyn Fn(f64) -> f64>], x: f64) -> f64 {
    let mut y = x;
    for f in fs {
        y = f(y);
    }
    y * fs[0](x)
}

check! {
    a_slice_of_boxes, (x dx) in -1.5..1.5;
    primal all(&[Box::new(f64::sin), Box::new(square)], x);
    oracle { let s = x.sin(); s * s * s };
    [x] jvp_all(
        &[Box::new(f64::sin), Box::new(square)],
        &[Box::new(|x, dx| (x.sin(), x.cos() * dx)), Box::new(jvp_square)],
        x,
        dx,
    );
}

// Tables, names, and boxes that are chosen.
#[derive_jvp(wrt(x, k))]
fn tables(x: f64, k: f64, n: usize) -> f64 {
    let table: [fn(f64) -> f64; 3] = [f64::sin, square, |y| y * y * y];
    let boxes: Vec<Box<dyn Fn(f64) -> f64>> = vec![Box::new(square), Box::new(move |y| k * y)];
    let g = square;
    let chosen: Box<dyn Fn(f64) -> f64> = match n {
        0 => Box::new(f64::exp),
        1 => Box::new(move |y| y + k),
        _ => Box::new(g),
    };
    let mut y = table[n](x) + g(k);
    for f in &boxes {
        y = f(y) + chosen(x);
    }
    y
}

check! {
    tables_and_choices, (x dx, k dk) in -1.0..1.0;
    primal [tables(x, k, 0), tables(x, k, 1), tables(x, k, 2)];
    oracle {
        use crate::harness::Dual;
        use num_dual::DualNum;
        let f = |a: Dual, c: Dual| {
            let y = a + k * k;
            k * (y * y + c) + c
        };
        [f(x.sin(), x.exp()), f(x * x, x + k), f(x * x * x, x * x)]
    };
    [x k] {
        let [a, b, c] = [0, 1, 2].map(|n| jvp_tables(x, dx, k, dk, n));
        ([a.0, b.0, c.0], [a.1, b.1, c.1])
    };
}
