//! A linear layer, with respect to its input and to everything.

use std::hint::black_box;

use jvp::prelude::*;
use jvp::rt;
use ndarray::{Array1, Array2};

use crate::contest::{Contest, Who, entry};
use crate::inputs;

#[derive_jvp(wrt(x), wrt(x, w, b) as linear_all, pushforward, into)]
pub fn linear(x: &Array2<f32>, w: &Array2<f32>, b: &Array1<f32>) -> Array2<f32> {
    x.dot(w) + b
}

/// `z + b`
struct Bias;

impl rt::Kernel<2, 1> for Bias {
    #[inline(always)]
    fn eval<N: rt::Lane>(&self, [z, b]: [N; 2]) -> [N; 1] {
        [z + b]
    }
}

/// `z + b` and its tangent.
struct BiasPair;

impl rt::Kernel<4, 2> for BiasPair {
    #[inline(always)]
    fn eval<N: rt::Lane>(&self, [z, dz, b, db]: [N; 4]) -> [N; 2] {
        [z + b, dz + db]
    }
}

/// A tensor with its tangent.
type Pair<'a, T> = (&'a T, &'a T);

fn by_hand(
    (x, dx): Pair<Array2<f32>>,
    w: &Array2<f32>,
    b: &Array1<f32>,
) -> (Array2<f32>, Array2<f32>) {
    let (mut y, dy) = rt::dot::jvp_10(x, dx, w);
    rt::update(Bias, (&mut y,), (b,));
    (y, dy)
}

fn all_by_hand(
    (x, dx): Pair<Array2<f32>>,
    (w, dw): Pair<Array2<f32>>,
    (b, db): Pair<Array1<f32>>,
) -> (Array2<f32>, Array2<f32>) {
    let (z, dz) = rt::dot::jvp_11(x, dx, w, dw);
    let [y, dy] = rt::map(BiasPair, (z, dz, b, db));
    (y, dy)
}

/// So many rows, `n` wide in and out; with respect to the input.
pub fn by_input(m: usize, n: usize) -> Contest {
    let (x, dx) = (inputs::array((m, n), 1.0, 1), inputs::array((m, n), 1.0, 2));
    let (w, b) = (inputs::array((n, n), 0.3, 3), inputs::array(n, 0.3, 4));

    let (y, dy) = jvp_linear(x, dx, w, b);
    let (hand, dhand) = by_hand((x, dx), w, b);
    inputs::assert_close("value", &y, &linear(x, w, b), 1e-5);
    inputs::assert_close("value by hand", &hand, &y, 1e-6);
    inputs::assert_close("tangent by hand", &dhand, &dy, 1e-6);
    inputs::assert_close("tangent", &dy, &dx.dot(w), 1e-5);
    inputs::assert_close("tangent alone", &pushforward_linear(x, dx, w, b), &dy, 1e-6);

    let (mut out, mut dout) = (y, dy);
    Contest {
        entries: vec![
            entry(Who::Function, move || linear(black_box(x), w, b)),
            entry(Who::Jvp, move || jvp_linear(black_box(x), dx, w, b)),
            entry(Who::ByHand, move || by_hand((black_box(x), dx), w, b)),
            entry(Who::Into, move || {
                jvp_linear_into(black_box(x), dx, w, b, &mut out, &mut dout);
            }),
            entry(Who::Pushforward, move || {
                pushforward_linear(black_box(x), dx, w, b)
            }),
            entry(Who::Dot, move || black_box(dx).dot(w)),
            entry(Who::RuntimeDot, move || rt::dot(black_box(dx), w)),
        ],
        results: (2, 2 * m * n * size_of::<f32>()),
    }
}

/// The same with respect to input, weights and bias.
pub fn by_everything(m: usize, n: usize) -> Contest {
    let (x, dx) = (inputs::array((m, n), 1.0, 1), inputs::array((m, n), 1.0, 2));
    let (w, dw) = (inputs::array((n, n), 0.3, 3), inputs::array((n, n), 0.3, 4));
    let (b, db) = (inputs::array(n, 0.3, 5), inputs::array(n, 0.3, 6));

    let (y, dy) = jvp_linear_all(x, dx, w, dw, b, db);
    let (hand, dhand) = all_by_hand((x, dx), (w, dw), (b, db));
    inputs::assert_close("value", &y, &linear(x, w, b), 1e-5);
    inputs::assert_close("value by hand", &hand, &y, 1e-6);
    inputs::assert_close("tangent by hand", &dhand, &dy, 1e-6);
    inputs::assert_close("tangent", &dy, &(dx.dot(w) + x.dot(dw) + db), 1e-5);
    let alone = pushforward_linear_all(x, dx, w, dw, b, db);
    inputs::assert_close("tangent alone", &alone, &dy, 1e-5);

    let (mut out, mut dout) = (y, dy);
    Contest {
        entries: vec![
            entry(Who::Function, move || linear(black_box(x), w, b)),
            entry(Who::Jvp, move || {
                jvp_linear_all(black_box(x), dx, w, dw, b, db)
            }),
            entry(Who::ByHand, move || {
                all_by_hand((black_box(x), dx), (w, dw), (b, db))
            }),
            entry(Who::Into, move || {
                jvp_linear_all_into(black_box(x), dx, w, dw, b, db, &mut out, &mut dout);
            }),
            entry(Who::Pushforward, move || {
                pushforward_linear_all(black_box(x), dx, w, dw, b, db)
            }),
        ],
        results: (2, 2 * m * n * size_of::<f32>()),
    }
}
