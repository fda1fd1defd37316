//! When something is wrong: the errors, the user's function as it is, and typed stubs of what
//! would have been generated, so that callers and the IDE see one fault and not twenty.

use crate::backend::companion::{Forward, Home};
use crate::backend::function::attributes;
use crate::backend::signature::{GenParam, Mode, jvp_name, pushforward_name, signature};
use crate::diagnostics::{Errors, error};
use crate::frontend::attribute::{Options, Wrt};
use crate::frontend::beside;
use crate::frontend::obstacle::plain_type_param;
use crate::frontend::signature::{SigParam, Signature, hides_a_type};
use crate::frontend::surroundings::Surroundings;
use crate::ir::Role;
use crate::ir::mask::{self, digits, masks};
use crate::ir::types::{TypeCtx, tangent};
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::parse::{ParseStream, Parser};

/// The errors and the item.
pub fn original(item: &TokenStream, errors: &[syn::Error]) -> TokenStream {
    let errors = errors.iter().map(syn::Error::to_compile_error);
    quote!(#item #(#errors)*)
}

/// What the attribute stands on, where that is no function.
pub fn not_a_function(item: &TokenStream, attribute: &str) -> Option<syn::Error> {
    let (what, help) = match syn::parse2(item.clone()) {
        Ok(syn::Item::Struct(_) | syn::Item::Enum(_) | syn::Item::Union(_)) => (
            "a type",
            "derive `Differentiable` for it, and annotate the functions that compute with it",
        ),
        Ok(syn::Item::Impl(_)) => ("an `impl` block", "annotate its functions one by one"),
        Ok(syn::Item::Trait(_)) => ("a trait", "annotate its functions one by one"),
        Ok(syn::Item::Mod(_)) => (
            "a module without its text",
            "write the module here: `mod name { .. }`, or annotate its functions one by one",
        ),
        Ok(syn::Item::Const(_) | syn::Item::Static(_)) => {
            ("a constant", "annotate the functions that read it")
        }
        Ok(syn::Item::Verbatim(_)) if header(item).is_some() => (
            "a function without a body",
            "annotate the function that has the body, or a trait as a whole",
        ),
        Ok(syn::Item::Fn(_)) => return None,
        Ok(_) => ("this item", "annotate a function"),
        // What is no item: a function with a body that does not parse, or a statement.
        Err(_) if header(item).is_some() => return None,
        Err(_) => (
            "this",
            "write a function, `fn f(..) { .. }`, and annotate that",
        ),
    };
    let first = item
        .clone()
        .into_iter()
        .find(|t| !matches!(t, TokenTree::Punct(_)));
    let span = first.map_or_else(proc_macro2::Span::call_site, |t| t.span());
    Some(error(
        span,
        format!("`{attribute}` can't stand on {what}"),
        help,
    ))
}

/// The function with an empty body, where all but the body parses.
fn header(item: &TokenStream) -> Option<syn::ItemFn> {
    let parser = |input: ParseStream| {
        let attrs = input.call(syn::Attribute::parse_outer)?;
        let (vis, sig): (syn::Visibility, syn::Signature) = (input.parse()?, input.parse()?);
        input.parse::<TokenStream>()?;
        syn::parse2(quote!(#(#attrs)* #vis #sig {}))
    };
    parser.parse2(item.clone()).ok()
}

/// The errors, the item, and stubs if it is a function whose body alone does not parse: such is
/// every function while it is being typed.
pub fn unparsed(item: &TokenStream, options: &Options, errors: &[syn::Error]) -> TokenStream {
    let tokens = original(item, errors);
    let is_body = syn::parse2::<syn::Item>(item.clone()).is_err();
    let stubs = header(item)
        .filter(|_| is_body)
        .map(|f| generated(&f, options, &beside::around(f.sig.fn_token.span)));
    quote!(#tokens #stubs)
}

/// The errors, the item, and stubs of what is written for it alone.
pub fn companion(
    item: &syn::ItemFn,
    options: &Options,
    around: &Surroundings,
    errors: &[syn::Error],
) -> TokenStream {
    let tokens = original(&item.to_token_stream(), errors);
    let stub =
        signature_of(item, options, around).map(|s| companion_stub(&s, &item.attrs, options));
    quote!(#tokens #stub)
}

/// The signature, if stubs can be given: where the result is not named, they can't. What is wrong with it has been said.
fn signature_of(item: &syn::ItemFn, options: &Options, around: &Surroundings) -> Option<Signature> {
    let sink = Errors::default();
    let mut s = Signature::read(item, options, around, &sink);
    drop(sink.finish());
    let opaque =
        matches!(&s.output, syn::ReturnType::Type(_, t) if matches!(**t, syn::Type::ImplTrait(_)));
    if item.sig.variadic.is_some() || opaque {
        return None;
    }
    // A type parameter that lacks its bound stands for a scalar.
    let scalars: Vec<String> = s
        .params
        .iter()
        .filter_map(|p| plain_type_param(&p.kind, &s.generics))
        .collect();
    s.type_params.real.extend(scalars);
    Some(s)
}

/// Stubs with the right signatures.
pub fn generated(item: &syn::ItemFn, options: &Options, around: &Surroundings) -> TokenStream {
    let Some(s) = signature_of(item, options, around) else {
        return TokenStream::new();
    };
    let krate = options.crate_path();
    let ctx = TypeCtx {
        params: &s.type_params,
        krate: &krate,
    };
    let mut out = TokenStream::new();
    let mut seen = Vec::new();
    let lists: Vec<(Ident, Option<&[Ident]>)> = match options.wrt.is_empty() {
        true => vec![(s.ident.clone(), None)],
        false => options
            .wrt
            .iter()
            .map(|w| {
                (
                    w.name.clone().unwrap_or_else(|| s.ident.clone()),
                    Some(&w.params[..]),
                )
            })
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
        out.extend(companion_stub(&s, &item.attrs, options));
    }
    out
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
        let seeded = p.role.is_always_seeded() || (p.role == Role::Differentiable && chosen);
        let d = format_ident!("_d{}", i);
        GenParam {
            pat: match p.receiver() {
                Some(span) => Ident::new("self", span).to_token_stream(),
                None => quote!(_),
            },
            ty: p.ty.clone(),
            tangent: seeded.then(|| (quote!(#d), stub_tangent(p, ctx))),
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

/// The tangent's type; any where there is none.
fn stub_tangent(p: &SigParam, ctx: TypeCtx) -> syn::Type {
    match p.is_opaque() {
        true => syn::parse_quote!(impl ::core::marker::Sized),
        false => tangent(&p.ty, ctx),
    }
}

fn companion_stub(s: &Signature, attrs: &[syn::Attribute], options: &Options) -> TokenStream {
    if !s.associated && hides_a_type(&s.ident) {
        return TokenStream::new();
    }
    let krate = options.crate_path();
    let ctx = TypeCtx {
        params: &s.type_params,
        krate: &krate,
    };
    let named = |p: &SigParam| {
        let in_list = |w: &Wrt| p.name.as_ref().is_some_and(|n| w.params.contains(n));
        options.wrt.is_empty() || options.wrt.iter().any(in_list)
    };
    // As for the companion itself: a type that is not known is differentiable where the user
    // says so.
    let eligible = |p: &SigParam| {
        p.role == Role::Inert || (!p.is_opaque() && (p.kind.tangent_is_certain() || named(p)))
    };
    let eligible: Vec<bool> = s.params.iter().map(eligible).collect();
    let vis = s.vis.to_token_stream();
    let roles: Vec<Role> = s.params.iter().map(|p| p.role).collect();
    // To callers, what may not be named as active has no tangent.
    let callees: Vec<Role> = (0..roles.len())
        .map(|i| if eligible[i] { roles[i] } else { Role::Inert })
        .collect();
    let params: Vec<crate::ir::Param> = s
        .params
        .iter()
        .map(|p| crate::ir::Param {
            pat: crate::ir::Pat::Wild,
            tangent: None,
            ty: p.ty.clone(),
            kind: p.kind.clone(),
            receiver: p.receiver(),
        })
        .collect();
    let none = vec![false; params.len()];
    let home = Home {
        ident: &s.ident,
        associated: s.associated,
        attrs,
    };
    let beside = home.before();
    let served = |m: &[bool]| {
        (0..params.len()).all(|i| match m[i] {
            true => eligible[i],
            false => !roles[i].is_always_seeded(),
        })
    };
    let stub = |digits: &[bool], suffix: &str| {
        let forward = Forward {
            params: &params,
            generics: &s.generics,
            output: &s.output,
            ctx,
            vis: &vis,
            attrs: &beside,
            roles: &callees,
            digits,
            name: home.name(suffix),
            round: suffix == mask::ROUND,
            target_seeds: none.clone(),
            target: TokenStream::new(),
        };
        forward.print_stub()
    };
    let names = masks(params.len()).into_iter().filter(|m| served(m));
    let mut functions: TokenStream = names.map(|m| stub(&m, &digits(&m))).collect();
    if params.len() > mask::ALL_MASKS {
        functions.extend(stub(&vec![true; params.len()], mask::ROUND));
    }
    // For functions passed by name.
    let full: Vec<bool> = roles.iter().map(|r| *r != Role::Inert).collect();
    if served(&full) {
        functions.extend(stub(&full, mask::ALL));
    }
    home.filled(&vis, functions)
}
