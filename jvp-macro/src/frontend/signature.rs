//! The signature: parameters with their kinds and roles, and what is refused.

use super::attribute::Options;
use crate::diagnostics::Errors;
use crate::ir::kind::{TypeParams, of_type};
use crate::ir::{Kind, Role};
use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;

/// A checked signature.
pub struct Signature {
    pub ident: Ident,
    pub vis: syn::Visibility,
    pub generics: syn::Generics,
    pub params: Vec<SigParam>,
    pub output: syn::ReturnType,
    pub result: Kind,
    pub type_params: TypeParams,
    pub unsafety: bool,
}

/// One parameter.
pub struct SigParam {
    pub pat: syn::Pat,
    pub ty: syn::Type,
    pub kind: Kind,
    /// The name, where the pattern is one.
    pub name: Option<Ident>,
    pub role: Role,
}

impl Signature {
    /// Reads and checks the signature of `item`.
    pub fn read(item: &syn::ItemFn, options: &Options, errors: &Errors) -> Signature {
        let sig = &item.sig;
        check_function(sig, errors);
        let type_params = type_params(&sig.generics);
        let mut params = Vec::new();
        for input in &sig.inputs {
            match input {
                syn::FnArg::Receiver(r) => errors.add(
                    r.self_token.span,
                    "methods are not differentiated yet",
                    "make it a free function that takes the fields it needs",
                ),
                syn::FnArg::Typed(p) => {
                    params.push(SigParam::read(p, options, &type_params, errors));
                }
            }
        }
        let result = match &sig.output {
            syn::ReturnType::Default => Kind::Inert,
            syn::ReturnType::Type(_, ty) => of_type(ty, &type_params),
        };
        if let syn::ReturnType::Type(_, ty) = &sig.output
            && let syn::Type::ImplTrait(t) = &**ty
        {
            errors.add(
                t.span(),
                "a result of type `impl Trait` has no tangent type",
                "name the type that is returned, or collect into a `Vec`",
            );
        }
        Signature {
            ident: sig.ident.clone(),
            vis: item.vis.clone(),
            generics: sig.generics.clone(),
            params,
            output: sig.output.clone(),
            result,
            type_params,
            unsafety: !matches!(sig.safety, syn::Safety::Default),
        }
    }

    /// The names that options may use.
    pub fn names(&self) -> Vec<String> {
        self.params.iter().filter_map(|p| p.name.as_ref().map(ToString::to_string)).collect()
    }
}

impl SigParam {
    fn read(p: &syn::PatType, o: &Options, params: &TypeParams, errors: &Errors) -> SigParam {
        let name = match &*p.pat {
            syn::Pat::Ident(i) if i.subpat.is_none() => Some(i.ident.clone()),
            _ => None,
        };
        let listed = |list: &[Ident]| name.as_ref().is_some_and(|n| list.contains(n));
        let kind = of_type(&p.ty, params);
        let by_mut = matches!(kind, Kind::Ref(_, true));
        let role = if listed(&o.constant) || kind.is_inert() {
            Role::Inert
        } else if listed(&o.out) {
            Role::Out
        } else if by_mut {
            Role::InOut
        } else {
            Role::Differentiable
        };
        if role == Role::Out && !by_mut {
            errors.add(
                p.pat.span(),
                "`out` is for `&mut` parameters",
                "give the parameter a type `&mut ..`, or leave it out of `out(..)`",
            );
        }
        if let syn::Type::ImplTrait(t) = &*p.ty {
            let function = t.bounds.iter().any(|b| match b {
                syn::TypeParamBound::Trait(t) => {
                    t.path.segments.last().is_some_and(|s| s.ident.to_string().starts_with("Fn"))
                }
                _ => false,
            });
            if !function {
                errors.add(
                    t.span(),
                    "`impl Trait` parameters other than functions have no tangent type",
                    "use a named type parameter, as in `fn f<T: Real>(x: T)`",
                );
            }
        }
        SigParam { pat: (*p.pat).clone(), ty: (*p.ty).clone(), kind, name, role }
    }

    /// Where to point.
    pub fn span(&self) -> Span {
        self.pat.span()
    }
}

/// What kind of function it is.
fn check_function(sig: &syn::Signature, errors: &Errors) {
    if let Some(c) = &sig.constness {
        errors.add(
            c.span,
            "a `const fn` can't be differentiated",
            "its derivative would not be `const`; leave the `const` out",
        );
    }
    if let Some(a) = &sig.asyncness {
        errors.add(
            a.span,
            "an `async fn` can't be differentiated",
            "move the arithmetic into an ordinary function and annotate that",
        );
    }
    if let syn::Safety::Unsafe(u) = &sig.safety {
        errors.add(
            u.span,
            "an `unsafe fn` can't be differentiated",
            "move the safe arithmetic into a function of its own and annotate that",
        );
    }
    if let Some(v) = &sig.variadic {
        errors.add(v.span(), "a variadic function can't be differentiated", "take a slice");
    }
    if let Some(abi) = &sig.abi {
        errors.add(
            abi.span(),
            "a function with a foreign calling convention can't be differentiated",
            "annotate an ordinary function and call it from the foreign one",
        );
    }
}

/// The type parameters by their bounds.
fn type_params(generics: &syn::Generics) -> TypeParams {
    let mut out = TypeParams::default();
    let mut note = |name: String, bounds: &syn::punctuated::Punctuated<syn::TypeParamBound, _>| {
        for bound in bounds {
            let syn::TypeParamBound::Trait(t) = bound else { continue };
            let Some(last) = t.path.segments.last() else { continue };
            match last.ident.to_string().as_str() {
                "Real" => drop(out.real.insert(name.clone())),
                "Fn" | "FnMut" | "FnOnce" => drop(out.function.insert(name.clone())),
                _ => {}
            }
        }
    };
    for p in generics.type_params() {
        note(p.ident.to_string(), &p.bounds);
    }
    for predicate in generics.where_clause.iter().flat_map(|w| &w.predicates) {
        if let syn::WherePredicate::Type(t) = predicate
            && let syn::Type::Path(p) = &t.bounded_ty
            && let Some(ident) = p.path.get_ident()
        {
            note(ident.to_string(), &t.bounds);
        }
    }
    out
}
