//! The golden files, compiled and run.
//!
//! A golden file shows a program, why its derivative is right, and the functions that
//! `derive_jvp` writes for it, as text. Here that text is ordinary code: it compiles without a
//! warning, each function is checked against `num-dual`, and a reviewer reads it. That it is what
//! the compiler writes is a test of `jvp-macro` (`golden.rs` there), which also rewrites it.
//!
//! A function with a loop has its statements in `body`, which is compiled twice: for machines that
//! fuse a multiplication with an addition, and for those that do not. `fma.mul_add(a, b, c)` is
//! `a b + c`, with one rounding or with two; only tangents have it, so that the value keeps the bits
//! of the original's.

#![deny(unused, nonstandard_style)]

#[macro_use]
#[path = "../programs/harness.rs"]
#[allow(
    dead_code,
    clippy::type_complexity,
    reason = "it belongs to `tests/programs`"
)]
mod harness;
#[path = "../programs/flat.rs"]
mod flat;
mod reviewer;

// The generated text is laid out by `prettyplease`.
#[rustfmt::skip]
mod bell_curves;
#[rustfmt::skip]
mod bond_energy;
#[rustfmt::skip]
mod complex_product;
#[rustfmt::skip]
mod decay_in_place;
#[rustfmt::skip]
mod distance;
#[allow(unused_variables, reason = "a constant term leaves its parameter unread in the tangent")]
#[rustfmt::skip]
mod dot_product;
#[rustfmt::skip]
mod heun;
#[rustfmt::skip]
mod horner;
#[rustfmt::skip]
mod huber;
#[rustfmt::skip]
mod inverse_cube_root;
#[rustfmt::skip]
mod legendre;
#[rustfmt::skip]
mod log_ratio;
#[rustfmt::skip]
mod logistic_loss;
#[rustfmt::skip]
mod logistic_map;
#[rustfmt::skip]
mod lotka_volterra;
#[rustfmt::skip]
mod product_with_sine;
#[rustfmt::skip]
mod repulsion;
#[rustfmt::skip]
mod rosenbrock;
#[rustfmt::skip]
mod rule_by_hand;
#[allow(
    unused_variables,
    clippy::too_many_arguments,
    reason = "a function whose JVP is called is not called itself; a tangent for every parameter"
)]
#[rustfmt::skip]
mod runge_kutta;
#[rustfmt::skip]
mod scaled_copy;
#[rustfmt::skip]
mod softmax;
#[rustfmt::skip]
mod taken_names;
#[rustfmt::skip]
mod two_peaks;
