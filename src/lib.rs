//! Forward-mode automatic differentiation as a compiler pass: exact, fused Jacobian-vector
//! products of plain Rust functions, on stable Rust.
//!
//! ```
//! use jvp::prelude::*;
//!
//! #[derive_jvp]
//! fn f(x: f64, y: f64) -> f64 {
//!     x * y.sin()
//! }
//!
//! // The derivative of `f` at (2, 0.5) in the direction (1, 0): that is, with respect to `x`.
//! let (value, tangent) = jvp_f(2.0, 1.0, 0.5, 0.0);
//! assert_eq!(value, f(2.0, 0.5));
//! assert_eq!(tangent, 0.5_f64.sin());
//! ```
//!
//! This crate is a thin facade over the compiler (`jvp-macro`) and the runtime (`jvp-runtime`).

pub use jvp_macro::{custom_jvp, derive_jvp};
pub use jvp_runtime::*;

pub mod prelude {
    //! Everything that an annotated function needs: `use jvp::prelude::*;`.

    pub use jvp_macro::{custom_jvp, derive_jvp};
    pub use jvp_runtime::prelude::*;
}

/// The examples of the README and of the contract, run.
#[cfg(doctest)]
mod pages {
    #[doc = include_str!("../README.md")]
    struct Readme;

    #[doc = include_str!("../docs/contract.md")]
    struct Contract;
}
