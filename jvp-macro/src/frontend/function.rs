//! Parameters that are functions: which types of functions have a JVP whose type can be written.

use crate::ir::function::{Bounds, of_bound};
use crate::ir::kind::TypeParams;
use crate::ir::types::borrows;

/// Traits that a JVP, a closure of our own, has where the user's function has them.
const SHARED: &[&str] = &[
    "Clone",
    "Copy",
    "Send",
    "Sync",
    "Sized",
    "Unpin",
    "RefUnwindSafe",
    "UnwindSafe",
];

/// Why a function of this type has no JVP that could be passed, and what to write instead.
pub fn obstacle(ty: &syn::Type, params: &TypeParams) -> Option<(String, &'static str)> {
    match ty {
        syn::Type::ImplTrait(t) => of_bounds(&t.bounds),
        syn::Type::TraitObject(t) => of_bounds(&t.bounds),
        syn::Type::FnPtr(f) if f.unsafety.is_some() || f.abi.is_some() || f.variadic.is_some() => {
            Some((
                "an `unsafe` or foreign function pointer has no JVP".to_string(),
                "take `fn(A) -> B`, and call the foreign function in a safe one with a rule",
            ))
        }
        syn::Type::FnPtr(f) => of_output(&f.output),
        syn::Type::Path(p) => {
            let bounds = params.function.get(&p.path.get_ident()?.to_string())?;
            of_bounds(bounds)
        }
        _ => None,
    }
}

fn of_bounds(bounds: &Bounds) -> Option<(String, &'static str)> {
    for bound in bounds {
        if let Some((_, args)) = of_bound(bound) {
            if let Some(o) = of_output(&args.output) {
                return Some(o);
            }
            continue;
        }
        let syn::TypeParamBound::Trait(t) = bound else {
            continue;
        };
        let name = t.path.segments.last()?.ident.to_string();
        if !SHARED.contains(&name.as_str()) {
            return Some((
                format!(
                    "the JVP of a function that has to be `{name}` would have to be `{name}` too"
                ),
                "bound it by `Fn(..)` and the traits of every closure, `Copy`, `Send` or `'a`, or \
                 make it a constant: `constant(..)`",
            ));
        }
    }
    None
}

/// A reference that a function gives would have to be told from that of its tangent.
fn of_output(output: &syn::ReturnType) -> Option<(String, &'static str)> {
    borrows(output).then(|| {
        (
            "a function that gives a reference has no JVP type".to_string(),
            "give an owned value, or write into a `&mut` argument",
        )
    })
}
