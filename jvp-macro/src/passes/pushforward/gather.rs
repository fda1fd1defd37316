//! Where an iterator ends: folds, sums, and collections.

use super::closure::method_named;
use super::value::Val;
use super::{Pf, Shape, Want};
use crate::ir::*;

impl Pf<'_> {
    pub fn fold(&mut self, m: &Method, shape: Shape, recv: Expr) -> Val {
        let kind = self
            .kind(&m.args[0])
            .join(self.kind(&Expr::new(Node::Method(m.clone()), m.name.span())));
        let whole = Expr::new(Node::Method(m.clone()), m.name.span());
        let acc = match self.carries(&whole) {
            true => Shape::of_kind(&kind),
            false => Shape::Const,
        };
        let init = self.value(&m.args[0]);
        let init = self.coerce(init, &acc, &kind);
        let params = [(acc.clone(), false), (shape, false)];
        let want = Want::shape(acc.clone());
        let Some((_, f)) = self.passed_closure(&m.args[1], &params, Some(&want)) else {
            return Val::Const(recv);
        };
        let call = method_named(recv, &m.name, vec![init, f]);
        if acc == Shape::Const {
            Val::Const(call)
        } else {
            Val::Joint(acc, call)
        }
    }

    /// `std` sums floats from `-0.0` on, and multiplies from `1.0` on, in order.
    pub fn sum(&mut self, m: &Method, e: &Expr, shape: Shape, recv: Expr) -> Val {
        let span = e.span;
        let sum = m.name == "sum";
        let kind = self.kind(e);
        let recv = self.brought(recv, &shape, &Shape::Pair, &kind);
        let float = match kind.peeled() {
            Kind::Scalar(f) => f.clone(),
            _ => Float::Literal,
        };
        let num = |v: f64| Expr::new(Node::Num(v, float.clone()), span);
        let first = if sum { num(-0.0) } else { num(1.0) };
        let init = Expr::new(Node::Tuple(vec![first, num(0.0)]), span);
        let scalar = Kind::Scalar(float.clone());
        let mut local = |name: &str| {
            let l = self.fresh(name, scalar.clone(), Origin::Temp, span);
            (Pat::bind(l), Expr::local(l, span))
        };
        let (acc, dacc) = if sum {
            (local("sum"), local("dsum"))
        } else {
            (local("prod"), local("dprod"))
        };
        let (x, dx) = (local("v"), local("dv"));
        let op = |op: Op, a: &Expr, b: &Expr| {
            Expr::new(
                Node::Op(op, Form::Operator, vec![a.clone(), b.clone()]),
                span,
            )
        };
        let (p, t) = match sum {
            true => (op("add", &acc.1, &x.1), op("add", &dacc.1, &dx.1)),
            false => (
                op("mul", &acc.1, &x.1),
                op("add", &op("mul", &dacc.1, &x.1), &op("mul", &acc.1, &dx.1)),
            ),
        };
        let body = Expr::new(Node::Tuple(vec![p, t]), span);
        let params = vec![
            (Pat::Tuple(vec![acc.0, dacc.0]), None),
            (Pat::Tuple(vec![x.0, dx.0]), None),
        ];
        let closure = Closure {
            by_move: false,
            params,
            ret: None,
            body: Box::new(body),
            kernel: None,
        };
        let f = Expr::new(Node::Closure(closure), span);
        let fold = proc_macro2::Ident::new("fold", m.name.span());
        Val::Joint(Shape::Pair, method_named(recv, &fold, vec![init, f]))
    }

    /// `let v: Vec<f64> = items.collect();`: the type stands on the `let`.
    pub fn collected(&mut self, e: &Expr, kind: &Kind) -> Option<Val> {
        let Node::Method(m) = &e.node else {
            return None;
        };
        if m.name != "collect" || m.turbofish.is_some() || !self.touched(e) || self.verbatim(e) {
            return None;
        }
        let (shape, recv) = self.iterable(&m.recv);
        if shape == Shape::Const {
            return Some(Val::Const(method_named(recv, &m.name, Vec::new())));
        }
        if kind.is_tensor() {
            return Some(self.collected_tensor(shape, recv, e.span));
        }
        let target: Option<syn::Type> = match kind {
            Kind::Option(_) => Some(syn::parse_quote!(Option<Vec<_>>)),
            Kind::Result(_) => Some(syn::parse_quote!(Result<Vec<_>, _>)),
            _ => None,
        };
        let item = crate::passes::kinds::item(&self.kind(&m.recv));
        Some(self.collect(target.as_ref(), shape, recv, &item, e.span))
    }

    /// Collects pairs into a pair of collections.
    pub fn collect(
        &mut self,
        target: Option<&syn::Type>,
        shape: Shape,
        recv: Expr,
        item: &Kind,
        span: proc_macro2::Span,
    ) -> Val {
        let into = |recv: Expr, ty: syn::Type| {
            let node = Method {
                recv: Box::new(recv),
                name: proc_macro2::Ident::new("collect", span),
                turbofish: Some(syn::parse_quote!(::<#ty>)),
                args: Vec::new(),
            };
            Expr::new(Node::Method(node), span)
        };
        if shape == Shape::Const {
            return Val::Const(match target {
                Some(ty) => into(recv, ty.clone()),
                None => recv.method("collect", Vec::new()),
            });
        }
        if target.is_some_and(|ty| kind::of_type(ty, self.ctx.params).is_tensor()) {
            return self.collected_tensor(shape, recv, span);
        }
        match shape {
            Shape::Res(s) => {
                let recv = self.brought(recv, &Shape::Res(s), &Shape::Pair.res(), item);
                let ty = syn::parse_quote!(Result<(Vec<_>, Vec<_>), _>);
                Val::Joint(Shape::Pair.res(), into(recv, ty))
            }
            Shape::Opt(s) => {
                let recv = self.brought(recv, &Shape::Opt(s), &Shape::Pair.opt(), item);
                let ty = syn::parse_quote!(Option<(Vec<_>, Vec<_>)>);
                Val::Joint(Shape::Pair.opt(), into(recv, ty))
            }
            s => {
                let recv = self.brought(recv, &s, &Shape::Pair, item);
                match target {
                    Some(ty) => {
                        let both = types::tangent(ty, self.types());
                        Val::Joint(Shape::Pair, into(recv, syn::parse_quote!((#ty, #both))))
                    }
                    None => Val::Joint(Shape::Pair, recv.method("unzip", Vec::new())),
                }
            }
        }
    }
}
