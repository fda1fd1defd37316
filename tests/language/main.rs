//! What an annotated function may contain: one small program for each entry of the
//! coverage table, part A, in modules named like its groups.
//!
//! These say what is supported, one thing at a time; the programs in `tests/programs`
//! put the same things together in ways that are meant to break the transformer.

#![allow(
    clippy::all,
    unused_assignments,
    reason = "each program is written for the construct that it shows, not for style"
)]

#[macro_use]
#[path = "../programs/harness.rs"]
mod harness;
#[path = "../programs/flat.rs"]
mod flat;

mod aggregates;
mod aliases;
mod attribute;
mod bindings;
mod calls;
mod casts;
mod closures;
mod combinators;
mod control_flow;
mod crates;
mod indexing;
mod iterator_chains;
mod keys;
mod loops_over;
mod macros;
mod mutation;
mod partitions;
mod signatures;
mod sources;
mod vectors;
