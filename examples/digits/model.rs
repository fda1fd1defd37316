//! The network, as anybody writes it in plain ndarray, and its loss.
//!
//! `#[derive(Differentiable)]` writes the type of its tangents, `MlpTangent`: a direction in the space
//! of all weights. `#[derive_jvp]` writes `jvp_loss`: the loss and its slope in such a direction.
//! Nothing here goes backwards.

use jvp::prelude::*;
use ndarray::{Array1, Array2, Axis};

/// A layer: `z = x w + b`, an example a row.
#[derive(Clone, Debug, Differentiable)]
pub struct Dense {
    /// Weights, inputs × outputs.
    pub w: Array2<f64>,
    /// Biases, one for each output.
    pub b: Array1<f64>,
}

impl Dense {
    /// What goes into the layer's nonlinearity.
    #[derive_jvp]
    pub fn forward(&self, x: &Array2<f64>) -> Array2<f64> {
        x.dot(&self.w) + &self.b
    }
}

/// Layers with `tanh` in between.
#[derive(Clone, Debug, Differentiable)]
pub struct Mlp {
    /// From the input to the output.
    pub layers: Vec<Dense>,
}

impl Mlp {
    /// Layers from each of the `widths` to the next. Weights are as large as keeps the size of what
    /// goes through, drawn from `uniform`, which gives numbers between -1 and 1; biases are zero.
    pub fn new(widths: &[usize], mut uniform: impl FnMut() -> f64) -> Self {
        let layer = |pair: &[usize]| {
            let scale = (3.0 / pair[0] as f64).sqrt();
            Dense {
                w: Array2::from_shape_simple_fn((pair[0], pair[1]), || scale * uniform()),
                b: Array1::zeros(pair[1]),
            }
        };
        Self {
            layers: widths.windows(2).map(layer).collect(),
        }
    }

    /// The logits: a row for each image, a column for each class.
    #[derive_jvp(wrt(self))]
    pub fn forward(&self, x: &Array2<f64>) -> Array2<f64> {
        let mut z = self.layers[0].forward(x);
        for layer in &self.layers[1..] {
            z = layer.forward(&z.tanh());
        }
        z
    }

    /// The cross-entropy of the softmax, the mean over the rows of
    /// `log Σⱼ exp(zⱼ - m) - (z_label - m)` with `m = max z`, so that no `exp` overflows.
    #[derive_jvp(wrt(self))]
    pub fn loss(&self, x: &Array2<f64>, labels: &[usize]) -> f64 {
        let z = self.forward(x);
        let max = z.map_axis(Axis(1), |row| row.fold(f64::NEG_INFINITY, |m, &v| m.max(v)));
        let shifted = z - &max.insert_axis(Axis(1));
        let log_sums = shifted.exp().sum_axis(Axis(1)).ln();
        let mut loss = 0.0;
        for (row, &label) in labels.iter().enumerate() {
            loss += log_sums[row] - shifted[[row, label]];
        }
        loss / labels.len() as f64
    }

    /// The class with the largest logit, for each image.
    pub fn predict(&self, x: &Array2<f64>) -> Vec<usize> {
        let largest = |row: ndarray::ArrayView1<f64>| {
            let by_logit = |a: &(usize, &f64), b: &(usize, &f64)| a.1.total_cmp(b.1);
            row.iter()
                .enumerate()
                .max_by(by_logit)
                .map_or(0, |(class, _)| class)
        };
        self.forward(x).outer_iter().map(largest).collect()
    }

    /// Makes the weights, though not the biases, smaller by `factor`.
    pub fn shrink(&mut self, factor: f64) {
        for layer in &mut self.layers {
            layer.w *= factor;
        }
    }
}
