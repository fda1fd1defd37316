//! Types of functions: what a call takes and gives, and the type of the JVP.
//!
//! The JVP of a function has the signature that `jvp_f` would have: each argument with its tangent
//! behind it, value and tangent as the result. That is the tangent of a function, so `f: F` is
//! followed by `df`, and a call of `f` with tangents is a call of `df`. Always holds: what has no
//! tangent as a parameter has none as an argument.

use super::kind::{Kind, TypeParams, is_inert_by_name, of_type};
use super::types::{TypeCtx, is_unit, joint, payload, tangent};
use syn::punctuated::Punctuated;
use syn::visit::Visit;
use syn::{NamedArg, ReturnType, Token, parse_quote};

/// What stands behind `impl`, `dyn`, or a type parameter's colon.
pub type Bounds = Punctuated<syn::TypeParamBound, Token![+]>;

/// What syntax tells of a function's type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FnKind {
    pub params: Vec<Kind>,
    pub result: Kind,
    /// Whether it gives `()`.
    pub unit: bool,
    /// Whether what it is called with may stay with it.
    pub keeps: bool,
    /// Whether a tangent goes through a call: out in the result, or into what is written.
    pub has_tangent: bool,
}

/// Whether an argument of this kind is followed by its tangent.
pub fn takes_tangent(kind: &Kind) -> bool {
    !kind.is_inert() && !is_inert_by_name(kind)
}

/// `Fn(A) -> B` among the bounds of a type.
pub fn of_bounds(bounds: &Bounds, params: &TypeParams) -> Option<FnKind> {
    let (name, args) = bounds.iter().find_map(of_bound)?;
    Some(of_parts(&args.inputs, &args.output, name != "Fn", params))
}

/// `fn(A) -> B`
pub fn of_pointer(f: &syn::TypeFnPtr, params: &TypeParams) -> FnKind {
    of_parts(&f.inputs, &f.output, false, params)
}

/// `keeps`: it is no `Fn`, so a call may change what it has captured.
fn of_parts(
    inputs: &Punctuated<NamedArg, Token![,]>,
    output: &ReturnType,
    keeps: bool,
    params: &TypeParams,
) -> FnKind {
    let args: Vec<Kind> = inputs.iter().map(|a| of_type(&a.ty, params)).collect();
    let (result, unit) = match output {
        ReturnType::Default => (Kind::Inert, true),
        ReturnType::Type(_, ty) => (of_type(ty, params), is_unit(ty)),
    };
    // A function without a result is there for what it does with its arguments.
    let keeps = keeps || unit;
    let written = |k: &Kind| takes_tangent(k) && (keeps || matches!(k, Kind::Ref(_, true)));
    FnKind {
        has_tangent: takes_tangent(&result) || args.iter().any(written),
        params: args,
        result,
        unit,
        keeps,
    }
}

/// The trait's name and its arguments, if the bound is `Fn`, `FnMut` or `FnOnce`.
pub fn of_bound(
    bound: &syn::TypeParamBound,
) -> Option<(String, &syn::ParenthesizedGenericArguments)> {
    let syn::TypeParamBound::Trait(t) = bound else {
        return None;
    };
    let last = t.path.segments.last()?;
    let name = last.ident.to_string();
    match &last.arguments {
        syn::PathArguments::Parenthesized(args)
            if matches!(name.as_str(), "Fn" | "FnMut" | "FnOnce") =>
        {
            Some((name, args))
        }
        _ => None,
    }
}

/// The bounds of the JVP: `Fn(A) -> B + Copy` gives `Fn(A, A') -> (B, B') + Copy`.
pub fn tangent_bounds(bounds: &Bounds, ctx: TypeCtx) -> Bounds {
    let mut bounds = bounds.clone();
    for bound in &mut bounds {
        if of_bound(bound).is_some()
            && let syn::TypeParamBound::Trait(t) = bound
            && let Some(last) = t.path.segments.last_mut()
            && let syn::PathArguments::Parenthesized(args) = &mut last.arguments
        {
            tangent_parts(&mut args.inputs, &mut args.output, ctx);
        }
    }
    bounds
}

/// `fn(A) -> B` to `fn(A, A') -> (B, B')`.
pub fn tangent_pointer(f: &syn::TypeFnPtr, ctx: TypeCtx) -> syn::Type {
    let mut f = f.clone();
    tangent_parts(&mut f.inputs, &mut f.output, ctx);
    syn::Type::FnPtr(f)
}

fn tangent_parts(
    inputs: &mut Punctuated<NamedArg, Token![,]>,
    output: &mut ReturnType,
    ctx: TypeCtx,
) {
    let mut both = Punctuated::new();
    for arg in inputs.iter() {
        let d = tangent(&arg.ty, ctx);
        let seeded = takes_tangent(&of_type(&arg.ty, ctx.params));
        let mut arg = arg.clone();
        arg.ty = as_primal(arg.ty);
        both.push(arg);
        if seeded {
            both.push(parse_quote!(#d));
        }
    }
    *inputs = both;
    if let ReturnType::Type(_, ty) = output {
        **ty = result(ty, ctx);
    }
}

/// As the table of results has it: `()` stays, alone and as the payload of a `Result`.
fn result(ty: &syn::Type, ctx: TypeCtx) -> syn::Type {
    match is_unit(payload(ty, &of_type(ty, ctx.params)).unwrap_or(ty)) {
        true => ty.clone(),
        false => joint(ty, ctx),
    }
}

/// A primal's type inside of a tangent's: in a group, in which no lifetime is renamed.
fn as_primal(ty: syn::Type) -> syn::Type {
    struct Named(bool);
    impl<'ast> Visit<'ast> for Named {
        fn visit_lifetime(&mut self, _: &'ast syn::Lifetime) {
            self.0 = true;
        }
    }
    let mut named = Named(false);
    named.visit_type(&ty);
    match named.0 {
        false => ty,
        true => syn::Type::Group(syn::TypeGroup {
            attrs: Vec::new(),
            group_token: syn::token::Group::default(),
            elem: Box::new(ty),
        }),
    }
}
