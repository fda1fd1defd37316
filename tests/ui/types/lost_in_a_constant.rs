//! A parameter that `wrt` does not name takes no tangent: what is active can't go there.

use jvp::prelude::*;

#[derive(Clone, Differentiable)]
struct Market {
    rate: f64,
}

#[derive_jvp(wrt(s, k, t, r))]
fn price(m: &Market, s: f64, k: f64, t: f64, r: f64) -> f64 {
    s * k * (m.rate * t).exp() - r
}

#[derive_jvp]
fn bumped(s: f64, rate: f64) -> f64 {
    let m = Market { rate };
    price(&m, s, 1.0, 0.5, s)
}

fn main() {}
