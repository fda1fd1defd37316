//! How long a Jacobian-vector product takes, beside the loss alone.

use std::hint::black_box;
use std::time::{Duration, Instant};

use jvp::prelude::*;

use crate::dataset::Digits;
use crate::model::Mlp;
use crate::random::Random;

/// Medians over rounds, on one thread.
#[derive(Clone, Copy, Debug)]
pub struct Speed {
    /// A call of `loss`.
    pub loss: Duration,
    /// A call of `jvp_loss`.
    pub jvp: Duration,
    /// The second by the first, in one round.
    pub ratio: f64,
}

/// Measures both on the given images, by turns.
pub fn measure(model: &Mlp, batch: &Digits) -> Speed {
    const ROUNDS: usize = 301;
    let mut stream = Random::new(&[]);
    let direction = model.zero_tangent().random_like(&mut || stream.sign());
    let (images, labels) = (&batch.images, &batch.labels);
    let rounds: Vec<[Duration; 2]> = (0..ROUNDS)
        .map(|_| {
            [
                time(|| model.loss(black_box(images), labels)),
                time(|| model.jvp_loss(&direction, black_box(images), labels)),
            ]
        })
        .collect();
    Speed {
        loss: median(rounds.iter().map(|round| round[0]).collect()),
        jvp: median(rounds.iter().map(|round| round[1]).collect()),
        ratio: {
            let ratios = rounds
                .iter()
                .map(|[loss, jvp]| jvp.as_secs_f64() / loss.as_secs_f64());
            let mut ratios: Vec<_> = ratios.collect();
            ratios.sort_by(f64::total_cmp);
            ratios[ROUNDS / 2]
        },
    }
}

fn time<R>(call: impl FnOnce() -> R) -> Duration {
    let start = Instant::now();
    black_box(call());
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
