//! What is known of a function besides its own text: what stands around it.

use crate::ir::kind::TypeParams;
use std::collections::HashMap;

/// The `impl`, trait or module that a function stands in, as far as the attribute can see it.
#[derive(Clone, Default)]
pub struct Surroundings {
    pub place: Place,
    /// The generics of the `impl` or trait.
    pub generics: syn::Generics,
    /// The types that are known to be the user's own.
    pub types: TypeParams,
    /// Aliases of types, by name.
    pub aliases: HashMap<String, syn::ItemType>,
}

/// What a function stands in.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Place {
    /// The attribute is on the function alone, and the source file shows no `impl`: its text tells.
    #[default]
    Unknown,
    /// Neither an `impl` nor a trait.
    Free,
    /// An `impl`, or what looks like one from a function alone: a trait.
    Impl,
    Trait,
}
