//! From `syn` to IR: the attribute, the signature and the body are parsed and checked here, and
//! nowhere else. What passes is in the accepted language; what does not is explained at its span.

pub mod alias;
mod around;
pub mod attribute;
pub mod beside;
mod code;
pub mod declared;
mod exits;
mod expr;
mod function;
pub mod generics;
mod macros;
pub mod obstacle;
mod outline;
mod pattern;
pub mod receiver;
mod scope;
mod shadowed;
pub mod signature;
mod source;
mod span;
mod stmt;
pub mod surroundings;

pub use expr::lower;
