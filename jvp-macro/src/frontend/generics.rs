//! What the bounds of type parameters tell: which are numbers, and which are functions.

use crate::ir::function::{self, Bounds};
use crate::ir::kind::TypeParams;

/// The type parameters and what bounds them, where they are declared and in the `where` clause.
pub fn bounds_of(generics: &syn::Generics) -> impl Iterator<Item = (String, &Bounds)> {
    let declared = generics
        .type_params()
        .map(|p| (p.ident.to_string(), &p.bounds));
    let clauses = generics.where_clause.iter().flat_map(|w| &w.predicates);
    declared.chain(clauses.filter_map(|p| match p {
        syn::WherePredicate::Type(t) => match &t.bounded_ty {
            syn::Type::Path(p) => Some((p.path.get_ident()?.to_string(), &t.bounds)),
            _ => None,
        },
        _ => None,
    }))
}

/// The traits among the bounds, by their last names.
pub fn traits(bounds: &Bounds) -> impl Iterator<Item = String> {
    bounds.iter().filter_map(|b| match b {
        syn::TypeParamBound::Trait(t) => t.path.segments.last().map(|s| s.ident.to_string()),
        _ => None,
    })
}

/// Whether the bounds are those of a function.
pub fn is_function(bounds: &Bounds) -> bool {
    bounds.iter().any(|b| function::of_bound(b).is_some())
}

/// The type parameters by their bounds.
pub fn add_type_params(generics: &syn::Generics, out: &mut TypeParams) {
    for (name, bounds) in bounds_of(generics) {
        if traits(bounds).any(|t| t == "Real") {
            out.real.insert(name.clone());
        }
        // All bounds of a function, wherever they stand.
        let all = out.function.entry(name).or_default();
        all.extend(bounds.iter().cloned());
    }
    out.function.retain(|_, bounds| is_function(bounds));
}
