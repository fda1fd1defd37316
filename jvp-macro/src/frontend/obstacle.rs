//! What stands between a parameter and its tangent, by the parameter's type.

use super::generics::{bounds_of, is_function, traits};
use crate::ir::Kind;
use crate::ir::kind::{MAPS, TypeParams};

/// What stands between a parameter of this type and its tangent.
pub fn of(
    ty: &syn::Type,
    kind: &Kind,
    generics: &syn::Generics,
    params: &TypeParams,
) -> Option<(String, &'static str)> {
    let pointee = pointee(ty);
    let (message, help) = match (pointee, kind.peeled()) {
        // Has been refused as it is.
        (syn::Type::ImplTrait(t), _) if !is_function(&t.bounds) => return None,
        (syn::Type::TraitObject(t), _) if !is_function(&t.bounds) => (
            "a trait object has no tangent type",
            "take a type parameter, or make it a constant: `constant(..)`",
        ),
        (syn::Type::Ptr(_), _) => (
            "a raw pointer has no tangent",
            "take a reference or a slice, or make it a constant: `constant(..)`",
        ),
        (pointee, Kind::Function(_)) => return super::function::obstacle(pointee, params),
        (array, _) if has_any_storage(array, generics) => (
            "an `ArrayBase` with any storage has no tangent type",
            "take `&ArrayRef<A, D>`, to which a reference to an array and to a view coerces, or make it \
             a constant: `constant(..)`",
        ),
        (_, kind) if is_map(kind) => (
            "a map or a set has no tangent type",
            "make it a constant, `constant(..)`, or take what is active in it as a slice",
        ),
        (_, Kind::Result(_)) => (
            "a parameter of type `Result` has no tangent type",
            "take what its `Ok` holds, or make it a constant: `constant(..)`",
        ),
        (_, kind) => {
            let name = plain_type_param(kind, generics)?;
            let message = format!("the type parameter `{name}` has no known tangent type");
            return Some((
                message,
                "bound it by `Real`, or make it a constant: `constant(..)`",
            ));
        }
    };
    Some((message.to_string(), help))
}

pub fn is_map(kind: &Kind) -> bool {
    matches!(kind, Kind::Named(name) if MAPS.contains(&name.as_str()))
}

/// Whether it is `ArrayBase<S, D>` with a type parameter `S`, which may stand for anything.
fn has_any_storage(ty: &syn::Type, generics: &syn::Generics) -> bool {
    let syn::Type::Path(array) = ty else {
        return false;
    };
    let Some(last) = array
        .path
        .segments
        .last()
        .filter(|s| s.ident == "ArrayBase")
    else {
        return false;
    };
    let syn::PathArguments::AngleBracketed(of) = &last.arguments else {
        return false;
    };
    match of.args.first() {
        Some(syn::GenericArgument::Type(syn::Type::Path(storage))) => generics
            .type_params()
            .any(|p| storage.path.is_ident(&p.ident)),
        _ => false,
    }
}

/// The type behind references, boxes and parentheses.
pub fn pointee(ty: &syn::Type) -> &syn::Type {
    match ty {
        syn::Type::Reference(r) => pointee(&r.elem),
        syn::Type::Paren(t) => pointee(&t.elem),
        syn::Type::Group(t) => pointee(&t.elem),
        syn::Type::Path(p) => match p.path.segments.last().map(|s| (&s.ident, &s.arguments)) {
            Some((name, syn::PathArguments::AngleBracketed(of))) if name == "Box" => {
                match of.args.first() {
                    Some(syn::GenericArgument::Type(t)) => pointee(t),
                    _ => ty,
                }
            }
            _ => ty,
        },
        _ => ty,
    }
}

/// Traits that say nothing about tangents: a type parameter that has no other bound has none.
const PLAIN_TRAITS: &[&str] = &[
    "Add",
    "AddAssign",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Display",
    "Div",
    "DivAssign",
    "Float",
    "FloatCore",
    "From",
    "FromPrimitive",
    "Into",
    "LinalgScalar",
    "Mul",
    "MulAssign",
    "NdFloat",
    "Neg",
    "Num",
    "NumCast",
    "One",
    "PartialEq",
    "PartialOrd",
    "Product",
    "Rem",
    "Send",
    "Sized",
    "Sub",
    "SubAssign",
    "Sum",
    "Sync",
    "ToPrimitive",
    "Zero",
];

/// The type parameter that `kind` is or holds, if no bound of it can give it a tangent.
pub fn plain_type_param(kind: &Kind, generics: &syn::Generics) -> Option<String> {
    let name = match kind.peeled() {
        Kind::Named(name) => name,
        Kind::Seq(_, inner) | Kind::Option(inner) => return plain_type_param(inner, generics),
        _ => return None,
    };
    generics.type_params().find(|p| p.ident == name)?;
    let bounds = bounds_of(generics).filter(|(n, _)| n == name);
    let plain = bounds
        .flat_map(|(_, b)| traits(b))
        .all(|t| PLAIN_TRAITS.contains(&t.as_str()));
    plain.then(|| name.clone())
}
