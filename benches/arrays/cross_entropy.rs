//! Softmax and cross-entropy of a batch of logits, written out in plain ndarray.

use std::hint::black_box;

use jvp::prelude::*;
use jvp::rt;
use ndarray::{Array2, Axis, arr0};

use crate::contest::{Contest, Who, entry};
use crate::inputs;

#[derive_jvp(wrt(logits), into)]
pub fn cross_entropy(logits: &Array2<f32>, labels: &[usize]) -> f32 {
    let max = logits.map_axis(Axis(1), |row| row.fold(f32::NEG_INFINITY, |m, &v| m.max(v)));
    let shifted = logits - &max.insert_axis(Axis(1));
    let log_sums = shifted.exp().sum_axis(Axis(1)).ln();
    let mut loss = 0.0;
    for (i, &label) in labels.iter().enumerate() {
        loss += log_sums[i] - shifted[[i, label]];
    }
    loss / labels.len() as f32
}

/// `exp(x - m)` and its tangent where `m` is held: what is subtracted cancels in the end.
struct Weights;

impl rt::Kernel<3, 2> for Weights {
    const TWIN: bool = true;

    #[inline(always)]
    fn eval<N: rt::Lane>(&self, [x, dx, m]: [N; 3]) -> [N; 2] {
        let e = (x - m).exp();
        [e, e * dx]
    }
}

fn by_hand(logits: &Array2<f32>, dlogits: &Array2<f32>, labels: &[usize]) -> (f32, f32) {
    let (max, dmax) = rt::max_axis_pairs(Axis(1), logits, dlogits);
    let column = max.view().insert_axis(Axis(1));
    let [sums, dsums] = rt::sum_axis(Weights, Axis(1), (logits, dlogits, column));
    let (mut loss, mut dloss) = (0.0, 0.0);
    for (i, &label) in labels.iter().enumerate() {
        loss += sums[i].ln() + max[i] - logits[[i, label]];
        dloss += dsums[i] / sums[i] - dlogits[[i, label]];
    }
    for array in [max, dmax, sums, dsums] {
        rt::recycle(array);
    }
    (loss / labels.len() as f32, dloss / labels.len() as f32)
}

/// So many rows, each of a logit per class.
pub fn contest(rows: usize, classes: usize) -> Contest {
    let logits = inputs::array((rows, classes), 4.0, 1);
    let dlogits = inputs::array((rows, classes), 1.0, 2);
    let labels: &[usize] = (0..rows)
        .map(|i| i * 37 % classes)
        .collect::<Vec<_>>()
        .leak();

    let (y, dy) = jvp_cross_entropy(logits, dlogits, labels);
    let (hand, dhand) = by_hand(logits, dlogits, labels);
    inputs::assert_close(
        "value",
        &arr0(y),
        &arr0(cross_entropy(logits, labels)),
        1e-5,
    );
    inputs::assert_close("value by hand", &arr0(hand), &arr0(y), 1e-5);
    inputs::assert_close("tangent by hand", &arr0(dhand), &arr0(dy), 1e-3);
    let difference = inputs::difference(logits, dlogits, |x| arr0(cross_entropy(x, labels)));
    inputs::assert_close("difference", &difference, &arr0(dy), 2e-2);

    let (mut out, mut dout) = (y, dy);
    Contest {
        entries: vec![
            entry(Who::Function, move || {
                cross_entropy(black_box(logits), labels)
            }),
            entry(Who::Jvp, move || {
                jvp_cross_entropy(black_box(logits), dlogits, labels)
            }),
            entry(Who::ByHand, move || {
                by_hand(black_box(logits), dlogits, labels)
            }),
            entry(Who::Into, move || {
                jvp_cross_entropy_into(black_box(logits), dlogits, labels, &mut out, &mut dout);
            }),
        ],
        results: (0, 0),
    }
}
