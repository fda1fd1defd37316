//! Elementwise work and reductions on arrays, against plain loops.

mod inference;
mod layouts;
mod map;
mod panics;
mod reductions;
