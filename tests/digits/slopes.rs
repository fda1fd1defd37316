//! The slope of the loss is that of the loss, and an estimate of the gradient is as good as it can be.

use jvp::prelude::*;

use crate::dataset::Digits;
use crate::first;
use crate::model::{Mlp, MlpTangent};
use crate::options::Options;
use crate::random::Random;
use crate::train::{Settings, forward_gradient};

fn model(hidden: usize) -> Mlp {
    let mut stream = Random::new(&[5]);
    Mlp::new(&[64, hidden, 10], || stream.uniform())
}

/// Moves by `step` times the direction, without a word of what is tested.
fn advance(model: &mut Mlp, step: f64, direction: &MlpTangent) {
    for (layer, d) in model.layers.iter_mut().zip(&direction.layers) {
        layer.w.scaled_add(step, &d.w);
        layer.b.scaled_add(step, &d.b);
    }
}

/// By differences of the eighth order along `direction`, which has length 1.
fn by_differences(model: &Mlp, direction: &MlpTangent, digits: &Digits) -> f64 {
    let loss = |step: f64| {
        let mut moved = model.clone();
        advance(&mut moved, step, direction);
        moved.loss(&digits.images, &digits.labels)
    };
    let h = 0.02;
    let weights = [4.0 / 5.0, -1.0 / 5.0, 4.0 / 105.0, -1.0 / 280.0];
    let pairs = weights.iter().zip(1..).map(|(weight, times)| {
        let step = h * f64::from(times);
        weight / h * (loss(step) - loss(-step))
    });
    pairs.sum()
}

#[test]
fn the_slope_is_that_of_the_loss() {
    let digits = first(20);
    for layers in [vec![64, 10], vec![64, 9, 10], vec![64, 9, 7, 10]] {
        let mut stream = Random::new(&[8]);
        let model = Mlp::new(&layers, || stream.uniform());
        for _ in 0..3 {
            let mut direction = model.zero_tangent().random_like(&mut || stream.uniform());
            direction.scale_by(1.0 / direction.norm());
            let (loss, slope) = model.jvp_loss(&direction, &digits.images, &digits.labels);
            let plain = model.loss(&digits.images, &digits.labels);
            assert!(
                (loss - plain).abs() <= 1e-13 * plain,
                "{loss}, original {plain}"
            );
            let differences = by_differences(&model, &direction, &digits);
            assert!(
                (slope - differences).abs() <= 1e-11,
                "{slope}, differences {differences}"
            );
        }
    }
}

/// The logits are thousands apart, as in a training that went wrong: nothing overflows.
#[test]
fn the_slope_is_right_where_exp_overflows() {
    let digits = first(20);
    let mut model = model(4);
    model.shrink(1e4);
    let mut stream = Random::new(&[8]);
    let mut direction = model.zero_tangent().random_like(&mut || stream.uniform());
    direction.scale_by(1.0 / direction.norm());
    let (loss, slope) = model.jvp_loss(&direction, &digits.images, &digits.labels);
    assert!(loss.is_finite() && loss > 1e3, "{loss}");
    let differences = by_differences(&model, &direction, &digits);
    // The loss loses four digits to its size, and the step two more.
    assert!(
        (slope - differences).abs() <= 1e-8,
        "{slope}, differences {differences}"
    );
}

/// The squared error of the mean of `K` estimates is `(n - 1)/K` times `|∇f|²` in the mean; that of one
/// such mean is near it, since `n` is large.
#[test]
fn estimates_are_as_far_off_as_theory_says() {
    let (digits, model) = (first(4), model(2));
    let zero = model.zero_tangent();
    let n = zero.coordinates();
    let mut gradient = zero.clone();
    for i in 0..n {
        let unit = zero.basis_like(i);
        let (_, slope) = model.jvp_loss(&unit, &digits.images, &digits.labels);
        gradient.axpy(slope, &unit);
    }
    for directions in [40, 1000] {
        let settings = Settings {
            directions,
            ..Options::default().settings
        };
        let mut error = forward_gradient(&model, &digits, &settings, 0);
        error.axpy(-1.0, &gradient);
        let relative = error.inner(&error) / gradient.inner(&gradient);
        let expected = (n - 1) as f64 / directions as f64;
        assert!(
            (0.7..1.4).contains(&(relative / expected)),
            "{relative} with {directions} directions, expected {expected}"
        );
    }
}
