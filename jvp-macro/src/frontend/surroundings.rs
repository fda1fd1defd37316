//! What is known of a function besides its own text: what stands around it.

use crate::ir::kind::TypeParams;

/// The `impl`, trait or module that a function stands in, as far as the attribute can see it.
#[derive(Clone, Default)]
pub struct Surroundings {
    /// In an `impl` or a trait.
    pub associated: bool,
    /// In a trait.
    pub in_trait: bool,
    /// The generics of the `impl` or trait.
    pub generics: syn::Generics,
    /// The types that are known to be the user's own.
    pub types: TypeParams,
}
