//! Elementwise work and reductions on arrays, against plain loops.

mod angles;
mod beside;
mod divisors;
mod ends;
mod extrema;
mod inference;
mod layouts;
mod map;
mod panics;
mod reductions;
mod rows;
