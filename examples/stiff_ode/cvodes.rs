//! What CVODES prints for Robertson's problem: the solution and its sensitivities, five digits at a
//! tolerance of 1e-4.
//!
//! From SUNDIALS, `examples/cvodes/serial/cvsRoberts_FSA_dns_-sensi_stg1_t.out`, of Lawrence Livermore
//! National Laboratory (BSD-3-Clause). There the sensitivities' right-hand sides are written by hand.

/// One block of the output.
pub struct Printed {
    /// The time.
    pub time: f64,
    /// The states.
    pub states: [f64; 3],
    /// `∂y/∂pⱼ`, for each `j`.
    pub sensitivities: [[f64; 3]; 3],
}

/// The first three blocks.
pub const PRINTED: [Printed; 3] = [
    Printed {
        time: 0.4,
        states: [9.8517e-01, 3.3864e-05, 1.4794e-02],
        sensitivities: [
            [-3.5595e-01, 3.9025e-04, 3.5556e-01],
            [9.5428e-08, -2.1310e-10, -9.5215e-08],
            [-1.5833e-11, -5.2901e-13, 1.6362e-11],
        ],
    },
    Printed {
        time: 4.0,
        states: [9.0552e-01, 2.2405e-05, 9.4457e-02],
        sensitivities: [
            [-1.8760e+00, 1.7923e-04, 1.8758e+00],
            [2.9615e-06, -5.8302e-10, -2.9610e-06],
            [-4.9337e-10, -2.7627e-13, 4.9364e-10],
        ],
    },
    Printed {
        time: 40.0,
        states: [7.1582e-01, 9.1851e-06, 2.8417e-01],
        sensitivities: [
            [-4.2477e+00, 4.5907e-05, 4.2476e+00],
            [1.3732e-05, -2.3569e-10, -1.3731e-05],
            [-2.2885e-09, -1.1380e-13, 2.2886e-09],
        ],
    },
];
