//! Training by forward gradients: descent without a backward pass.
//!
//! For a random direction `v` whose coordinates are independent, of mean 0 and variance 1, the mean of
//! `(∇f·v) v` is `∇f`. The slope `∇f·v` is one Jacobian-vector product, at the cost of running the
//! network forwards; the mean of some such estimates takes the place of the gradient. (A. G. Baydin,
//! B. A. Pearlmutter, D. Syme, F. Wood, P. Torr: *Gradients without backpropagation*, 2022; D. Silver
//! et al.: *Learning by directional gradient descent*, ICLR 2022.)
//!
//! The price is variance. From `K` directions in a space of `n` weights the estimate's squared error is
//! `(n - 1)/K` times `|∇f|²`, so the steps have to be smaller by about that than with the gradient, and
//! more. Two things are done about it. Coordinates are ±1: of all such distributions that is the one
//! of least variance (normal ones have `n + 1`). And the estimates of many steps are averaged, by the
//! momentum. For larger networks that is not enough; M. Ren et al., *Scaling forward gradient with local
//! losses*, ICLR 2023, perturb activities, which are fewer than weights.
//!
//! Directions are shared out to threads. Each is drawn from a stream that its step and its place name,
//! and they are summed in order: the result is the same on any number of threads.

use std::thread;

use jvp::prelude::*;

use crate::dataset::{CLASSES, Digits};
use crate::model::{Mlp, MlpTangent};
use crate::random::Random;

/// The share of the old velocity that a step keeps.
const MOMENTUM: f64 = 0.9;
/// The share of a weight that a step of rate 1 takes away.
const DECAY: f64 = 1e-3;
/// How many points of a training are shown, besides the start.
pub const POINTS: usize = 100;

/// How to train.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The units of the hidden layer.
    pub hidden: usize,
    /// The number of steps.
    pub steps: usize,
    /// Random directions, and so Jacobian-vector products, a step.
    pub directions: usize,
    /// Images a step.
    pub batch: usize,
    /// The rate of the first step; it falls to 0 along half a cosine.
    pub rate: f64,
    /// Names the random numbers.
    pub seed: u64,
    /// Has no influence on the result.
    pub threads: usize,
}

/// Where training is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Steps done.
    pub step: usize,
    /// The loss on the images that are trained on.
    pub loss: f64,
    /// The share of these that is recognised.
    pub train: f64,
    /// The share of the held-out ones that is recognised. It is shown, and nothing depends on it.
    pub test: f64,
}

/// Trains a network on the first part. Calls `seen` at the start and at [`POINTS`] points from there to
/// the end, or after each step if there are fewer.
pub fn train(settings: &Settings, [train, test]: &[Digits; 2], mut seen: impl FnMut(Point)) -> Mlp {
    let inputs = train.images.ncols();
    let mut start = Random::new(&[settings.seed]);
    let widths = [inputs, settings.hidden, CLASSES];
    let mut model = Mlp::new(&widths, || start.uniform());
    let mut velocity = model.zero_tangent();

    let point = |step, model: &Mlp| Point {
        step,
        loss: model.loss(&train.images, &train.labels),
        train: accuracy(model, train),
        test: accuracy(model, test),
    };
    seen(point(0, &model));
    for step in 0..settings.steps {
        let gradient = forward_gradient(&model, &batch(settings, step, train), settings, step);
        velocity.scale_by(MOMENTUM);
        velocity.axpy(1.0 - MOMENTUM, &gradient);

        let done = step as f64 / settings.steps as f64;
        let rate = settings.rate * 0.5 * (1.0 + (std::f64::consts::PI * done).cos());
        model.shrink(1.0 - rate * DECAY);
        model.displace(-rate, &velocity);

        let points = |step| step * POINTS / settings.steps;
        if points(step + 1) > points(step) {
            seen(point(step + 1, &model));
        }
    }
    model
}

/// The mean of `(∇f·v) v` over the directions of a step.
pub fn forward_gradient(
    model: &Mlp,
    batch: &Digits,
    settings: &Settings,
    step: usize,
) -> MlpTangent {
    let zero = model.zero_tangent();
    let estimate = |place: usize| {
        let mut stream = Random::new(&[settings.seed, step as u64, place as u64]);
        let direction = zero.random_like(&mut || stream.sign());
        let (_, slope) = model.jvp_loss(&direction, &batch.images, &batch.labels);
        (slope, direction)
    };
    let estimates = in_order(settings.directions, settings.threads, estimate);

    let mut mean = zero;
    for (slope, direction) in &estimates {
        mean.axpy(slope / settings.directions as f64, direction);
    }
    mean
}

/// The images of a step.
pub fn batch(settings: &Settings, step: usize, train: &Digits) -> Digits {
    let mut stream = Random::new(&[settings.seed, step as u64]);
    let places: Vec<_> = (0..settings.batch)
        .map(|_| stream.below(train.len()))
        .collect();
    train.select(&places)
}

/// The share of the images that the model recognises.
pub fn accuracy(model: &Mlp, digits: &Digits) -> f64 {
    let predicted = model.predict(&digits.images);
    let right = predicted.iter().zip(&digits.labels).filter(|(a, b)| a == b);
    right.count() as f64 / digits.len() as f64
}

/// What `one` gives for 0 to `count - 1`, worked out on several threads, this one among them.
fn in_order<R: Send>(count: usize, threads: usize, one: impl Fn(usize) -> R + Sync) -> Vec<R> {
    let share = count.div_ceil(threads).max(1);
    let of_share = |from: usize| {
        (from..count.min(from + share))
            .map(&one)
            .collect::<Vec<_>>()
    };
    thread::scope(|scope| {
        let of_share = &of_share;
        let others: Vec<_> = (share..count)
            .step_by(share)
            .map(|from| scope.spawn(move || of_share(from)))
            .collect();
        let mut all = of_share(0);
        for other in others {
            all.extend(
                other
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            );
        }
        all
    })
}
