//! ndarray's elementwise methods that take no closure and are no row of the table.

use super::Pf;
use super::lane::bare;
use super::value::Val;
use crate::ir::*;
use proc_macro2::Span;

impl Pf<'_> {
    /// `x.abs_sub(b)`: `x - b` where that is positive, else 0.
    pub fn abs_sub(&mut self, m: &Method, span: Span) -> Val {
        let x = self.value(&bare(&m.recv));
        let x = self.leaf_pair(x);
        let b = self.captured_value(&m.args[0]);
        let (Val::Split(p, _) | Val::Const(p), Val::Split(q, _) | Val::Const(q)) = (&x, &b) else {
            return x;
        };
        let op: syn::BinOp = syn::parse_quote!(<=);
        let below = Expr::new(
            Node::Binary(op, Box::new(p.clone()), Box::new(q.clone())),
            span,
        );
        let zero = Expr::new(Node::Num(0.0, Float::Lane), span);
        let above = self.lane_row("sub", vec![x, b], span);
        self.select(&below, Val::Const(zero), above, span)
    }

    /// `y.scaled_add(a, &x)`: `y += a x`.
    pub fn scaled_add(&mut self, m: &Method, span: Span) -> Val {
        let scale = self.value(&m.args[0]);
        let x = self.value(&bare(&m.args[1]));
        let target = self.value(&m.recv);
        let ax = self.lane_row("mul", vec![scale, x], span);
        self.lane_update("add", target, ax, span);
        Val::Const(Expr::unit(span))
    }
}
