//! The rule oracle: every row of the rule table against derivatives that it had no part in.
//!
//! `unary` and `binary` run one-line programs of each rule all over its domain against differences
//! in double-double arithmetic; `kinks` checks the special points of `docs/kinks.md`; `values`
//! the special functions themselves; `enumeration` that no row of the table is left out. The
//! double-double functions are themselves held to published digits in `published`.

mod binary;
mod companions;
mod dd;
mod difference;
mod enumeration;
mod kinks;
#[allow(dead_code, reason = "a program may be there for its derivative alone")]
mod programs;
mod published;
#[allow(
    clippy::approx_constant,
    reason = "some values are constants; the table is digits as they come"
)]
mod published_digits;
mod sample;
mod structured;
mod tables;
mod unary;
mod values;
