//! Generics: the bounds that tangents need, and which parameters the tangent type has.
//!
//! A field of a plain `T` has the tangent `<T as Differentiable>::Tangent`; the bound that makes
//! sense of it is on the type that stands there, not on every parameter in it, since a parameter
//! may be a rank or a marker. A parameter that no tangent mentions is not one of the tangent type:
//! it would need a `PhantomData`, which would stand in every literal.

use super::field::projected;
use crate::ir::kind::{Kind, of_type};
use crate::ir::types::TypeCtx;
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::HashSet;
use syn::visit::{self, Visit};
use syn::{GenericParam, Generics, WherePredicate, parse_quote};

/// `generics`, and `X: Differentiable` for each `<X as Differentiable>::Tangent` in `tangents`
/// that depends on a type parameter other than a `T: Real`. The type itself is none of them:
/// that would be to prove a thing by itself.
pub fn bounded(
    generics: &Generics,
    own: &Ident,
    tangents: &[&syn::Type],
    ctx: TypeCtx,
) -> Generics {
    let open: HashSet<String> = generics
        .type_params()
        .map(|p| p.ident.to_string())
        .filter(|p| !ctx.params.real.contains(p))
        .collect();
    let mut projected = Projected::default();
    for tangent in tangents {
        projected.visit_type(tangent);
    }
    let mut out = generics.clone();
    let mut seen = HashSet::new();
    let mut parts = Vec::new();
    for ty in &projected.types {
        made_of(ty, generics, ctx, &mut parts);
    }
    for ty in parts {
        let names = mentions(ty.to_token_stream());
        let recursive = names.contains(&own.to_string()) || names.contains("Self");
        if recursive || names.is_disjoint(&open) || !seen.insert(ty.to_token_stream().to_string()) {
            continue;
        }
        let krate = ctx.krate;
        let bound: WherePredicate = parse_quote!(#ty: #krate::Differentiable);
        out.make_where_clause().predicates.push(bound);
    }
    out
}

/// The types whose tangents that of `ty` is made of: a container's elements. To bound it itself would hide
/// from the compiler what its tangent is.
fn made_of<'t>(ty: &'t syn::Type, generics: &Generics, ctx: TypeCtx, out: &mut Vec<&'t syn::Type>) {
    match ty {
        syn::Type::Paren(t) => return made_of(&t.elem, generics, ctx, out),
        syn::Type::Group(t) => return made_of(&t.elem, generics, ctx, out),
        syn::Type::Array(t) => return made_of(&t.elem, generics, ctx, out),
        syn::Type::Tuple(t) => return t.elems.iter().for_each(|t| made_of(t, generics, ctx, out)),
        syn::Type::Path(p) => {
            let kind = of_type(ty, ctx.params);
            let container = matches!(kind, Kind::Seq(..) | Kind::Option(_) | Kind::Boxed(_));
            let arguments = p.path.segments.last().map(|s| &s.arguments);
            if let Some(syn::PathArguments::AngleBracketed(a)) = arguments
                && let Some(syn::GenericArgument::Type(element)) = a.args.first()
                && (container
                    || kind.is_tensor() && a.args.iter().skip(1).all(|a| is_bounded(a, generics)))
            {
                return made_of(element, generics, ctx, out);
            }
        }
        _ => {}
    }
    out.push(ty);
}

/// Whether the parameters in an argument, a rank, say, have the bounds that an array needs.
fn is_bounded(argument: &syn::GenericArgument, generics: &Generics) -> bool {
    let names = mentions(argument.to_token_stream());
    generics
        .type_params()
        .filter(|p| names.contains(&p.ident.to_string()))
        .all(|p| !p.bounds.is_empty())
}

/// The types that fields hold directly and whose tangents the trait has to tell. An implementation
/// is switched off where one of them is not differentiable, so that this is said once, where the
/// field of the tangent type is declared. Types behind a `Vec`, a `Box` or an `Option`, or that
/// have types in them, may lead back to the type that is derived for, and a thing is not proven by
/// itself.
pub fn direct<'a>(
    types: impl Iterator<Item = &'a syn::Type>,
    own: &Ident,
    open: &HashSet<String>,
    ctx: TypeCtx,
) -> Vec<syn::Type> {
    let mut out = Vec::new();
    for ty in types {
        match ty {
            syn::Type::Paren(t) => out.extend(direct([&*t.elem].into_iter(), own, open, ctx)),
            syn::Type::Group(t) => out.extend(direct([&*t.elem].into_iter(), own, open, ctx)),
            syn::Type::Array(t) => out.extend(direct([&*t.elem].into_iter(), own, open, ctx)),
            syn::Type::Tuple(t) => out.extend(direct(t.elems.iter(), own, open, ctx)),
            syn::Type::Path(p) if is_closed(p, open, ctx) && !p.path.is_ident(own) => {
                out.push(ty.clone())
            }
            _ => {}
        }
    }
    out
}

/// Whether it is a named type, in which there are no others but numbers and the like.
fn is_closed(path: &syn::TypePath, open: &HashSet<String>, ctx: TypeCtx) -> bool {
    let names = mentions(path.to_token_stream());
    let named = matches!(
        of_type(&syn::Type::Path(path.clone()), ctx.params),
        Kind::Named(_)
    );
    let known = |argument: &syn::GenericArgument| match argument {
        syn::GenericArgument::Type(t) => {
            let kind = of_type(t, ctx.params);
            kind.is_inert() || kind.is_scalar()
        }
        _ => true,
    };
    named
        && open.is_disjoint(&names)
        && path.path.segments.iter().all(|s| match &s.arguments {
            syn::PathArguments::AngleBracketed(a) => a.args.iter().all(known),
            _ => true,
        })
}

/// The parameters that `tangents` mention, with those bounds that mention no other.
pub fn mentioned(generics: &Generics, tangents: &[&syn::Type]) -> Generics {
    let used: HashSet<String> = tangents
        .iter()
        .flat_map(|t| mentions(t.to_token_stream()))
        .collect();
    let name = |p: &GenericParam| match p {
        GenericParam::Lifetime(p) => p.lifetime.to_string(),
        GenericParam::Type(p) => p.ident.to_string(),
        GenericParam::Const(p) => p.ident.to_string(),
    };
    let (kept, dropped): (Vec<_>, Vec<_>) = generics
        .params
        .iter()
        .partition(|p| used.contains(&name(p)));
    let dropped: HashSet<String> = dropped.into_iter().map(name).collect();
    let stays = |tokens: &dyn ToTokens| mentions(tokens.to_token_stream()).is_disjoint(&dropped);

    let mut out = Generics {
        params: kept.into_iter().cloned().collect(),
        ..generics.clone()
    };
    for param in &mut out.params {
        match param {
            GenericParam::Lifetime(p) => {
                p.bounds = p.bounds.iter().filter(|b| stays(b)).cloned().collect();
            }
            GenericParam::Type(p) => {
                p.bounds = p.bounds.iter().filter(|b| stays(b)).cloned().collect();
                p.default.take_if(|(_, default)| !stays(default));
            }
            GenericParam::Const(_) => {}
        }
    }
    if let Some(clause) = &mut out.where_clause {
        let stay = clause.predicates.iter().filter(|p| stays(p)).cloned();
        clause.predicates = stay.collect();
    }
    out
}

/// `generics`, and `bound` on each of `types`. The bounds are under a `for<..>`: one on a type
/// without parameters is otherwise an error where it does not hold, and here it has to switch an
/// implementation off.
pub fn if_all<'a>(
    generics: &Generics,
    types: impl Iterator<Item = &'a syn::Type>,
    bound: &TokenStream,
) -> Generics {
    let mut out = generics.clone();
    let predicates = &mut out.make_where_clause().predicates;
    let mut seen = HashSet::new();
    for ty in types.filter(|t| seen.insert(t.to_token_stream().to_string())) {
        predicates.push(parse_quote!(for<'jvp_if> #ty: #bound));
    }
    out
}

/// The names that stand in `tokens`, lifetimes with their tick.
pub fn mentions(tokens: TokenStream) -> HashSet<String> {
    let mut out = HashSet::new();
    let mut tick = false;
    for token in tokens {
        match &token {
            TokenTree::Ident(name) if tick => drop(out.insert(format!("'{name}"))),
            TokenTree::Ident(name) => drop(out.insert(name.to_string())),
            TokenTree::Group(group) => out.extend(mentions(group.stream())),
            _ => {}
        }
        tick = matches!(&token, TokenTree::Punct(p) if p.as_char() == '\'');
    }
    out
}

/// The `X` of each outermost `<X as Differentiable>::Tangent`.
#[derive(Default)]
pub struct Projected {
    pub types: Vec<syn::Type>,
}

impl<'ast> Visit<'ast> for Projected {
    fn visit_type_path(&mut self, path: &'ast syn::TypePath) {
        match projected(path) {
            Some(ty) => self.types.push(ty.clone()),
            None => visit::visit_type_path(self, path),
        }
    }
}
