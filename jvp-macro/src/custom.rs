//! `#[custom_jvp(rule)]`: a function whose derivative is written by hand.
//!
//! In: the rule's path and the function. Out: the function, and a companion whose every function hands
//! on to the rule, with zeros for what is constant at a call.

use crate::backend::companion::{Forward, Home};
use crate::diagnostics::{Errors, error};
use crate::expand::second_attribute;
use crate::fallback;
use crate::frontend;
use crate::frontend::attribute::Options;
use crate::frontend::beside;
use crate::frontend::signature::Signature;
use crate::ir::Role;
use crate::ir::mask::{ALL, ROUND, digits, masks};
use crate::ir::types::TypeCtx;
use proc_macro2::TokenStream;
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
    let second = second_attribute(&mut function, "custom_jvp");
    let around = beside::around(function.sig.fn_token.span);
    let refused = |errors: &[syn::Error]| fallback::companion(&function, &options, &around, errors);
    if let Some(e) = second {
        return refused(&[e]);
    }
    let rule: syn::Path = match syn::parse2(attr) {
        Ok(p) => p,
        Err(e) => {
            let help = "write `#[custom_jvp(my_rule)]`, where `my_rule` has the signature that the \
                        JVP would have";
            let e = error(e.span(), "`custom_jvp` needs the path of a rule", help);
            return refused(&[e]);
        }
    };
    let krate = options.crate_path();
    let errors = Errors::default();
    let s = Signature::read(&function, &options, &around, &errors);
    for p in s.params.iter().filter(|p| p.is_opaque()) {
        if let Some((message, _)) = &p.obstacle {
            let help =
                "a rule takes a tangent for every parameter: keep this one out of the signature";
            errors.add(p.span(), message, help);
        }
    }
    if let Err(list) = errors.finish() {
        return refused(&list);
    }
    let errors = Errors::default();
    let ir = frontend::lower(&s, &syn::parse_quote!({}), &errors);
    if let Err(list) = errors.finish() {
        return refused(&list);
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
    let home = Home {
        ident: &s.ident,
        associated: s.associated,
        attrs: &function.attrs,
    };
    let attrs = home.before();
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
            name: home.name(suffix),
            round: suffix == ROUND,
            target_seeds: full.clone(),
            target: target.clone(),
        }
        .print()
    };
    let mut out: TokenStream = masks(n)
        .iter()
        .filter(|m| !(0..n).any(|i| roles[i].is_always_seeded() && !m[i]))
        .map(|m| forward(m, &digits(m)))
        .collect();
    out.extend(forward(&full, ALL));
    out.extend(forward(&vec![true; n], ROUND));
    let companion = home.filled(&vis, out);
    quote!(#function #companion)
}
