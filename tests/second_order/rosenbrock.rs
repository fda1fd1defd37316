//! A loop over a slice, differentiated twice.
//!
//! What the first pass wrote is again a loop over slices, with two sums; the second pass puts the
//! tangents of both beside them. `d(2 u du) = 2 du_ du + 2 u ddu`.

// #[derive_jvp]
pub fn rosenbrock(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() - 1 {
        let valley = x[i + 1] - x[i] * x[i];
        let slope = 1.0 - x[i];
        sum += 100.0 * valley * valley + slope * slope;
    }
    sum
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_rosenbrock(x: &[f64], dx: &[f64]) -> (f64, f64) {
    assert_eq!(dx.len(), x.len(), "the tangent `dx` must be as long as `x`");
    let mut sum = 0.0;
    let mut dsum = 0.0;
    for i in 0..x.len() - 1 {
        let x_i = x[i];
        let dx_i = dx[i];
        let valley = x[i + 1] - x_i * x_i;
        let dvalley = dx[i + 1] - 2.0 * (x_i * dx_i);
        let slope = 1.0 - x_i;
        let dslope = -dx_i;
        let prod = 100.0 * valley;
        dsum += 2.0 * (prod * dvalley + slope * dslope);
        sum += prod * valley + slope * slope;
    }
    (sum, dsum)
}

pub fn jvp_jvp_rosenbrock(
    x: &[f64],
    dx_: &[f64],
    dx: &[f64],
    ddx: &[f64],
) -> ((f64, f64), (f64, f64)) {
    assert_eq!(dx_.len(), x.len(), "the tangent `dx_` must be as long as `x`");
    assert_eq!(ddx.len(), dx.len(), "the tangent `ddx` must be as long as `dx`");
    assert_eq!(dx.len(), x.len(), "the tangent `dx` must be as long as `x`");
    let mut sum = 0.0;
    let mut dsum_ = 0.0;
    let mut dsum = 0.0;
    let mut ddsum = 0.0;
    for i in 0..x.len() - 1 {
        let x_i = x[i];
        let dx_i_ = dx_[i];
        let dx_i = dx[i];
        let ddx_i = ddx[i];
        let valley = x[i + 1] - x_i * x_i;
        let dvalley_ = dx_[i + 1] - 2.0 * (x_i * dx_i_);
        let ddvalley = ddx[i + 1] - 2.0 * (dx_i_ * dx_i + x_i * ddx_i);
        let dvalley = dx[i + 1] - 2.0 * (x_i * dx_i);
        let slope = 1.0 - x_i;
        let dslope_ = -dx_i_;
        let ddslope = -ddx_i;
        let dslope = -dx_i;
        let prod = 100.0 * valley;
        let dprod = 100.0 * dvalley_;
        ddsum
            += 2.0
                * (dprod * dvalley + prod * ddvalley + dslope_ * dslope
                    + slope * ddslope);
        dsum += 2.0 * (prod * dvalley + slope * dslope);
        dsum_ += dprod * valley + prod * dvalley_ + 2.0 * (slope * dslope_);
        sum += prod * valley + slope * slope;
    }
    ((sum, dsum), (dsum_, ddsum))
}

// ---- End of what `derive_jvp` writes. ----

check! {
    hessian_of_rosenbrock, (x dx ex ddx: 4) in -2.0..2.0;
    oracle {
        let terms = x.windows(2).map(|w| (w[1] - w[0].powi(2)).powi(2) * 100.0 + (w[0] - 1.0).powi(2));
        terms.fold(Hyper::from_re(0.0), |s, t| s + t)
    };
    primal rosenbrock(&x);
    first jvp_rosenbrock(&x, &dx);
    second jvp_jvp_rosenbrock(&x, &ex, &dx, &ddx);
}
