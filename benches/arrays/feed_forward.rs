//! The feed-forward block of a transformer: layer norm, a layer to many hidden values, GELU, a layer back.

use std::hint::black_box;

use jvp::prelude::*;
use jvp::rt;
use ndarray::{Array1, Array2, Axis};

use crate::contest::{Contest, Who, entry};
use crate::inputs;

/// Gain and bias of the norm, then weights and biases of the layers.
type Parameters = (
    Array1<f32>,
    Array1<f32>,
    Array2<f32>,
    Array1<f32>,
    Array2<f32>,
    Array1<f32>,
);

/// `√(2/π)`
const SQRT_2_OVER_PI: f32 = 0.797_884_6;

#[derive_jvp(wrt(x), into)]
pub fn feed_forward(x: &Array2<f32>, parameters: &Parameters) -> Array2<f32> {
    let (gain, bias, w1, b1, w2, b2) = parameters;
    let mean = x.mean_axis(Axis(1)).unwrap().insert_axis(Axis(1));
    let centred = x - &mean;
    let variance = (&centred * &centred)
        .mean_axis(Axis(1))
        .unwrap()
        .insert_axis(Axis(1));
    let normal = centred / (variance + 1e-5).sqrt() * gain + bias;
    let hidden = (normal.dot(w1) + b1)
        .mapv(|v| 0.5 * v * (1.0 + (SQRT_2_OVER_PI * (v + 0.044_715 * v * v * v)).tanh()));
    hidden.dot(w2) + b2
}

/// `x - m` and its tangent.
struct Centred;

impl rt::Kernel<4, 2> for Centred {
    #[inline(always)]
    fn eval<N: rt::Lane>(&self, [x, dx, m, dm]: [N; 4]) -> [N; 2] {
        [x - m, dx - dm]
    }
}

/// `c²` and its tangent.
struct Square;

impl rt::Kernel<2, 2> for Square {
    #[inline(always)]
    fn eval<N: rt::Lane>(&self, [c, dc]: [N; 2]) -> [N; 2] {
        let cdc = c * dc;
        [c * c, cdc + cdc]
    }
}

/// `c / √(v + ε) · gain + bias` and its tangent.
struct Normal;

impl rt::Kernel<6, 2> for Normal {
    #[inline(always)]
    fn eval<N: rt::Lane>(&self, [c, dc, v, dv, gain, bias]: [N; 6]) -> [N; 2] {
        let r = N::lit(1.0) / (v + N::lit(1e-5)).sqrt();
        let n = c * r;
        [n * gain + bias, (dc - N::lit(0.5) * n * r * dv) * r * gain]
    }
}

/// GELU by `tanh` of `z + b`, and its tangent.
struct Gelu;

impl rt::Kernel<3, 2> for Gelu {
    const TWIN: bool = true;
    #[inline(always)]
    fn eval<N: rt::Lane>(&self, [z, dz, b]: [N; 3]) -> [N; 2] {
        let (one, half) = (N::lit(1.0), N::lit(0.5));
        let (c, k) = (N::lit(f64::from(SQRT_2_OVER_PI)), N::lit(0.044_715));
        let v = z + b;
        let kvv = k * v * v;
        let u = c * (v + kvv * v);
        let t = u.tanh();
        let du = c * (one + N::lit(3.0) * kvv);
        let p = half * (one + t);
        [v * p, (p + half * v * u.tanh_slope(t) * du) * dz]
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

fn by_hand(
    x: &Array2<f32>,
    dx: &Array2<f32>,
    parameters: &Parameters,
) -> (Array2<f32>, Array2<f32>) {
    let (gain, bias, w1, b1, w2, b2) = parameters;
    let column = |mean: Array1<f32>| mean.insert_axis(Axis(1));
    let [m, dm] = rt::mean_axis(rt::Identity, Axis(1), (x, dx))
        .unwrap()
        .map(column);
    let [c, dc] = rt::map(Centred, (x, dx, m, dm));
    let [v, dv] = rt::mean_axis(Square, Axis(1), (&c, &dc))
        .unwrap()
        .map(column);
    let [n, dn] = rt::map(Normal, (c, dc, v, dv, gain, bias));
    let (z, dz) = rt::dot::jvp_10(n, dn, w1);
    let [h, dh] = rt::map(Gelu, (z, dz, b1));
    let (mut y, dy) = rt::dot::jvp_10(h, dh, w2);
    rt::update(Bias, (&mut y,), (b2,));
    (y, dy)
}

/// So many rows, as wide as the model, with so many hidden values in between.
pub fn contest(rows: usize, model: usize, hidden: usize) -> Contest {
    let x = inputs::array((rows, model), 1.0, 1);
    let dx = inputs::array((rows, model), 1.0, 2);
    let parameters: &Parameters = Box::leak(Box::new((
        inputs::array(model, 1.0, 3) + 1.0,
        inputs::array(model, 0.1, 4).clone(),
        inputs::array((model, hidden), 0.05, 5).clone(),
        inputs::array(hidden, 0.1, 6).clone(),
        inputs::array((hidden, model), 0.03, 7).clone(),
        inputs::array(model, 0.1, 8).clone(),
    )));

    let (y, dy) = jvp_feed_forward(x, dx, parameters);
    let (hand, dhand) = by_hand(x, dx, parameters);
    inputs::assert_close("value", &y, &feed_forward(x, parameters), 1e-5);
    inputs::assert_close("value by hand", &hand, &y, 1e-5);
    inputs::assert_close("tangent by hand", &dhand, &dy, 1e-5);
    let difference = inputs::difference(x, dx, |x| feed_forward(x, parameters));
    inputs::assert_close("difference", &difference, &dy, 1e-2);

    let (mut out, mut dout) = (y, dy);
    Contest {
        entries: vec![
            entry(Who::Function, move || {
                feed_forward(black_box(x), parameters)
            }),
            entry(Who::Jvp, move || {
                jvp_feed_forward(black_box(x), dx, parameters)
            }),
            entry(Who::ByHand, move || by_hand(black_box(x), dx, parameters)),
            entry(Who::Into, move || {
                jvp_feed_forward_into(black_box(x), dx, parameters, &mut out, &mut dout);
            }),
        ],
        results: (2, 2 * rows * model * size_of::<f32>()),
    }
}
