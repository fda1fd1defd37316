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
