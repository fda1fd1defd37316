//! Functions as values: parameters that are functions, and their callers.
//!
//! A module is a theme. Each program is what a user might write; below it stands its oracle, the
//! same mathematics in dual numbers, and the calls of its `jvp_*` functions with all inputs active
//! and with fewer. How a program is checked is in `tests/programs/harness.rs`.

#![allow(
    dead_code,
    reason = "of some programs only the generated functions are called"
)]

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

mod callers;
mod constants;
mod counted;
mod parameters;
mod results;
mod solvers;
mod stored;
mod tensors;
