//! What the language does around ndarray's arrays: control flow, loops, places, containers.
//!
//! Written and checked as `tests/arrays`, with its harness.

#![allow(
    clippy::all,
    unused_assignments,
    unused_parens,
    reason = "the programs are odd on purpose: what a lint would tidy up is the trap"
)]

#[path = "../arrays/flat.rs"]
mod flat;
#[path = "../arrays/inputs.rs"]
#[allow(dead_code, reason = "`tests/arrays` has more uses")]
mod inputs;
#[path = "../arrays/oracle.rs"]
mod oracle;
#[macro_use]
#[path = "../arrays/checks.rs"]
mod checks;
#[path = "../arrays/harness.rs"]
#[allow(dead_code, reason = "`tests/arrays` has more uses")]
mod harness;

mod activity;
mod captured;
mod chosen;
mod containers;
mod control;
mod elements;
mod exits;
mod given;
mod iterators;
mod loops;
mod mixed;
mod odd;
mod owned;
mod places;
mod unread;
mod writes;
