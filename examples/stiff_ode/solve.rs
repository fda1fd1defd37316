//! The solver: `diffsol`'s backward differentiation formulas of variable order, fed with the products
//! that `#[derive_jvp]` wrote.
//!
//! In: a system, its parameters, a tolerance, and times. Out: the states there, and if asked for their
//! sensitivities `∂y/∂p`, which the solver integrates along with them. Always holds: the same input
//! gives the same steps, and so the same bits.

use std::cell::Cell;

use diffsol::matrix::MatrixCommon;
use diffsol::{
    DenseMatrix, DiffsolError, NalgebraContext, NalgebraLU, NalgebraMat, NalgebraVec, OdeBuilder,
    OdeEquationsImplicitSens, OdeSolverMethod, OdeSolverProblem, SensitivitiesOdeSolverMethod,
};

use crate::systems::System;

type Matrix = NalgebraMat<f64>;
type Lu = NalgebraLU<f64>;

/// What was asked for, and what it took.
pub struct Solution {
    /// The times.
    pub times: Vec<f64>,
    /// The states at each time.
    pub states: Vec<Vec<f64>>,
    /// `∂y/∂pⱼ` at each time, for each `j`.
    pub sensitivities: Vec<Vec<Vec<f64>>>,
    /// Steps of the solver.
    pub steps: usize,
    /// How often it asked for a product with the Jacobian by the state, and by the parameters.
    pub products: [usize; 2],
}

/// Counts the products, through the shared references that the solver's closures have.
#[derive(Default)]
struct Counts {
    by_state: Cell<usize>,
    by_parameters: Cell<usize>,
}

/// Solves with sensitivities. The last of the `times` is the end.
///
/// # Errors
///
/// If the solver gives up.
pub fn solve(
    system: &System,
    parameters: &[f64],
    tolerance: f64,
    times: &[f64],
) -> Result<Solution, DiffsolError> {
    let counts = Counts::default();
    let problem = problem(system, parameters, tolerance, &counts)?;
    let mut solver = problem.bdf_sens::<Lu>()?;
    let (states, sensitivities, _) = solver.solve_dense_sensitivities(times)?;
    let column = |matrix: &Matrix, k| -> Vec<f64> {
        (0..matrix.nrows())
            .map(|i| matrix.get_index(i, k))
            .collect()
    };
    let columns = 0..times.len();
    Ok(Solution {
        times: times.to_vec(),
        states: columns.clone().map(|k| column(&states, k)).collect(),
        sensitivities: columns
            .map(|k| sensitivities.iter().map(|s| column(s, k)).collect())
            .collect(),
        steps: solver.get_statistics().number_of_steps,
        products: [counts.by_state.get(), counts.by_parameters.get()],
    })
}

/// Solves for the states at the end alone.
///
/// # Errors
///
/// If the solver gives up.
pub fn end_state(
    system: &System,
    parameters: &[f64],
    tolerance: f64,
    end: f64,
) -> Result<Vec<f64>, DiffsolError> {
    let counts = Counts::default();
    let problem = problem(system, parameters, tolerance, &counts)?;
    let (states, _) = problem.bdf::<Lu>()?.solve_dense(&[end])?;
    Ok((0..states.nrows())
        .map(|i| states.get_index(i, 0))
        .collect())
}

/// The system as `diffsol` wants it. A state is as exact as the tolerance says even where it is as
/// small as at the end.
fn problem<'a>(
    system: &'a System,
    parameters: &[f64],
    tolerance: f64,
    counts: &'a Counts,
) -> Result<
    OdeSolverProblem<
        impl OdeEquationsImplicitSens<M = Matrix, V = NalgebraVec<f64>, T = f64, C = NalgebraContext>
        + use<'a>,
    >,
    DiffsolError,
> {
    let absolute = || system.published.iter().map(move |size| tolerance * size);
    OdeBuilder::<Matrix>::new()
        .p(parameters.iter().copied())
        .rtol(tolerance)
        .atol(absolute())
        .sens_rtol(tolerance)
        .sens_atol(absolute())
        .param_scales(parameters.iter().copied())
        // The first step is a guess that the solver corrects: a tenth of what a figure shows first.
        .h0(0.1 * system.first)
        .rhs_sens_implicit(
            |y: &[f64], p: &[f64], _t: f64, dydt: &mut [f64]| (system.rhs)(y, p, dydt),
            |y: &[f64], p: &[f64], _t: f64, v: &[f64], product: &mut [f64]| {
                counts.by_state.set(counts.by_state.get() + 1);
                (system.by_state)(y, v, p, product);
            },
            |y: &[f64], p: &[f64], _t: f64, v: &[f64], product: &mut [f64]| {
                counts.by_parameters.set(counts.by_parameters.get() + 1);
                (system.by_parameters)(y, p, v, product);
            },
        )
        .init_sens(
            |_p: &[f64], _t: f64, y: &mut [f64]| y.copy_from_slice(system.initial),
            |_p: &[f64], _t: f64, _v: &[f64], dy: &mut [f64]| dy.fill(0.0),
            system.initial.len(),
        )
        .build()
}
