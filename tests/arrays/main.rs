//! What ndarray's arrays can do, each program checked against differences of high order.
//!
//! A module is a theme of COVERAGE's part C. Each program is what a user might write; below it
//! stands how it is called. The harness runs it in every memory layout, with every subset of its
//! arguments active. What the language does around arrays is in `tests/around_arrays`: two
//! crates, since one took 7 GB to compile.

#![allow(
    clippy::all,
    unused_assignments,
    unused_parens,
    reason = "the programs are odd on purpose: what a lint would tidy up is the trap"
)]

mod flat;
#[allow(dead_code, reason = "`tests/around_arrays` has more uses")]
mod inputs;
mod oracle;
#[macro_use]
mod checks;
mod harness;

mod arithmetic;
mod building;
mod closures;
mod compound;
mod elementwise;
mod enumeration;
mod layouts;
mod panics;
mod products;
mod ranks;
mod reductions;
mod shapes;
mod single;
mod zips;
