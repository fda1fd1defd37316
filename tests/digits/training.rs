//! A short training: it works, threads don't change it, and what is printed of it is right.

use std::time::Duration;

use crate::dataset::{Digits, HeldOut};
use crate::model::Mlp;
use crate::options::Options;
use crate::random::Random;
use crate::speed::measure;
use crate::train::{POINTS, Point, Settings, accuracy, batch, train};
use crate::{first, report};

fn settings() -> Settings {
    Settings {
        hidden: 12,
        steps: 150,
        directions: 12,
        batch: 24,
        rate: 0.5,
        seed: 1,
        threads: 2,
    }
}

fn trained(settings: &Settings, parts: &[Digits; 2]) -> (Mlp, Vec<Point>) {
    let mut points = Vec::new();
    let model = train(settings, parts, |point| points.push(point));
    (model, points)
}

#[test]
fn it_learns() {
    let parts = first(240).split(HeldOut::EveryFourth);
    let (model, points) = trained(&settings(), &parts);

    assert_eq!(points.len(), POINTS + 1);
    let (start, end) = (points[0], points[POINTS]);
    assert_eq!((start.step, end.step), (0, 150));
    assert!(start.train < 0.3 && start.loss > 2.0, "{start:?}");
    assert!(end.loss < 0.4 * start.loss, "{start:?} to {end:?}");
    assert!(end.train > 0.85 && end.test > 0.75, "{end:?}");
    assert_eq!(end.test, accuracy(&model, &parts[1]));

    let predicted = model.predict(&parts[1].images);
    let speed = measure(&model, &batch(&settings(), 0, &parts[0]));
    let took = Duration::from_secs(3);
    let text = report::outcome(&settings(), end, took, speed, &parts[1], &predicted);
    let right = (end.test * 60.0).round();
    for part in [
        "1800 Jacobian-vector products, 600 a second".to_owned(),
        format!("test accuracy {:.4}: {right} of 60", end.test),
    ] {
        assert!(text.contains(&part), "{part}: {text}");
    }
}

#[test]
fn threads_and_the_seed() {
    let parts = first(40).split(HeldOut::EveryFourth);
    let after = |seed, threads| {
        let settings = Settings {
            steps: 3,
            directions: 5,
            seed,
            threads,
            ..settings()
        };
        let (model, points) = trained(&settings, &parts);
        assert_eq!(points.len(), 1 + 3);
        model
            .layers
            .into_iter()
            .map(|layer| layer.w)
            .collect::<Vec<_>>()
    };
    let one = after(1, 1);
    for threads in [2, 3, 5, 8] {
        assert_eq!(after(1, threads), one, "{threads} threads");
    }
    assert_ne!(after(2, 1), one);
}

#[test]
fn random_numbers() {
    let mut stream = Random::new(&[1, 2]);
    let signs: Vec<_> = (0..6400).map(|_| stream.sign()).collect();
    assert!(signs.iter().all(|sign| sign.abs() == 1.0));
    assert!(
        signs.iter().sum::<f64>().abs() < 240.0,
        "three standard deviations"
    );
    // The word that the bits come from is 63 long.
    let repeated = signs
        .iter()
        .zip(&signs[63..])
        .map(|(a, b)| a * b)
        .sum::<f64>();
    assert!(repeated.abs() < 240.0, "{repeated}");

    let mut places = [0; 5];
    for _ in 0..5000 {
        places[stream.below(5)] += 1;
    }
    assert!(
        places.iter().all(|count| (900..1100).contains(count)),
        "{places:?}"
    );
    assert_ne!(
        Random::new(&[1, 2]).uniform(),
        Random::new(&[2, 1]).uniform()
    );
}

#[test]
fn mistakes_are_counted() {
    let labels = [3, 3, 3, 8, 1, 1];
    assert_eq!(
        report::confusions(&labels, &[8, 3, 8, 9, 1, 1]),
        "most often mistaken: 3 for 8 (2), 8 for 9 (1)\n"
    );
    assert_eq!(report::confusions(&labels, &labels), "");
}

#[test]
fn the_setting_is_named() {
    let parts = first(40).split(HeldOut::EveryFourth);
    let text = report::setting(&Options::default(), &parts);
    for part in [
        "30 images to train on, 10 held out (every fourth)",
        "network 64-32-10, tanh, 2410 weights",
        "8000 steps of 128 images and 16 random directions",
    ] {
        assert!(text.contains(part), "{text}");
    }
    // What the defaults have to reach is what was promised of them.
    assert_eq!(report::WANTED, 0.93);
}
