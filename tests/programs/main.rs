//! Small programs aimed at the transformer, each checked against `num-dual`.
//!
//! A module is a theme. Each program is what a user might write, with a comment on
//! the trap it sets; below it stands its oracle, written independently, and the
//! calls of its `jvp_*` functions with all inputs active and with fewer.

#![allow(
    clippy::all,
    unused_assignments,
    unused_parens,
    confusable_idents,
    reason = "the programs are odd on purpose: what a lint would tidy up is the trap"
)]

#[macro_use]
mod harness;
mod flat;

mod activity;
mod aliasing;
mod beyond_iterators;
mod beyond_options;
mod beyond_slices;
mod calls;
mod chunks;
mod closures;
mod control;
mod flow;
mod found;
mod generics;
mod guards;
mod holders;
mod iterators;
mod kept;
mod loops;
mod names;
mod numeric;
mod options;
mod order;
mod panics;
mod patterns;
mod places;
mod ranges;
mod returns;
mod scopes;
mod slices;
mod vectors;
