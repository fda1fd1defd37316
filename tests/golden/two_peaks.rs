//! A sum of calls of another annotated function, each with one active argument.
//!
//! The tangent of a sum of calls is the sum of the calls' tangents. In the first two calls only the
//! point of `gauss` is active, in the third only its mean: the masks `100` and `010` say so, and
//! nothing is computed for the constant arguments.
//!
//! `gauss` itself is `exp(-z²)` with `z = (x - mean) / width`: `d(z²) = 2 z dz`, and `dz` is `dx`
//! or `-dmean`, divided by the width.

// #[derive_jvp(wrt(x), wrt(mean) as gauss_of_mean)]
pub fn gauss(x: f64, mean: f64, width: f64) -> f64 {
    let z = (x - mean) / width;
    (-(z * z)).exp()
}

/// What the attribute writes beside `gauss`, cut to what is called here.
#[allow(non_camel_case_types, reason = "it shares the function's name, in the namespace of types")]
pub struct gauss {}

impl gauss {
    pub fn jvp_100(x: f64, dx: f64, mean: f64, width: f64) -> (f64, f64) {
        jvp_gauss(x, dx, mean, width)
    }

    pub fn jvp_010(x: f64, mean: f64, dmean: f64, width: f64) -> (f64, f64) {
        jvp_gauss_of_mean(x, mean, dmean, width)
    }
}

// #[derive_jvp(wrt(x))]
pub fn two_peaks(x: f64, width: f64) -> f64 {
    gauss(x, 1.0, width) + gauss(x, -1.0, 2.0 * width) - gauss(0.5, x, width)
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_gauss(x: f64, dx: f64, mean: f64, width: f64) -> (f64, f64) {
    let z = (x - mean) / width;
    let dz = dx / width;
    let exp = (-(z * z)).exp();
    (exp, -2.0 * (z * dz) * exp)
}

pub fn jvp_gauss_of_mean(x: f64, mean: f64, dmean: f64, width: f64) -> (f64, f64) {
    let z = (x - mean) / width;
    let dz = -dmean / width;
    let exp = (-(z * z)).exp();
    (exp, -2.0 * (z * dz) * exp)
}

pub fn jvp_two_peaks(x: f64, dx: f64, width: f64) -> (f64, f64) {
    let (gauss_1, dgauss_1) = gauss::jvp_100(x, dx, 1.0, width);
    let (gauss_2, dgauss_2) = gauss::jvp_100(x, dx, -1.0, 2.0 * width);
    let (gauss_3, dgauss_3) = gauss::jvp_010(0.5, x, dx, width);
    (gauss_1 + gauss_2 - gauss_3, dgauss_1 + dgauss_2 - dgauss_3)
}

// ---- End of what `derive_jvp` writes. ----

check! {
    sum_of_peaks, (x dx, width dwidth) in 0.5..2.0;
    primal two_peaks(x, width);
    oracle {
        let gauss = |t: Dual, w: Dual| (-(t / w).powi(2)).exp();
        gauss(x - 1.0, width) + gauss(x + 1.0, width * 2.0) - gauss(x - 0.5, width)
    };
    [x] jvp_two_peaks(x, dx, width);
}
