//! Derived types: tangent types by `#[derive(Differentiable)]`, as a user would write and use them.
//!
//! What a tangent computes is held against plain arithmetic on its flat coordinates, which knows
//! nothing of fields (`laws.rs`).

#![allow(dead_code, reason = "some fields are there to be left out")]

mod arrays;
mod borrowed;
mod constants;
mod enums;
mod expanded;
mod fields;
mod generics;
mod laws;
mod literals;
mod names;
mod parts;
mod results;
mod seen;
mod shapes;
mod solver;
mod structs;
mod traits;
