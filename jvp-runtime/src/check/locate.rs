//! From a direction in which the JVP is wrong to the coordinates that make it so.
//!
//! In: a direction that shows it. Out: for each argument that is wrong by itself, its first wrong
//! coordinate, found by halving, so that an array of a million takes twenty comparisons.

use std::ops::Range;

use super::compare::{Finding, Subject};
use super::problem::{Argument, Fault};

/// The faults that `direction` shows, of which `whole` is the worst. `arguments` are the named ones,
/// each with its coordinates in the direction.
pub fn faults(
    subject: &mut Subject,
    scales: &[f64],
    direction: &[f64],
    arguments: &[(Argument, Range<usize>)],
    whole: Finding,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (argument, range) in arguments {
        if let Some(alone) = wrong(subject, direction, range) {
            let (within, finding) = narrow(subject, direction, range.clone(), alone);
            let scale = match within.len() {
                1 => direction[within.start],
                _ => 1.0,
            };
            let coordinates = within.start - range.start..within.end - range.start;
            faults.push(Fault::new(Some(argument), coordinates, finding, scale));
        }
    }
    if faults.is_empty() {
        faults.push(Fault::new(None, 0..scales.len(), whole, 1.0));
    }
    faults
}

/// The smallest part of `range` that is wrong by itself, the front half before the rear one.
fn narrow(
    subject: &mut Subject,
    direction: &[f64],
    mut range: Range<usize>,
    mut finding: Finding,
) -> (Range<usize>, Finding) {
    while range.len() > 1 {
        let middle = range.start + range.len() / 2;
        let halves = [range.start..middle, middle..range.end];
        let found = halves
            .into_iter()
            .find_map(|half| wrong(subject, direction, &half).map(|finding| (half, finding)));
        match found {
            Some(next) => (range, finding) = next,
            // Wrong together only.
            None => break,
        }
    }
    (range, finding)
}

/// What is wrong if only the coordinates in `range` move.
fn wrong(subject: &mut Subject, direction: &[f64], range: &Range<usize>) -> Option<Finding> {
    let mut part = vec![0.0; direction.len()];
    part[range.clone()].copy_from_slice(&direction[range.clone()]);
    subject.compare(&part).wrong
}
