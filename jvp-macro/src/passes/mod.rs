//! The passes: each one function from IR to IR, or from IR to facts about it.

pub mod activity;
pub mod effects;
pub mod fuse;
pub mod handover;
pub mod kinds;
pub mod liveness;
mod primal_calls;
pub mod products;
pub mod pushforward;
pub mod regions;
pub mod simplify;
pub mod values;
pub mod written_first;
