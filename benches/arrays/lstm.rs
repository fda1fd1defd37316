//! An LSTM, as wide in as out, over a batch of sequences; a loop that carries its state.

use std::hint::black_box;

use jvp::prelude::*;
use jvp::rt;
use ndarray::{Array1, Array2, Array3, s};

use crate::contest::{Contest, Who, entry};
use crate::inputs;

#[derive_jvp(wrt(xs), into)]
pub fn lstm(xs: &Array3<f32>, wx: &Array2<f32>, wh: &Array2<f32>, b: &Array1<f32>) -> Array2<f32> {
    let sigmoid = |v: f32| 1.0 / (1.0 + (-v).exp());
    let (batch, hidden) = (xs.shape()[1], wh.nrows());
    let mut h = Array2::<f32>::zeros((batch, hidden));
    let mut c = Array2::<f32>::zeros((batch, hidden));
    for x in xs.outer_iter() {
        let z = x.dot(wx) + h.dot(wh) + b;
        let input = z.slice(s![.., ..hidden]).mapv(sigmoid);
        let forget = z.slice(s![.., hidden..2 * hidden]).mapv(sigmoid);
        let cell = z.slice(s![.., 2 * hidden..3 * hidden]).tanh();
        let output = z.slice(s![.., 3 * hidden..]).mapv(sigmoid);
        c = forget * c + input * cell;
        h = output * c.tanh();
    }
    h
}

/// `x + y + b` and its tangent.
struct Sum;

impl rt::Kernel<5, 2> for Sum {
    #[inline(always)]
    fn eval<N: rt::Lane>(&self, [x, dx, y, dy, b]: [N; 5]) -> [N; 2] {
        [x + y + b, dx + dy]
    }
}

/// The cell and the hidden state after a step, each with its tangent.
struct Step;

impl rt::Kernel<10, 4> for Step {
    const TWIN: bool = true;
    #[inline(always)]
    fn eval<N: rt::Lane>(&self, [c, dc, i, di, f, df, g, dg, o, r#do]: [N; 10]) -> [N; 4] {
        let one = N::lit(1.0);
        let sigmoid = |v: N, dv: N| {
            let y = one / (one + (-v).exp());
            (y, (y - y * y) * dv)
        };
        let tanh = |v: N, dv: N| {
            let y = v.tanh();
            (y, v.tanh_slope(y) * dv)
        };
        let ((i, di), (f, df)) = (sigmoid(i, di), sigmoid(f, df));
        let ((g, dg), (o, r#do)) = (tanh(g, dg), sigmoid(o, r#do));
        let (c, dc) = (f * c + i * g, df * c + f * dc + di * g + i * dg);
        let (t, dt) = tanh(c, dc);
        [c, dc, o * t, r#do * t + o * dt]
    }
}

fn by_hand(
    xs: &Array3<f32>,
    dxs: &Array3<f32>,
    wx: &Array2<f32>,
    wh: &Array2<f32>,
    b: &Array1<f32>,
) -> (Array2<f32>, Array2<f32>) {
    let (batch, n) = (xs.shape()[1], wh.nrows());
    let zeros = || Array2::<f32>::zeros((batch, n));
    let [mut h, mut dh, mut c, mut dc] = [zeros(), zeros(), zeros(), zeros()];
    for (x, dx) in xs.outer_iter().zip(dxs.outer_iter()) {
        let (x, dx) = rt::dot::jvp_10(x, dx, wx);
        let (y, dy) = rt::dot::jvp_10(h, dh, wh);
        let [z, dz] = rt::map(Sum, (x, dx, y, dy, b));
        let gate = |k: usize| s![.., k * n..(k + 1) * n];
        let [z0, z1, z2, z3] = [0, 1, 2, 3].map(|k| z.slice(gate(k)));
        let [dz0, dz1, dz2, dz3] = [0, 1, 2, 3].map(|k| dz.slice(gate(k)));
        [c, dc, h, dh] = rt::map(Step, (c, dc, z0, dz0, z1, dz1, z2, dz2, z3, dz3));
        rt::recycle(z);
        rt::recycle(dz);
    }
    rt::recycle(c);
    rt::recycle(dc);
    (h, dh)
}

/// So many steps over a batch, `n` wide.
pub fn contest(steps: usize, batch: usize, n: usize) -> Contest {
    let xs = inputs::array((steps, batch, n), 1.0, 1);
    let dxs = inputs::array((steps, batch, n), 1.0, 2);
    let wx = inputs::array((n, 4 * n), 0.15, 3);
    let wh = inputs::array((n, 4 * n), 0.15, 4);
    let b = inputs::array(4 * n, 0.1, 5);

    let (y, dy) = jvp_lstm(xs, dxs, wx, wh, b);
    let (hand, dhand) = by_hand(xs, dxs, wx, wh, b);
    inputs::assert_close("value", &y, &lstm(xs, wx, wh, b), 1e-4);
    inputs::assert_close("value by hand", &hand, &y, 1e-4);
    inputs::assert_close("tangent by hand", &dhand, &dy, 1e-4);
    let difference = inputs::difference(xs, dxs, |xs| lstm(xs, wx, wh, b));
    inputs::assert_close("difference", &difference, &dy, 1e-2);

    let (mut out, mut dout) = (y, dy);
    Contest {
        entries: vec![
            entry(Who::Function, move || lstm(black_box(xs), wx, wh, b)),
            entry(Who::Jvp, move || jvp_lstm(black_box(xs), dxs, wx, wh, b)),
            entry(Who::ByHand, move || by_hand(black_box(xs), dxs, wx, wh, b)),
            entry(Who::Into, move || {
                jvp_lstm_into(black_box(xs), dxs, wx, wh, b, &mut out, &mut dout);
            }),
        ],
        results: (2, 2 * batch * n * size_of::<f32>()),
    }
}
