//! Calls: what may be called with active arguments.

use jvp::prelude::*;

mod model {
    //! Another module, whose functions are imported like any other.
    use jvp::prelude::*;

    #[derive_jvp]
    pub fn layer(x: f64, w: f64) -> f64 {
        (x * w).tanh()
    }

    #[derive_jvp]
    pub fn shifted<T: Real>(x: T, by: T) -> T {
        x.exp() - by
    }
}

use model::layer;

#[derive_jvp(wrt(x, w), wrt(w) as stacked_w)]
fn stacked(x: f64, w: f64) -> f64 {
    layer(layer(x, w), 2.0) + model::layer(0.5, w)
}

check! {
    annotated_functions_across_modules, (x dx, w dw) in -1.0..1.0;
    primal stacked(x, w);
    oracle ((x * w).tanh() * 2.0).tanh() + (w * 0.5).tanh();
    [x w] jvp_stacked(x, dx, w, dw);
    [w] jvp_stacked_w(x, w, dw);
}

#[derive_jvp]
fn power(x: f64, n: u32) -> f64 {
    if n == 0 { 1.0 } else { x * power(x, n - 1) }
}

check! {
    recursion, (x dx) in -2.0..2.0;
    primal power(x, 4);
    oracle x.powi(4);
    [x] jvp_power(x, dx, 4);
}

#[derive_jvp]
fn ping(x: f64, n: u32) -> f64 {
    if n == 0 { x } else { pong(x * x, n - 1) }
}

#[derive_jvp]
fn pong(x: f64, n: u32) -> f64 {
    if n == 0 { x } else { ping(x + 1.0, n - 1) }
}

check! {
    mutual_recursion, (x dx) in -1.2..1.2;
    primal ping(x, 3);
    oracle (x * x + 1.0).powi(2);
    [x] jvp_ping(x, dx, 3);
}

#[derive_jvp]
fn generic_call(x: f64) -> f64 {
    model::shifted(x, 1.5) * model::shifted::<f64>(2.0, x)
}

check! {
    generic_callee, (x dx) in -2.0..2.0;
    primal generic_call(x);
    oracle (x.exp() - 1.5) * (-x + 2.0_f64.exp());
    [x] jvp_generic_call(x, dx);
}

#[custom_jvp(gauss_rule)]
fn gauss(x: f64, width: f64) -> f64 {
    (-(x / width) * (x / width)).exp()
}

fn gauss_rule(x: f64, dx: f64, width: f64, dwidth: f64) -> (f64, f64) {
    let u = x / width;
    let y = gauss(x, width);
    (y, -2.0 * y * u * (dx - u * dwidth) / width)
}

#[derive_jvp(wrt(x, w), wrt(w) as bells_w)]
fn bells(x: f64, w: f64) -> f64 {
    gauss(x, w) + gauss(1.0, w) * gauss(x, 2.0)
}

check! {
    rule_by_hand, (x dx, w dw) in 0.5..2.0;
    primal bells(x, w);
    oracle {
        let g = |x: Dual, w: Dual| (-(x / w) * (x / w)).exp();
        g(x, w) + g(Dual::from(1.0), w) * g(x, Dual::from(2.0))
    };
    [x w] jvp_bells(x, dx, w, dw);
    [w] jvp_bells_w(x, w, dw);
}

#[derive_jvp]
fn stopped(x: f64) -> f64 {
    stop_gradient(x * x) * x
}

check! {
    stop_gradient_is_a_constant, (x dx) in -2.0..2.0;
    primal stopped(x);
    oracle x * (x.re * x.re);
    [x] jvp_stopped(x, dx);
}

#[derive_jvp]
fn clones(x: &[f64]) -> f64 {
    let mut y = x.to_vec();
    let z = y.clone();
    y[0] *= z[1];
    let w = x.to_owned();
    let v = y[0].clone();
    v * w[0]
}

check! {
    clone_and_to_owned, (x dx: 2) in -2.0..2.0;
    primal clones(&x);
    oracle x[0] * x[1] * x[0];
    [x] jvp_clones(&x, &dx);
}

#[derive_jvp]
fn defaults(x: f64) -> f64 {
    let mut s = f64::default();
    let mut v: Vec<f64> = Default::default();
    let mut o = Option::<f64>::default();
    v.push(x);
    s += v[0] * x;
    if o.is_none() {
        o = Some(s);
    }
    o.unwrap_or(0.0) + s
}

check! {
    default_values_become_active, (x dx) in -2.0..2.0;
    primal defaults(x);
    oracle x * x * 2.0;
    [x] jvp_defaults(x, dx);
}

#[derive_jvp]
fn conversions(x: f64) -> f64 {
    let v = Vec::from([x, x * x]);
    let w: Vec<f64> = [v[1], 2.0].into();
    let o: Option<f64> = x.into();
    let b: Box<f64> = Box::from(x);
    w[0] * w[1] + o.unwrap() * *b
}

check! {
    from_and_into, (x dx) in -2.0..2.0;
    primal conversions(x);
    oracle x * x * 3.0;
    [x] jvp_conversions(x, dx);
}

fn table(n: usize) -> f64 {
    n as f64 * 0.5
}

#[derive_jvp]
fn constants(x: f64, n: usize) -> f64 {
    x * table(n) + u32::max(3, 4) as f64 + f64::max(1.0, 2.0) * x
}

check! {
    unannotated_callee_with_constant_arguments, (x dx) in -2.0..2.0;
    primal constants(x, 3);
    oracle x * 3.5 + 4.0;
    [x] jvp_constants(x, dx, 3);
}
