//! Rosenbrock's function of any number of variables: a loop that sums over pairs of elements.
//!
//! Line by line: an index reads the tangent as it reads the value; `d(x²) = 2 x dx`; the tangent
//! of a sum is the sum of the tangents, so `dsum` runs beside `sum`; and a constant has none, so
//! `slope` contributes `-dx` alone. The seed must be as long as the point: the first line says so.

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
    #[inline(always)]
    fn body(fma: impl ::jvp::rt::MulAdd, x: &[f64], dx: &[f64]) -> (f64, f64) {
        let mut sum = 0.0;
        let mut dsum = 0.0;
        for i in 0..x.len() - 1 {
            let x_i = x[i];
            let dx_i = dx[i];
            let valley = x[i + 1] - x_i * x_i;
            let dvalley = fma.mul_add(-2.0, x_i * dx_i, dx[i + 1]);
            let slope = 1.0 - x_i;
            let dslope = -dx_i;
            let prod = 100.0 * valley;
            dsum += 2.0 * fma.mul_add(slope, dslope, prod * dvalley);
            sum += prod * valley + slope * slope;
        }
        (sum, dsum)
    }
    match ::jvp::rt::Fused::detect() {
        ::core::option::Option::Some(fma) => fma.run(|| body(fma, x, dx)),
        ::core::option::Option::None => body(::jvp::rt::Plain, x, dx),
    }
}

// ---- End of what `derive_jvp` writes. ----

check! {
    rosenbrock_of_five, (x dx: 5) in -2.0..2.0;
    primal rosenbrock(&x);
    oracle {
        let terms = x.windows(2).map(|w| (w[1] - w[0].powi(2)).powi(2) * 100.0 + (w[0] - 1.0).powi(2));
        terms.fold(Dual::from_re(0.0), |s, t| s + t)
    };
    [x] jvp_rosenbrock(&x, &dx);
}
