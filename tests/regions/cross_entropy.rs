//! Cross-entropy of a batch of scores, as one writes it in ndarray.
//!
//! Of `shifted` the sum needs all elements and the loop one a row. The kernel under the sum
//! computes it again, which costs a subtraction, and the loop asks for the elements that it reads; so
//! neither it nor its tangent ever gets to memory.

use ndarray::{Array2, Axis};

// #[derive_jvp(wrt(scores))]
pub fn cross_entropy(scores: &Array2<f64>, labels: &[usize]) -> f64 {
    let max = scores.map_axis(Axis(1), |row| row.fold(f64::NEG_INFINITY, |m, &v| m.max(v)));
    let shifted = scores - &max.insert_axis(Axis(1));
    let log_sums = shifted.exp().sum_axis(Axis(1)).ln();
    let mut loss = 0.0;
    for (i, &label) in labels.iter().enumerate() {
        loss += log_sums[i] - shifted[[i, label]];
    }
    loss
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_cross_entropy(
    scores: &Array2<f64>,
    dscores: &Array2<f64>,
    labels: &[usize],
) -> (f64, f64) {
    ::jvp::rt::assert_shape(scores.shape(), dscores.shape(), "dscores");
    let (max, dmax) = ::jvp::rt::max_axis_pairs(Axis(1), scores, dscores);
    let diff_arg = max.insert_axis(Axis(1));
    let ddiff_arg = dmax.insert_axis(Axis(1));
    let [sum_axis, dsum_axis] = {
        struct SumAxisKernel;
        impl ::jvp::rt::Kernel<4, 2> for SumAxisKernel {
            const TWIN: bool = true;
            const TANGENTS: &[usize] = &[2, 3];
            #[inline(always)]
            fn eval<N: ::jvp::rt::Lane>(
                &self,
                [scores,
                diff_arg,
                dscores,
                ddiff_arg,
                ]: [N; 4],
            ) -> [N; 2] {
                let shifted = scores - diff_arg;
                let exp = shifted.exp();
                [exp, (dscores - ddiff_arg) * exp]
            }
        }
        ::jvp::rt::sum_axis(
            SumAxisKernel,
            Axis(1),
            (scores, &diff_arg, dscores, &ddiff_arg),
        )
    };
    let shifted = {
        struct ShiftedKernel;
        impl ::jvp::rt::Kernel<2, 1> for ShiftedKernel {
            #[inline(always)]
            fn eval<N: ::jvp::rt::Lane>(&self, [scores, diff_arg]: [N; 2]) -> [N; 1] {
                let shifted = scores - diff_arg;
                [shifted]
            }
        }
        ::jvp::rt::elements(ShiftedKernel, (scores, &diff_arg))
    };
    let dshifted = {
        struct DshiftedKernel;
        impl ::jvp::rt::Kernel<2, 1> for DshiftedKernel {
            #[inline(always)]
            fn eval<N: ::jvp::rt::Lane>(&self, [dscores, ddiff_arg]: [N; 2]) -> [N; 1] {
                [dscores - ddiff_arg]
            }
        }
        ::jvp::rt::elements(DshiftedKernel, (dscores, &ddiff_arg))
    };
    let mut loss = 0.0;
    let mut dloss = 0.0;
    let [log_sums, dlog_sums] = {
        struct LogSumsKernel;
        impl ::jvp::rt::Kernel<2, 2> for LogSumsKernel {
            const TWIN: bool = true;
            const TANGENTS: &[usize] = &[1];
            #[inline(always)]
            fn eval<N: ::jvp::rt::Lane>(&self, [sum_axis, dsum_axis]: [N; 2]) -> [N; 2] {
                let log_sums = sum_axis.ln();
                [log_sums, dsum_axis / sum_axis]
            }
        }
        ::jvp::rt::map(LogSumsKernel, (sum_axis, dsum_axis))
    };
    for (i, &label) in labels.iter().enumerate() {
        dloss += dlog_sums[i] - dshifted.at([i, label]);
        loss += log_sums[i] - shifted.at([i, label]);
    }
    ::jvp::rt::recycle(diff_arg);
    ::jvp::rt::recycle(ddiff_arg);
    ::jvp::rt::recycle(log_sums);
    ::jvp::rt::recycle(dlog_sums);
    (loss, dloss)
}

// ---- End of what `derive_jvp` writes. ----

const LABELS: [usize; 3] = [4, 0, 2];

fn scores(k: f64) -> Array2<f64> {
    Array2::from_shape_fn((3, 6), |(i, j)| 3.0 * (k * (5 * i + 2 * j) as f64).sin())
}

check! {
    value_and_tangent:
        |t| cross_entropy(&(scores(1.0) + t * scores(0.4)), &LABELS),
        jvp_cross_entropy(&scores(1.0), &scores(0.4), &LABELS)
}
