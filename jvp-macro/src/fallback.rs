//! When something is wrong: the errors, the user's function as it is, and typed stubs of what
//! would have been generated, so that callers and the IDE see one fault and not twenty.

use crate::backend::companion::{self, Forward, digits, masks};
use crate::backend::function::attributes;
use crate::backend::signature::{GenParam, Mode, jvp_name, pushforward_name, signature};
use crate::diagnostics::Errors;
use crate::frontend::attribute::Options;
use crate::frontend::signature::Signature;
use crate::ir::Role;
use crate::ir::types::{TypeCtx, tangent};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};

/// The errors and the item.
pub fn original(item: &TokenStream, errors: &[syn::Error]) -> TokenStream {
    let errors = errors.iter().map(syn::Error::to_compile_error);
    quote!(#item #(#errors)*)
}

/// What the attribute stands on, where that is no function.
pub fn not_a_function(item: &TokenStream) -> Option<syn::Error> {
    let parsed: syn::Item = syn::parse2(item.clone()).ok()?;
    let (what, help) = match &parsed {
        syn::Item::Struct(_) | syn::Item::Enum(_) => {
            ("a type", "`#[derive(Differentiable)]` is for types, and comes later")
        }
        syn::Item::Impl(_) => ("an `impl` block", "annotate free functions for now"),
        syn::Item::Mod(_) => ("a module", "annotate its functions one by one"),
        syn::Item::Trait(_) => ("a trait", "annotate free functions for now"),
        _ => ("this item", "annotate a function"),
    };
    let span = syn::spanned::Spanned::span(&first_token(&parsed));
    let text = format!("`derive_jvp` can't stand on {what}\n= help: {help}");
    Some(syn::Error::new(span, text))
}

fn first_token(item: &syn::Item) -> TokenStream {
    item.to_token_stream().into_iter().take(1).collect()
}

/// The errors, the function and stubs with the right signatures.
pub fn stubs(item: &syn::ItemFn, options: Option<&Options>, errors: &[syn::Error]) -> TokenStream {
    let tokens = original(&item.to_token_stream(), errors);
    let sink = Errors::default();
    let default = Options::default();
    let options = options.unwrap_or(&default);
    let s = Signature::read(item, options, &sink);
    // What is wrong with the signature has been said.
    if sink.finish().is_err() || s.unsafety {
        return tokens;
    }
    let krate = options.krate.clone().unwrap_or_else(|| syn::parse_quote!(::jvp));
    let ctx = TypeCtx { params: &s.type_params, krate: &krate };
    let mut out = TokenStream::new();
    let mut seen = Vec::new();
    let lists: Vec<(Ident, Option<&[Ident]>)> = match options.wrt.is_empty() {
        true => vec![(s.ident.clone(), None)],
        false => options
            .wrt
            .iter()
            .map(|w| (w.name.clone().unwrap_or_else(|| s.ident.clone()), Some(&w.params[..])))
            .collect(),
    };
    for (base, wrt) in lists {
        if seen.contains(&base.to_string()) {
            continue;
        }
        seen.push(base.to_string());
        out.extend(stub(&s, &item.attrs, jvp_name(&base), wrt, Mode::Jvp, ctx));
        if options.pushforward {
            let name = pushforward_name(&base);
            out.extend(stub(&s, &item.attrs, name, wrt, Mode::Pushforward, ctx));
        }
    }
    if !options.no_companion {
        out.extend(companion_stub(&s, &item.attrs, ctx));
    }
    quote!(#tokens #out)
}

fn stub(
    s: &Signature,
    attrs: &[syn::Attribute],
    name: Ident,
    wrt: Option<&[Ident]>,
    mode: Mode,
    ctx: TypeCtx,
) -> TokenStream {
    let params = s.params.iter().enumerate().map(|(i, p)| {
        let chosen = wrt.is_none_or(|l| p.name.as_ref().is_some_and(|n| l.contains(n)));
        let seeded = p.role.is_mut() || (p.role == Role::Differentiable && chosen);
        let d = format_ident!("_d{}", i);
        GenParam {
            pat: quote!(_),
            ty: p.ty.clone(),
            tangent: seeded.then(|| (quote!(#d), tangent(&p.ty, ctx))),
            hidden: mode == Mode::Pushforward && p.role == Role::Out,
        }
    });
    let sig = signature(&s.generics, params.collect(), &s.output, mode, ctx);
    let (impl_generics, _, where_clause) = sig.generics.split_for_impl();
    let params = sig.params.iter().map(GenParam::tokens);
    let (vis, output) = (&s.vis, &sig.output);
    let attrs = attributes(attrs, "A stub: `derive_jvp` has reported an error.");
    quote! {
        #attrs
        #vis fn #name #impl_generics (#(#params)*) #output #where_clause {
            ::core::unimplemented!("`derive_jvp` has reported an error")
        }
    }
}

fn companion_stub(s: &Signature, attrs: &[syn::Attribute], ctx: TypeCtx) -> TokenStream {
    let vis = s.vis.to_token_stream();
    let roles: Vec<Role> = s.params.iter().map(|p| p.role).collect();
    let params: Vec<crate::ir::Param> = s
        .params
        .iter()
        .map(|p| crate::ir::Param { pat: crate::ir::Pat::Wild, tangent: None, ty: p.ty.clone(), kind: p.kind.clone() })
        .collect();
    let none = vec![false; params.len()];
    let functions: Vec<TokenStream> = masks(params.len())
        .iter()
        .filter(|m| !(0..params.len()).any(|i| roles[i].is_mut() && !m[i]))
        .map(|m| {
            let forward = Forward {
                params: &params,
                generics: &s.generics,
                output: &s.output,
                ctx,
                vis: &vis,
                roles: &roles,
                digits: m,
                name: format_ident!("jvp_{}", digits(m)),
                target_seeds: none.clone(),
                target: TokenStream::new(),
            };
            forward.print_stub()
        })
        .collect();
    companion::companion(&s.ident, &vis, attrs, &functions)
}
