//! What is printed: the setting before the training, and what came of it.

use std::fmt::Write;
use std::time::Duration;

use crate::dataset::{CLASSES, Digits, HeldOut, SIDE};
use crate::options::Options;
use crate::speed::Speed;
use crate::train::{Point, Settings};

/// What the settings as they are by default have to reach on the held-out images.
pub const WANTED: f64 = 0.93;

/// How the training is set up.
pub fn setting(options: &Options, [train, test]: &[Digits; 2]) -> String {
    let s = &options.settings;
    let inputs = SIDE * SIDE;
    let weights = (inputs + 1) * s.hidden + (s.hidden + 1) * CLASSES;
    let held_out = match options.held_out {
        HeldOut::EveryFourth => "every fourth",
        HeldOut::LastQuarter => "the last quarter",
    };
    format!(
        "{} images to train on, {} held out ({held_out})
network {inputs}-{}-{CLASSES}, tanh, {weights} weights; f64
{} steps of {} images and {} random directions, one Jacobian-vector product each; {} threads, seed {}
",
        train.len(),
        test.len(),
        s.hidden,
        s.steps,
        s.batch,
        s.directions,
        s.threads,
        s.seed,
    )
}

/// What came of it: the last `point`, the time that the training took, and what was `predicted` for
/// the held-out images.
pub fn outcome(
    settings: &Settings,
    point: Point,
    took: Duration,
    speed: Speed,
    test: &Digits,
    predicted: &[usize],
) -> String {
    let mut text = String::new();
    let products = settings.steps * settings.directions;
    let micros = |time: Duration| time.as_secs_f64() * 1e6;
    write!(
        text,
        "
trained in {:.1} s: {products} Jacobian-vector products, {:.0} a second
one on one thread: {:.0} µs, the loss alone {:.0} µs; ratio {:.2}
loss {:.4} on the images trained on, of which {:.1} % are recognised
test accuracy {:.4}: {} of {} held-out images are recognised
{}",
        took.as_secs_f64(),
        products as f64 / took.as_secs_f64(),
        micros(speed.jvp),
        micros(speed.loss),
        speed.ratio,
        point.loss,
        100.0 * point.train,
        point.test,
        predicted
            .iter()
            .zip(&test.labels)
            .filter(|(a, b)| a == b)
            .count(),
        test.len(),
        confusions(&test.labels, predicted),
    )
    .expect("writing to a string can't fail");
    text
}

/// The most frequent mistakes, a line; empty if there is none.
pub fn confusions(labels: &[usize], predicted: &[usize]) -> String {
    let mut counts = [[0_usize; CLASSES]; CLASSES];
    for (&label, &guess) in labels.iter().zip(predicted) {
        counts[label][guess] += 1;
    }
    let mut mistakes: Vec<(usize, usize, usize)> = (0..CLASSES * CLASSES)
        .map(|pair| (pair / CLASSES, pair % CLASSES))
        .filter(|(label, guess)| label != guess && counts[*label][*guess] > 0)
        .map(|(label, guess)| (counts[label][guess], label, guess))
        .collect();
    // The sort is stable: among equals, in the order of the digits.
    mistakes.sort_by_key(|&(count, ..)| std::cmp::Reverse(count));
    let most: Vec<_> = mistakes
        .iter()
        .take(5)
        .map(|(count, label, guess)| format!("{label} for {guess} ({count})"))
        .collect();
    if most.is_empty() {
        String::new()
    } else {
        format!("most often mistaken: {}\n", most.join(", "))
    }
}
