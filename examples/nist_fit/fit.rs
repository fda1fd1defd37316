//! Fits a model to a dataset by Levenberg-Marquardt and counts the certified digits reached.
//!
//! The solver is the crate `levenberg-marquardt`. It judges a step by the sum of squares, which is
//! flat at its minimum: parameters that are off by the square root of machine epsilon no longer
//! show in it. [`refine`] gains the other half of the digits from the residuals themselves.

use levenberg_marquardt::{LevenbergMarquardt, TerminationReason};
use nalgebra::DVector;

use crate::dataset::Dataset;
use crate::models::Model;
use crate::problem::{Derivatives, Problem};

/// NIST certifies parameters and sums to 11 digits: no more can be claimed.
pub const CERTIFIED_DIGITS: f64 = 11.0;

/// Where a fit ended.
#[derive(Clone, Debug)]
pub struct Fit {
    /// The parameters.
    pub parameters: Vec<f64>,
    /// The certified digits of the worst parameter; 11 at most, 0 if not even one is right.
    pub digits: f64,
    /// The certified digits of the residual sum of squares.
    pub rss_digits: f64,
    /// How many Jacobians were computed.
    pub iterations: usize,
    /// How often the model was evaluated over all of `x`, with or without a tangent.
    pub evaluations: usize,
    /// Why the solver gave up, if it did.
    pub failure: Option<String>,
}

/// Fits `model` to `data` from the starting point `start`.
pub fn fit(model: &Model, data: &Dataset, start: &[f64], derivatives: Derivatives) -> Fit {
    // Tolerances at machine epsilon: go on while a step still lowers the sum of squares. The
    // solver scales each parameter by the norm of its column, as MINPACK does, which these
    // problems need: their parameters differ by up to seven orders of magnitude.
    let solver = LevenbergMarquardt::new()
        .with_ftol(f64::EPSILON)
        .with_xtol(f64::EPSILON)
        .with_gtol(f64::EPSILON)
        .with_scale_diag(true)
        .with_patience(1000);
    let (mut problem, report) = solver.minimize(Problem::new(model, data, start, derivatives));
    let failure = failure(&report.termination);
    if failure.is_none() {
        refine(&mut problem);
    }

    let certified = problem.parameters().iter().zip(&data.certified);
    let rss = problem.residual_vector().norm_squared();
    Fit {
        digits: certified
            .map(|(&b, &c)| digits(b, c))
            .fold(CERTIFIED_DIGITS, f64::min),
        rss_digits: digits(rss, data.certified_rss),
        iterations: problem.iterations(),
        evaluations: problem.evaluations(),
        failure,
        parameters: problem.parameters().as_slice().to_vec(),
    }
}

/// NIST's log relative error, `-log10(|value - certified| / |certified|)`, between 0 and 11.
pub fn digits(value: f64, certified: f64) -> f64 {
    let relative = ((value - certified) / certified).abs();
    if relative.is_nan() {
        0.0
    } else {
        (-relative.log10()).clamp(0.0, CERTIFIED_DIGITS)
    }
}

/// Gauss-Newton steps at the minimum, while they bring the residuals nearer to orthogonality.
///
/// At the minimum the residuals `r` are orthogonal to the columns of the Jacobian `J = Q R`. What
/// is left is the cosine `|Q' r| / |r|`; it is linear in the error of the parameters where the sum
/// of squares is quadratic, so it resolves them to rounding, if `J` is as exact as that. With an
/// inexact `J` the steps may end where the sum of squares is larger; then they are taken back.
fn refine(problem: &mut Problem) {
    let start = problem.parameters().clone();
    let rss = problem.residual_vector().norm_squared();
    // Farther off than this the solver has not ended at a minimum, and a full step may lead away.
    let mut smallest = 1e-4;
    let mut best = start.clone();
    loop {
        let residuals = problem.residual_vector();
        let qr = problem.jacobian_matrix().qr();
        let along: DVector<f64> = qr.q().tr_mul(&residuals);
        let cosine = along.norm() / residuals.norm();
        if cosine >= smallest || cosine.is_nan() {
            break;
        }
        smallest = cosine;
        best.copy_from(problem.parameters());
        let Some(step) = qr.r().solve_upper_triangular(&along) else {
            break;
        };
        problem.move_to(&(&best - step));
    }
    problem.move_to(&best);
    // More than the rounding of the sum itself.
    if problem.residual_vector().norm_squared() > rss * (1.0 + 1e-10) {
        problem.move_to(&start);
    }
}

fn failure(reason: &TerminationReason) -> Option<String> {
    match reason {
        TerminationReason::Converged { .. }
        | TerminationReason::Orthogonal
        | TerminationReason::ResidualsZero
        // A test passed at machine epsilon: the end of what the sum of squares can resolve.
        | TerminationReason::NoImprovementPossible(_) => None,
        TerminationReason::LostPatience => Some("too many evaluations".to_owned()),
        TerminationReason::Numerical(what) => Some(format!("not finite: {what}")),
        other => Some(format!("{other:?}")),
    }
}
