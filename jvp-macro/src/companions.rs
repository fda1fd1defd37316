//! Which functions the companion of an annotated function has, and which of them have a body of
//! their own.
//!
//! In: the variants that the user asks for. Out: the companion's tokens. The rule on names is
//! `backend::companion`'s; here it is filled. Bodies of their own: the variants, and the small sets
//! of active parameters. A mask between goes to the guarded body, with zeros. A mask that the
//! function can't serve has a name too, and is an error when it is called.

use crate::backend::companion::{Forward, Home};
use crate::backend::signature::{Mode, jvp_name};
use crate::ir::Role;
use crate::ir::mask::{self, digits, masks};
use crate::pipeline::{Plan, Unit, Variant};
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;

/// Up to this many free parameters every set has a body of its own.
const ALL_BODIES: usize = 3;

/// A target that names of the companion hand on to.
#[derive(Clone)]
struct Target {
    seeds: Vec<bool>,
    path: TokenStream,
}

/// The companion while it is filled.
struct Companion<'a> {
    unit: &'a Unit<'a>,
    home: Home<'a>,
    vis: &'a TokenStream,
    roles: Vec<Role>,
    /// The same to callers: one that may not be named as active has no tangent.
    callees: Vec<Role>,
    /// What stands before each function, where there is no struct around them.
    attrs: TokenStream,
    /// Which parameters a caller may name as active.
    eligible: Vec<bool>,
    functions: TokenStream,
    bodies: Vec<Target>,
    /// Only say what there is, for a trait.
    declare: bool,
}

/// The companion struct of a function, with a function for each mask that has a name; of a method
/// the functions alone.
pub fn companion(unit: &Unit, variants: &[Variant], vis: &TokenStream) -> TokenStream {
    filled(unit, variants, vis, false)
}

/// What a trait declares for the functions that stand beside a method in its `impl`s.
pub fn declared(unit: &Unit, variants: &[Variant]) -> TokenStream {
    filled(unit, variants, &TokenStream::new(), true)
}

/// The declaration of a function that the user has asked for.
pub fn header(
    unit: &Unit,
    name: &Ident,
    attrs: &TokenStream,
    seeds: &[bool],
    mode: Mode,
) -> TokenStream {
    let s = unit.signature;
    let roles: Vec<Role> = s.params.iter().map(|p| p.role).collect();
    let forward = Forward {
        params: &unit.ir.params,
        generics: &s.generics,
        output: &s.output,
        ctx: unit.types(),
        vis: &TokenStream::new(),
        attrs,
        roles: &roles,
        digits: seeds,
        name: name.clone(),
        round: false,
        target_seeds: Vec::new(),
        target: TokenStream::new(),
    };
    let names: Vec<Option<Ident>> = s.params.iter().map(|p| p.name.clone()).collect();
    forward.print_header(&names, mode, unit.options.into)
}

fn filled(unit: &Unit, variants: &[Variant], vis: &TokenStream, declare: bool) -> TokenStream {
    let n = unit.signature.params.len();
    let associated = unit.signature.associated;
    let home = Home {
        ident: &unit.signature.ident,
        associated,
        attrs: &unit.item.attrs,
    };
    let mut c = Companion {
        attrs: home.before(),
        home,
        unit,
        vis,
        callees: (0..n)
            .map(|i| match eligible(unit, variants, i) {
                true => unit.signature.params[i].role,
                false => Role::Inert,
            })
            .collect(),
        roles: unit.signature.params.iter().map(|p| p.role).collect(),
        eligible: (0..n).map(|i| eligible(unit, variants, i)).collect(),
        functions: TokenStream::new(),
        bodies: Vec::new(),
        declare,
    };
    for v in variants {
        let name = jvp_name(&v.base);
        c.bodies.push(Target {
            seeds: v.seeds.clone(),
            path: match associated {
                true => quote!(Self::#name),
                false => quote!(#name),
            },
        });
    }
    let round = c.round();
    for mask in masks(n) {
        c.mask(&mask, round.as_ref());
    }
    let has_receiver = unit.signature.params.iter().any(|p| p.receiver().is_some());
    if !has_receiver {
        c.passed_by_name(round.as_ref());
    }
    home.filled(vis, c.functions)
}

fn eligible(unit: &Unit, variants: &[Variant], i: usize) -> bool {
    let p = &unit.signature.params[i];
    match p.role {
        Role::InOut | Role::Out | Role::Function => true,
        Role::Inert => false,
        // A type that is not known is differentiable where the user says so.
        Role::Differentiable => p.kind.tangent_is_certain() || variants.iter().any(|v| v.seeds[i]),
    }
}

impl Companion<'_> {
    fn name(&self, suffix: &str) -> Ident {
        self.home.name(suffix)
    }

    fn free(&self, seeds: &[bool]) -> usize {
        let free = |i: &usize| seeds[*i] && self.roles[*i] == Role::Differentiable;
        (0..seeds.len()).filter(free).count()
    }

    /// Where a caller goes whose mask has no name or no body: every tangent, guarded.
    fn round(&mut self) -> Option<Target> {
        let n = self.eligible.len();
        if self.free(&self.eligible) <= ALL_BODIES && n <= mask::ALL_MASKS {
            return None;
        }
        let seeds = self.eligible.clone();
        let body = self.name("guarded");
        let tokens = self.body(&body, &seeds, true)?;
        self.functions.extend(tokens);
        let target = Target {
            seeds,
            path: quote!(Self::#body),
        };
        self.forward(&vec![true; n], mask::ROUND, &target);
        Some(target)
    }

    /// `jvp`, for a function that is passed by its name: whoever calls it gives zeros for what is
    /// constant there, so it is guarded where there is anything to guard.
    fn passed_by_name(&mut self, round: Option<&Target>) {
        let full = self.eligible.clone();
        if let Some(target) = round {
            return self.forward(&full, mask::ALL, target);
        }
        let Some(target) = self.bodies.iter().find(|b| b.seeds == full).cloned() else {
            return;
        };
        // A function is called with zeros only beside a tangent that is none.
        let alone = full.iter().filter(|s| **s).count() < 2;
        match (!alone)
            .then(|| self.body(&self.name(mask::ALL), &full, true))
            .flatten()
        {
            Some(tokens) if has_guard(&tokens) => self.functions.extend(tokens),
            _ => self.forward(&full, mask::ALL, &target),
        }
    }

    fn mask(&mut self, mask: &[bool], round: Option<&Target>) {
        let n = mask.len();
        let name = digits(mask);
        let seeds: Vec<bool> = (0..n).map(|i| mask[i] && self.eligible[i]).collect();
        let params = &self.unit.signature.params;
        let misses = (0..n).any(|i| params[i].is_seeded_by_all() && !mask[i]);
        if misses || !seeds.contains(&true) {
            return self.refuse(mask, &name);
        }
        if let Some(target) = self.bodies.iter().find(|b| b.seeds == seeds).cloned() {
            return self.forward(mask, &name, &target);
        }
        let own = self.free(&self.eligible) <= ALL_BODIES
            || self.free(&seeds) <= 2
            || seeds == self.eligible;
        if !own {
            return match round {
                Some(target) => self.forward(mask, &name, target),
                None => self.refuse(mask, &name),
            };
        }
        // A name with digits on parameters without tangent hands on to the one without.
        let plain = self.name(&digits(&seeds));
        match self.body(&plain, &seeds, false) {
            None => self.refuse(mask, &name),
            Some(tokens) => {
                self.functions.extend(tokens);
                let target = Target {
                    seeds: seeds.clone(),
                    path: quote!(Self::#plain),
                };
                if seeds != mask {
                    self.forward(mask, &name, &target);
                }
                self.bodies.push(target);
            }
        }
    }

    fn link<'s>(&'s self, mask: &'s [bool], name: &str, target: &Target) -> Forward<'s> {
        let s = self.unit.signature;
        Forward {
            params: &self.unit.ir.params,
            generics: &s.generics,
            output: &s.output,
            ctx: self.unit.types(),
            vis: self.vis,
            attrs: &self.attrs,
            roles: &self.callees,
            digits: mask,
            name: self.name(name),
            round: name == mask::ROUND,
            target_seeds: target.seeds.clone(),
            target: target.path.clone(),
        }
    }

    fn forward(&mut self, mask: &[bool], name: &str, target: &Target) {
        let link = self.link(mask, name, target);
        let tokens = match self.declare {
            true => link.print_declaration(),
            false => link.print(),
        };
        self.functions.extend(tokens);
    }

    /// Beside a method there is no such function: the caller misses it by name.
    fn refuse(&mut self, mask: &[bool], name: &str) {
        if self.unit.signature.associated {
            return;
        }
        let none = Target {
            seeds: vec![false; mask.len()],
            path: TokenStream::new(),
        };
        let tokens = self
            .link(mask, name, &none)
            .print_refused(&self.unit.signature.ident);
        self.functions.extend(tokens);
    }

    /// A body; none where the function can't be differentiated that way.
    fn body(&self, name: &Ident, seeds: &[bool], guard: bool) -> Option<TokenStream> {
        if self.declare {
            let none = Target {
                seeds: vec![false; seeds.len()],
                path: TokenStream::new(),
            };
            let mut link = self.link(seeds, "", &none);
            link.name = name.clone();
            return Some(link.print_declaration());
        }
        let plan = Plan {
            name: name.clone(),
            vis: self.vis.clone(),
            attrs: {
                let attrs = &self.attrs;
                quote!(#attrs #[inline])
            },
            seeds,
            mode: Mode::Jvp,
            guard,
            into: false,
            handed: true,
        };
        self.unit.function(&plan).ok()
    }
}

/// Whether the body of a function calls the runtime's guard.
fn has_guard(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|t| match t {
        TokenTree::Ident(i) => i == "guard",
        TokenTree::Group(g) => has_guard(&g.stream()),
        _ => false,
    })
}
