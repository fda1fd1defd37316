//! An iterator chain with closures, differentiated twice.
//!
//! The first pass walks over pairs; for the second pass that is a chain like any other, whose items
//! are tuples. The closure of the fold, over pairs of pairs, adds four sums at once.

// #[derive_jvp]
pub fn log_sum_exp(x: &[f64], scale: f64) -> f64 {
    let total: f64 = x.iter().map(|a| (a * scale).exp()).sum();
    total.ln()
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_log_sum_exp(x: &[f64], dx: &[f64], scale: f64, dscale: f64) -> (f64, f64) {
    assert_eq!(dx.len(), x.len(), "the tangent `dx` must be as long as `x`");
    let (total, dtotal): (f64, f64) = x
        .iter()
        .zip(dx.iter())
        .map(|(a, da)| {
            let exp = (a * scale).exp();
            (exp, (da * scale + a * dscale) * exp)
        })
        .fold((-0.0, 0.0), |(sum, dsum), (v, dv)| (sum + v, dsum + dv));
    (total.ln(), dtotal / total)
}

pub fn jvp_jvp_log_sum_exp(
    x: &[f64],
    dx_: &[f64],
    dx: &[f64],
    ddx: &[f64],
    scale: f64,
    dscale_: f64,
    dscale: f64,
    ddscale: f64,
) -> ((f64, f64), (f64, f64)) {
    assert_eq!(dx_.len(), x.len(), "the tangent `dx_` must be as long as `x`");
    assert_eq!(ddx.len(), dx.len(), "the tangent `ddx` must be as long as `dx`");
    assert_eq!(dx.len(), x.len(), "the tangent `dx` must be as long as `x`");
    let ((total, dtotal), (dtotal_, ddtotal)): ((f64, f64), (f64, f64)) = x
        .iter()
        .zip(dx_.iter())
        .zip(dx.iter().zip(ddx.iter()))
        .map(|((a, da_), (da, dda))| {
            let exp = (a * scale).exp();
            let dexp = (da_ * scale + a * dscale_) * exp;
            let sum_ = da * scale + a * dscale;
            (
                (exp, sum_ * exp),
                (
                    dexp,
                    (dda * scale + da * dscale_ + da_ * dscale + a * ddscale) * exp
                        + sum_ * dexp,
                ),
            )
        })
        .fold(
            ((-0.0, 0.0), (0.0, 0.0)),
            |((sum, dsum), (dsum_, ddsum)), ((v, dv), (dv_, ddv))| (
                (sum + v, dsum + dv),
                (dsum_ + dv_, ddsum + ddv),
            ),
        );
    let quot = dtotal / total;
    ((total.ln(), quot), (dtotal_ / total, (ddtotal - quot * dtotal_) / total))
}

// ---- End of what `derive_jvp` writes. ----

check! {
    curvature_of_log_sum_exp, (x dx ex ddx: 3, s ds es dds) in -1.5..1.5;
    oracle ((x[0] * s).exp() + (x[1] * s).exp() + (x[2] * s).exp()).ln();
    primal log_sum_exp(&x, s);
    first jvp_log_sum_exp(&x, &dx, s, ds);
    second jvp_jvp_log_sum_exp(&x, &ex, &dx, &ddx, s, es, ds, dds);
}
