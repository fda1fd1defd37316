//! Horner's rule, differentiated twice.
//!
//! The first pass maps `p` to `p x + a` and `dp` to `dp x + p dx + da`; the second has the product
//! rule for each of those products. Where the coefficients' seeds are zero and those of `x` are
//! one, this is the well-known scheme for `p` and its first two derivatives.

// #[derive_jvp]
pub fn horner(c: &[f64], x: f64) -> f64 {
    let mut p = 0.0;
    for a in c.iter().rev() {
        p = p * x + a;
    }
    p
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_horner(c: &[f64], dc: &[f64], x: f64, dx: f64) -> (f64, f64) {
    assert_eq!(dc.len(), c.len(), "the tangent `dc` must be as long as `c`");
    let mut p = 0.0;
    let mut dp = 0.0;
    for (a, da) in c.iter().zip(dc.iter()).rev() {
        dp = dp * x + p * dx + da;
        p = p * x + a;
    }
    (p, dp)
}

pub fn jvp_jvp_horner(
    c: &[f64],
    dc_: &[f64],
    dc: &[f64],
    ddc: &[f64],
    x: f64,
    dx_: f64,
    dx: f64,
    ddx: f64,
) -> ((f64, f64), (f64, f64)) {
    assert_eq!(dc_.len(), c.len(), "the tangent `dc_` must be as long as `c`");
    assert_eq!(ddc.len(), dc.len(), "the tangent `ddc` must be as long as `dc`");
    assert_eq!(dc.len(), c.len(), "the tangent `dc` must be as long as `c`");
    let mut p = 0.0;
    let mut dp_ = 0.0;
    let mut dp = 0.0;
    let mut ddp = 0.0;
    for ((a, da_), (da, dda)) in c
        .iter()
        .zip(dc_.iter())
        .zip(dc.iter().zip(ddc.iter()))
        .rev()
    {
        ddp = ddp * x + dp * dx_ + dp_ * dx + p * ddx + dda;
        dp = dp * x + p * dx + da;
        dp_ = dp_ * x + p * dx_ + da_;
        p = p * x + a;
    }
    ((p, dp), (dp_, ddp))
}

// ---- End of what `derive_jvp` writes. ----

check! {
    curvature_of_a_polynomial, (c dc ec ddc: 4, x dx ex ddx) in -1.5..1.5;
    oracle c[0] + c[1] * x + c[2] * x.powi(2) + c[3] * x.powi(3);
    primal horner(&c, x);
    first jvp_horner(&c, &dc, x, dx);
    second jvp_jvp_horner(&c, &ec, &dc, &ddc, x, ex, dx, ddx);
}
