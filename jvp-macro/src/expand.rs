//! The compiler, end to end: attribute and function in, functions out.
//!
//! In each phase all errors are collected; a phase with errors ends the expansion, and the
//! fallback keeps the user's IDE alive.

use crate::backend::companion::{self, Forward, digits, masks};
use crate::backend::function::{Job, attributes, identifiers};
use crate::backend::signature::{Mode, jvp_name, pushforward_name};
use crate::diagnostics::Errors;
use crate::fallback;
use crate::frontend::attribute::{self, Options};
use crate::frontend::signature::{Role, Signature};
use crate::frontend::{self};
use crate::ir::types::TypeCtx;
use crate::ir::{Function, Kind, Local, verify};
use crate::passes::kinds::Closures;
use crate::passes::pushforward::{Context, Shape, Want};
use crate::passes::{activity, fuse, kinds, liveness, pushforward, simplify};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use std::collections::HashSet;

/// `#[derive_jvp(attr)] item`
pub fn derive_jvp(attr: TokenStream, item: TokenStream) -> TokenStream {
    let function: syn::ItemFn = match syn::parse2(item.clone()) {
        Ok(f) => f,
        Err(e) => {
            let e = fallback::not_a_function(&item).unwrap_or(e);
            return fallback::original(&item, &[e]);
        }
    };
    let options: Options = match syn::parse2(attr) {
        Ok(o) => o,
        Err(e) => return fallback::stubs(&function, None, &[e]),
    };
    match functions(&function, &options) {
        Ok(out) => quote!(#function #out),
        Err(errors) => fallback::stubs(&function, Some(&options), &errors),
    }
}

/// The generated functions of one annotated function.
pub fn functions(item: &syn::ItemFn, options: &Options) -> Result<TokenStream, Vec<syn::Error>> {
    let krate = options.krate.clone().unwrap_or_else(|| syn::parse_quote!(::jvp));
    let errors = Errors::default();
    let signature = Signature::read(item, options, &errors);
    attribute::check_names(options, &signature.ident, &signature.names(), &errors);
    attribute::check_variants(options, &signature.ident, &errors);
    let variants = variants(&signature, options, &errors);
    errors.finish()?;

    let errors = Errors::default();
    let nested = nested_functions(&item.block, options);
    let mut ir = frontend::lower(&signature, &nested, &errors);
    errors.finish()?;
    let closures = kinds::infer(&mut ir, &signature.type_params);
    check(&ir, "lowering");

    let mut reserved = HashSet::new();
    identifiers(item.to_token_stream(), &mut reserved);
    let unit = Unit { item, options, signature: &signature, ir: &ir, closures: &closures, krate: &krate, reserved };
    unit.emit(&variants)
}

/// One set of functions that the user asks for.
struct Variant {
    /// What `jvp_` is put in front of.
    base: Ident,
    seeds: Vec<bool>,
}

fn variants(s: &Signature, o: &Options, errors: &Errors) -> Vec<Variant> {
    let seeds = |listed: Option<&[Ident]>| -> Vec<bool> {
        s.params
            .iter()
            .map(|p| {
                let chosen = listed.is_none_or(|l| p.name.as_ref().is_some_and(|n| l.contains(n)));
                p.role.is_mut() || (p.role == Role::Differentiable && chosen)
            })
            .collect()
    };
    let mut out = Vec::new();
    for w in &o.wrt {
        for name in &w.params {
            let Some(p) = s.params.iter().find(|p| p.name.as_ref() == Some(name)) else { continue };
            if p.role == Role::Inert && !o.constant.contains(name) {
                let ty = p.ty.to_token_stream().to_string().replace(' ', "");
                errors.add(
                    name.span(),
                    format!("`wrt` names `{name}`, whose type `{ty}` has no tangent"),
                    "differentiate with respect to floats and what holds them",
                );
            }
            not_yet(&p.kind, name.span(), errors);
        }
        let base = w.name.clone().unwrap_or_else(|| s.ident.clone());
        out.push(Variant { base, seeds: seeds(Some(&w.params)) });
    }
    if o.wrt.is_empty() {
        for p in s.params.iter().filter(|p| p.role == Role::Differentiable) {
            not_yet(&p.kind, p.span(), errors);
        }
        out.push(Variant { base: s.ident.clone(), seeds: seeds(None) });
    }
    for p in s.params.iter().filter(|p| p.role.is_mut()) {
        not_yet(&p.kind, p.span(), errors);
    }
    if out.iter().any(|v| !v.seeds.contains(&true)) {
        errors.add(
            s.ident.span(),
            format!("`{}` has no parameter to differentiate", s.ident),
            "a parameter of type `f64`, `&[f64]` or the like has a tangent",
        );
    }
    out
}

/// Kinds of parameter that are planned and not there.
fn not_yet(kind: &Kind, span: Span, errors: &Errors) {
    match kind.peeled() {
        Kind::Tensor => errors.add(
            span,
            "ndarray tensors are not differentiated yet",
            "write the function over slices, or list the other parameters: `wrt(..)`",
        ),
        Kind::Function => errors.add(
            span,
            "functions as parameters are not differentiated yet",
            "list the other parameters in `wrt(..)`, and call an annotated function by its name",
        ),
        _ => {}
    }
}

/// Everything that the functions of one item share.
struct Unit<'a> {
    item: &'a syn::ItemFn,
    options: &'a Options,
    signature: &'a Signature,
    ir: &'a Function,
    closures: &'a Closures,
    krate: &'a syn::Path,
    reserved: HashSet<String>,
}

/// What distinguishes one generated function from another.
struct Plan<'a> {
    name: Ident,
    vis: TokenStream,
    attrs: TokenStream,
    seeds: &'a [bool],
    mode: Mode,
    guard: bool,
}

impl Unit<'_> {
    fn emit(&self, variants: &[Variant]) -> Result<TokenStream, Vec<syn::Error>> {
        let vis = self.signature.vis.to_token_stream();
        let mut out = TokenStream::new();
        let mut errors: Vec<syn::Error> = Vec::new();
        for v in variants {
            let modes: &[Mode] = match self.options.pushforward {
                true => &[Mode::Jvp, Mode::Pushforward],
                false => &[Mode::Jvp],
            };
            for mode in modes {
                let (name, what) = match mode {
                    Mode::Jvp => (jvp_name(&v.base), "Value and tangent"),
                    Mode::Pushforward => (pushforward_name(&v.base), "The tangent alone"),
                };
                let doc = format!("{what} of [`{}`], by `derive_jvp`.", self.signature.ident);
                let plan = Plan {
                    name,
                    vis: vis.clone(),
                    attrs: attributes(&self.item.attrs, &doc),
                    seeds: &v.seeds,
                    mode: *mode,
                    guard: false,
                };
                match self.function(&plan) {
                    Ok(tokens) => out.extend(tokens),
                    Err(list) => errors.extend(list),
                }
            }
        }
        if !errors.is_empty() {
            let mut seen = HashSet::new();
            errors.retain(|e| seen.insert(format!("{e}{:?}", e.span())));
            return Err(errors);
        }
        if !self.options.no_companion {
            out.extend(self.companion(variants, &vis));
        }
        Ok(out)
    }

    /// The pipeline.
    fn function(&self, plan: &Plan) -> Result<TokenStream, Vec<syn::Error>> {
        let s = self.signature;
        let locals_of = |test: &dyn Fn(usize) -> bool| -> Vec<Local> {
            let params = self.ir.params.iter().enumerate().filter(|(i, _)| test(*i));
            params.flat_map(|(_, p)| p.pat.locals()).collect()
        };
        let role = |i: usize| s.params[i].role;
        let in_out = locals_of(&|i| role(i).is_mut());
        let varied = locals_of(&|i| plan.seeds[i]);
        let constant = locals_of(&|i| role(i) == Role::Inert);
        let seeds = activity::Seeds { varied: &varied, in_out: &in_out, constant: &constant };
        let errors = Errors::default();
        let facts = activity::analyze(self.ir, self.closures, &s.type_params, &seeds);
        for l in facts.leaks {
            let data = self.ir.local(l);
            errors.add(
                data.span,
                format!("active data flows into `{}`, which has no tangent", data.name),
                "leave it out of `constant(..)`, or write `stop_gradient(..)` around what is stored",
            );
        }
        let shape = result_shape(&s.result);
        let want = Want { shape, tangent_only: plan.mode == Mode::Pushforward };
        let context = Context {
            closures: self.closures,
            params: &s.type_params,
            krate: self.krate,
            rules: &self.options.rules,
            active: facts.active,
            seeded: plan.seeds,
            want,
            guard: plan.guard,
            errors: &errors,
        };
        let mut f = pushforward::run(self.ir, context);
        errors.finish()?;
        check(&f, "pushforward");
        let tangent_only = plan.mode == Mode::Pushforward;
        let drop = match tangent_only {
            true => locals_of(&|i| role(i) == Role::Out),
            false => Vec::new(),
        };
        simplify::run(&mut f, tangent_only, &drop);
        check(&f, "simplify");
        liveness::run(&mut f);
        check(&f, "liveness");
        fuse::run(&mut f);
        let roles: Vec<Role> = s.params.iter().map(|p| p.role).collect();
        let job = Job {
            f: &f,
            name: plan.name.clone(),
            vis: plan.vis.clone(),
            attrs: plan.attrs.clone(),
            generics: &s.generics,
            output: &s.output,
            roles: &roles,
            mode: plan.mode,
            ctx: self.types(),
            reserved: &self.reserved,
        };
        Ok(job.print())
    }

    fn types(&self) -> TypeCtx<'_> {
        TypeCtx { params: &self.signature.type_params, krate: self.krate }
    }

    /// Which parameters a caller may name as active.
    fn eligible(&self, variants: &[Variant], i: usize) -> bool {
        let p = &self.signature.params[i];
        match p.role {
            Role::InOut | Role::Out => true,
            Role::Inert => false,
            Role::Differentiable => match p.kind.peeled() {
                Kind::Tensor | Kind::Function => false,
                // A type that is not known is differentiable where the user says so.
                Kind::Named(_) | Kind::Unknown => variants.iter().any(|v| v.seeds[i]),
                _ => true,
            },
        }
    }

    /// The companion struct with a function for each mask that has a name.
    fn companion(&self, variants: &[Variant], vis: &TokenStream) -> TokenStream {
        let s = self.signature;
        let n = s.params.len();
        let roles: Vec<Role> = s.params.iter().map(|p| p.role).collect();
        let eligible: Vec<bool> = (0..n).map(|i| self.eligible(variants, i)).collect();
        let full: Vec<bool> = eligible.clone();
        let free = (0..n).filter(|i| roles[*i] == Role::Differentiable && eligible[*i]).count();
        let mut out = Vec::new();
        // Bodies of their own, by the tangents that they take.
        let mut bodies: Vec<(Vec<bool>, TokenStream)> = Vec::new();
        for v in variants {
            let name = jvp_name(&v.base);
            bodies.push((v.seeds.clone(), quote!(#name)));
        }
        let round_needed = free > 3 || n > companion::ALL_MASKS;
        let forward = |digits: &[bool], name: Ident, seeds: &[bool], target: &TokenStream| {
            Forward {
                params: &self.ir.params,
                generics: &s.generics,
                output: &s.output,
                ctx: self.types(),
                vis,
                roles: &roles,
                digits,
                name,
                target_seeds: seeds,
                target: target.clone(),
            }
            .print()
        };
        let mut round = None;
        if round_needed {
            let name = Ident::new("jvp_round", s.ident.span());
            if let Some(tokens) = self.hidden(&name, vis, &full, true) {
                out.push(tokens);
                let mut seeds = full.clone();
                seeds.iter_mut().zip(&eligible).for_each(|(s, e)| *s &= e);
                round = Some((seeds, quote!(Self::jvp_round)));
            }
        }
        for mask in masks(n) {
            let seeds: Vec<bool> = (0..n).map(|i| mask[i] && eligible[i]).collect();
            let names_refused = (0..n).any(|i| mask[i] && !eligible[i] && roles[i] != Role::Inert);
            let misses_mut = (0..n).any(|i| roles[i].is_mut() && !mask[i]);
            if names_refused || misses_mut || !seeds.contains(&true) {
                continue;
            }
            let name = Ident::new(&format!("jvp_{}", digits(&mask)), s.ident.span());
            let known = bodies.iter().find(|b| b.0 == seeds).cloned();
            let ones = (0..n).filter(|i| seeds[*i] && roles[*i] == Role::Differentiable).count();
            let own = free <= 3 || ones <= 2 || seeds == full;
            match known {
                Some((seeds, target)) => out.push(forward(&mask, name, &seeds, &target)),
                None if own && mask == seeds => {
                    if let Some(tokens) = self.hidden(&name, vis, &seeds, false) {
                        out.push(tokens);
                        bodies.push((seeds, quote!(Self::#name)));
                    }
                }
                // Digits on parameters without tangent come after the mask without them.
                None if own => {
                    let plain = Ident::new(&format!("jvp_{}", digits(&seeds)), s.ident.span());
                    if let Some(tokens) = self.hidden(&plain, vis, &seeds, false) {
                        out.push(tokens);
                        let target = quote!(Self::#plain);
                        out.push(forward(&mask, name, &seeds, &target));
                        bodies.push((seeds, target));
                    }
                }
                None => {
                    if let Some((seeds, target)) = &round {
                        out.push(forward(&mask, name, seeds, target));
                    }
                }
            }
        }
        // The full variant, for functions passed by name.
        if let Some((seeds, target)) = bodies.iter().find(|b| b.0 == full) {
            let name = Ident::new("jvp", s.ident.span());
            out.push(forward(&full, name, seeds, target));
        }
        companion::companion(&s.ident, vis, &self.item.attrs, &out)
    }

    /// A function of the companion; none where the body can't be differentiated that way, which
    /// only matters to a caller who asks for it.
    fn hidden(&self, name: &Ident, vis: &TokenStream, seeds: &[bool], guard: bool) -> Option<TokenStream> {
        let plan = Plan {
            name: name.clone(),
            vis: vis.clone(),
            attrs: quote!(#[inline]),
            seeds,
            mode: Mode::Jvp,
            guard,
        };
        self.function(&plan).ok()
    }
}

/// The form of a function's result.
fn result_shape(kind: &Kind) -> Shape {
    match kind {
        Kind::Option(_) => Shape::Pair.opt(),
        Kind::Result(inner) if **inner == Kind::Inert => Shape::Pair.res(),
        Kind::Result(_) => Shape::Pair.res(),
        _ => Shape::Pair,
    }
}

/// Functions nested in the body get companions, so that they can be called with active data.
fn nested_functions(block: &syn::Block, options: &Options) -> syn::Block {
    let mut block = block.clone();
    for stmt in &mut block.stmts {
        let syn::Stmt::Item(syn::Item::Fn(f)) = stmt else { continue };
        if f.attrs.iter().any(|a| a.path().segments.last().is_some_and(|s| s.ident == "derive_jvp")) {
            continue;
        }
        let inner = Options { krate: options.krate.clone(), ..Options::default() };
        if let Ok(out) = functions(f, &inner) {
            *stmt = syn::Stmt::Item(syn::Item::Verbatim(quote!(#f #out)));
        }
    }
    block
}

/// `#[custom_jvp(rule)] item`
pub fn custom_jvp(attr: TokenStream, item: TokenStream) -> TokenStream {
    let function: syn::ItemFn = match syn::parse2(item.clone()) {
        Ok(f) => f,
        Err(e) => {
            let e = fallback::not_a_function(&item).unwrap_or(e);
            return fallback::original(&item, &[e]);
        }
    };
    let rule: syn::Path = match syn::parse2(attr) {
        Ok(p) => p,
        Err(e) => {
            let text = "`custom_jvp` needs the path of a rule\n= help: write `#[custom_jvp(my_rule)]`, \
                        where `my_rule` has the signature that the JVP would have";
            return fallback::original(&item, &[syn::Error::new(e.span(), text)]);
        }
    };
    let options = Options::default();
    let krate: syn::Path = syn::parse_quote!(::jvp);
    let errors = Errors::default();
    let s = Signature::read(&function, &options, &errors);
    if let Err(list) = errors.finish() {
        return fallback::original(&item, &list);
    }
    let errors = Errors::default();
    let empty = syn::Block { brace_token: syn::token::Brace::default(), stmts: Vec::new() };
    let ir = frontend::lower(&s, &empty, &errors);
    if let Err(list) = errors.finish() {
        return fallback::original(&item, &list);
    }
    let n = s.params.len();
    let roles: Vec<Role> = s.params.iter().map(|p| p.role).collect();
    let full: Vec<bool> = roles.iter().map(|r| *r != Role::Inert).collect();
    let vis = s.vis.to_token_stream();
    let ctx = TypeCtx { params: &s.type_params, krate: &krate };
    let target = rule.to_token_stream();
    let forward = |digits: &[bool], name: &str| {
        Forward {
            params: &ir.params,
            generics: &s.generics,
            output: &s.output,
            ctx,
            vis: &vis,
            roles: &roles,
            digits,
            name: Ident::new(name, s.ident.span()),
            target_seeds: &full,
            target: target.clone(),
        }
        .print()
    };
    let mut out: Vec<TokenStream> = masks(n)
        .iter()
        .filter(|m| !(0..n).any(|i| roles[i].is_mut() && !m[i]))
        .map(|m| forward(m, &format!("jvp_{}", digits(m))))
        .collect();
    out.push(forward(&full, "jvp"));
    out.push(forward(&full, "jvp_round"));
    let companion = companion::companion(&s.ident, &vis, &function.attrs, &out);
    quote!(#function #companion)
}

/// The verifier, after every pass where the macro itself is built with assertions.
fn check(f: &Function, pass: &str) {
    if cfg!(debug_assertions)
        && let Err(fault) = verify::verify(f)
    {
        panic!("derive_jvp: {pass} broke the IR: {fault}");
    }
}
