//! Functions whose assembly is read by `tests/assembly`, which compiles this crate, optimised.

#![allow(missing_docs, reason = "a function is what its name says")]

pub mod arrays;
pub mod lanes;
pub mod scalars;
