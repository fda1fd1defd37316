//! Softmax over rows, as one writes it in ndarray.
//!
//! The fold that takes the greatest element of a row is known; with one greatest element its
//! tangent is that element's. The exponentials are needed by the sum and by the quotient, so they
//! get to memory once, in a pass that sums its rows besides. `m` and `dm` are gone after that pass, and so
//! they are handed to it. The sum divides twice, so the kernel names it (`DIVISORS`), and the runtime takes
//! its reciprocals.

use ndarray::{Array2, Axis};

// #[derive_jvp]
pub fn softmax_rows(x: &Array2<f64>) -> Array2<f64> {
    let m = x.map_axis(Axis(1), |row| row.fold(f64::NEG_INFINITY, |m, &v| m.max(v)));
    let e = (x - &m.insert_axis(Axis(1))).exp();
    let sum = e.sum_axis(Axis(1)).insert_axis(Axis(1));
    e / sum
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_softmax_rows(
    x: &Array2<f64>,
    dx: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>) {
    ::jvp::rt::assert_shape(x.shape(), dx.shape(), "dx");
    let (m, dm) = ::jvp::rt::max_axis_pairs(Axis(1), x, dx);
    let diff_arg = m.insert_axis(Axis(1));
    let ddiff_arg = dm.insert_axis(Axis(1));
    let ([e, de], [sum_axis, dsum_axis]) = {
        struct EKernel;
        impl ::jvp::rt::Kernel<4, 4> for EKernel {
            const TWIN: bool = true;
            const TANGENTS: &[usize] = &[2, 3];
            #[inline(always)]
            fn eval<N: ::jvp::rt::Lane>(
                &self,
                [x,
                diff_arg,
                dx,
                ddiff_arg,
                ]: [N; 4],
            ) -> [N; 4] {
                let e = (x - diff_arg).exp();
                let de = (dx - ddiff_arg) * e;
                [e, de, e, de]
            }
        }
        ::jvp::rt::map_sum_axis(EKernel, Axis(1), (x, diff_arg, dx, ddiff_arg))
    };
    let sum = sum_axis.insert_axis(Axis(1));
    let dsum = dsum_axis.insert_axis(Axis(1));
    let [quot, dquot] = {
        struct QuotKernel;
        impl ::jvp::rt::Kernel<4, 2> for QuotKernel {
            const DIVISORS: &[usize] = &[1];
            const TANGENTS: &[usize] = &[2, 3];
            #[inline(always)]
            fn eval<N: ::jvp::rt::Lane>(&self, [e, sum, de, dsum]: [N; 4]) -> [N; 2] {
                let quot = e / sum;
                [quot, (de - quot * dsum).per(sum)]
            }
        }
        ::jvp::rt::map(QuotKernel, (e, sum, de, dsum))
    };
    (quot, dquot)
}

// ---- End of what `derive_jvp` writes. ----

fn x(k: f64) -> Array2<f64> {
    Array2::from_shape_fn((3, 6), |(i, j)| 3.0 * (k * (5 * i + 2 * j) as f64).sin())
}

check! {
    value_and_tangent: |t| softmax_rows(&(x(1.0) + t * x(0.4))), jvp_softmax_rows(&x(1.0), &x(0.4))
}
