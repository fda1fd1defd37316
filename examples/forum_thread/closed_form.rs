//! The tangent by its formula, in plain ndarray: `u Wᵀ` for a layer, as the question has it, and the
//! chain of such products for several. The value is not computed, as far as no tangent needs it.

use ndarray::Array2;

use crate::models::Layer;

/// `dy = dx W₀ᵀ`, and through each further layer `(dz ⊙ (1 - h²)) Wᵀ`.
pub fn by_input(x: &Array2<f32>, dx: &Array2<f32>, layers: &[Layer]) -> Array2<f32> {
    let mut dz = dx.dot(&layers[0].0.t());
    let mut h = None;
    for pair in layers.windows(2) {
        let [(w, b), (next, _)] = pair else {
            unreachable!("windows of two")
        };
        let value = (h.as_ref().unwrap_or(x).dot(&w.t()) + b).tanh();
        dz = (dz * (1.0 - &value * &value)).dot(&next.t());
        h = Some(value);
    }
    dz
}

/// `dy = x dWᵀ + db`, and through each further layer `(dz ⊙ (1 - h²)) Wᵀ + h dWᵀ + db`.
pub fn by_parameters(x: &Array2<f32>, layers: &[Layer], dlayers: &[Layer]) -> Array2<f32> {
    let mut dz = x.dot(&dlayers[0].0.t()) + &dlayers[0].1;
    let mut h = None;
    for (pair, (dw, db)) in layers.windows(2).zip(&dlayers[1..]) {
        let [(w, b), (next, _)] = pair else {
            unreachable!("windows of two")
        };
        let value = (h.as_ref().unwrap_or(x).dot(&w.t()) + b).tanh();
        dz = (dz * (1.0 - &value * &value)).dot(&next.t()) + value.dot(&dw.t()) + db;
        h = Some(value);
    }
    dz
}
