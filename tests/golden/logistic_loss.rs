//! The logistic loss `ln(1 + exp z)` of a score, in a form that does not overflow.
//!
//! `score` is a sum of products, linear in `x`: its tangent is the sum of `dx w`. Then
//! `ln(1 + exp z) = max(z, 0) + ln(1 + exp(-|z|))`. The first part's tangent is `dz` where `z` is
//! positive (`max_part`; half at zero); for the second let `e = exp(-|z|)`, with `de = -d|z| e`, and
//! `d ln(1 + e) = de / (1 + e)`.

// #[derive_jvp(wrt(x), pushforward)]
pub fn logistic_loss(x: &[f64], w: &[f64], b: f64) -> f64 {
    let score: f64 = x.iter().zip(w).map(|(x, w)| x * w).sum();
    let z = score + b;
    z.max(0.0) + (-z.abs()).exp().ln_1p()
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_logistic_loss(x: &[f64], dx: &[f64], w: &[f64], b: f64) -> (f64, f64) {
    assert_eq!(dx.len(), x.len(), "the tangent `dx` must be as long as `x`");
    let (score, dscore): (f64, f64) = x
        .iter()
        .zip(dx.iter())
        .zip(w)
        .map(|((x, dx), w)| (x * w, dx * w))
        .fold((-0.0, 0.0), |(sum, dsum), (v, dv)| (sum + v, dsum + dv));
    let z = score + b;
    let dz = dscore;
    let exp = (-z.abs()).exp();
    (
        z.max(0.0) + exp.ln_1p(),
        ::jvp::rt::max_part(z, 0.0, dz) - ::jvp::rt::abs_part(z, dz) * exp / (1.0 + exp),
    )
}

pub fn pushforward_logistic_loss(x: &[f64], dx: &[f64], w: &[f64], b: f64) -> f64 {
    assert_eq!(dx.len(), x.len(), "the tangent `dx` must be as long as `x`");
    let (score, dscore): (f64, f64) = x
        .iter()
        .zip(dx.iter())
        .zip(w)
        .map(|((x, dx), w)| (x * w, dx * w))
        .fold((-0.0, 0.0), |(sum, dsum), (v, dv)| (sum + v, dsum + dv));
    let z = score + b;
    let dz = dscore;
    let exp = (-z.abs()).exp();
    ::jvp::rt::max_part(z, 0.0, dz) - ::jvp::rt::abs_part(z, dz) * exp / (1.0 + exp)
}

// ---- End of what `derive_jvp` writes. ----

check! {
    loss_of_three, (x dx: 3, w dw: 3, b db) in -2.0..2.0;
    primal logistic_loss(&x, &w, b);
    oracle ((x[0] * w[0] + x[1] * w[1] + x[2] * w[2] + b).exp() + 1.0).ln();
    [x] jvp_logistic_loss(&x, &dx, &w, b);
    [x] (logistic_loss(&x, &w, b), pushforward_logistic_loss(&x, &dx, &w, b));
}
