//! Functions as values: the tangent of a function is its JVP.
//!
//! A call of a function whose JVP is there is a call of that, with a tangent for each argument of a
//! type that has one. A call that gets functions gets their JVPs with them. Always holds: `f` and
//! `df` are not both called for one call of the original.

use super::expr::is_float;
use super::value::Val;
use super::{Pf, Shape};
use crate::ir::function::takes_tangent;
use crate::ir::kind::TypeParams;
use crate::ir::tree::root;
use crate::ir::*;
use crate::passes::values;
use proc_macro2::Span;
use std::collections::HashMap;

impl Pf<'_> {
    /// A call of a function that is a value; none where the callee's type is not known to be one.
    pub fn function_call(&mut self, callee: &Expr, args: &[Expr], span: Span) -> Option<Val> {
        if let Some(name) = callee.as_local().and_then(|l| self.names.get(&l)) {
            let name = name.clone();
            return Some(self.call(&name, args, span));
        }
        let f = self.kind(callee).function().cloned()?;
        let value = self.value(callee);
        let vals = self.call_operands(args, false).0;
        let constant = value.is_const() && vals.iter().all(Val::is_const);
        if constant || !f.has_tangent {
            let args = vals.into_iter().map(|v| self.primal(v)).collect();
            let callee = Box::new(self.primal(value));
            return Some(Val::Const(Expr::new(Node::Call(callee, args), span)));
        }
        if value.is_const() {
            return Some(self.unfollowed(callee));
        }
        let kind = self.kind(callee);
        let df = self.split(value, &kind).1;
        let mut out = Vec::new();
        for (i, (v, a)) in vals.into_iter().zip(args).enumerate() {
            let kind = f.params.get(i).cloned().unwrap_or(Kind::Unknown);
            if takes_tangent(&kind) {
                let kind = self.kind(a).join(kind);
                let (p, t) = self.argument(v, &kind);
                out.extend([p, t]);
            } else {
                out.push(self.constant(v));
            }
        }
        let call = Expr::new(Node::Call(Box::new(df), out), span);
        Some(match f.unit {
            true => Val::Const(call),
            false => Val::Joint(Shape::of_kind(&f.result), call),
        })
    }

    /// A call with active arguments of a function whose JVP is not there.
    fn unfollowed(&self, callee: &Expr) -> Val {
        let of = |p: &Param| p.pat.locals();
        if let Some(name) = field_name(callee) {
            return self.error(
                callee.span,
                format!("`{name}` is a function in a field, which has no JVP"),
                "take it as a parameter, as in `act: fn(f64) -> f64`, or make the field an `enum` with an \
                 annotated method",
            );
        }
        match root(callee) {
            Some(l) if self.f.params.iter().flat_map(of).any(|p| p == l) => {
                let name = &self.f.local(l).name;
                self.error(
                    callee.span,
                    format!(
                        "`{name}` is a constant and has no JVP, but is called with active arguments"
                    ),
                    "leave it out of `constant(..)` and name it in `wrt(..)`, or write \
                     `stop_gradient(..)` around the arguments",
                )
            }
            _ => self.error(
                callee.span,
                "where this function comes from can't be followed",
                "make it where it is bound: an annotated function by its name, or a closure",
            ),
        }
    }

    /// A function by its name, a closure, or a list of such, with its JVP.
    pub fn with_jvp(&mut self, e: Expr) -> Val {
        match self.function_value(&e) {
            Some((p, t)) => Val::Split(p, t),
            None => Val::Const(e),
        }
    }

    /// The arguments of a call, functions with their JVPs; and whether any of them is active. A
    /// function counts as that if it has captured active data: else its JVP is only needed for
    /// the other arguments' sake. `active`: the receiver is.
    pub fn call_operands(&mut self, args: &[Expr], active: bool) -> (Vec<Val>, bool) {
        let functions: Vec<bool> = args.iter().map(|a| self.is_function(a)).collect();
        let others = args.iter().zip(&functions).filter(|(_, f)| !**f);
        let others: Vec<Expr> = others.map(|(a, _)| a.clone()).collect();
        let mut others = self.operands(&others).into_iter();
        let mut vals: Vec<Option<Val>> = functions
            .iter()
            .map(|f| if *f { None } else { others.next() })
            .collect();
        let active = active
            || vals.iter().flatten().any(|v| !v.is_const())
            || args.iter().any(|a| self.captures_active(a));
        for (v, a) in vals.iter_mut().zip(args).filter(|(v, _)| v.is_none()) {
            let value = match active {
                true => self.function_value(a),
                false => None,
            };
            *v = Some(match value {
                Some((p, t)) => Val::Split(p, t),
                None => Val::Const(self.primal_function(a)),
            });
        }
        let mut vals: Vec<Val> = vals.into_iter().flatten().collect();
        if active {
            for v in &mut vals {
                self.give_tangent_to_lent(v);
            }
        }
        (vals, active)
    }

    /// `&mut (2.0 * n)`: what is lent to be changed has a tangent to come out in, constant as it is before.
    fn give_tangent_to_lent(&mut self, v: &mut Val) {
        let Val::Const(Expr {
            node: Node::Ref(true, inner),
            span,
        }) = v
        else {
            return;
        };
        let kind = self.kind(inner);
        let of_floats = match &kind {
            Kind::Seq(_, element) | Kind::Tensor(element, _) => is_float(element),
            kind => is_float(kind) || matches!(inner.node, Node::Lit(syn::Lit::Float(_))),
        };
        if crate::ir::tree::root(inner).is_some() || !of_floats {
            return;
        }
        let (p, t) = self.with_zero((**inner).clone(), &kind);
        let lent = |e: Expr| Expr::new(Node::Ref(true, Box::new(e)), *span);
        let Val::Split(p, t) = self.unshared(Val::Split(p, t)) else {
            return;
        };
        *v = Val::Split(lent(p), lent(t));
    }

    /// Whether syntax shows where the function comes from: a closure, or a function's name.
    pub fn is_function(&self, e: &Expr) -> bool {
        let named = |l: Local| self.ctx.closures.contains_key(&l) || self.names.contains_key(&l);
        match &e.node {
            Node::Ref(false, inner) => self.is_function(inner),
            Node::Path(p) => is_function_name(p, self.ctx.params),
            _ => values::literal(e).is_some() || e.as_operand().is_some_and(named),
        }
    }

    /// As [`Pf::is_function`], of what a branch gives.
    pub fn gives_function(&self, e: &Expr) -> bool {
        let tail = |b: &Block| b.tail.as_ref().is_some_and(|e| self.gives_function(e));
        match &e.node {
            Node::Block(b, _) => tail(b),
            Node::If(_, then, otherwise) => {
                tail(then) || otherwise.as_ref().is_some_and(|e| self.gives_function(e))
            }
            Node::Match(_, arms) => arms.iter().any(|a| self.gives_function(&a.body)),
            _ => self.is_function(e),
        }
    }

    fn captures_active(&self, e: &Expr) -> bool {
        let named = e.as_operand().and_then(|l| self.ctx.closures.get(&l));
        let captured = values::literal(e).or(named).map(values::captured);
        captured.is_some_and(|c| c.into_iter().any(|l| self.is_active(l)))
    }
}

/// The field that a called function stands in.
fn field_name(callee: &Expr) -> Option<String> {
    match &callee.node {
        Node::Field(_, member @ syn::Member::Named(_)) => Some(tree::member_name(member)),
        Node::Index(e, _) | Node::Deref(e) | Node::Ref(_, e) => field_name(e),
        _ => None,
    }
}

/// The locals that stand for a function of a known name: `let g = square;`.
pub fn names(body: &Block, params: &TypeParams) -> HashMap<Local, Expr> {
    let mut out = HashMap::new();
    body.lets(&mut |l| {
        if let (Pat::Bind(b), None, Some(e)) = (&l.pat, &l.ty, &l.init)
            && let Node::Path(p) = &e.node
            && !b.mutable
            && is_function_name(p, params)
        {
            out.insert(b.local, e.clone());
        }
    });
    out
}

/// A lower-case path that no local binds is a function, if it is not known to be a constant.
pub fn is_function_name(p: &syn::ExprPath, params: &TypeParams) -> bool {
    let last = tree::last_name(&p.path);
    let constant = p
        .path
        .get_ident()
        .is_some_and(|_| params.constants.contains(&last));
    last.trim_start_matches("r#")
        .starts_with(char::is_lowercase)
        && !last.starts_with('_')
        && !constant
}
