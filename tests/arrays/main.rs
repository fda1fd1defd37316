//! Programs over ndarray's arrays, each checked against differences of high order.
//!
//! A module is a theme of COVERAGE's part C. Each program is what a user might write; below it
//! stands how it is called. The harness runs it in every memory layout, with every subset of its
//! arguments active.

#![allow(
    clippy::all,
    unused_assignments,
    unused_parens,
    reason = "the programs are odd on purpose: what a lint would tidy up is the trap"
)]

mod flat;
mod inputs;
mod oracle;
#[macro_use]
mod checks;
mod harness;

mod activity;
mod arithmetic;
mod building;
mod chosen;
mod closures;
mod compound;
mod containers;
mod control;
mod elements;
mod elementwise;
mod enumeration;
mod exits;
mod given;
mod iterators;
mod layouts;
mod loops;
mod mixed;
mod odd;
mod owned;
mod panics;
mod places;
mod products;
mod ranks;
mod reductions;
mod shapes;
mod single;
mod unread;
mod writes;
mod zips;
