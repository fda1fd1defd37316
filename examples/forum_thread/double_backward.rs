//! The double-backward trick: a Jacobian-vector product by reverse mode alone.
//!
//! Reverse mode gives `g(u) = Jᵀu` for a cotangent `u`. That is linear in `u`, and its own transpose
//! is `J`: so reverse mode through `g`, with the direction as cotangent and with respect to the dummy
//! `u`, gives `J dx`, at the cost of the function, a reverse sweep and a sweep back through that.
//!
//! For these models it is written out, sweep by sweep, with the work that a reverse-mode library does
//! and without its bookkeeping. (Two published crates were tried or read for the purpose. `autograd`
//! 2.0.0-rc3 differentiates twice, but its rule for the product of a transposed matrix drops the
//! transposition, so that the second derivative is wrong; `candle-core` 0.11 declares second
//! derivatives out of its scope.)

use ndarray::{Array2, Axis};

use crate::models::Layer;

/// What the function leaves for the reverse sweep.
struct Forward {
    /// What goes into each layer: `x`, then the hidden values.
    inputs: Vec<Array2<f32>>,
    /// `1 - h²` for each hidden value `h = tanh z`.
    slopes: Vec<Array2<f32>>,
    /// The result.
    y: Array2<f32>,
}

fn forward(x: &Array2<f32>, layers: &[Layer]) -> Forward {
    let (mut inputs, mut slopes) = (vec![x.clone()], Vec::new());
    for (w, b) in &layers[..layers.len() - 1] {
        let h = (inputs[inputs.len() - 1].dot(&w.t()) + b).tanh();
        slopes.push(1.0 - &h * &h);
        inputs.push(h);
    }
    let (w, b) = &layers[layers.len() - 1];
    let y = inputs[inputs.len() - 1].dot(&w.t()) + b;
    Forward { inputs, slopes, y }
}

/// The cotangents of what each layer gives before its `tanh`, from the last layer's `u`:
/// `vₗ = (vₗ₊₁ Wₗ₊₁) ⊙ slopeₗ`.
fn reverse(forward: &Forward, layers: &[Layer], u: &Array2<f32>) -> Vec<Array2<f32>> {
    let mut v = vec![u.clone()];
    for l in (0..layers.len() - 1).rev() {
        let back = v[v.len() - 1].dot(&layers[l + 1].0);
        v.push(back * &forward.slopes[l]);
    }
    v.reverse();
    v
}

/// Value and tangent with respect to the input.
pub fn by_input(x: &Array2<f32>, dx: &Array2<f32>, layers: &[Layer]) -> (Array2<f32>, Array2<f32>) {
    let forward = forward(x, layers);
    let u = Array2::ones(forward.y.raw_dim());
    let v = reverse(&forward, layers, &u);
    // g(u) = v₀ W₀. No number of it is used, but the trick computes it.
    std::hint::black_box(v[0].dot(&layers[0].0));

    // The cotangent of `g` is `dx`, that of `v₀` is `dx W₀ᵀ`, and so back to `u`.
    let mut c = dx.dot(&layers[0].0.t());
    for (slope, (w, _)) in forward.slopes.iter().zip(&layers[1..]) {
        c = (c * slope).dot(&w.t());
    }
    (forward.y, c)
}

/// Value and tangent with respect to weights and biases.
pub fn by_parameters(
    x: &Array2<f32>,
    layers: &[Layer],
    dlayers: &[Layer],
) -> (Array2<f32>, Array2<f32>) {
    let forward = forward(x, layers);
    let u = Array2::ones(forward.y.raw_dim());
    let v = reverse(&forward, layers, &u);
    // g(u): vₗᵀ hₗ for the weights, sums of rows for the biases. Again nobody uses the numbers.
    for (v, h) in v.iter().zip(&forward.inputs) {
        std::hint::black_box((v.t().dot(h), v.sum_axis(Axis(0))));
    }

    // The cotangent of `vₗ`: `hₗ dWₗᵀ + dbₗ` through the layer's own `g`, and what comes back
    // through `vₗ₋₁ = (vₗ Wₗ) ⊙ slopeₗ₋₁`.
    let own = |l: usize| forward.inputs[l].dot(&dlayers[l].0.t()) + &dlayers[l].1;
    let mut c = own(0);
    for (l, slope) in forward.slopes.iter().enumerate() {
        c = own(l + 1) + (c * slope).dot(&layers[l + 1].0.t());
    }
    (forward.y, c)
}
