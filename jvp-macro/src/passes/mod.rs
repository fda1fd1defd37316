//! The passes: each one function from IR to IR, or from IR to facts about it.

pub mod activity;
pub mod effects;
pub mod fuse;
pub mod kinds;
pub mod liveness;
pub mod pushforward;
pub mod simplify;
pub mod written_first;
