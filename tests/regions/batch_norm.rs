//! Normalization of the columns of a batch (S. Ioffe and C. Szegedy, "Batch normalization", 2015).
//!
//! The root of the variance has one number for each column, so it is computed before the kernel that divides
//! by it, and not once for each row again. That kernel divides twice by it and names it (`DIVISORS`).

use ndarray::{Array1, Array2, Axis};

// #[derive_jvp]
pub fn batch_norm(x: &Array2<f64>, gamma: &Array1<f64>, beta: &Array1<f64>) -> Array2<f64> {
    let centered = x - &x.mean_axis(Axis(0)).unwrap();
    let variance = centered.mapv(|v| v * v).mean_axis(Axis(0)).unwrap();
    let deviation = variance.mapv(|v| (v + 1e-5).sqrt());
    &centered / &deviation * gamma + beta
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_batch_norm(
    x: &Array2<f64>,
    dx: &Array2<f64>,
    gamma: &Array1<f64>,
    dgamma: &Array1<f64>,
    beta: &Array1<f64>,
    dbeta: &Array1<f64>,
) -> (Array2<f64>, Array2<f64>) {
    ::jvp::rt::assert_shape(x.shape(), dx.shape(), "dx");
    ::jvp::rt::assert_shape(gamma.shape(), dgamma.shape(), "dgamma");
    ::jvp::rt::assert_shape(beta.shape(), dbeta.shape(), "dbeta");
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
        ::jvp::rt::mean_axis(MeanAxisKernel, Axis(0), (x, dx))
    }
        .unwrap();
    let [centered, dcentered] = {
        struct CenteredKernel;
        impl ::jvp::rt::Kernel<4, 2> for CenteredKernel {
            const TANGENTS: &[usize] = &[2, 3];
            #[inline(always)]
            fn eval<N: ::jvp::rt::Lane>(
                &self,
                [x,
                mean_axis,
                dx,
                dmean_axis,
                ]: [N; 4],
            ) -> [N; 2] {
                let centered = x - mean_axis;
                [centered, dx - dmean_axis]
            }
        }
        ::jvp::rt::map(CenteredKernel, (x, mean_axis, dx, dmean_axis))
    };
    let [variance, dvariance] = {
        struct VarianceKernel;
        impl ::jvp::rt::Kernel<2, 2> for VarianceKernel {
            const TANGENTS: &[usize] = &[1];
            #[inline(always)]
            fn eval<N: ::jvp::rt::Lane>(&self, [centered, dcentered]: [N; 2]) -> [N; 2] {
                [centered * centered, N::lit(2.0) * (centered * dcentered)]
            }
        }
        ::jvp::rt::mean_axis(VarianceKernel, Axis(0), (&centered, &dcentered))
    }
        .unwrap();
    let [deviation, ddeviation] = {
        struct DeviationKernel;
        impl ::jvp::rt::Kernel<2, 2> for DeviationKernel {
            const TANGENTS: &[usize] = &[1];
            #[inline(always)]
            fn eval<N: ::jvp::rt::Lane>(&self, [variance, dvariance]: [N; 2]) -> [N; 2] {
                let deviation = (variance + N::lit(0.00001)).sqrt();
                [deviation, N::lit(0.5) * dvariance / deviation.abs()]
            }
        }
        ::jvp::rt::map(DeviationKernel, (variance, dvariance))
    };
    let [sum, dsum] = {
        struct SumKernel;
        impl ::jvp::rt::Kernel<8, 2> for SumKernel {
            const DIVISORS: &[usize] = &[1];
            const TANGENTS: &[usize] = &[2, 3, 5, 7];
            #[inline(always)]
            fn eval<N: ::jvp::rt::Lane>(
                &self,
                [centered,
                deviation,
                dcentered,
                ddeviation,
                gamma,
                dgamma,
                beta,
                dbeta,
                ]: [N; 8],
            ) -> [N; 2] {
                let quot = centered / deviation;
                [
                    quot * gamma + beta,
                    (dcentered - quot * ddeviation).per(deviation) * gamma
                        + quot * dgamma + dbeta,
                ]
            }
        }
        ::jvp::rt::map(
            SumKernel,
            (centered, deviation, dcentered, ddeviation, gamma, dgamma, beta, dbeta),
        )
    };
    (sum, dsum)
}

// ---- End of what `derive_jvp` writes. ----

fn x(t: f64) -> Array2<f64> {
    Array2::from_shape_fn((5, 3), |(i, j)| (2.0 * (i * 3 + j) as f64).sin() + t * (0.3 * (i + 2 * j) as f64).cos())
}

fn row(a: f64, t: f64) -> Array1<f64> {
    Array1::from_shape_fn(3, |j| a + j as f64 + t * (1.0 + a * j as f64))
}

check! {
    value_and_tangent: |t| batch_norm(&x(t), &row(0.5, t), &row(-1.0, t)),
    jvp_batch_norm(
        &x(0.0), &(x(1.0) - x(0.0)),
        &row(0.5, 0.0), &(row(0.5, 1.0) - row(0.5, 0.0)),
        &row(-1.0, 0.0), &(row(-1.0, 1.0) - row(-1.0, 0.0)),
    )
}
