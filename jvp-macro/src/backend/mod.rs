//! IR to tokens, with the user's spans, and the functions around them.

pub mod companion;
pub mod function;
mod into;
pub mod names;
mod receiver;
pub mod signature;
mod tokens;
