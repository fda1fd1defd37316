//! The models of the datasets, as NIST states them, each a function from parameters `b` and
//! abscissas `x` to the curve `y`, and the table that finds a dataset's model by name.
//!
//! These are ordinary functions, written for their values alone. `#[derive_jvp]` adds to each
//! `curve(b, x, y)` the function `jvp_curve(b, db, x, y, dy)`, which writes the curve and its
//! tangent along `db`; with a unit vector for `db`, `dy` is a column of the Jacobian.

use jvp::prelude::*;

/// A curve through parameters `b`, evaluated at every `x`: `(b, x, y)`.
pub type Curve = fn(&[f64], &[f64], &mut [f64]);

/// A curve and its tangent along `db`: `(b, db, x, y, dy)`.
pub type JvpCurve = fn(&[f64], &[f64], &[f64], &mut [f64], &mut [f64]);

/// What a fit needs to know of a model.
#[derive(Clone, Copy, Debug)]
pub struct Model {
    /// The dataset that it belongs to.
    pub dataset: &'static str,
    /// How many parameters it has.
    pub parameters: usize,
    /// The function.
    pub curve: Curve,
    /// Its JVP with respect to the parameters.
    pub jvp: JvpCurve,
}

/// The model of each dataset, in NIST's order of difficulty.
pub const MODELS: [Model; 14] = [
    model("Misra1a", 2, misra1a, jvp_misra1a),
    model("Chwirut2", 3, chwirut, jvp_chwirut),
    model("Chwirut1", 3, chwirut, jvp_chwirut),
    model("Lanczos3", 6, lanczos, jvp_lanczos),
    model("Gauss1", 8, gauss, jvp_gauss),
    model("Gauss2", 8, gauss, jvp_gauss),
    model("DanWood", 2, danwood, jvp_danwood),
    model("Misra1b", 2, misra1b, jvp_misra1b),
    model("Kirby2", 5, kirby, jvp_kirby),
    model("Hahn1", 7, cubic_over_cubic, jvp_cubic_over_cubic),
    model("MGH17", 5, mgh17, jvp_mgh17),
    model("Misra1d", 2, misra1d, jvp_misra1d),
    model("Thurber", 7, cubic_over_cubic, jvp_cubic_over_cubic),
    model("Rat42", 3, rat42, jvp_rat42),
];

const fn model(dataset: &'static str, parameters: usize, curve: Curve, jvp: JvpCurve) -> Model {
    Model {
        dataset,
        parameters,
        curve,
        jvp,
    }
}

/// Misra1a: `b1*(1-exp[-b2*x])`.
#[derive_jvp(wrt(b), out(y))]
pub fn misra1a(b: &[f64], x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = b[0] * (1.0 - (-b[1] * x[i]).exp());
    }
}

/// Misra1b: `b1 * (1-(1+b2*x/2)**(-2))`.
#[derive_jvp(wrt(b), out(y))]
pub fn misra1b(b: &[f64], x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = b[0] * (1.0 - (1.0 + b[1] * x[i] / 2.0).powi(-2));
    }
}

/// Misra1d: `b1*b2*x*((1+b2*x)**(-1))`.
#[derive_jvp(wrt(b), out(y))]
pub fn misra1d(b: &[f64], x: &[f64], y: &mut [f64]) {
    for (y, &x) in y.iter_mut().zip(x) {
        *y = b[0] * b[1] * x * (1.0 + b[1] * x).recip();
    }
}

/// Chwirut1 and Chwirut2: `exp[-b1*x]/(b2+b3*x)`.
#[derive_jvp(wrt(b), out(y))]
pub fn chwirut(b: &[f64], x: &[f64], y: &mut [f64]) {
    for (y, &x) in y.iter_mut().zip(x) {
        *y = (-b[0] * x).exp() / (b[1] + b[2] * x);
    }
}

/// DanWood: `b1*x**b2`.
#[derive_jvp(wrt(b), out(y))]
pub fn danwood(b: &[f64], x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = b[0] * x[i].powf(b[1]);
    }
}

/// Rat42: `b1 / (1+exp[b2-b3*x])`.
#[derive_jvp(wrt(b), out(y))]
pub fn rat42(b: &[f64], x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        y[i] = b[0] / (1.0 + (b[1] - b[2] * x[i]).exp());
    }
}

/// MGH17: `b1 + b2*exp[-x*b4] + b3*exp[-x*b5]`.
#[derive_jvp(wrt(b), out(y))]
pub fn mgh17(b: &[f64], x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        let slow = b[1] * (-x[i] * b[3]).exp();
        let fast = b[2] * (-x[i] * b[4]).exp();
        y[i] = b[0] + slow + fast;
    }
}

/// Lanczos3: `b1*exp(-b2*x) + b3*exp(-b4*x) + b5*exp(-b6*x)`.
#[derive_jvp(wrt(b), out(y))]
pub fn lanczos(b: &[f64], x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        let mut sum = 0.0;
        for k in 0..3 {
            sum += b[2 * k] * (-b[2 * k + 1] * x[i]).exp();
        }
        y[i] = sum;
    }
}

/// A peak of Gauss1 and Gauss2: `height*exp( -(x-center)**2 / width**2 )`.
#[derive_jvp]
fn peak(x: f64, height: f64, center: f64, width: f64) -> f64 {
    let z = (x - center) / width;
    height * (-z * z).exp()
}

/// Gauss1 and Gauss2: two peaks on a decaying exponential,
/// `b1*exp( -b2*x ) + b3*exp( -(x-b4)**2 / b5**2 ) + b6*exp( -(x-b7)**2 / b8**2 )`.
#[derive_jvp(wrt(b), out(y))]
pub fn gauss(b: &[f64], x: &[f64], y: &mut [f64]) {
    for i in 0..x.len() {
        let baseline = b[0] * (-b[1] * x[i]).exp();
        y[i] = baseline + peak(x[i], b[2], b[3], b[4]) + peak(x[i], b[5], b[6], b[7]);
    }
}

/// Kirby2: `(b1 + b2*x + b3*x**2) / (1 + b4*x + b5*x**2)`.
#[derive_jvp(wrt(b), out(y))]
pub fn kirby(b: &[f64], x: &[f64], y: &mut [f64]) {
    for (i, &x) in x.iter().enumerate() {
        let numerator = b[0] + b[1] * x + b[2] * x.powi(2);
        let denominator = 1.0 + b[3] * x + b[4] * x.powi(2);
        y[i] = numerator / denominator;
    }
}

/// Hahn1 and Thurber:
/// `(b1 + b2*x + b3*x**2 + b4*x**3) / (1 + b5*x + b6*x**2 + b7*x**3)`, by Horner's scheme.
#[derive_jvp(wrt(b), out(y))]
pub fn cubic_over_cubic(b: &[f64], x: &[f64], y: &mut [f64]) {
    for (i, &x) in x.iter().enumerate() {
        let numerator = ((b[3] * x + b[2]) * x + b[1]) * x + b[0];
        let denominator = ((b[6] * x + b[5]) * x + b[4]) * x + 1.0;
        y[i] = numerator / denominator;
    }
}
