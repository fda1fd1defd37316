//! Scalar functions whose tangent map needs little of the primal.
//!
//! `#[inline(never)]` is carried to the generated functions; so each is a symbol of its own.

use jvp::prelude::*;

/// Affine in `x`, with an expensive constant part: the tangent is `3 dx`.
#[derive_jvp(wrt(x), pushforward)]
#[inline(never)]
pub fn affine(x: f64, y: f64) -> f64 {
    3.0 * x + y.exp().tanh() * y.sin()
}

/// A product of functions of one variable each: the tangent is `dx cos x · exp(-y²)`, and what the
/// value adds to it, `tanh y`, is not there.
#[derive_jvp(wrt(x), pushforward)]
#[inline(never)]
pub fn product(x: f64, y: f64) -> f64 {
    x.sin() * (-y * y).exp() + y.tanh()
}

/// A line whose slope and offset come out of one branch: what is computed for the offset is gone.
#[derive_jvp(wrt(a), pushforward)]
#[inline(never)]
pub fn branches(a: f64, t: f64) -> f64 {
    let decay = (-t).exp();
    let (slope, offset) = if t > 0.0 {
        (decay, decay.ln_1p())
    } else {
        (2.0, t.cosh())
    };
    slope * a + offset
}
