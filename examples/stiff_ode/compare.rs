//! A solution held against what is known without it: published states, differences of solutions, and
//! what another solver prints.

use diffsol::DiffsolError;

use crate::cvodes::PRINTED;
use crate::solve::{Solution, end_state, solve};
use crate::systems::System;

/// Points of the figure.
const SAMPLES: usize = 400;
/// How far the differences move a parameter, or by how much the states: the truncation error, about
/// 36 h⁶, and the solver's, about 1/h of its tolerance, are then both small.
const STEP: f64 = 0.02;

/// A system, solved and compared.
pub struct Comparison<'a> {
    /// The system.
    pub system: &'a System,
    /// Its solution, with sensitivities, over the logarithm of time.
    pub solution: Solution,
    /// For each state, the digits that agree with the published ones.
    pub digits: Vec<f64>,
    /// For each parameter, `pⱼ ∂y/∂pⱼ` at the time of the comparison.
    pub sensitivities: Vec<Vec<f64>>,
    /// For each parameter, the digits in which these agree with differences, in the worst state.
    pub by_differences: Vec<f64>,
    /// The digits in which solution and sensitivities agree with what CVODES prints, if it does.
    pub by_cvodes: Option<f64>,
}

impl Comparison<'_> {
    /// Whether something falls short of what the tolerance lets one expect: two digits less than it,
    /// for the errors of many steps; for sensitivities by differences, two digits less again; and of
    /// CVODES, three of the four digits that its tolerance means.
    pub fn falls_short(&self, tolerance: f64) -> bool {
        let wanted = -tolerance.log10() - 2.0;
        let short = |digits: &[f64], wanted| digits.iter().any(|&d| d < wanted);
        short(&self.digits, wanted)
            || short(&self.by_differences, wanted - 2.0)
            || short(self.by_cvodes.as_slice(), wanted.min(3.0))
    }
}

/// Solves the system and compares.
///
/// # Errors
///
/// If the solver gives up.
pub fn compare(system: &System, tolerance: f64) -> Result<Comparison<'_>, DiffsolError> {
    let parameters = system.values();
    let solution = solve(system, &parameters, tolerance, &times(system))?;
    let end = solution.states.last().expect("there are times");
    let digits = end.iter().zip(system.published);
    let digits = digits.map(|(y, right)| agreement(*y, *right, *right));

    let at = index(&solution, system.compared);
    let scaled = |j: usize, s: &Vec<f64>| s.iter().map(|s| parameters[j] * s).collect();
    let sensitivities = solution.sensitivities[at].iter().enumerate();
    let sensitivities: Vec<Vec<f64>> = sensitivities.map(|(j, s)| scaled(j, s)).collect();
    // A state that hardly depends on a parameter is as exact as it is for the others.
    let largest = |i: usize| sensitivities.iter().map(|s| s[i].abs()).fold(0.0, f64::max);

    let mut by_differences = Vec::new();
    for (j, s) in sensitivities.iter().enumerate() {
        let differences = differences(system, tolerance, j, step(s, &solution.states[at]))?;
        let states = s.iter().zip(&differences).enumerate();
        let digits = states.map(|(i, (s, d))| agreement(*s, *d, largest(i)));
        by_differences.push(digits.fold(f64::INFINITY, f64::min));
    }
    Ok(Comparison {
        system,
        digits: digits.collect(),
        sensitivities,
        by_differences,
        by_cvodes: (system.name == "Robertson").then(|| cvodes(&solution)),
        solution,
    })
}

/// Evenly over the logarithm, with those of comparisons in between.
fn times(system: &System) -> Vec<f64> {
    let ratio = system.end / system.first;
    let sample = |k| system.first * ratio.powf(k as f64 / SAMPLES as f64);
    let mut times: Vec<f64> = (0..SAMPLES).map(sample).collect();
    times.extend(PRINTED.iter().map(|printed| printed.time));
    times.extend([system.compared, system.end]);
    times.sort_by(f64::total_cmp);
    times.dedup();
    times
}

/// Where a time of a comparison is.
fn index(solution: &Solution, time: f64) -> usize {
    let at = solution.times.iter().position(|t| *t == time);
    at.expect("times of comparisons are asked for")
}

/// The part of itself by which a parameter moves: near the end of HIRES a state can move by two
/// thousand times as much. Only the step depends on the sensitivities in question.
fn step(sensitivities: &[f64], states: &[f64]) -> f64 {
    let ratios = sensitivities.iter().zip(states).map(|(s, y)| (s / y).abs());
    STEP / ratios.fold(1.0, f64::max)
}

/// `pⱼ ∂y/∂pⱼ` by central differences of order 6.
fn differences(
    system: &System,
    tolerance: f64,
    j: usize,
    step: f64,
) -> Result<Vec<f64>, DiffsolError> {
    let mut sum = vec![0.0; system.initial.len()];
    for (steps, weight) in [(1.0, 45.0), (2.0, -9.0), (3.0, 1.0)] {
        for side in [1.0, -1.0] {
            let mut parameters = system.values();
            parameters[j] *= 1.0 + side * steps * step;
            let states = end_state(system, &parameters, tolerance, system.compared)?;
            for (sum, y) in sum.iter_mut().zip(states) {
                *sum += side * weight * y / (60.0 * step);
            }
        }
    }
    Ok(sum)
}

/// The digits of all that is printed.
fn cvodes(solution: &Solution) -> f64 {
    let mut digits = f64::INFINITY;
    for printed in &PRINTED {
        let at = index(solution, printed.time);
        let ours = solution.sensitivities[at]
            .iter()
            .chain([&solution.states[at]]);
        let theirs = printed.sensitivities.iter().chain([&printed.states]);
        for (ours, theirs) in ours.flatten().zip(theirs.flatten()) {
            digits = digits.min(agreement(*ours, *theirs, *theirs));
        }
    }
    digits
}

/// In how many digits two numbers of a size agree.
pub fn agreement(a: f64, b: f64, size: f64) -> f64 {
    let digits = -((a - b) / size).abs().log10();
    // NaN agrees with nothing.
    if digits.is_nan() {
        0.0
    } else {
        digits.clamp(0.0, 16.0)
    }
}
