//! A perceptron of three layers on a batch.

use std::hint::black_box;

use jvp::prelude::*;
use jvp::rt;
use ndarray::{Array1, Array2};

use crate::contest::{Contest, Who, entry};
use crate::inputs;

/// Weights and bias.
type Layer = (Array2<f32>, Array1<f32>);

#[derive_jvp(wrt(x), into)]
pub fn mlp(x: &Array2<f32>, layers: &[Layer; 3]) -> Array2<f32> {
    let [(w1, b1), (w2, b2), (w3, b3)] = layers;
    let h = (x.dot(w1) + b1).tanh();
    let h = (h.dot(w2) + b2).tanh();
    h.dot(w3) + b3
}

/// `tanh(z + b)` and its tangent.
struct Activation;

impl rt::Kernel<3, 2> for Activation {
    const TWIN: bool = true;

    #[inline(always)]
    fn eval<N: rt::Lane>(&self, [z, dz, b]: [N; 3]) -> [N; 2] {
        let z = z + b;
        let h = z.tanh();
        [h, z.tanh_slope(h) * dz]
    }
}

/// `z + b`
struct Bias;

impl rt::Kernel<2, 1> for Bias {
    #[inline(always)]
    fn eval<N: rt::Lane>(&self, [z, b]: [N; 2]) -> [N; 1] {
        [z + b]
    }
}

fn by_hand(x: &Array2<f32>, dx: &Array2<f32>, layers: &[Layer; 3]) -> (Array2<f32>, Array2<f32>) {
    let [(w1, b1), (w2, b2), (w3, b3)] = layers;
    let (z, dz) = rt::dot::jvp_10(x, dx, w1);
    let [h, dh] = rt::map(Activation, (z, dz, b1));
    let (z, dz) = rt::dot::jvp_10(h, dh, w2);
    let [h, dh] = rt::map(Activation, (z, dz, b2));
    let (mut y, dy) = rt::dot::jvp_10(h, dh, w3);
    rt::update(Bias, (&mut y,), (b3,));
    (y, dy)
}

/// So many rows; the width of what goes in, of both hidden layers, and of what comes out.
pub fn contest(batch: usize, widths: [usize; 4]) -> Contest {
    let array = |seed| inputs::array((batch, widths[0]), 1.0, seed);
    let (x, dx) = (array(1), array(2));
    let layer = |l: usize| {
        let (fan_in, fan_out, seed) = (widths[l], widths[l + 1], 3 + 2 * l as u64);
        let scale = (3.0 / fan_in as f64).sqrt();
        (
            inputs::array((fan_in, fan_out), scale, seed).clone(),
            inputs::array(fan_out, 0.1, seed + 1).clone(),
        )
    };
    let layers: &_ = Box::leak(Box::new([0, 1, 2].map(layer)));

    let (y, dy) = jvp_mlp(x, dx, layers);
    let (hand, dhand) = by_hand(x, dx, layers);
    inputs::assert_close("value", &y, &mlp(x, layers), 1e-5);
    inputs::assert_close("value by hand", &hand, &y, 1e-5);
    inputs::assert_close("tangent by hand", &dhand, &dy, 1e-5);
    let difference = inputs::difference(x, dx, |x| mlp(x, layers));
    inputs::assert_close("difference", &difference, &dy, 1e-2);

    let (mut out, mut dout) = (y, dy);
    Contest {
        entries: vec![
            entry(Who::Function, move || mlp(black_box(x), layers)),
            entry(Who::Jvp, move || jvp_mlp(black_box(x), dx, layers)),
            entry(Who::ByHand, move || by_hand(black_box(x), dx, layers)),
            entry(Who::Into, move || {
                jvp_mlp_into(black_box(x), dx, layers, &mut out, &mut dout);
            }),
        ],
        results: (2, 2 * batch * widths[3] * size_of::<f32>()),
    }
}
