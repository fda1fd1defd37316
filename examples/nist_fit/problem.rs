//! A fit as the solver sees it: residuals and their Jacobian at the current parameters.
//!
//! The Jacobian is filled column by column, by the model's JVP or by finite differences.

use std::cell::Cell;

use levenberg_marquardt::LeastSquaresProblem;
use nalgebra::{DMatrix, DVector, Dyn, storage::Owned};

use crate::dataset::Dataset;
use crate::models::Model;

/// Where the columns of the Jacobian come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Derivatives {
    /// The generated `jvp_*` function, with unit seeds: exact but for rounding.
    Jvp,
    /// Forward differences with step `sqrt(epsilon)*|b|`, MINPACK's choice for want of derivatives.
    Differences,
}

/// Model, data and current parameters, and a count of the work done.
pub struct Problem<'a> {
    model: &'a Model,
    data: &'a Dataset,
    derivatives: Derivatives,
    b: DVector<f64>,
    // The solver asks through `&self`.
    iterations: Cell<usize>,
    evaluations: Cell<usize>,
}

impl<'a> Problem<'a> {
    /// The problem at the parameters `start`.
    pub fn new(
        model: &'a Model,
        data: &'a Dataset,
        start: &[f64],
        derivatives: Derivatives,
    ) -> Self {
        let b = DVector::from_column_slice(start);
        Self {
            model,
            data,
            derivatives,
            b,
            iterations: Cell::new(0),
            evaluations: Cell::new(0),
        }
    }

    /// The current parameters.
    pub fn parameters(&self) -> &DVector<f64> {
        &self.b
    }

    /// Makes `b` the current parameters.
    pub fn move_to(&mut self, b: &DVector<f64>) {
        self.b.copy_from(b);
    }

    /// How many Jacobians were asked for.
    pub fn iterations(&self) -> usize {
        self.iterations.get()
    }

    /// How often the model was evaluated over all of `x`, with or without a tangent.
    pub fn evaluations(&self) -> usize {
        self.evaluations.get()
    }

    /// The curve less the observations.
    pub fn residual_vector(&self) -> DVector<f64> {
        let mut residuals = self.curve(self.b.as_slice());
        for (residual, observed) in residuals.iter_mut().zip(&self.data.y) {
            *residual -= observed;
        }
        residuals
    }

    /// The derivative of the residuals by the parameters, one row per observation.
    pub fn jacobian_matrix(&self) -> DMatrix<f64> {
        self.iterations.set(self.iterations.get() + 1);
        match self.derivatives {
            Derivatives::Jvp => self.jacobian_by_jvp(),
            Derivatives::Differences => self.jacobian_by_differences(),
        }
    }

    fn curve(&self, b: &[f64]) -> DVector<f64> {
        self.evaluations.set(self.evaluations.get() + 1);
        let mut y = DVector::zeros(self.data.x.len());
        (self.model.curve)(b, &self.data.x, y.as_mut_slice());
        y
    }

    /// Column `j` is the JVP along the `j`-th unit vector. The observations are constants: the
    /// tangent of the curve is that of the residuals.
    fn jacobian_by_jvp(&self) -> DMatrix<f64> {
        let (m, n) = (self.data.x.len(), self.b.len());
        let mut jacobian = DMatrix::zeros(m, n);
        let mut y = vec![0.0; m];
        let mut seed = vec![0.0; n];
        for (j, mut column) in jacobian.column_iter_mut().enumerate() {
            self.evaluations.set(self.evaluations.get() + 1);
            seed[j] = 1.0;
            let (b, x) = (self.b.as_slice(), &self.data.x);
            (self.model.jvp)(b, &seed, x, &mut y, column.as_mut_slice());
            seed[j] = 0.0;
        }
        jacobian
    }

    fn jacobian_by_differences(&self) -> DMatrix<f64> {
        let here = self.curve(self.b.as_slice());
        let mut jacobian = DMatrix::zeros(here.len(), self.b.len());
        let mut b = self.b.clone();
        for (j, mut column) in jacobian.column_iter_mut().enumerate() {
            let step = f64::EPSILON.sqrt() * if b[j] == 0.0 { 1.0 } else { b[j].abs() };
            b[j] = self.b[j] + step;
            // The step as rounded, or its rounding error would go into the quotient.
            let rounded = b[j] - self.b[j];
            column.copy_from(&((self.curve(b.as_slice()) - &here) / rounded));
            b[j] = self.b[j];
        }
        jacobian
    }
}

impl LeastSquaresProblem<f64, Dyn, Dyn> for Problem<'_> {
    type ResidualStorage = Owned<f64, Dyn>;
    type JacobianStorage = Owned<f64, Dyn, Dyn>;
    type ParameterStorage = Owned<f64, Dyn>;

    fn set_params(&mut self, b: &DVector<f64>) {
        self.move_to(b);
    }

    fn params(&self) -> DVector<f64> {
        self.b.clone()
    }

    fn residuals(&self) -> Option<DVector<f64>> {
        Some(self.residual_vector())
    }

    fn jacobian(&self) -> Option<DMatrix<f64>> {
        Some(self.jacobian_matrix())
    }
}
