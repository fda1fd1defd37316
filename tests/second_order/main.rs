//! The transform applied to its own output: second derivatives.
//!
//! Each file has a program, what `derive_jvp` writes for it, and what it writes for that, as text
//! that `jvp-macro` holds against the compiler (in the form before multiply-adds are fused, which is
//! its last step). Here the text is compiled, without a warning, and
//! run against `num-dual`'s hyper-dual numbers, which carry a value, its derivatives along two
//! directions, and the mixed second derivative.

#![deny(unused, nonstandard_style)]
#![allow(
    clippy::too_many_arguments,
    reason = "each argument has three tangents beside it"
)]

#[macro_use]
mod harness;

// The generated text is laid out by `prettyplease`.
#[rustfmt::skip]
mod formula;
#[rustfmt::skip]
mod horner;
#[rustfmt::skip]
mod log_ratio;
#[rustfmt::skip]
mod log_sum_exp;
#[rustfmt::skip]
mod relaxation;
#[rustfmt::skip]
mod rosenbrock;
#[rustfmt::skip]
mod runtime_rules;
