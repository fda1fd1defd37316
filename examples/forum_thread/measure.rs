//! Measures a case: first that all ways agree, then their times, in turns.
//!
//! On a shared machine the clock speed and the neighbours change from one second to the next. Taking
//! turns and comparing within a round cancels that; the median over the rounds forgets the rounds
//! that were interrupted.

use std::hint::black_box;
use std::time::Instant;

use ndarray::Array2;

use crate::cases::{Case, Run, WAYS};

/// How long a turn takes, in microseconds; a slow entry has one call a turn.
const TURN: f64 = 200.0;
/// How far tangents may be apart, relative to the largest element. The sums have up to 256 terms,
/// in orders that differ.
pub const TOLERANCE: f32 = 1e-5;

/// What was found for a case.
pub struct Outcome {
    /// The model and its size.
    pub model: String,
    /// What it is differentiated by.
    pub by: &'static str,
    /// Microseconds for the function alone.
    pub function: f64,
    /// Microseconds for each way.
    pub times: [f64; WAYS.len()],
    /// How many times as long as the function each way takes.
    pub ratios: [f64; WAYS.len()],
    /// How many times as long as the closed form each way takes.
    pub to_closed_form: [f64; WAYS.len()],
    /// The largest difference between `jvp_*` and another way, relative to the largest element.
    pub apart: f32,
}

/// Measures a case in so many `rounds`, and calls `tick` after each.
///
/// # Errors
/// If a way gives another tangent than `jvp_*` does.
pub fn measure(mut case: Case, rounds: usize, mut tick: impl FnMut()) -> Result<Outcome, String> {
    let apart = agree(&mut case)?;
    let (model, by) = (case.model, case.by);
    let mut entries: Vec<Run> = vec![case.function];
    entries.extend(case.ways);
    let calls: Vec<u32> = entries
        .iter_mut()
        .map(|run| (TURN / time(run, 3)).ceil().max(1.0) as u32)
        .collect();

    let mut table = vec![vec![0.0; entries.len()]; rounds];
    for (round, times) in table.iter_mut().enumerate() {
        // Another one begins each time: the first after a pause is slower.
        for turn in 0..entries.len() {
            let entry = (round + turn) % entries.len();
            // What another one left in the caches is not counted.
            black_box((entries[entry])());
            times[entry] = time(&mut entries[entry], calls[entry]);
        }
        tick();
    }
    let column = |entry: usize| median(table.iter().map(|times| times[entry]));
    let ratio =
        |entry: usize, to: usize| median(table.iter().map(|times| times[entry] / times[to]));
    Ok(Outcome {
        model,
        by,
        function: column(0),
        times: std::array::from_fn(|way| column(1 + way)),
        ratios: std::array::from_fn(|way| ratio(1 + way, 0)),
        to_closed_form: std::array::from_fn(|way| ratio(1 + way, WAYS.len())),
        apart,
    })
}

/// How far the tangents are apart.
fn agree(case: &mut Case) -> Result<f32, String> {
    let tangents = case.ways.each_mut().map(|run| run());
    let reference = &tangents[0];
    let mut worst = 0.0_f32;
    for (way, tangent) in WAYS.iter().zip(&tangents) {
        let apart = distance(tangent, reference);
        if apart.is_nan() || apart > TOLERANCE {
            return Err(format!(
                "{}, by {}: the tangent of {way} is off by {apart:e} of the largest element",
                case.model, case.by
            ));
        }
        worst = worst.max(apart);
    }
    Ok(worst)
}

fn distance(a: &Array2<f32>, b: &Array2<f32>) -> f32 {
    if a.shape() != b.shape() {
        return f32::INFINITY;
    }
    // NaN stays: `max` of `f32` would drop it.
    let largest = |x: &Array2<f32>| {
        x.iter().fold(0.0_f32, |m, v| {
            if v.abs() > m || v.is_nan() {
                v.abs()
            } else {
                m
            }
        })
    };
    largest(&(a - b)) / largest(b)
}

fn time(run: &mut Run, calls: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..calls {
        black_box(run());
    }
    start.elapsed().as_nanos() as f64 / 1000.0 / f64::from(calls)
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
