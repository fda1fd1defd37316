//! The signature: parameters with their kinds and roles, and what is refused.

use super::attribute::Options;
use super::generics::{add_type_params, is_function};
use super::obstacle;
use super::receiver::{in_an_impl, receiver};
use super::surroundings::{Place, Surroundings};
use crate::diagnostics::Errors;
use crate::ir::kind::{PRIMITIVE, TypeParams, is_inert_by_name, of_type, proven_inert};
use crate::ir::{Kind, Role, types};
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
    /// Whether the function stands in an `impl` or a trait, and its derivatives beside it.
    pub associated: bool,
}

/// One parameter.
pub struct SigParam {
    pub pat: syn::Pat,
    pub ty: syn::Type,
    pub kind: Kind,
    /// The name, where the pattern is one.
    pub name: Option<Ident>,
    pub role: Role,
    /// Why the parameter can't be differentiated, and what to write instead.
    pub obstacle: Option<(String, &'static str)>,
}

impl Signature {
    /// Reads and checks the signature of `item`.
    pub fn read(
        item: &syn::ItemFn,
        options: &Options,
        around: &Surroundings,
        errors: &Errors,
    ) -> Signature {
        let sig = &item.sig;
        check_function(sig, errors);
        let mut type_params = around.types.clone();
        add_type_params(&around.generics, &mut type_params);
        add_type_params(&sig.generics, &mut type_params);
        for ty in &options.types {
            type_params.own.entry(ty.to_string()).or_default();
        }
        let mut params = Vec::new();
        for input in &sig.inputs {
            let own;
            let p = match input {
                syn::FnArg::Receiver(r) => {
                    own = receiver(r);
                    &own
                }
                syn::FnArg::Typed(p) => p,
            };
            params.push(SigParam::read(
                p,
                options,
                &sig.generics,
                &type_params,
                errors,
            ));
        }
        let output = super::alias::read(&sig.output, |name| around.aliases.get(name).cloned());
        let result = match &output {
            syn::ReturnType::Default => Kind::Inert,
            syn::ReturnType::Type(_, ty) => of_type(ty, &type_params),
        };
        if let syn::ReturnType::Type(_, ty) = &sig.output
            && let syn::Type::ImplTrait(t) = &**ty
        {
            let help = match is_function(&t.bounds) {
                true => "box the function, as in `Box<dyn Fn(f64) -> f64>`",
                false => "name the type that is returned, or collect into a `Vec`",
            };
            let message = "a result of type `impl Trait` has no tangent type";
            errors.add(t.span(), message, help);
        }
        let associated = match around.place {
            Place::Unknown => in_an_impl(item),
            Place::Free => false,
            Place::Impl | Place::Trait => true,
        };
        if !associated && !options.no_companion && hides_a_type(&sig.ident) {
            let name = &sig.ident;
            errors.add(
                name.span(),
                format!(
                    "the derivatives of a function named `{name}` would hide the type `{name}`"
                ),
                "give the function another name",
            );
        }
        // What a call of the function by itself gives; with other types it may be something else.
        let by_type = sig.generics.type_params().next().is_some();
        if !associated && !by_type && matches!(output, syn::ReturnType::Type(..)) {
            let name = sig.ident.to_string();
            type_params.functions.insert(name, result.clone());
        }
        super::shadowed::remove(&item.block, &mut type_params);
        Signature {
            ident: sig.ident.clone(),
            vis: item.vis.clone(),
            generics: sig.generics.clone(),
            params,
            output,
            result,
            type_params,
            associated,
        }
    }

    /// The names that options may use.
    pub fn names(&self) -> Vec<String> {
        self.params
            .iter()
            .filter_map(|p| p.name.as_ref().map(ToString::to_string))
            .collect()
    }
}

impl SigParam {
    fn read(
        p: &syn::PatType,
        o: &Options,
        generics: &syn::Generics,
        params: &TypeParams,
        errors: &Errors,
    ) -> SigParam {
        let name = match &*p.pat {
            syn::Pat::Ident(i) if i.subpat.is_none() => Some(i.ident.clone()),
            _ => None,
        };
        let listed = |list: &[Ident]| name.as_ref().is_some_and(|n| list.contains(n));
        let kind = match of_type(&p.ty, params) {
            k if is_inert_by_name(&k) => proven_inert(k),
            k => k,
        };
        // What is written through carries its tangent out: a reference, a view, and a value that
        // holds such a thing.
        let by_mut = types::lends(&p.ty);
        let whole = by_mut && (matches!(kind, Kind::Ref(..)) || kind.is_tensor());
        let role = if listed(&o.constant) || kind.is_inert() {
            Role::Inert
        } else if kind.function().is_some() {
            Role::Function
        } else if whole && listed(&o.out) {
            Role::Out
        } else if by_mut {
            Role::InOut
        } else {
            Role::Differentiable
        };
        for n in o.out.iter().filter(|n| !whole && name.as_ref() == Some(n)) {
            errors.add(
                n.span(),
                format!("`out` names `{n}`, which is not a `&mut` parameter"),
                format!("give it a type: `{n}: &mut ..`, or leave it out of `out(..)`"),
            );
        }
        if let syn::Type::ImplTrait(t) = &*p.ty
            && !is_function(&t.bounds)
        {
            errors.add(
                t.impl_token.span,
                "`impl Trait` parameters other than functions have no tangent type",
                "use a named type parameter, as in `fn f<T: Real>(x: T)`, or a slice",
            );
        }
        let obstacle = obstacle::of(&p.ty, &kind, generics, params);
        SigParam {
            pat: (*p.pat).clone(),
            ty: (*p.ty).clone(),
            kind,
            name,
            role,
            obstacle,
        }
    }

    /// Whether the type of its tangent can't even be written.
    pub fn is_opaque(&self) -> bool {
        let ty = obstacle::pointee(&self.ty);
        let function = matches!(self.kind.peeled(), Kind::Function(_));
        let refused = function && (self.obstacle.is_some() || self.kind.function().is_none());
        refused || obstacle::is_map(self.kind.peeled()) || matches!(ty, syn::Type::Ptr(_))
    }

    /// Whether every caller gives it a tangent. What holds references may hold none, or one to what
    /// nobody reads, and then a caller has no tangent of it.
    pub fn is_seeded_by_all(&self) -> bool {
        let holder = self.role.is_mut() && !matches!(self.kind, Kind::Ref(..));
        self.role.is_always_seeded() && !holder
    }

    /// Where it is written, if it is `self`.
    pub fn receiver(&self) -> Option<Span> {
        self.name.as_ref().filter(|n| *n == "self").map(Ident::span)
    }

    /// Where to point.
    pub fn span(&self) -> Span {
        self.pat.span()
    }
}

/// Whether a function's companion, a type of its name, would hide one of the language.
pub fn hides_a_type(function: &Ident) -> bool {
    PRIMITIVE
        .iter()
        .chain(&["f32", "f64"])
        .any(|ty| function == ty)
}

/// What kind of function it is.
fn check_function(sig: &syn::Signature, errors: &Errors) {
    if let Some(v) = &sig.variadic {
        // What else such a function is, is a part of that.
        errors.add(
            v.span(),
            "a variadic function can't be differentiated",
            "take a slice",
        );
        return;
    }
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
    if let Some(abi) = &sig.abi {
        errors.add(
            abi.span(),
            "a function with a foreign calling convention can't be differentiated",
            "annotate an ordinary function and call it from the foreign one",
        );
    }
}
