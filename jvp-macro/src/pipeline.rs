//! One generated function: the lowered item through all passes.
//!
//! Each pass is called once, here, in order; the verifier runs between them.

use crate::backend::function::Job;
use crate::backend::signature::Mode;
use crate::diagnostics::Errors;
use crate::frontend::attribute::Options;
use crate::frontend::signature::Signature;
use crate::ir::types::{TypeCtx, is_unit, payload};
use crate::ir::{Function, Kind, Local, Role, verify};
use crate::ops::formula::Formulas;
use crate::passes::kinds::Closures;
use crate::passes::pushforward::{Context, Shape, Want};
use crate::passes::{activity, fuse, handover, liveness, products, pushforward, regions, simplify};
use proc_macro2::{Ident, Span, TokenStream};
use std::collections::HashSet;

/// One set of functions that the user asks for.
pub struct Variant {
    /// What `jvp_` is put in front of.
    pub base: Ident,
    pub seeds: Vec<bool>,
}

/// Everything that the functions of one item share.
pub struct Unit<'a> {
    pub item: &'a syn::ItemFn,
    pub options: &'a Options,
    pub signature: &'a Signature,
    pub ir: &'a Function,
    pub closures: &'a Closures,
    pub graph: &'a activity::Graph<'a>,
    pub krate: &'a syn::Path,
    pub formulas: &'a Formulas,
    pub reserved: HashSet<String>,
}

/// What distinguishes one generated function from another.
pub struct Plan<'a> {
    pub name: Ident,
    pub vis: TokenStream,
    pub attrs: TokenStream,
    pub seeds: &'a [bool],
    pub mode: Mode,
    pub guard: bool,
    /// Beside it a function that writes the results into places.
    pub into: bool,
    /// For callers that know only the mask.
    pub handed: bool,
}

impl Unit<'_> {
    /// The pipeline.
    pub fn function(&self, plan: &Plan) -> Result<TokenStream, Vec<syn::Error>> {
        let s = self.signature;
        let locals_of = |test: &dyn Fn(usize) -> bool| -> Vec<Local> {
            let params = self.ir.params.iter().enumerate().filter(|(i, _)| test(*i));
            params.flat_map(|(_, p)| p.pat.locals()).collect()
        };
        // Without a tangent no data goes in or out.
        let role = |i: usize| match s.params[i].role {
            role if role.is_mut() && !plan.seeds[i] => Role::Differentiable,
            role => role,
        };
        let in_out = locals_of(&|i| role(i).is_mut());
        let varied = locals_of(&|i| plan.seeds[i]);
        let constant = locals_of(&|i| role(i) == Role::Inert);
        let seeds = activity::Seeds {
            varied: &varied,
            in_out: &in_out,
            constant: &constant,
        };
        let errors = Errors::default();
        let facts = self.graph.facts(&seeds);
        for l in facts.leaks {
            let data = self.ir.local(l);
            errors.add(
                data.span,
                format!("active data flows into `{}`, which has no tangent", data.name),
                "leave it out of `constant(..)`, or write `stop_gradient(..)` around what is stored",
            );
        }
        for l in facts.hidden {
            let data = self.ir.local(l);
            let (message, help) = activity::no_tangent_behind(&data.name);
            errors.add(data.span, message, help);
        }
        let shape = result_shape(&s.output, &s.result);
        let want = Want {
            shape,
            tangent_only: plan.mode == Mode::Pushforward,
            effect: match &s.output {
                syn::ReturnType::Default => true,
                syn::ReturnType::Type(_, ty) => is_unit(ty),
            },
        };
        let context = Context {
            closures: self.closures,
            params: &s.type_params,
            krate: self.krate,
            formulas: self.formulas,
            rules: &self.options.rules,
            active: facts.active,
            varied: facts.varied,
            writes: &self.graph.writes,
            seeded: plan.seeds,
            want,
            guard: plan.guard,
            tensors: handles_tensors(self.ir),
            errors: &errors,
        };
        let mut f = pushforward::run(self.ir, context);
        errors.finish()?;
        check(&f, "pushforward", s.ident.span())?;
        let tangent_only = plan.mode == Mode::Pushforward;
        let drop = match tangent_only {
            true => locals_of(&|i| role(i) == Role::Out),
            false => Vec::new(),
        };
        simplify::run(&mut f, tangent_only, &drop);
        check(&f, "simplify", s.ident.span())?;
        products::run(&mut f);
        regions::run(&mut f, self.krate);
        check(&f, "regions", s.ident.span())?;
        liveness::run(&mut f);
        check(&f, "liveness", s.ident.span())?;
        handover::run(&mut f, self.krate);
        // A nested function can't name what the `impl` around declares.
        let fma = match self.options.unfused || s.associated {
            true => None,
            false => fuse::run(&mut f, &s.type_params, self.krate),
        };
        let roles: Vec<Role> = (0..s.params.len()).map(role).collect();
        let job = Job {
            f: &f,
            fma,
            name: plan.name.clone(),
            vis: plan.vis.clone(),
            attrs: plan.attrs.clone(),
            generics: &s.generics,
            output: &s.output,
            roles: &roles,
            mode: plan.mode,
            into: plan.into,
            associated: s.associated,
            handed: plan.handed,
            ctx: self.types(),
            reserved: &self.reserved,
        };
        Ok(job.print())
    }

    pub fn types(&self) -> TypeCtx<'_> {
        TypeCtx {
            params: &self.signature.type_params,
            krate: self.krate,
        }
    }
}

/// Whether any value of the function is known to be a tensor, or is of a type that may be one.
fn handles_tensors(f: &Function) -> bool {
    let tensor = |k: &Kind| {
        matches!(k.peeled(), Kind::Tensor(e, _) if !e.is_inert())
            || matches!(k.peeled(), Kind::Named(_))
    };
    f.locals.iter().any(|l| tensor(&l.kind))
        || f.params.iter().any(|p| tensor(&p.kind))
        || tensor(&f.result)
}

/// The form of a function's result; `()` stays, alone and as the payload of a `Result`.
fn result_shape(output: &syn::ReturnType, kind: &Kind) -> Shape {
    let syn::ReturnType::Type(_, ty) = output else {
        return Shape::Const;
    };
    if is_unit(ty) || payload(ty, kind).is_some_and(is_unit) {
        return Shape::Const;
    }
    Shape::of_kind(kind)
}

/// The verifier, after every pass. What it finds is our fault, and an error at the user's function
/// rather than a strange message from rustc.
pub fn check(f: &Function, pass: &str, span: Span) -> Result<(), Vec<syn::Error>> {
    verify::verify(f).map_err(|fault| {
        let text = format!(
            "`derive_jvp` can't follow this function: {pass} broke its own rules: {fault}\n\
             = help: this is a fault of `jvp`: please report it; until then, write the function \
             with simpler statements"
        );
        vec![syn::Error::new(span, text)]
    })
}
