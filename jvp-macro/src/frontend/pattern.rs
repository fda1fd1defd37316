//! Patterns to IR.

use super::scope::Lower;
use crate::ir::{Bind, Expr, Node, Pat};
use quote::ToTokens;
use std::collections::HashMap;
use syn::spanned::Spanned;

impl Lower<'_> {
    /// Lowers a pattern; its bindings are visible from here on. A type ascription comes back
    /// beside it, and so does a guard.
    pub fn pattern(&mut self, pat: &syn::Pat) -> (Pat, Option<syn::Type>) {
        match pat {
            syn::Pat::Type(t) => (self.pat(&t.pat), Some((*t.ty).clone())),
            _ => (self.pat(pat), None),
        }
    }

    pub fn pat(&mut self, pat: &syn::Pat) -> Pat {
        match pat {
            syn::Pat::Wild(_) => Pat::Wild,
            syn::Pat::Rest(_) => Pat::Rest,
            syn::Pat::Paren(p) => self.pat(&p.pat),
            syn::Pat::Ident(i) if names_a_constant(i) => Pat::Const(i.to_token_stream()),
            syn::Pat::Ident(i) => {
                let mutable = i.mutability.is_some();
                let local = self.bind(&i.ident, mutable);
                let sub = i.subpat.as_ref().map(|(_, p)| Box::new(self.pat(p)));
                Pat::Bind(Bind {
                    local,
                    by_ref: i.by_ref.is_some(),
                    mutable,
                    sub,
                })
            }
            syn::Pat::Tuple(t) => Pat::Tuple(t.elems.iter().map(|p| self.pat(p)).collect()),
            syn::Pat::TupleStruct(t) => Pat::TupleStruct(
                t.path.clone(),
                t.elems.iter().map(|p| self.pat(p)).collect(),
            ),
            syn::Pat::Struct(s) => {
                let fields = s
                    .fields
                    .iter()
                    .map(|f| (f.member.clone(), self.pat(&f.pat)));
                Pat::Struct(s.path.clone(), fields.collect(), s.rest.is_some())
            }
            syn::Pat::Slice(s) => Pat::Slice(s.elems.iter().map(|p| self.pat(p)).collect()),
            syn::Pat::Reference(r) => Pat::Ref(r.mutability.is_some(), Box::new(self.pat(&r.pat))),
            syn::Pat::Or(o) => self.or_pattern(o),
            syn::Pat::Lit(_) | syn::Pat::Range(_) | syn::Pat::Path(_) | syn::Pat::Const(_) => {
                Pat::Const(pat.to_token_stream())
            }
            other => {
                self.refuse(
                    other.span(),
                    "this pattern is not supported in a differentiated function",
                    "bind the value to a name and take it apart with `let`, `match` or fields",
                );
                Pat::Wild
            }
        }
    }

    /// All alternatives bind the same names: to the same locals.
    fn or_pattern(&mut self, or: &syn::PatOr) -> Pat {
        let mut first: Option<HashMap<String, crate::ir::Local>> = None;
        let mut out = Vec::new();
        for case in &or.cases {
            let mut p = self.pat(case);
            match &first {
                None => {
                    let locals = p.locals();
                    let name = |l: &crate::ir::Local| self.f.local(*l).name.clone();
                    first = Some(locals.iter().map(|l| (name(l), *l)).collect());
                }
                Some(map) => {
                    let map = map.clone();
                    self.unify(&mut p, &map);
                }
            }
            out.push(p);
        }
        for (name, local) in first.into_iter().flatten() {
            self.alias(name, local);
        }
        Pat::Or(out)
    }

    fn unify(&self, p: &mut Pat, map: &HashMap<String, crate::ir::Local>) {
        match p {
            Pat::Wild | Pat::Rest | Pat::Const(_) => {}
            Pat::Bind(b) => {
                if let Some(l) = map.get(&self.f.local(b.local).name) {
                    b.local = *l;
                }
                if let Some(sub) = &mut b.sub {
                    self.unify(sub, map);
                }
            }
            Pat::Tuple(ps) | Pat::TupleStruct(_, ps) | Pat::Slice(ps) | Pat::Or(ps) => {
                ps.iter_mut().for_each(|p| self.unify(p, map));
            }
            Pat::Struct(_, fields, _) => fields.iter_mut().for_each(|(_, p)| self.unify(p, map)),
            Pat::Ref(_, p) => self.unify(p, map),
        }
    }
}

/// `None`, `MAX_STEPS`: an identifier pattern that starts upper-case names a constant, as Rust's
/// naming lints have it.
fn names_a_constant(i: &syn::PatIdent) -> bool {
    let upper = crate::ir::tree::is_upper(&i.ident.to_string());
    upper
        && i.by_ref.is_none()
        && i.mutability.is_none()
        && i.subpat.is_none()
        && !is_single_letter(&i.ident)
}

/// A single capital (`K`, `R`) is as likely a binding: users of formulas write those.
fn is_single_letter(i: &proc_macro2::Ident) -> bool {
    let text = i.to_string();
    text.len() == 1
}

/// What is matched, where the patterns only look at it: `match place { Some(ref x) => .. }` is
/// `match &place { Some(x) => .. }`.
pub fn looked_at(place: Expr, pats: &mut [&mut Pat]) -> Expr {
    let (mut some, mut all) = (false, true);
    for pat in pats.iter() {
        all &= !takes_references(pat);
        pat.binds(&mut |b| {
            some = true;
            all &= b.by_ref && !b.mutable;
        });
    }
    if !some || !all || !is_place(&place) {
        return place;
    }
    for pat in pats {
        pat.binds_mut(&mut |b| b.by_ref = false);
    }
    let span = place.span;
    Expr::new(Node::Ref(false, Box::new(place)), span)
}

/// Whether a pattern has a part that is or may be a reference: `&`, a text, a constant's name. Below a
/// reference that is matched by itself that would be another pattern.
fn takes_references(pat: &Pat) -> bool {
    match pat {
        Pat::Ref(..) => true,
        Pat::Const(tokens) => {
            let text = tokens.to_string();
            let name = text.rsplit("::").next().unwrap_or_default();
            let constant = name.contains(char::is_alphabetic) && !name.contains(char::is_lowercase);
            constant || text.contains('"')
        }
        Pat::Wild | Pat::Rest => false,
        Pat::Bind(b) => b.sub.as_deref().is_some_and(takes_references),
        Pat::Tuple(ps) | Pat::TupleStruct(_, ps) | Pat::Slice(ps) | Pat::Or(ps) => {
            ps.iter().any(takes_references)
        }
        Pat::Struct(_, fields, _) => fields.iter().any(|(_, p)| takes_references(p)),
    }
}

fn is_place(e: &Expr) -> bool {
    match &e.node {
        Node::Local(_) => true,
        Node::Field(e, _) | Node::Index(e, _) | Node::Deref(e) => is_place(e),
        _ => false,
    }
}
