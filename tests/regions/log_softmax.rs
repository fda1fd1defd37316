//! Values with fewer axes than what they go to: `ln sum` has one number for each row, and is computed once
//! for each, in a kernel of its own.
//!
//! An elementary function within the last kernel would be computed for each element of a row again. That a
//! value is smaller is seen from ranks, and from `insert_axis`, which gives an axis of length 1. What costs
//! no more than reading it, such as a difference, stays in the kernel that needs it.

use ndarray::{Array2, Axis};

// #[derive_jvp]
pub fn log_softmax(x: &Array2<f64>) -> Array2<f64> {
    let max = x.map_axis(Axis(1), |row| row.fold(f64::NEG_INFINITY, |m, &v| m.max(v)));
    let max = max.insert_axis(Axis(1));
    let sum = (x - &max).exp().sum_axis(Axis(1)).insert_axis(Axis(1));
    x - &max - sum.ln()
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_log_softmax(x: &Array2<f64>, dx: &Array2<f64>) -> (Array2<f64>, Array2<f64>) {
    ::jvp::rt::assert_shape(x.shape(), dx.shape(), "dx");
    let (mapped, dmapped) = ::jvp::rt::max_axis_pairs(Axis(1), x, dx);
    let max = mapped;
    let dmax = dmapped;
    let max = max.insert_axis(Axis(1));
    let dmax = dmax.insert_axis(Axis(1));
    let [sum_axis, dsum_axis] = {
        struct SumAxisKernel;
        impl ::jvp::rt::Kernel<4, 2> for SumAxisKernel {
            const TWIN: bool = true;
            const TANGENTS: &[usize] = &[2, 3];
            #[inline(always)]
            fn eval<N: ::jvp::rt::Lane>(&self, [x, max, dx, dmax]: [N; 4]) -> [N; 2] {
                let exp = (x - max).exp();
                [exp, (dx - dmax) * exp]
            }
        }
        ::jvp::rt::sum_axis(SumAxisKernel, Axis(1), (x, &max, dx, &dmax))
    };
    let sum = sum_axis.insert_axis(Axis(1));
    let dsum = dsum_axis.insert_axis(Axis(1));
    let [ln, dln] = {
        struct LnKernel;
        impl ::jvp::rt::Kernel<2, 2> for LnKernel {
            const TWIN: bool = true;
            const TANGENTS: &[usize] = &[1];
            #[inline(always)]
            fn eval<N: ::jvp::rt::Lane>(&self, [sum, dsum]: [N; 2]) -> [N; 2] {
                [sum.ln(), dsum / sum]
            }
        }
        ::jvp::rt::map(LnKernel, (sum, dsum))
    };
    let [diff, ddiff] = {
        struct DiffKernel;
        impl ::jvp::rt::Kernel<6, 2> for DiffKernel {
            const TANGENTS: &[usize] = &[2, 3, 5];
            #[inline(always)]
            fn eval<N: ::jvp::rt::Lane>(
                &self,
                [x,
                max,
                dx,
                dmax,
                ln,
                dln,
                ]: [N; 6],
            ) -> [N; 2] {
                [x - max - ln, dx - dmax - dln]
            }
        }
        ::jvp::rt::map(DiffKernel, (x, max, dx, dmax, ln, dln))
    };
    (diff, ddiff)
}

// ---- End of what `derive_jvp` writes. ----

fn x(t: f64) -> Array2<f64> {
    Array2::from_shape_fn((4, 3), |(i, j)| (2.0 * (i * 3 + j) as f64).sin() + t * (i + 2 * j) as f64)
}

check! {
    value_and_tangent: |t| log_softmax(&x(t)), jvp_log_softmax(&x(0.0), &(x(1.0) - x(0.0)))
}
