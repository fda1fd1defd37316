//! Operators of the user's own types: each goes through the runtime's trait of operators, where
//! the operands' types choose the implementation, as they do for the operator itself.

use super::value::Val;
use super::{Pf, Shape};
use crate::ir::*;
use crate::ops;
use crate::ops::formula::runtime_call;
use proc_macro2::{Ident, Span};

impl Pf<'_> {
    /// Whether an operand is of a type with operators of its own.
    pub fn is_own_operator(&self, form: &Form, kinds: &[Kind]) -> bool {
        matches!(form, Form::Operator) && kinds.iter().any(|k| self.has_own_operators(k))
    }

    /// Whether the operators of a value's type are the user's own.
    fn has_own_operators(&self, kind: &Kind) -> bool {
        self.ctx.params.is_declared(kind)
    }

    /// Whether a value is of a type that is known to be the user's own.
    pub fn is_own(&self, kind: &Kind) -> bool {
        self.ctx.params.own_type(kind).is_some()
    }

    /// `rt::mul::jvp_10(a, da, b)` for `a * b`
    pub fn own_operator(&mut self, op: Op, form: &Form, args: &[Expr], span: Span) -> Val {
        let kinds: Vec<Kind> = args.iter().map(|a| self.kind(a)).collect();
        let vals = self.operands(args);
        let mask: Vec<bool> = vals.iter().map(|v| !v.is_const()).collect();
        let mut out = Vec::new();
        for (v, kind) in vals.into_iter().zip(&kinds) {
            match v.is_const() {
                true => out.push(self.primal(v)),
                false => {
                    let (p, t) = self.split(v, kind);
                    out.extend([p, t]);
                }
            }
        }
        if !mask.contains(&true) {
            return Val::Const(Expr::new(Node::Op(op, form.clone(), out), span));
        }
        Val::Joint(Shape::Pair, self.operate(op, &mask, out, span))
    }

    /// `rt::add_assign::jvp_11(&mut a, &mut da, b, db)` for `a += b`; none, where the operator is
    /// no one's own.
    pub fn own_assignment(
        &mut self,
        token: &syn::BinOp,
        place: &Expr,
        value: &Expr,
        span: Span,
    ) -> Option<Val> {
        let op = ops::of_assignment(token)?;
        let (kind, of_value) = (self.kind(place), self.kind(value));
        if !self.has_own_operators(&kind) && !self.has_own_operators(&of_value) {
            return None;
        }
        let v = self.value(value);
        let given = !v.is_const();
        let mut right = match given {
            false => vec![self.primal(v)],
            true => {
                let (p, t) = self.split(v, &of_value);
                vec![p, t]
            }
        };
        if !super::effects::is_pure(place) {
            right = right.into_iter().map(|e| self.name(e, "value")).collect();
        }
        let by_mut = |e: Expr| Expr::new(Node::Ref(true, Box::new(e)), span);
        let target = self.place(place);
        let Val::Split(p, d) = target else {
            let place = self.primal(target);
            let value = right.swap_remove(0);
            let node = Node::AssignOp(*token, Box::new(place), Box::new(value));
            return Some(Val::Const(Expr::new(node, span)));
        };
        let mut args = vec![by_mut(p), by_mut(d)];
        args.extend(right);
        Some(Val::Const(self.operate(
            &format!("{op}_assign"),
            &[true, given],
            args,
            span,
        )))
    }

    fn operate(&self, op: &str, mask: &[bool], args: Vec<Expr>, span: Span) -> Expr {
        let mut call = runtime_call(self.ctx.krate, op, args, span);
        if let Node::Call(callee, _) = &mut call.node
            && let Node::Path(p) = &mut callee.node
        {
            let name = mask::of_function(&mask::digits(mask));
            p.path.segments.push(Ident::new(&name, span).into());
        }
        call
    }
}
