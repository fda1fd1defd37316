//! The compiler, end to end: attribute and function in, functions out.
//!
//! In each phase all errors are collected; a phase with errors ends the expansion, and the
//! fallback keeps the user's IDE alive.

use crate::backend::function::{attributes, identifiers};
use crate::backend::signature::{Mode, jvp_name, pushforward_name};
use crate::companions;
use crate::diagnostics::{Errors, error};
use crate::fallback;
use crate::frontend;
use crate::frontend::attribute::{self, Options};
use crate::frontend::receiver::names_self;
use crate::frontend::signature::{SigParam, Signature};
use crate::frontend::surroundings::{Place, Surroundings};
use crate::ir::Role;
use crate::ops::formula::Formulas;
use crate::passes::{activity, kinds, written_first};
use crate::pipeline::{Plan, Unit, Variant, check};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use std::collections::HashSet;
use syn::visit_mut::{self, VisitMut};

/// What is written beside a function: its derivatives, or what is wrong and stubs.
pub fn beside(
    function: &mut syn::ItemFn,
    options: &Options,
    around: &Surroundings,
    mut errors: Vec<syn::Error>,
) -> TokenStream {
    errors.extend(second_attribute(function, "derive_jvp"));
    match functions(function, options, around) {
        Ok(out) if errors.is_empty() => return out,
        Ok(_) => {}
        Err(more) => errors.extend(more),
    }
    let stubs = fallback::generated(function, options, around);
    let errors = errors.iter().map(syn::Error::to_compile_error);
    quote!(#(#errors)* #stubs)
}

/// Another of our attributes on the same function, which is taken off.
pub fn second_attribute(function: &mut syn::ItemFn, first: &str) -> Option<syn::Error> {
    let ours = |a: &syn::Attribute| {
        a.path()
            .segments
            .last()
            .is_some_and(|s| s.ident == "derive_jvp" || s.ident == "custom_jvp")
    };
    let at = function.attrs.iter().position(ours)?;
    let second = function.attrs.remove(at);
    let span = second
        .path()
        .segments
        .last()
        .map_or_else(Span::call_site, |s| s.ident.span());
    let help = match second
        .path()
        .segments
        .last()
        .is_some_and(|s| s.ident == first)
    {
        true if first == "derive_jvp" => {
            "put all options into one: `derive_jvp(wrt(x), wrt(y) as name)`"
        }
        true => "leave one out",
        false => "keep `custom_jvp` if the derivative is written by hand, else `derive_jvp`",
    };
    let name = &function.sig.ident;
    Some(error(
        span,
        format!("`{name}` has two attributes that give it a derivative"),
        help,
    ))
}

/// The signature, and the variants that the options ask for.
fn head(
    item: &syn::ItemFn,
    options: &Options,
    around: &Surroundings,
) -> Result<(Signature, Vec<Variant>), Vec<syn::Error>> {
    let errors = Errors::default();
    let mut signature = Signature::read(item, options, around, &errors);
    attribute::check_names(options, &signature.ident, &signature.names(), &errors);
    attribute::check_receiver(options, &signature.ident, &errors);
    attribute::check_variants(options, &signature.ident, &errors);
    let variants = variants(&signature, options, &errors);
    errors.finish()?;
    let own = signature.params.iter().position(|p| p.receiver().is_some());
    let of_self = own.is_some_and(|i| variants.iter().any(|v| v.seeds[i]))
        || names_self(signature.output.to_token_stream());
    if around.place == Place::Trait && of_self {
        let krate = options.crate_path();
        let bounds = signature.generics.make_where_clause();
        bounds
            .predicates
            .push(syn::parse_quote!(Self: #krate::Differentiable));
    }
    Ok((signature, variants))
}

/// Whether a function can be differentiated, as far as its signature tells.
pub fn is_differentiable(item: &syn::ItemFn, options: &Options, around: &Surroundings) -> bool {
    head(item, options, around).is_ok()
}

/// What a trait declares beside a method without a body.
pub fn declarations(
    item: &syn::ItemFn,
    options: &Options,
    around: &Surroundings,
) -> Result<TokenStream, Vec<syn::Error>> {
    let (signature, variants) = head(item, options, around)?;
    let errors = Errors::default();
    let mut ir = frontend::lower(&signature, &item.block, &errors);
    errors.finish()?;
    let closures = kinds::infer(&mut ir, &signature.type_params);
    let unit = Unit {
        item,
        options,
        signature: &signature,
        ir: &ir,
        closures: &closures,
        graph: &activity::Graph::of(&ir, &closures, &signature.type_params),
        krate: &options.crate_path(),
        formulas: &Formulas::default(),
        reserved: HashSet::new(),
    };
    let mut out = TokenStream::new();
    for (variant, mode) in asked_for(&variants, options) {
        let (name, doc) = named(variant, mode, &signature);
        let attrs = attributes(&item.attrs, &doc);
        out.extend(companions::header(
            &unit,
            &name,
            &attrs,
            &variant.seeds,
            mode,
        ));
    }
    if !options.no_companion {
        out.extend(companions::declared(&unit, &variants));
    }
    Ok(out)
}

/// The generated functions of one annotated function.
pub fn functions(
    item: &syn::ItemFn,
    options: &Options,
    around: &Surroundings,
) -> Result<TokenStream, Vec<syn::Error>> {
    let krate = options.crate_path();
    let (mut signature, variants) = head(item, options, around)?;

    let errors = Errors::default();
    let nested = nested_functions(&item.block, options);
    let mut ir = frontend::lower(&signature, &nested, &errors);
    for (p, param) in ir.params.iter().zip(&signature.params) {
        for y in p.pat.locals() {
            if param.role == Role::Out
                && let Some(span) = written_first::read_first(&ir, y)
            {
                let name = &ir.local(y).name;
                errors.add(
                    span,
                    format!("`{name}` is read here before it is written, but `out({name})` says that it is only written"),
                    format!("write it first, or leave `out({name})` out"),
                );
            }
        }
    }
    errors.finish()?;
    // No alias of a number or an array has literals with fields.
    for name in kinds::of_literals(&ir) {
        signature.type_params.own.entry(name).or_default();
    }
    signature.type_params.arrays = kinds::mentions_arrays(&ir, &signature.type_params);
    let closures = kinds::infer(&mut ir, &signature.type_params);
    check(&ir, "lowering", signature.ident.span())?;

    let mut reserved = HashSet::new();
    identifiers(item.to_token_stream(), &mut reserved);
    for (_, rule) in &options.rules {
        identifiers(rule.to_token_stream(), &mut reserved);
    }
    let unit = Unit {
        item,
        options,
        signature: &signature,
        ir: &ir,
        closures: &closures,
        graph: &activity::Graph::of(&ir, &closures, &signature.type_params),
        krate: &krate,
        formulas: &Formulas::default(),
        reserved,
    };
    emit(&unit, &variants)
}

fn variants(s: &Signature, o: &Options, errors: &Errors) -> Vec<Variant> {
    let seeds = |listed: Option<&[Ident]>| -> Vec<bool> {
        s.params
            .iter()
            .map(|p| {
                let chosen = listed.is_none_or(|l| p.name.as_ref().is_some_and(|n| l.contains(n)));
                p.role.is_always_seeded() || (p.role == Role::Differentiable && chosen)
            })
            .collect()
    };
    let check = |p: &SigParam, span: Span| {
        if let Some((message, help)) = &p.obstacle {
            errors.add(span, message, help);
        }
    };
    let mut out = Vec::new();
    for w in &o.wrt {
        for name in &w.params {
            let Some(p) = s.params.iter().find(|p| p.name.as_ref() == Some(name)) else {
                continue;
            };
            if p.role == Role::Inert && !o.constant.contains(name) {
                errors.add(
                    name.span(),
                    format!(
                        "`wrt` names `{name}`, whose type `{}` has no tangent",
                        shown(&p.ty)
                    ),
                    "differentiate with respect to floats and what holds them",
                );
            }
            check(p, name.span());
        }
        let base = w.name.clone().unwrap_or_else(|| s.ident.clone());
        out.push(Variant {
            base,
            seeds: seeds(Some(&w.params)),
        });
    }
    if o.wrt.is_empty() {
        for p in s.params.iter().filter(|p| p.role == Role::Differentiable) {
            check(p, p.span());
        }
        out.push(Variant {
            base: s.ident.clone(),
            seeds: seeds(None),
        });
    }
    for p in s.params.iter().filter(|p| p.role.is_always_seeded()) {
        check(p, p.span());
    }
    if o.into && matches!(&s.output, syn::ReturnType::Default) {
        errors.add(
            s.ident.span(),
            format!("`{}` has no result that `into` could write", s.ident),
            "leave `into` out: what a function writes through `&mut` needs no other variant",
        );
    }
    // Where something else is wrong, that is why.
    if out.iter().any(|v| !v.seeds.contains(&true)) && !errors.any() {
        errors.add(
            s.ident.span(),
            format!("`{}` has no parameter to differentiate", s.ident),
            "a parameter of type `f64`, `&[f64]` or the like has a tangent",
        );
    }
    out
}

/// A type as a user writes it.
fn shown(ty: &syn::Type) -> String {
    let mut text = ty.to_token_stream().to_string();
    for (from, to) in [
        ("& ", "&"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        (" :: ", "::"),
        (" ;", ";"),
    ] {
        text = text.replace(from, to);
    }
    text
}

/// The functions that the user has asked for.
fn asked_for<'v>(
    variants: &'v [Variant],
    options: &Options,
) -> impl Iterator<Item = (&'v Variant, Mode)> {
    let modes: &[Mode] = match options.pushforward {
        true => &[Mode::Jvp, Mode::Pushforward],
        false => &[Mode::Jvp],
    };
    variants
        .iter()
        .flat_map(move |v| modes.iter().map(move |m| (v, *m)))
}

/// The name of such a function, and its documentation.
fn named(variant: &Variant, mode: Mode, s: &Signature) -> (Ident, String) {
    let (name, what) = match mode {
        Mode::Jvp => (jvp_name(&variant.base), "Value and tangent"),
        Mode::Pushforward => (pushforward_name(&variant.base), "The tangent alone"),
    };
    let of = match s.associated {
        true => format!("[`{0}`](Self::{0})", s.ident),
        false => format!("[`{}`]", s.ident),
    };
    (name, format!("{what} of {of}, by `derive_jvp`."))
}

/// The functions of all variants, and the companion.
fn emit(unit: &Unit, variants: &[Variant]) -> Result<TokenStream, Vec<syn::Error>> {
    let vis = unit.signature.vis.to_token_stream();
    let mut out = TokenStream::new();
    let mut errors: Vec<syn::Error> = Vec::new();
    for (v, mode) in asked_for(variants, unit.options) {
        let (name, doc) = named(v, mode, unit.signature);
        let plan = Plan {
            name,
            vis: vis.clone(),
            attrs: attributes(&unit.item.attrs, &doc),
            seeds: &v.seeds,
            mode,
            guard: false,
            into: unit.options.into,
            handed: false,
        };
        match unit.function(&plan) {
            Ok(tokens) => out.extend(tokens),
            Err(list) => errors.extend(list),
        }
    }
    if !errors.is_empty() {
        let mut seen = HashSet::new();
        errors.retain(|e| seen.insert(format!("{e}{:?}", e.span())));
        return Err(errors);
    }
    if !unit.options.no_companion {
        out.extend(companions::companion(unit, variants, &vis));
    }
    Ok(out)
}

/// Functions nested in the body, in whatever block, get companions, so that they can be called with
/// active data.
fn nested_functions(block: &syn::Block, options: &Options) -> syn::Block {
    let mut block = block.clone();
    Nested(options).visit_block_mut(&mut block);
    block
}

struct Nested<'a>(&'a Options);

impl VisitMut for Nested<'_> {
    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        visit_mut::visit_block_mut(self, block);
        let stmts = std::mem::take(&mut block.stmts);
        for stmt in stmts {
            let beside = self.beside(&stmt);
            block.stmts.push(stmt);
            block.stmts.extend(beside);
        }
    }

    // What is inside of an item is that item's.
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

impl Nested<'_> {
    fn beside(&self, stmt: &syn::Stmt) -> Option<syn::Stmt> {
        let syn::Stmt::Item(syn::Item::Fn(f)) = stmt else {
            return None;
        };
        let annotated = |a: &syn::Attribute| {
            let last = a.path().segments.last();
            last.is_some_and(|s| s.ident == "derive_jvp")
        };
        if f.attrs.iter().any(annotated) {
            return None;
        }
        let inner = Options {
            krate: self.0.krate.clone(),
            ..Options::default()
        };
        let around = Surroundings {
            place: Place::Free,
            ..Surroundings::default()
        };
        let out = functions(f, &inner, &around).ok()?;
        Some(syn::Stmt::Item(syn::Item::Verbatim(out)))
    }
}
