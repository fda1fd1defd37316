//! The companion: a hidden braced struct of the function's name, whose associated functions are
//! how annotated callers reach the JVP for just the arguments that are active there.
//!
//! Which names it has is the rule of `ir::mask`. A method has no struct: what would be in it stands
//! beside the method.

use super::into::Wrapper;
use super::names::plain_or_raw;
use super::receiver::Handed;
use super::signature::{GenParam, Mode, signature};
use super::tokens::braces;
use crate::ir::types::{TypeCtx, borrows, tangent};
use crate::ir::{Kind, Param, Role, mask};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use std::collections::HashSet;

/// One function of the companion that hands on to another.
pub struct Forward<'a> {
    pub params: &'a [Param],
    pub generics: &'a syn::Generics,
    pub output: &'a syn::ReturnType,
    pub ctx: TypeCtx<'a>,
    pub vis: &'a TokenStream,
    /// What stands before the function beside a method; in a companion, nothing.
    pub attrs: &'a TokenStream,
    pub roles: &'a [Role],
    /// The name's digits.
    pub digits: &'a [bool],
    pub name: Ident,
    /// That it is the entry for masks that have no name: callers say of each argument whether it
    /// is active.
    pub round: bool,
    /// Which tangents the target takes.
    pub target_seeds: Vec<bool>,
    pub target: TokenStream,
}

impl Forward<'_> {
    pub fn print(&self) -> TokenStream {
        let target = &self.target;
        self.print_with(|args| Some(quote!(#target(#(#args),*))))
    }

    /// What a trait says of it.
    pub fn print_declaration(&self) -> TokenStream {
        self.print_with(|_| None)
    }

    /// What a trait says of a function that the user has asked for; `names` are those of its
    /// parameters, `into` says that there is one beside it that writes its results into places.
    pub fn print_header(&self, names: &[Option<Ident>], mode: Mode, into: bool) -> TokenStream {
        let mut taken: HashSet<String> = names.iter().flatten().map(Ident::to_string).collect();
        let mut free = |mut name: String| {
            while !taken.insert(name.clone()) {
                name.push('_');
            }
            plain_or_raw(&name, Span::call_site())
        };
        let mut params = Vec::new();
        for (i, (p, name)) in self.params.iter().zip(names).enumerate() {
            let x = name.clone().unwrap_or_else(|| free(format!("p{i}")));
            let bare = x.to_string();
            let dx = self.digits[i].then(|| free(format!("d{}", bare.trim_start_matches("r#"))));
            params.push(GenParam {
                pat: quote!(#x),
                ty: p.ty.clone(),
                tangent: dx.map(|dx| (quote!(#dx), tangent(&p.ty, self.ctx))),
                hidden: mode == Mode::Pushforward && self.roles[i] == Role::Out,
            });
        }
        let sig = signature(self.generics, params, self.output, mode, self.ctx);
        let (impl_generics, _, where_clause) = sig.generics.split_for_impl();
        let params: Vec<TokenStream> = sig.params.iter().map(GenParam::tokens).collect();
        let (attrs, name, output) = (self.attrs, &self.name, &sig.output);
        let beside = into.then(|| {
            let wrapper = Wrapper {
                name,
                associated: true,
                output: self.output,
                mode,
                ctx: self.ctx,
                taken: &taken,
            };
            let (name, places, output, _) = wrapper.parts(&[]);
            quote!(#attrs fn #name #impl_generics (#(#params)* #places) #output #where_clause;)
        });
        quote! {
            #attrs fn #name #impl_generics (#(#params)*) #output #where_clause;
            #beside
        }
    }

    /// The signature, with a body that says that there is none.
    pub fn print_stub(&self) -> TokenStream {
        let text = "`derive_jvp` has reported an error";
        self.print_with(|_| Some(quote!(::core::unimplemented!(#text))))
    }

    /// A name that every companion has, for a mask that this function can't serve: an error when it
    /// is called, and only then. It has to be generic for that, in the types of its arguments where
    /// the function itself is not.
    pub fn print_refused(&self, function: &Ident) -> TokenStream {
        let text =
            format!("`{function}` can't be differentiated with respect to just these arguments");
        let own = self.generics.type_params().next().map(|p| p.ident.clone());
        let mut generics = self.generics.clone();
        let mut params = Vec::new();
        for (i, p) in self.params.iter().enumerate() {
            for (on, letter) in [(true, "P"), (self.digits[i], "T")] {
                if !on {
                    continue;
                }
                let ty = format_ident!("{}{}", letter, i, span = Span::mixed_site());
                let (pat, ty): (_, syn::Type) = match (&own, letter) {
                    (Some(_), "P") => (quote!(_), p.ty.clone()),
                    _ => {
                        generics.params.push(syn::parse_quote!(#ty));
                        (quote!(_), syn::parse_quote!(#ty))
                    }
                };
                params.push(GenParam {
                    pat,
                    ty,
                    tangent: None,
                    hidden: false,
                });
            }
        }
        let first = own.unwrap_or_else(|| format_ident!("P0", span = Span::mixed_site()));
        // Lifetimes of the result are any: nothing is ever returned.
        let output = match self.output {
            syn::ReturnType::Default => syn::ReturnType::Default,
            syn::ReturnType::Type(arrow, ty) => {
                let mut ty = ty.clone();
                super::signature::name_elided(&mut ty, &mut generics);
                syn::ReturnType::Type(*arrow, ty)
            }
        };
        let sig = signature(&generics, params, &output, Mode::Jvp, self.ctx);
        let (impl_generics, _, where_clause) = sig.generics.split_for_impl();
        let params = sig.params.iter().map(GenParam::tokens);
        let (vis, name, output) = (self.vis, &self.name, &sig.output);
        quote! {
            #[inline]
            #vis fn #name #impl_generics (#(#params)*) #output #where_clause {
                const { assert!(::core::mem::size_of::<#first>() == usize::MAX, #text) };
                ::core::unreachable!()
            }
        }
    }

    fn print_with(&self, body: impl FnOnce(&[TokenStream]) -> Option<TokenStream>) -> TokenStream {
        let mut params = Vec::new();
        let mut args = Vec::new();
        let mut changed = Vec::new();
        let mut zeros = TokenStream::new();
        for (i, p) in self.params.iter().enumerate() {
            let own = receiver_name(p);
            let x = own
                .clone()
                .unwrap_or_else(|| format_ident!("p{}", i, span = Span::mixed_site()));
            let dx = format_ident!("t{}", i, span = Span::mixed_site());
            let inert = self.roles[i] == Role::Inert;
            let handed =
                Handed::of(p, borrows(self.output), self.ctx).filter(|_| own.is_some() && !inert);
            let dty: Option<syn::Type> = self.digits[i].then(|| match (inert, &handed) {
                // A function by its name comes with its JVP, whether it is needed or not.
                (true, _) if p.kind.function().is_some() => {
                    syn::parse_quote!(impl ::core::marker::Sized)
                }
                (true, _) => {
                    let krate = self.ctx.krate;
                    match self.round {
                        true => {
                            let mark = mark(i);
                            syn::parse_quote!(impl #krate::rt::Ignored<#mark>)
                        }
                        false => syn::parse_quote!(impl #krate::rt::Seen<()>),
                    }
                }
                (false, Some(handed)) => handed.ty.clone(),
                (false, None) => tangent(&p.ty, self.ctx),
            });
            args.push(quote!(#x));
            if self.target_seeds[i] {
                args.push(match (self.digits[i], &p.kind) {
                    (true, _) => match &handed {
                        Some(handed) => handed.formed(&dx),
                        None => quote!(#dx),
                    },
                    (false, kind) => {
                        let zero = self.zero(kind, &x, i);
                        zeros.extend(zero.before);
                        zero.value
                    }
                });
            }
            changed.extend(handed.filter(|h| h.mutable).map(|_| i));
            let dpat = if inert { quote!(_) } else { quote!(#dx) };
            params.push(GenParam {
                pat: quote!(#x),
                ty: p.ty.clone(),
                tangent: dty.map(|t| (dpat, t)),
                hidden: false,
            });
        }
        let body = body(&args);
        if body.is_some() {
            for i in changed {
                if let Some((pat, _)) = &mut params[i].tangent {
                    *pat = quote!(mut #pat);
                }
            }
        }
        let mut generics = self.generics.clone();
        if self.round {
            let marks: Vec<Ident> = (0..self.params.len()).map(mark).collect();
            params.push(GenParam {
                pat: quote!(_),
                ty: syn::parse_quote!((#(#marks,)*)),
                tangent: None,
                hidden: false,
            });
            generics.params.extend(
                marks
                    .iter()
                    .map(|m| -> syn::GenericParam { syn::parse_quote!(#m) }),
            );
        }
        let sig = signature(&generics, params, self.output, Mode::Jvp, self.ctx);
        let (impl_generics, _, where_clause) = sig.generics.split_for_impl();
        let params = sig.params.iter().map(GenParam::tokens);
        let (vis, attrs, name, output) = (self.vis, self.attrs, &self.name, &sig.output);
        let head = quote!(#vis fn #name #impl_generics (#(#params)*) #output #where_clause);
        match body {
            Some(body) => quote!(#attrs #[inline] #head { #zeros #body }),
            None => quote!(#attrs #head;),
        }
    }

    /// The zero tangent of the parameter `x`. It is made before the primal moves; scalars are
    /// copied, and references stay.
    fn zero(&self, kind: &Kind, x: &Ident, i: usize) -> Zero {
        let krate = self.ctx.krate;
        let name = format_ident!("z{}", i, span = Span::mixed_site());
        let (before, value) = match kind {
            Kind::Ref(..) => (None, quote!(&#krate::rt::zero(#x))),
            Kind::Scalar(_) => (None, quote!(#krate::rt::zero(&#x))),
            // Of a view it is one.
            Kind::Tensor(..) => {
                let room = format_ident!("r{}", i, span = Span::mixed_site());
                let before = quote! {
                    let mut #room = ::core::option::Option::None;
                    let #name = #krate::rt::zeros_as(&#x, &mut #room);
                };
                (Some(before), quote!(#name))
            }
            _ => (
                Some(quote!(let #name = #krate::rt::zero(&#x);)),
                quote!(#name),
            ),
        };
        Zero { before, value }
    }
}

/// A zero tangent, and what stands before the call that it is an argument of.
struct Zero {
    before: Option<TokenStream>,
    value: TokenStream,
}

/// The type that says whether an argument is active.
fn mark(i: usize) -> Ident {
    format_ident!("M{}", i, span = Span::mixed_site())
}

/// `self`, if that is the parameter.
fn receiver_name(p: &Param) -> Option<Ident> {
    p.receiver.map(|span| Ident::new("self", span))
}

/// Where the functions stand that annotated callers go to: in a companion, or beside a method.
#[derive(Clone, Copy)]
pub struct Home<'a> {
    /// The function or method whose they are.
    pub ident: &'a Ident,
    pub associated: bool,
    /// Its attributes.
    pub attrs: &'a [syn::Attribute],
}

impl Home<'_> {
    /// The name of such a function.
    pub fn name(&self, suffix: &str) -> Ident {
        match self.associated {
            true => mask::of_method(self.ident, suffix),
            false => Ident::new(&mask::of_function(suffix), self.ident.span()),
        }
    }

    /// What stands before each.
    pub fn before(&self) -> TokenStream {
        match self.associated {
            true => beside_a_method(self.attrs),
            false => TokenStream::new(),
        }
    }

    /// All of them, with what is around.
    pub fn filled(&self, vis: &TokenStream, functions: TokenStream) -> TokenStream {
        match self.associated {
            true => functions,
            false => companion(self.ident, vis, self.attrs, functions),
        }
    }
}

/// What stands before a function beside a method.
pub fn beside_a_method(cfg: &[syn::Attribute]) -> TokenStream {
    let cfg = cfg.iter().filter(|a| a.path().is_ident("cfg"));
    quote! {
        #(#cfg)*
        #[doc(hidden)]
        #[allow(
            missing_docs, unused, unreachable_pub, non_snake_case, clippy::all, clippy::pedantic,
            reason = "carries the derivatives of the method that its name begins with"
        )]
    }
}

/// The struct and its functions.
fn companion(
    ident: &Ident,
    vis: &TokenStream,
    cfg: &[syn::Attribute],
    functions: TokenStream,
) -> TokenStream {
    let cfg: Vec<_> = cfg.iter().filter(|a| a.path().is_ident("cfg")).collect();
    let mut out = quote! {
        #(#cfg)*
        #[doc(hidden)]
        #[allow(
            non_camel_case_types, missing_docs, missing_debug_implementations, unused, unreachable_pub,
            reason = "carries the derivatives of the function of the same name"
        )]
        #vis struct #ident {}

        #(#cfg)*
        #[doc(hidden)]
        #[allow(
            missing_docs, unused, unreachable_pub, non_snake_case, clippy::all, clippy::pedantic,
            reason = "written by `derive_jvp`"
        )]
        impl #ident
    };
    braces(&mut out, |out| out.extend(functions));
    out
}
