//! Models of arrays: layers in containers, builder-style chains, training steps.

use jvp::prelude::*;
use ndarray::{Array1, Array2, array};

#[derive(Clone, Debug, PartialEq)]
enum Activation {
    Tanh,
    Identity,
}

impl Activation {
    #[derive_jvp(wrt(x))]
    fn apply(&self, x: Array2<f64>) -> Array2<f64> {
        match self {
            Activation::Tanh => x.tanh(),
            Activation::Identity => x,
        }
    }
}

#[derive(Clone, Debug, Differentiable)]
pub struct Dense {
    w: Array2<f64>,
    b: Array1<f64>,
    #[jvp(skip)]
    activation: Activation,
    units: usize,
}

impl Dense {
    #[derive_jvp]
    pub fn forward(&self, x: &Array2<f64>) -> Array2<f64> {
        (x.dot(&self.w) + &self.b).tanh()
    }

    #[derive_jvp]
    pub fn activated(&self, x: &Array2<f64>) -> Array2<f64> {
        let z = x.dot(&self.w) + &self.b;
        match self.activation {
            Activation::Tanh => z.tanh(),
            Activation::Identity => z / self.units as f64,
        }
    }

    #[derive_jvp]
    pub fn applied(&self, x: &Array2<f64>) -> Array2<f64> {
        self.activation.apply(x.dot(&self.w) + &self.b)
    }

    #[derive_jvp]
    pub fn gate(&self, w: &Array2<f64>) -> Array2<f64> {
        w.tanh() + &self.b
    }

    // The weights are looked at while the gate is computed.
    #[derive_jvp]
    pub fn gated(&self, x: &Array2<f64>) -> Array2<f64> {
        x.dot(&(&self.w * &self.gate(&self.w))) * self.w.dot(&self.gate(&self.w).t()).sum()
    }

    #[derive_jvp]
    pub fn with_bias(self, b: Array1<f64>) -> Self {
        Dense { b, ..self }
    }

    #[derive_jvp]
    pub fn scaled(&self, k: f64) -> Dense {
        Dense {
            w: &self.w * k,
            b: self.b.clone(),
            activation: self.activation.clone(),
            units: self.units,
        }
    }

    #[derive_jvp]
    pub fn descend(&mut self, rate: f64, gradient: &Dense) {
        self.w.scaled_add(-rate, &gradient.w);
        self.b -= &(rate * &gradient.b);
    }
}

#[derive(Clone, Debug, Differentiable)]
pub struct Mlp {
    layers: Vec<Dense>,
    head: Box<Dense>,
    scale: f64,
}

impl Mlp {
    #[derive_jvp]
    pub fn forward(&self, x: &Array2<f64>) -> Array2<f64> {
        let mut h = x.clone();
        for layer in &self.layers {
            h = layer.forward(&h);
        }
        self.head.activated(&h) * self.scale
    }

    #[derive_jvp]
    pub fn indexed(&self, x: &Array2<f64>) -> Array2<f64> {
        let mut h = self.layers[0].forward(x);
        for i in 1..self.layers.len() {
            h = self.layers[i].forward(&h);
        }
        h
    }

    #[derive_jvp]
    pub fn folded(&self, x: &Array2<f64>) -> Array2<f64> {
        self.layers
            .iter()
            .fold(x.clone(), |h, layer| layer.forward(&h))
    }

    #[derive_jvp]
    pub fn loss(&self, x: &Array2<f64>, y: &Array2<f64>) -> f64 {
        let e = self.forward(x) - y;
        (&e * &e).sum() / e.len() as f64
    }

    #[derive_jvp]
    pub fn descend(&mut self, rate: f64, gradient: &Mlp) {
        for (layer, g) in self.layers.iter_mut().zip(&gradient.layers) {
            layer.descend(rate, g);
        }
        self.head.descend(rate, &gradient.head);
        self.scale -= rate * gradient.scale;
    }
}

#[derive_jvp]
fn chained(layer: Dense, b: Array1<f64>, k: f64, x: &Array2<f64>) -> Array2<f64> {
    layer.with_bias(b).scaled(k).forward(x)
}

fn wave(i: usize, scale: f64) -> f64 {
    ((i * i + 3 * i + 1) as f64).sin() * scale
}

fn dense(inputs: usize, outputs: usize, seed: usize, activation: Activation) -> Dense {
    Dense {
        w: Array2::from_shape_fn((inputs, outputs), |(i, j)| wave(7 * i + j + seed, 0.7)),
        b: Array1::from_shape_fn(outputs, |j| wave(j + 2 * seed, 0.3)),
        activation,
        units: outputs,
    }
}

fn model(seed: usize) -> Mlp {
    Mlp {
        layers: vec![
            dense(3, 4, seed, Activation::Tanh),
            dense(4, 4, seed + 5, Activation::Tanh),
        ],
        head: Box::new(dense(4, 2, seed + 9, Activation::Identity)),
        scale: 1.5,
    }
}

/// A tangent of the shape of `of`, of numbers that have nothing to do with it.
fn direction<P: Differentiable>(of: &P, seed: usize) -> P::Tangent {
    let mut t = of.zero_tangent();
    let n = t.coordinates();
    let flat: Vec<f64> = (0..n).map(|i| wave(i + seed, 1.0)).collect();
    t.read_flat(&flat);
    t
}

/// `p + h dp`, coordinate by coordinate of its arrays.
fn moved_dense(p: &Dense, h: f64, dp: &DenseTangent) -> Dense {
    Dense {
        w: &p.w + &(h * &dp.w),
        b: &p.b + &(h * &dp.b),
        ..p.clone()
    }
}

fn moved(p: &Mlp, h: f64, dp: &MlpTangent) -> Mlp {
    Mlp {
        layers: p
            .layers
            .iter()
            .zip(&dp.layers)
            .map(|(p, dp)| moved_dense(p, h, dp))
            .collect(),
        head: Box::new(moved_dense(&p.head, h, &dp.head)),
        scale: p.scale + h * dp.scale,
    }
}

/// The derivative at 0 by differences of the eighth order: their error is below 1e-11 here.
fn slope(f: impl Fn(f64) -> Array2<f64>) -> Array2<f64> {
    let h = 0.004;
    let weights = [4.0 / 5.0, -1.0 / 5.0, 4.0 / 105.0, -1.0 / 280.0];
    let mut out = f(0.0) * 0.0;
    for (i, w) in weights.iter().enumerate() {
        let step = h * (i + 1) as f64;
        out = out + (f(step) - f(-step)) * (w / h);
    }
    out
}

#[track_caller]
fn agree((value, tangent): (Array2<f64>, Array2<f64>), f: impl Fn(f64) -> Array2<f64>) {
    let plain = f(0.0);
    assert_eq!(value.shape(), plain.shape());
    assert_eq!(tangent.shape(), plain.shape());
    for (a, b) in value.iter().zip(&plain) {
        assert!((a - b).abs() <= 1e-13, "value {a}, original {b}");
    }
    for (a, b) in tangent.iter().zip(&slope(f)) {
        assert!((a - b).abs() <= 1e-10, "tangent {a}, differences {b}");
    }
}

fn input() -> (Array2<f64>, Array2<f64>) {
    (
        array![[0.3, -0.2, 0.9], [1.1, 0.4, -0.7]],
        array![[0.5, 0.1, -0.3], [-0.2, 0.8, 0.6]],
    )
}

#[test]
fn one_layer() {
    let layer = dense(3, 4, 2, Activation::Identity);
    let dlayer = direction(&layer, 3);
    let (x, dx) = input();
    let at = |h: f64| (moved_dense(&layer, h, &dlayer), &x + &(h * &dx));
    agree(layer.jvp_forward(&dlayer, &x, &dx), |h| {
        let (layer, x) = at(h);
        layer.forward(&x)
    });
    agree(layer.jvp_activated(&dlayer, &x, &dx), |h| {
        let (layer, x) = at(h);
        layer.activated(&x)
    });
    agree(layer.jvp_applied(&dlayer, &x, &dx), |h| {
        let (layer, x) = at(h);
        layer.applied(&x)
    });
    agree(layer.jvp_gated(&dlayer, &x, &dx), |h| {
        let (layer, x) = at(h);
        layer.gated(&x)
    });
}

#[test]
fn layers_in_containers() {
    let (p, (x, dx)) = (model(1), input());
    let dp = direction(&p, 4);
    let at = |h: f64| (moved(&p, h, &dp), &x + &(h * &dx));
    agree(p.jvp_forward(&dp, &x, &dx), |h| {
        let (p, x) = at(h);
        p.forward(&x)
    });
    agree(p.jvp_indexed(&dp, &x, &dx), |h| {
        let (p, x) = at(h);
        p.indexed(&x)
    });
    agree(p.jvp_folded(&dp, &x, &dx), |h| {
        let (p, x) = at(h);
        p.folded(&x)
    });
}

#[test]
fn a_loss() {
    let (p, (x, dx)) = (model(1), input());
    let dp = direction(&p, 4);
    let (y, dy) = (
        array![[0.1, 0.2], [0.3, 0.4]],
        array![[1.0, -1.0], [0.5, 2.0]],
    );
    let (value, tangent) = p.jvp_loss(&dp, &x, &dx, &y, &dy);
    agree((array![[value]], array![[tangent]]), |h| {
        array![[moved(&p, h, &dp).loss(&(&x + &(h * &dx)), &(&y + &(h * &dy)))]]
    });
}

#[test]
fn a_step_of_descent() {
    let (p, g, (x, _)) = (model(1), model(8), input());
    let (dp, dg) = (direction(&p, 4), direction(&g, 5));
    let (mut q, mut dq) = (p.clone(), direction(&p, 4));
    q.jvp_descend(&mut dq, 0.1, 0.7, &g, &dg);
    let zero = &x * 0.0;
    agree(q.jvp_forward(&dq, &x, &zero), |h| {
        let mut q = moved(&p, h, &dp);
        q.descend(0.1 + h * 0.7, &moved(&g, h, &dg));
        q.forward(&x)
    });
}

#[test]
fn a_chain_of_builders() {
    let layer = dense(3, 4, 2, Activation::Tanh);
    let dlayer = direction(&layer, 3);
    let (b, db) = (array![0.1, 0.2, 0.3, 0.4], array![1.0, 0.0, -1.0, 2.0]);
    let (x, dx) = input();
    let out = jvp_chained(
        layer.clone(),
        direction(&layer, 3),
        b.clone(),
        db.clone(),
        0.8,
        0.3,
        &x,
        &dx,
    );
    agree(out, |h| {
        let layer = moved_dense(&layer, h, &dlayer);
        chained(layer, &b + &(h * &db), 0.8 + h * 0.3, &(&x + &(h * &dx)))
    });
}

#[test]
#[should_panic(
    expected = "the tangent of `dself.layers` has length 1, but `dself.layers` has length 2"
)]
fn a_tangent_of_another_shape() {
    let (p, (x, dx)) = (model(1), input());
    let mut dp = direction(&p, 4);
    dp.layers.pop();
    p.jvp_forward(&dp, &x, &dx);
}

/// The checker for users' own tests works on derived types.
#[test]
fn checked() {
    let (p, (x, _)) = (model(1), input());
    jvp::check_jvp!(Mlp::forward, Mlp::jvp_forward, &p, &x);
    jvp::check_jvp!(
        Mlp::loss,
        Mlp::jvp_loss,
        &p,
        &x,
        &array![[0.1, 0.2], [0.3, 0.4]]
    );
    let q = model(3);
    jvp::check_jvp!(Mlp::descend, Mlp::jvp_descend, &mut q, 0.1, &p);
}

/// Integers and other constants among the fields, in shapes, positions and loops.
#[derive(Clone, Debug, Differentiable)]
struct Conv {
    kernel: Array1<f64>,
    gain: f64,
    stride: usize,
    from: usize,
    passes: u32,
    padded: bool,
    #[jvp(skip)]
    window: Array1<f64>,
    #[jvp(skip)]
    order: Vec<usize>,
    seen: usize,
}

impl Conv {
    #[derive_jvp]
    fn apply(&self, x: &Array1<f64>) -> Array1<f64> {
        let n = self.kernel.len();
        let mut padded = Array1::zeros(x.len() + 2 * self.stride);
        for (i, v) in x.iter().enumerate() {
            padded[i + self.stride] = *v;
        }
        let source = if self.padded { padded } else { x.clone() };
        let count = (source.len() - n) / self.stride + 1;
        let mut out = Array1::from_elem(count, 0.0);
        for k in 0..count {
            let start = k * self.stride;
            let mut sum = 0.0;
            for j in 0..n {
                sum += source[start + j] * self.kernel[j] * self.window[j];
            }
            out[k] = sum * self.gain / self.passes as f64;
        }
        out
    }

    #[derive_jvp]
    fn parts(&mut self, x: &Array1<f64>) -> Array1<f64> {
        let at = self.from;
        let head = x.slice(ndarray::s![at..at + self.stride]).to_owned();
        let mut tail = Array1::from_shape_fn(self.stride, |i| x[self.from + i] * self.kernel[i]);
        for (k, i) in self.order.iter().enumerate() {
            tail[k % self.stride] += x[*i] * self.gain;
        }
        self.seen += self.order.len();
        self.seen = self.seen * 2 + 1;
        if self.seen % 2 == 1 && !self.padded {
            self.padded = true;
        }
        let windowed = &self.window * &self.kernel;
        head * tail + windowed.slice(ndarray::s![..self.stride])
    }
}

#[test]
fn integers_among_the_fields() {
    let conv = Conv {
        kernel: array![0.5, -0.25, 0.75],
        gain: 1.5,
        stride: 2,
        from: 1,
        passes: 3,
        padded: true,
        window: array![1.0, 2.0, 0.5],
        order: vec![2, 0, 4],
        seen: 4,
    };
    let dconv = direction(&conv, 2);
    let moved = |h: f64| Conv {
        kernel: &conv.kernel + &(h * &dconv.kernel),
        gain: conv.gain + h * dconv.gain,
        ..conv.clone()
    };
    let (x, dx) = (
        array![0.3, 0.9, -0.4, 1.2, 0.6],
        array![1.0, -0.5, 0.25, 0.0, 2.0],
    );
    let at = |h: f64| &x + &(h * &dx);
    let wide = |(a, b): (Array1<f64>, Array1<f64>)| {
        let rows = |v: Array1<f64>| v.insert_axis(ndarray::Axis(0));
        (rows(a), rows(b))
    };
    agree(wide(conv.jvp_apply(&dconv, &x, &dx)), |h| {
        moved(h).apply(&at(h)).insert_axis(ndarray::Axis(0))
    });
    let (mut changed, mut tangent) = (conv.clone(), direction(&conv, 2));
    agree(wide(changed.jvp_parts(&mut tangent, &x, &dx)), |h| {
        moved(h).parts(&at(h)).insert_axis(ndarray::Axis(0))
    });
    assert_eq!((changed.seen, changed.padded), (15, true));
}

#[derive(Clone, Debug, Differentiable)]
struct Scaled {
    w: Array1<f64>,
}

/// A borrowed field beside a number may be an array, whatever is done with the result.
#[derive_jvp]
fn mapped_product(p: &Scaled, k: f64) -> f64 {
    let mut y = &p.w * k;
    y.mapv_inplace(|v| v * v);
    y.sum() + (&p.w + k).mapv(|v| v * v * v).sum()
}

#[test]
fn a_borrowed_field_beside_a_number() {
    let p = Scaled {
        w: array![1.0, -2.0],
    };
    let dp = ScaledTangent {
        w: array![0.5, 3.0],
    };
    let (value, tangent) = jvp_mapped_product(&p, &dp, 2.0, 0.25);
    assert_eq!(value, mapped_product(&p, 2.0));
    // k² w · w + (w + k)³
    let squares = 2.0 * 2.0 * 0.25 * 5.0 + 4.0 * 2.0 * (0.5 - 6.0);
    let cubes = 3.0 * 9.0 * 0.75 + 3.0 * 0.0 * 3.25;
    assert!((tangent - (squares + cubes)).abs() < 1e-12);
}

/// Of a field nothing is known; an element of a closure's result it is all the same.
#[derive_jvp]
fn captured_fields(p: &Dense, x: &Array1<f64>) -> f64 {
    let y = (x + 1.0).mapv(|_| p.w.sum()).mapv(|v| v * v);
    y[0] * x.mapv(|_| p.b[1].exp())[1]
}

#[test]
fn a_closure_captures_fields() {
    let p = dense(2, 2, 1, Activation::Identity);
    let dp = direction(&p, 5);
    let (x, dx) = (array![1.0, 2.0, 3.0], array![0.5, 0.0, -1.0]);
    let (value, tangent) = jvp_captured_fields(&p, &dp, &x, &dx);
    let (sum, exp) = (p.w.sum(), p.b[1].exp());
    assert!((value - captured_fields(&p, &x)).abs() < 1e-12);
    let want = 2.0 * sum * dp.w.sum() * exp + sum * sum * exp * dp.b[1];
    assert!((tangent - want).abs() < 1e-12);
}
