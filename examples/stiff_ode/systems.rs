//! The two stiff systems, as the literature states them, with what is published of their solutions.
//!
//! Right-hand sides are ordinary functions that write `dy/dt`. `#[derive_jvp]` adds to each the two
//! products that an implicit solver with sensitivities asks for: `pushforward_f` applies the Jacobian
//! by the state to a vector, `pushforward_f_parameters` that by the parameters. Neither computes the
//! right-hand side itself: `dydt` is `out`.

use jvp::prelude::*;

/// A right-hand side: `(y, p, dydt)`.
pub type Rhs = fn(&[f64], &[f64], &mut [f64]);

/// A Jacobian by the state, times a vector: `(y, vector, p, product)`.
pub type StateProduct = fn(&[f64], &[f64], &[f64], &mut [f64]);

/// A Jacobian by the parameters, times a vector: `(y, p, vector, product)`.
pub type ParameterProduct = fn(&[f64], &[f64], &[f64], &mut [f64]);

/// An initial value problem, and what is known of it.
#[derive(Clone, Copy)]
pub struct System {
    /// Its name.
    pub name: &'static str,
    /// What its states are called.
    pub states: &'static [&'static str],
    /// The parameters, by name.
    pub parameters: &'static [(&'static str, f64)],
    /// The states at the start, `t = 0`.
    pub initial: &'static [f64],
    /// The time that the published solution is for.
    pub end: f64,
    /// The states at `end`, as published.
    pub published: &'static [f64],
    /// When a figure over the logarithm of time starts.
    pub first: f64,
    /// When sensitivities are compared and printed. At Robertson's end, that of `y3` is what rounding
    /// leaves of it.
    pub compared: f64,
    /// The state whose sensitivities the figure shows.
    pub shown: usize,
    /// The right-hand side.
    pub rhs: Rhs,
    /// Its Jacobian by the state, times a vector.
    pub by_state: StateProduct,
    /// Its Jacobian by the parameters, times a vector.
    pub by_parameters: ParameterProduct,
}

impl System {
    /// The parameters' values.
    pub fn values(&self) -> Vec<f64> {
        self.parameters.iter().map(|(_, value)| *value).collect()
    }
}

/// Robertson's reactions of three species: slow, fast, and very fast.
///
/// H. H. Robertson, "The solution of a set of reaction rate equations", 1966; the solution at 1e11 is
/// from the Test Set for Initial Value Problem Solvers, F. Mazzia and C. Magherini, University of
/// Bari, release 2.4.
#[derive_jvp(wrt(y), wrt(p) as robertson_parameters, out(dydt), pushforward)]
pub fn robertson(y: &[f64], p: &[f64], dydt: &mut [f64]) {
    let slow = p[0] * y[0];
    let fast = p[1] * y[1] * y[2];
    let very_fast = p[2] * y[1] * y[1];
    dydt[0] = fast - slow;
    dydt[1] = slow - fast - very_fast;
    dydt[2] = very_fast;
}

/// HIRES, "high irradiance responses" of plants to light: eight species of a pigment and its protein.
///
/// E. Schäfer, "A new approach to explain the high irradiance responses of photomorphogenesis on the
/// basis of phytochrome", 1975. Equations, rates and solution as in the same test set.
#[derive_jvp(wrt(y), wrt(p) as hires_parameters, out(dydt), pushforward)]
pub fn hires(y: &[f64], p: &[f64], dydt: &mut [f64]) {
    let bound = p[9] * y[5] * y[7];
    dydt[0] = -p[0] * y[0] + p[1] * y[1] + p[2] * y[2] + p[3];
    dydt[1] = p[0] * y[0] - p[4] * y[1];
    dydt[2] = -p[5] * y[2] + p[1] * y[3] + p[6] * y[4];
    dydt[3] = p[2] * y[1] + p[0] * y[2] - p[7] * y[3];
    dydt[4] = -p[8] * y[4] + p[1] * (y[5] + y[6]);
    dydt[5] = -bound + p[10] * (y[3] + y[6]) + p[0] * y[4] - p[1] * y[5];
    dydt[6] = bound - p[11] * y[6];
    dydt[7] = p[11] * y[6] - bound;
}

/// Robertson's problem and HIRES.
pub const SYSTEMS: [System; 2] = [
    System {
        name: "Robertson",
        states: &["y1", "y2", "y3"],
        parameters: &[("slow", 0.04), ("fast", 1e4), ("very fast", 3e7)],
        initial: &[1.0, 0.0, 0.0],
        end: 1e11,
        published: &[
            0.2083340149701255e-7,
            0.8333360770334713e-13,
            0.999999979166505,
        ],
        first: 1e-5,
        compared: 40.0,
        shown: 0,
        rhs: robertson,
        by_state: pushforward_robertson,
        by_parameters: pushforward_robertson_parameters,
    },
    System {
        name: "HIRES",
        states: &["y1", "y2", "y3", "y4", "y5", "y6", "y7", "y8"],
        parameters: &[
            ("1.71", 1.71),
            ("0.43", 0.43),
            ("8.32", 8.32),
            ("0.0007", 0.0007),
            ("8.75", 8.75),
            ("10.03", 10.03),
            ("0.035", 0.035),
            ("1.12", 1.12),
            ("1.745", 1.745),
            ("280", 280.0),
            ("0.69", 0.69),
            ("1.81", 1.81),
        ],
        initial: &[1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0057],
        end: 321.8122,
        published: &[
            0.7371312573325668e-3,
            0.1442485726316185e-3,
            0.5888729740967575e-4,
            0.1175651343283149e-2,
            0.2386356198831331e-2,
            0.6238968252742796e-2,
            0.2849998395185769e-2,
            0.2850001604814231e-2,
        ],
        first: 1e-3,
        compared: 321.8122,
        shown: 0,
        rhs: hires,
        by_state: pushforward_hires,
        by_parameters: pushforward_hires_parameters,
    },
];
