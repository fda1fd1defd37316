//! The runtime of `jvp`: what generated code calls, and the traits that its users see.
//!
//! Users depend on the facade `jvp`, which re-exports this crate. The layers, downward:
//! `rt` (the contract with generated code), `nn` and `slopes` stand on `scalar` ([`Real`]), which
//! stands on `tangent`, `elementwise`, `own` and `lane`; `elementwise` and `lane` stand on `math`.

mod borrowed;
#[macro_use]
mod companion;
pub mod check;
mod elementwise;
mod fma;
mod gemm;
mod kernel;
mod lane;
mod math;
pub mod nn;
mod operand;
mod overwrite;
mod own;
mod pool;
mod product;
mod reduction;
#[doc(hidden)]
pub mod rt;
mod scalar;
mod slopes;
mod stop;
mod tangent;

pub use elementwise::Elementwise;
pub use kernel::ErrorFunctions;
pub use scalar::Real;
pub use stop::stop_gradient;
pub use tangent::{Differentiable, Tangent};

pub mod prelude {
    //! What a program that uses `jvp` wants in scope.

    pub use crate::{Differentiable, Elementwise, ErrorFunctions, Real, Tangent, stop_gradient};
}
