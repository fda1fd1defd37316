//! The models of the question, as anybody writes them: layers with weights of `outputs × inputs`.
//!
//! What `#[derive_jvp]` writes beside them is two of the ways that are compared.

use jvp::prelude::*;
use ndarray::{Array1, Array2};

/// Weights and bias.
pub type Layer = (Array2<f32>, Array1<f32>);

/// One layer.
#[derive_jvp(wrt(x) as linear_input, wrt(layers) as linear_parameters, pushforward)]
pub fn linear(x: &Array2<f32>, layers: &[(Array2<f32>, Array1<f32>); 1]) -> Array2<f32> {
    let [(w, b)] = layers;
    x.dot(&w.t()) + b
}

/// Three layers, with `tanh` in between.
#[derive_jvp(wrt(x) as mlp_input, wrt(layers) as mlp_parameters, pushforward)]
pub fn mlp(x: &Array2<f32>, layers: &[(Array2<f32>, Array1<f32>); 3]) -> Array2<f32> {
    let [(w1, b1), (w2, b2), (w3, b3)] = layers;
    let h = (x.dot(&w1.t()) + b1).tanh();
    let h = (h.dot(&w2.t()) + b2).tanh();
    h.dot(&w3.t()) + b3
}
