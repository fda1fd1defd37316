//! Literals of the user's own types: structs, tuple structs, variants of enums.
//!
//! Which of its fields have a tangent, and what the tangent type is called, only the type knows. So
//! the primal is made first and asked for the tangent that belongs to it, field by field: the derive
//! writes `jvp_tangent`, a function per field, and `jvp_done`, which fills in zeros. Beside a base,
//! which `jvp_rest` fills in instead, a field that is a constant says so.

use super::value::Val;
use super::{Pf, effects};
use crate::ir::*;
use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::ext::IdentExt;

impl Pf<'_> {
    /// `P { a: x, b: y, ..rest }`
    pub fn struct_literal(
        &mut self,
        path: &syn::Path,
        fields: &[(syn::Member, Expr)],
        rest: Option<&Expr>,
        span: Span,
    ) -> Val {
        let mut values: Vec<Expr> = fields.iter().map(|(_, e)| e.clone()).collect();
        values.extend(rest.cloned());
        let members: Vec<syn::Member> = fields.iter().map(|(m, _)| m.clone()).collect();
        self.built(path, &values, &members, rest.is_some(), span, |parts| {
            let mut parts = parts.into_iter();
            let fields = members.iter().cloned().zip(parts.by_ref()).collect();
            Node::Struct(path.clone(), fields, parts.next().map(Box::new))
        })
    }

    /// `P(x, y)`
    pub fn constructor(&mut self, path: &syn::ExprPath, args: &[Expr], span: Span) -> Val {
        let position = |index| syn::Member::Unnamed(syn::Index { index, span });
        let members: Vec<syn::Member> = (0..args.len() as u32).map(position).collect();
        let callee = Expr::new(Node::Path(path.clone()), span);
        self.built(&path.path, args, &members, false, span, |parts| {
            Node::Call(Box::new(callee.clone()), parts)
        })
    }

    /// The primal under a name, and its tangent under another.
    fn built(
        &mut self,
        path: &syn::Path,
        values: &[Expr],
        members: &[syn::Member],
        rest: bool,
        span: Span,
        primal: impl Fn(Vec<Expr>) -> Node,
    ) -> Val {
        let kinds: Vec<Kind> = values.iter().map(|e| self.kind(e)).collect();
        let vals = self.operands(values);
        let constant = vals.iter().all(Val::is_const);
        let mut primals = Vec::new();
        let mut tangents = Vec::new();
        for (v, kind) in vals.into_iter().zip(&kinds) {
            if v.is_const() {
                primals.push(self.primal(v));
                tangents.push(None);
                continue;
            }
            // The literal moves what the tangent may still look at.
            let (p, t) = self.split(v, kind);
            let p = match effects::is_pure(&p) {
                true => p,
                false => self.name(p, "value"),
            };
            tangents.push(Some(self.name(t, "dvalue")));
            primals.push(p);
        }
        if constant {
            return Val::Const(Expr::new(primal(primals), span));
        }
        let base = if rest { tangents.pop().flatten() } else { None };
        let hint = snake(&path.segments[tree::type_at(path)].ident.to_string());
        let value = self.force_name(Expr::new(primal(primals), span), &hint);
        let start = match tree::variant(path) {
            Some(name) => format_ident!("jvp_tangent_{name}"),
            None => Ident::new("jvp_tangent", span),
        };
        let mut tangent = value.clone().method(&start.to_string(), Vec::new());
        for (member, t) in members.iter().zip(tangents) {
            tangent = match t {
                Some(t) => set(tangent, member, t),
                None if base.is_some() => not_from_base(tangent, member),
                None => tangent,
            };
        }
        let tangent = match base {
            Some(base) => tangent.method("jvp_rest", vec![base]),
            None => tangent.method("jvp_done", Vec::new()),
        };
        let tangent = self.force_name(tangent, &format!("d{hint}"));
        Val::Split(value, tangent)
    }
}

/// `tangent.jvp_set_field(t)`
fn set(tangent: Expr, member: &syn::Member, t: Expr) -> Expr {
    tangent.method(&setter("set", member), vec![t])
}

/// `tangent.jvp_constant_field()`
fn not_from_base(tangent: Expr, member: &syn::Member) -> Expr {
    tangent.method(&setter("constant", member), Vec::new())
}

/// A name that no pass takes for a method of `std` or ndarray: fields are called `first` and `sum`.
fn setter(what: &str, member: &syn::Member) -> String {
    match member {
        syn::Member::Named(name) => format!("jvp_{what}_{}", name.unraw()),
        syn::Member::Unnamed(i) => format!("jvp_{what}_{}", i.index),
    }
}

/// `dense_layer` for `DenseLayer`.
fn snake(name: &str) -> String {
    if name == "Self" {
        return "own".to_string();
    }
    let mut out = String::new();
    for (i, c) in name.trim_start_matches("r#").chars().enumerate() {
        if c.is_uppercase() && i > 0 {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}
