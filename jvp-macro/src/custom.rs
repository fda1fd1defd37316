//! `#[custom_jvp(rule)]`: a function whose derivative is written by hand.
//!
//! In: the rule's path and the function. Out: the function, and a companion whose every function hands
//! on to the rule, with zeros for what is constant at a call.

use crate::backend::companion::{self, Forward};
use crate::diagnostics::{Errors, error};
use crate::expand::second_attribute;
use crate::fallback;
use crate::frontend;
use crate::frontend::attribute::Options;
use crate::frontend::signature::Signature;
use crate::frontend::surroundings::Surroundings;
use crate::ir::Role;
use crate::ir::mask::{self, digits, masks};
use crate::ir::types::TypeCtx;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

/// `#[custom_jvp(rule)] item`
pub fn custom_jvp(attr: TokenStream, item: TokenStream) -> TokenStream {
    let options = Options::default();
    let mut function: syn::ItemFn = match syn::parse2(item.clone()) {
        Ok(f) => f,
        Err(e) => {
            let e = fallback::not_a_function(&item, "custom_jvp").unwrap_or(e);
            return fallback::original(&item, &[e]);
        }
    };
    if let Some(e) = second_attribute(&mut function, "custom_jvp") {
        return fallback::companion(&function, &options, &Surroundings::default(), &[e]);
    }
    let rule: syn::Path = match syn::parse2(attr) {
        Ok(p) => p,
        Err(e) => {
            let help = "write `#[custom_jvp(my_rule)]`, where `my_rule` has the signature that the \
                        JVP would have";
            let e = error(e.span(), "`custom_jvp` needs the path of a rule", help);
            return fallback::companion(&function, &options, &Surroundings::default(), &[e]);
        }
    };
    let krate: syn::Path = syn::parse_quote!(::jvp);
    let errors = Errors::default();
    let around = Surroundings::default();
    let s = Signature::read(&function, &options, &around, &errors);
    for p in s.params.iter().filter(|p| p.is_opaque()) {
        if let Some((message, _)) = &p.obstacle {
            let help =
                "a rule takes a tangent for every parameter: keep this one out of the signature";
            errors.add(p.span(), message, help);
        }
    }
    if let Err(list) = errors.finish() {
        return fallback::companion(&function, &options, &Surroundings::default(), &list);
    }
    let errors = Errors::default();
    let empty = syn::Block {
        brace_token: syn::token::Brace::default(),
        stmts: Vec::new(),
    };
    let ir = frontend::lower(&s, &empty, &errors);
    if let Err(list) = errors.finish() {
        return fallback::companion(&function, &options, &Surroundings::default(), &list);
    }
    let n = s.params.len();
    let roles: Vec<Role> = s.params.iter().map(|p| p.role).collect();
    let full: Vec<bool> = roles.iter().map(|r| *r != Role::Inert).collect();
    let vis = s.vis.to_token_stream();
    let ctx = TypeCtx {
        params: &s.type_params,
        krate: &krate,
    };
    let target = rule.to_token_stream();
    let attrs = match s.associated {
        true => companion::beside_a_method(&function.attrs),
        false => TokenStream::new(),
    };
    let forward = |digits: &[bool], suffix: &str| {
        Forward {
            params: &ir.params,
            generics: &s.generics,
            output: &s.output,
            ctx,
            vis: &vis,
            attrs: &attrs,
            roles: &roles,
            digits,
            name: match s.associated {
                true => mask::of_method(&s.ident, suffix),
                false => Ident::new(&mask::of_function(suffix), s.ident.span()),
            },
            target_seeds: full.clone(),
            target: target.clone(),
        }
        .print()
    };
    let mut out: Vec<TokenStream> = masks(n)
        .iter()
        .filter(|m| !(0..n).any(|i| roles[i].is_always_seeded() && !m[i]))
        .map(|m| forward(m, &digits(m)))
        .collect();
    out.push(forward(&full, mask::ALL));
    out.push(forward(&vec![true; n], mask::ROUND));
    if s.associated {
        return quote!(#function #(#out)*);
    }
    let companion = companion::companion(&s.ident, &vis, &function.attrs, &out);
    quote!(#function #companion)
}
