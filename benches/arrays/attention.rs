//! Attention of one head, with respect to queries, keys and values.

use std::hint::black_box;

use jvp::prelude::*;
use jvp::rt;
use ndarray::{Array2, Axis};

use crate::contest::{Contest, Who, entry};
use crate::inputs;

#[derive_jvp(into)]
pub fn attention(q: &Array2<f32>, k: &Array2<f32>, v: &Array2<f32>) -> Array2<f32> {
    let scores = q.dot(&k.t()) / (q.ncols() as f32).sqrt();
    let max = scores.map_axis(Axis(1), |row| row.fold(f32::NEG_INFINITY, |m, &s| m.max(s)));
    let weights = (scores - max.insert_axis(Axis(1))).exp();
    let sums = weights.sum_axis(Axis(1)).insert_axis(Axis(1));
    (weights / sums).dot(v)
}

/// `exp((s - m) r)` and its tangent where `m` is held: what is subtracted cancels in the end.
struct Weights;

impl rt::Kernel<4, 2> for Weights {
    const TWIN: bool = true;

    #[inline(always)]
    fn eval<N: rt::Lane>(&self, [s, ds, m, r]: [N; 4]) -> [N; 2] {
        let e = ((s - m) * r).exp();
        [e, e * (ds * r)]
    }
}

/// `w / s` and its tangent.
struct Quotient;

impl rt::Kernel<4, 2> for Quotient {
    #[inline(always)]
    fn eval<N: rt::Lane>(&self, [w, dw, s, ds]: [N; 4]) -> [N; 2] {
        let r = N::lit(1.0) / s;
        let p = w * r;
        [p, (dw - p * ds) * r]
    }
}

/// The factors of a product, each with its tangent.
type Pair<'a> = (&'a Array2<f32>, &'a Array2<f32>);

fn by_hand((q, dq): Pair, (k, dk): Pair, (v, dv): Pair) -> (Array2<f32>, Array2<f32>) {
    let (s, ds) = rt::dot::jvp_11(q, dq, k.t(), dk.t());
    let (m, dm) = rt::max_axis_pairs(Axis(1), &s, &ds);
    rt::recycle(dm);
    let r = 1.0 / (q.ncols() as f32).sqrt();
    let [w, dw] = rt::map(Weights, (s, ds, m.insert_axis(Axis(1)), r));
    let [s, ds] = rt::sum_axis(rt::Identity, Axis(1), (&w, &dw)).map(|s| s.insert_axis(Axis(1)));
    let [p, dp] = rt::map(Quotient, (w, dw, s, ds));
    rt::dot::jvp_11(p, dp, v, dv)
}

/// So many rows of so many numbers.
pub fn contest(rows: usize, width: usize) -> Contest {
    let array = |seed| inputs::array((rows, width), 1.0, seed);
    let (q, dq, k, dk, v, dv) = (array(1), array(2), array(3), array(4), array(5), array(6));

    let (y, dy) = jvp_attention(q, dq, k, dk, v, dv);
    let (hand, dhand) = by_hand((q, dq), (k, dk), (v, dv));
    inputs::assert_close("value", &y, &attention(q, k, v), 1e-5);
    inputs::assert_close("value by hand", &hand, &y, 1e-5);
    inputs::assert_close("tangent by hand", &dhand, &dy, 1e-5);
    let parts = inputs::difference(q, dq, |q| attention(q, k, v))
        + inputs::difference(k, dk, |k| attention(q, k, v))
        + inputs::difference(v, dv, |v| attention(q, k, v));
    inputs::assert_close("difference", &parts, &dy, 1e-2);

    let (mut out, mut dout) = (y, dy);
    Contest {
        entries: vec![
            entry(Who::Function, move || attention(black_box(q), k, v)),
            entry(Who::Jvp, move || {
                jvp_attention(black_box(q), dq, k, dk, v, dv)
            }),
            entry(Who::ByHand, move || {
                by_hand((black_box(q), dq), (k, dk), (v, dv))
            }),
            entry(Who::Into, move || {
                jvp_attention_into(black_box(q), dq, k, dk, v, dv, &mut out, &mut dout);
            }),
        ],
        results: (2, 2 * rows * width * size_of::<f32>()),
    }
}
