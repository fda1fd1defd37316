//! Arguments and results of every shape.

use crate::harness::Dual;
use jvp::prelude::*;
use num_dual::DualNum;

// Over slices, into a place.
#[derive_jvp]
fn euler(f: impl Fn(&[f64], &mut [f64]), y: &mut [f64], h: f64, steps: usize) {
    let mut k = vec![0.0; y.len()];
    for _ in 0..steps {
        f(y, &mut k);
        for (y, k) in y.iter_mut().zip(&k) {
            *y += h * k;
        }
    }
}

#[derive_jvp]
fn pendulum(y: &[f64], out: &mut [f64]) {
    out[0] = y[1];
    out[1] = -y[0].sin();
}

#[derive_jvp(wrt(y0, k), wrt(k) as swing_k)]
fn swing(y0: [f64; 2], k: f64) -> (f64, f64) {
    let mut y = y0;
    euler(
        |y, out: &mut [f64]| {
            out[0] = y[1];
            out[1] = -y[0].sin() - k * y[1];
        },
        &mut y,
        0.1,
        3,
    );
    euler(pendulum, &mut y, 0.1 * k, 2);
    (y[0], y[1])
}

fn swing_oracle(y0: &[Dual], k: Dual) -> (Dual, Dual) {
    let (mut a, mut b) = (y0[0], y0[1]);
    for _ in 0..3 {
        (a, b) = (a + b * 0.1, b + (-a.sin() - k * b) * 0.1);
    }
    for _ in 0..2 {
        (a, b) = (a + b * k * 0.1, b - a.sin() * k * 0.1);
    }
    (a, b)
}

check! {
    into_a_slice, (y0 dy0: 2, k dk) in -1.0..1.0;
    primal swing(arr(&y0), k);
    oracle swing_oracle(&y0, k);
    [y0 k] jvp_swing(arr(&y0), arr(&dy0), k, dk);
    [k] jvp_swing_k(arr(&y0), k, dk);
}

#[derive_jvp]
fn tuple(f: impl Fn((f64, f64)) -> (f64, f64), x: f64, y: f64) -> f64 {
    let (a, b) = f((x, y));
    let p = f((b, a));
    p.0 * p.1
}

#[derive_jvp]
fn list(f: impl Fn([f64; 3]) -> [f64; 3], x: [f64; 3]) -> f64 {
    let y = f(f(x));
    y[0] * y[1] * y[2]
}

#[derive_jvp]
fn vector(f: impl Fn(Vec<f64>) -> Vec<f64>, x: f64) -> f64 {
    let y = f(vec![x, 2.0 * x]);
    y.iter().sum::<f64>() + y[0]
}

#[derive_jvp(wrt(x, k), wrt(k) as shapes_k)]
fn shapes(x: f64, k: f64) -> f64 {
    tuple(|(a, b)| (a * k, b * b), x, k)
        + list(|[a, b, c]: [f64; 3]| [b * k, c, a.sin()], [x, k, 1.0])
        + vector(|v: Vec<f64>| v.iter().map(|v| v * v * k).collect(), x)
}

fn shapes_oracle(x: Dual, k: Dual) -> Dual {
    let (a, b) = (x * k, k * k);
    let t = (b * k) * (a * a);
    let f = |[a, b, c]: [Dual; 3]| [b * k, c, a.sin()];
    let l = f(f([x, k, Dual::from(1.0)]));
    let v = [x * x * k, x * x * k * 4.0];
    t + l[0] * l[1] * l[2] + v[0] + v[1] + v[0]
}

check! {
    tuples_arrays_and_vectors, (x dx, k dk) in -1.0..1.0;
    primal shapes(x, k);
    oracle shapes_oracle(x, k);
    [x k] jvp_shapes(x, dx, k, dk);
    [k] jvp_shapes_k(x, k, dk);
}

// `Option` and `Result` are outermost, as in the table of results.
#[derive_jvp]
fn fallible(
    f: impl Fn(f64) -> Option<f64>,
    g: &dyn Fn(f64) -> Result<f64, String>,
    x: f64,
) -> Result<f64, String> {
    let a = f(x).ok_or("none")?;
    let b = g(a)?;
    match f(b) {
        Some(c) => Ok(a * b * c),
        None => g(b),
    }
}

#[derive_jvp]
fn positive(x: f64) -> Option<f64> {
    if x > 0.0 { Some(x.ln()) } else { None }
}

#[derive_jvp(wrt(x, k))]
fn failing(x: f64, k: f64) -> Result<f64, String> {
    fallible(
        positive,
        &|y| {
            if y > -5.0 {
                Ok(k * y)
            } else {
                Err("low".to_string())
            }
        },
        x,
    )
}

check! {
    options_and_results, (x dx, k dk) in -1.0..3.0;
    primal failing(x, k);
    oracle {
        let f = |x: Dual| (x.re > 0.0).then(|| x.ln());
        let g = |y: Dual| if y.re > -5.0 { Ok(k * y) } else { Err("low".to_string()) };
        (|| {
            let a = f(x).ok_or("none".to_string())?;
            let b = g(a)?;
            match f(b) {
                Some(c) => Ok::<Dual, String>(a * b * c),
                None => g(b),
            }
        })()
    };
    [x k] match jvp_failing(x, dx, k, dk) {
        Ok((y, dy)) => (Ok(y), Some(dy)),
        Err(e) => (Err(e), None),
    };
}
