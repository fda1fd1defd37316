//! A function of someone else's, with a rule by hand.
//!
//! `sinc x = sin x / x` has no attribute; `rules` says that `sinc_rule` gives its value and tangent,
//! `(cos x - sinc x) / x · dx`. The call becomes a call of the rule, with the tangent of its argument
//! by the product rule, and the window `w` scales both.

pub mod optics {
    //! Stands for a crate that knows nothing of derivatives.

    pub fn sinc(x: f64) -> f64 {
        x.sin() / x
    }
}

fn sinc_rule(x: f64, dx: f64) -> (f64, f64) {
    let y = optics::sinc(x);
    (y, (x.cos() - y) / x * dx)
}

// #[derive_jvp(rules(optics::sinc = sinc_rule))]
pub fn fringe(x: f64, k: f64, w: f64) -> f64 {
    w * optics::sinc(k * x).powi(2)
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_fringe(x: f64, dx: f64, k: f64, dk: f64, w: f64, dw: f64) -> (f64, f64) {
    let (value, dvalue) = sinc_rule(k * x, dk * x + k * dx);
    let powi = value.powi(2);
    (w * powi, dw * powi + w * (2.0 * value * dvalue))
}

// ---- End of what `derive_jvp` writes. ----

check! {
    fringe_of_a_slit, (x dx, k dk, w dw) in 0.3..2.0;
    primal fringe(x, k, w);
    oracle ((k * x).sin() / (k * x)).powi(2) * w;
    [x k w] jvp_fringe(x, dx, k, dk, w, dw);
    [w] jvp_fringe(x, dx, k, dk, w, dw);
}
