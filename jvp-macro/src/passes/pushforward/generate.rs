//! Iterators that `std::iter` makes of values and closures: their items are pairs.

use super::value::Val;
use super::{Pf, Shape, Want};
use crate::ir::*;
use proc_macro2::Span;

impl Pf<'_> {
    /// `iter::repeat_n(x, n)`
    pub fn repeated(&mut self, callee: &Expr, args: &[Expr], span: Span) -> Val {
        let kind = self.kind(&args[0]);
        let v = self.value(&args[0]);
        let n = self.primal_of(&args[1]);
        let n = self.force_name(n, "n");
        self.both(v, &kind, |x| {
            let args = vec![x, n.clone()];
            Expr::new(Node::Call(Box::new(callee.clone()), args), span)
        })
    }

    /// `iter::repeat_with(|| x)`, `iter::from_fn(|| Some(x))`
    pub fn iterator_of_calls(&mut self, callee: &Expr, f: &Expr, name: &str, span: Span) -> Val {
        let Some((shape, f)) = self.passed_closure(f, &[], None) else {
            return Val::Const(Expr::unit(span));
        };
        let call = Expr::new(Node::Call(Box::new(callee.clone()), vec![f]), span);
        match (name, shape) {
            (_, Shape::Const) => Val::Const(call),
            ("repeat_with", item) => Val::Joint(Shape::Iter(Box::new(item)), call),
            (_, Shape::Opt(item)) => Val::Joint(Shape::Iter(item), call),
            _ => self.error(
                span,
                "what `from_fn` yields here can't be followed",
                "write a loop",
            ),
        }
    }

    /// `iter::successors(Some(x), |x| Some(f(x)))`
    pub fn successors(&mut self, callee: &Expr, args: &[Expr], span: Span) -> Val {
        let whole = Expr::new(Node::Call(Box::new(callee.clone()), args.to_vec()), span);
        let item = match self.kind(&whole) {
            _ if !self.carries(&whole) => Shape::Const,
            Kind::Iter(item) => Shape::of_kind(&item),
            _ => Shape::Pair,
        };
        let option = match item {
            Shape::Const => Want::primal(),
            _ => Want::shape(item.clone().opt()),
        };
        let first = self.value_to(&args[0], &option);
        let Some((_, next)) = self.passed_closure(&args[1], &[(item.clone(), true)], Some(&option))
        else {
            return Val::Const(Expr::unit(span));
        };
        let call = Expr::new(
            Node::Call(Box::new(callee.clone()), vec![first, next]),
            span,
        );
        match item {
            Shape::Const => Val::Const(call),
            item => Val::Joint(Shape::Iter(Box::new(item)), call),
        }
    }
}
