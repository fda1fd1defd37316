//! Rows brought to mean 0 and variance 1: two reductions, each with its region.
//!
//! The centred values `c` are needed three times, so they get to memory, in one pass with their
//! tangents; their squares do not: they are computed inside of the reduction. The root, one for each row, is
//! computed before the kernel that divides by it. With `s = √(v + ε)`
//! and `y = c / s`: `dv = mean(2 c dc)`, `ds = dv / 2s`, `dy = (dc - y ds) / s`.

use ndarray::{Array2, Axis};

// #[derive_jvp]
pub fn standardized(x: &Array2<f64>) -> Array2<f64> {
    let mean = x.mean_axis(Axis(1)).unwrap().insert_axis(Axis(1));
    let c = x - &mean;
    let v = (&c * &c).mean_axis(Axis(1)).unwrap().insert_axis(Axis(1));
    c / (v + 1e-5).sqrt()
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_standardized(
    x: &Array2<f64>,
    dx: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>) {
    ::jvp::rt::assert_shape(x.shape(), dx.shape(), "dx");
    let [mean_axis, dmean_axis] = {
        struct MeanAxisKernel;
        impl ::jvp::rt::Kernel<2, 2> for MeanAxisKernel {
            const IDENTITY: bool = true;
            const TANGENTS: &[usize] = &[1];
            #[inline(always)]
            fn eval<N: ::jvp::rt::Lane>(&self, [x, dx]: [N; 2]) -> [N; 2] {
                [x, dx]
            }
        }
        ::jvp::rt::mean_axis(MeanAxisKernel, Axis(1), (x, dx))
    }
        .unwrap();
    let mean = mean_axis.insert_axis(Axis(1));
    let dmean = dmean_axis.insert_axis(Axis(1));
    let [c, dc] = {
        struct CKernel;
        impl ::jvp::rt::Kernel<4, 2> for CKernel {
            const TANGENTS: &[usize] = &[2, 3];
            #[inline(always)]
            fn eval<N: ::jvp::rt::Lane>(&self, [x, mean, dx, dmean]: [N; 4]) -> [N; 2] {
                let c = x - mean;
                [c, dx - dmean]
            }
        }
        ::jvp::rt::map(CKernel, (x, mean, dx, dmean))
    };
    let [mean_axis, dmean_axis] = {
        struct MeanAxisKernel;
        impl ::jvp::rt::Kernel<2, 2> for MeanAxisKernel {
            const TANGENTS: &[usize] = &[1];
            #[inline(always)]
            fn eval<N: ::jvp::rt::Lane>(&self, [c, dc]: [N; 2]) -> [N; 2] {
                [c * c, N::lit(2.0) * (c * dc)]
            }
        }
        ::jvp::rt::mean_axis(MeanAxisKernel, Axis(1), (&c, &dc))
    }
        .unwrap();
    let v = mean_axis.insert_axis(Axis(1));
    let dv = dmean_axis.insert_axis(Axis(1));
    let [sqrt, dsqrt] = {
        struct SqrtKernel;
        impl ::jvp::rt::Kernel<2, 2> for SqrtKernel {
            const TANGENTS: &[usize] = &[1];
            #[inline(always)]
            fn eval<N: ::jvp::rt::Lane>(&self, [v, dv]: [N; 2]) -> [N; 2] {
                let sqrt = (v + N::lit(0.00001)).sqrt();
                [sqrt, N::lit(0.5) * dv / sqrt.abs()]
            }
        }
        ::jvp::rt::map(SqrtKernel, (v, dv))
    };
    let [quot, dquot] = {
        struct QuotKernel;
        impl ::jvp::rt::Kernel<4, 2> for QuotKernel {
            const DIVISORS: &[usize] = &[1];
            const TANGENTS: &[usize] = &[2, 3];
            #[inline(always)]
            fn eval<N: ::jvp::rt::Lane>(&self, [c, sqrt, dc, dsqrt]: [N; 4]) -> [N; 2] {
                let quot = c / sqrt;
                [quot, (dc - quot * dsqrt).per(sqrt)]
            }
        }
        ::jvp::rt::map(QuotKernel, (c, sqrt, dc, dsqrt))
    };
    (quot, dquot)
}

// ---- End of what `derive_jvp` writes. ----

fn x(k: f64) -> Array2<f64> {
    Array2::from_shape_fn((3, 7), |(i, j)| (k * (5 * i + 2 * j) as f64).sin())
}

check! {
    value_and_tangent: |t| standardized(&(x(1.0) + t * x(0.4))), jvp_standardized(&x(1.0), &x(0.4))
}
