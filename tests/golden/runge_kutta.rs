//! A solver that takes its right-hand side, and a caller that gives it a closure.
//!
//! The tangent of a function is its JVP: where the solver calls `f(y, t)` its derivative calls
//! `df(y, dy, t, dt)`, which gives the slope and its tangent in one. The caller's closure has
//! captured `k`, so the tangent of `k` is in the closure beside it, and reaches the result through
//! the four slopes. Time is constant there: `df` gets a zero for it, and the guard is what keeps a
//! zero from an infinite factor.

// #[derive_jvp]
pub fn step(f: impl Fn(f64, f64) -> f64, y: f64, t: f64, h: f64) -> f64 {
    let k1 = f(y, t);
    let k2 = f(y + 0.5 * h * k1, t + 0.5 * h);
    let k3 = f(y + 0.5 * h * k2, t + 0.5 * h);
    let k4 = f(y + h * k3, t + h);
    y + h / 6.0 * (k1 + 2.0 * (k2 + k3) + k4)
}

/// Stands for what `derive_jvp` puts beside `step` for annotated callers.
#[allow(non_camel_case_types, reason = "it has the function's name")]
pub struct step {}

impl step {
    fn jvp_1100(
        f: impl Fn(f64, f64) -> f64,
        df: impl Fn(f64, f64, f64, f64) -> (f64, f64),
        y: f64,
        dy: f64,
        t: f64,
        h: f64,
    ) -> (f64, f64) {
        jvp_step(f, df, y, dy, t, 0.0, h, 0.0)
    }
}

// #[derive_jvp]
pub fn driven(y0: f64, k: f64) -> f64 {
    let mut y = y0;
    for i in 0..3 {
        y = step(|y: f64, t: f64| t.sin() - k * y, y, f64::from(i) * 0.1, 0.1);
    }
    y
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_step(
    f: impl Fn(f64, f64) -> f64,
    df: impl Fn(f64, f64, f64, f64) -> (f64, f64),
    y: f64,
    dy: f64,
    t: f64,
    dt: f64,
    h: f64,
    dh: f64,
) -> (f64, f64) {
    let (k1, dk1) = df(y, dy, t, dt);
    let prod = 0.5 * h;
    let dprod = 0.5 * dh;
    let sum = t + prod;
    let dsum = dt + dprod;
    let (k2, dk2) = df(y + prod * k1, dy + dprod * k1 + prod * dk1, sum, dsum);
    let (k3, dk3) = df(y + prod * k2, dy + dprod * k2 + prod * dk2, sum, dsum);
    let (k4, dk4) = df(y + h * k3, dy + dh * k3 + h * dk3, t + h, dt + dh);
    let quot = h / 6.0;
    let sum = k1 + 2.0 * (k2 + k3) + k4;
    (y + quot * sum, dy + dh / 6.0 * sum + quot * (dk1 + 2.0 * (dk2 + dk3) + dk4))
}

pub fn jvp_driven(y0: f64, dy0: f64, k: f64, dk: f64) -> (f64, f64) {
    let mut y = y0;
    let mut dy = dy0;
    for i in 0..3 {
        let (step_1, dstep_1) = step::jvp_1100(
            |y: f64, t: f64| t.sin() - k * y,
            |y: f64, dy: f64, t: f64, dt: f64| (
                t.sin() - k * y,
                ::jvp::rt::guard(dt, dt * t.cos()) - ::jvp::rt::guard(dk, dk * y)
                    - ::jvp::rt::guard(dy, k * dy),
            ),
            y,
            dy,
            f64::from(i) * 0.1,
            0.1,
        );
        dy = dstep_1;
        y = step_1;
    }
    (y, dy)
}

// ---- End of what `derive_jvp` writes. ----

fn oracle_step(f: impl Fn(Dual, Dual) -> Dual, y: Dual, t: Dual, h: Dual) -> Dual {
    let k1 = f(y, t);
    let k2 = f(y + h * k1 * 0.5, t + h * 0.5);
    let k3 = f(y + h * k2 * 0.5, t + h * 0.5);
    let k4 = f(y + h * k3, t + h);
    y + h / 6.0 * (k1 + (k2 + k3) * 2.0 + k4)
}

use crate::harness::Dual;

check! {
    one_step, (y dy, t dt, h dh) in -1.0..1.0;
    primal step(|y, t| y * t, y, t, h);
    oracle oracle_step(|y, t| y * t, y, t, h);
    [y t h] jvp_step(|y, t| y * t, |y, dy, t, dt| (y * t, dy * t + y * dt), y, dy, t, dt, h, dh);
}

check! {
    driven_decay, (y0 dy0, k dk) in -1.0..1.0;
    primal driven(y0, k);
    oracle {
        let mut y = y0;
        for i in 0..3 {
            let t = Dual::from(f64::from(i) * 0.1);
            y = oracle_step(|y, t| t.sin() - k * y, y, t, Dual::from(0.1));
        }
        y
    };
    [y0 k] jvp_driven(y0, dy0, k, dk);
}
