//! Softmax with a temperature, as a chain of iterators.
//!
//! `top` shifts the exponents to keep them in range, and cancels in the quotient: the source says
//! so by `stop_gradient`, and it has no tangent here. One exponent is `e = (a - top) / T`, with
//! `de = (da - e dT) / T` by the quotient rule, and `d(exp e) = exp e · de`. Each `collect` becomes
//! one walk over pairs that fills two vectors. A quotient `y = w / total` has the tangent
//! `(dw - y dtotal) / total`, which takes the quotient itself and so costs one division more.
//!
//! `sum` becomes `fold` from `-0.0`, which is how `std` sums floats, bit for bit.

use jvp::stop_gradient;

// #[derive_jvp]
pub fn softmax(x: &[f64], temperature: f64) -> Vec<f64> {
    let top = stop_gradient(x.iter().copied().fold(f64::NEG_INFINITY, f64::max));
    let weights: Vec<f64> = x.iter().map(|a| ((a - top) / temperature).exp()).collect();
    let total: f64 = weights.iter().sum();
    weights.into_iter().map(|w| w / total).collect()
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_softmax(
    x: &[f64],
    dx: &[f64],
    temperature: f64,
    dtemperature: f64,
) -> (Vec<f64>, Vec<f64>) {
    assert_eq!(dx.len(), x.len(), "the tangent `dx` must be as long as `x`");
    let top = stop_gradient(x.iter().copied().fold(f64::NEG_INFINITY, f64::max));
    let (weights, dweights): (Vec<f64>, Vec<f64>) = x
        .iter()
        .zip(dx.iter())
        .map(|(a, da)| {
            let quot = (a - top) / temperature;
            let exp = quot.exp();
            (exp, (*da - quot * dtemperature) / temperature * exp)
        })
        .unzip();
    let (total, dtotal): (f64, f64) = weights
        .iter()
        .zip(dweights.iter())
        .fold((-0.0, 0.0), |(sum, dsum), (v, dv)| (sum + v, dsum + dv));
    weights
        .into_iter()
        .zip(dweights)
        .map(|(w, dw)| {
            let quot = w / total;
            (quot, (dw - quot * dtotal) / total)
        })
        .unzip()
}

// ---- End of what `derive_jvp` writes. ----

check! {
    softmax_of_three, (x dx: 3, t dt) in 0.5..3.0;
    primal softmax(&x, t);
    oracle {
        let e = [(x[0] / t).exp(), (x[1] / t).exp(), (x[2] / t).exp()];
        e.map(|a| a / (e[0] + e[1] + e[2]))
    };
    [x t] jvp_softmax(&x, &dx, t, dt);
    [x] jvp_softmax(&x, &dx, t, dt);
}
