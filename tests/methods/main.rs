//! Programs over the user's own types: methods, fields, literals, patterns, operators, traits,
//! modules.
//!
//! Values are held against the original, bit for bit where they are numbers; tangents against
//! dual numbers of `num-dual`, on the same program written once more over `DualNum`; those of
//! recursive types against differences.

mod arrays;
mod counted;
mod enums;
mod fields;
mod generics;
mod getters;
mod lent;
mod methods;
mod mixed;
mod modules;
mod named_like_std;
mod operators;
mod options;
mod oracle;
mod receivers;
mod recursion;
mod traits;
