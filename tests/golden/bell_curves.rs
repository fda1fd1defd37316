//! A bell curve as a closure that captures active values, called twice.
//!
//! The closure becomes one over pairs: it takes `dt` behind `t`, and reads `dmean` and `dwidth`
//! where it reads `mean` and `width`. With `z = (t - mean) / width`, the quotient rule gives
//! `dz = (dt - dmean - z dwidth) / width`, and `d exp(-z²/2) = -z dz exp(-z²/2)`. The second call's
//! argument is a constant, so its seed is zero; the captured tangents still flow.

// #[derive_jvp]
pub fn bell_curves(x: f64, mean: f64, width: f64) -> f64 {
    let bell = |t: f64| {
        let z = (t - mean) / width;
        (-0.5 * z * z).exp()
    };
    bell(x) - bell(0.0)
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_bell_curves(
    x: f64,
    dx: f64,
    mean: f64,
    dmean: f64,
    width: f64,
    dwidth: f64,
) -> (f64, f64) {
    let bell = |t: f64, dt: f64| {
        let z = (t - mean) / width;
        let dz = (dt - dmean - z * dwidth) / width;
        let prod = -0.5 * z;
        let exp = (prod * z).exp();
        (exp, 2.0 * (prod * dz) * exp)
    };
    let (value, dvalue) = bell(x, dx);
    let (value_2, dvalue_2) = bell(0.0, 0.0);
    (value - value_2, dvalue - dvalue_2)
}

// ---- End of what `derive_jvp` writes. ----

check! {
    two_bell_curves, (x dx, mean dmean, width dwidth) in 0.5..2.0;
    primal bell_curves(x, mean, width);
    oracle {
        let bell = |t: Dual| (-((t - mean) / width).powi(2) / 2.0).exp();
        bell(x) - bell(Dual::from_re(0.0))
    };
    [x mean width] jvp_bell_curves(x, dx, mean, dmean, width, dwidth);
    [width] jvp_bell_curves(x, dx, mean, dmean, width, dwidth);
}
