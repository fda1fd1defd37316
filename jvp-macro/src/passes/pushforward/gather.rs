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

    /// `try_fold`: what the closure gives is an `Option` or a `Result` over the next value.
    pub fn try_fold(&mut self, m: &Method, shape: Shape, recv: Expr) -> Val {
        let whole = Expr::new(Node::Method(m.clone()), m.name.span());
        let kind = self.kind(&whole);
        let init_kind = self.kind(&m.args[0]);
        let init = self.value(&m.args[0]);
        let acc = match self.carries(&whole) {
            true => Shape::of_kind(&init_kind),
            false => Shape::Const,
        };
        let init = self.coerce(init, &acc, &init_kind);
        let outcome = match kind {
            _ if acc == Shape::Const => Shape::Const,
            Kind::Option(_) => acc.clone().opt(),
            Kind::Result(_) => acc.clone().res(),
            _ => {
                return self.error(
                    m.name.span(),
                    "what the closure of this `try_fold` gives is not known",
                    "say it: `|acc, x| -> Option<f64> { .. }`",
                );
            }
        };
        let want = Want::shape(outcome.clone());
        let Some((_, f)) =
            self.passed_closure(&m.args[1], &[(acc, false), (shape, false)], Some(&want))
        else {
            return Val::Const(recv);
        };
        let call = method_named(recv, &m.name, vec![init, f]);
        match outcome {
            Shape::Const => Val::Const(call),
            outcome => Val::Joint(outcome, call),
        }
    }

    /// `std` sums floats from `-0.0` on, and multiplies from `1.0` on, in order.
    pub fn sum(&mut self, m: &Method, e: &Expr, shape: Shape, recv: Expr) -> Val {
        let span = e.span;
        let sum = m.name == "sum";
        let kind = self.kind(e);
        // The first that is missing ends it.
        let items = match (&shape, &kind) {
            (Shape::Opt(_), _) | (_, Kind::Option(_)) => Shape::Pair.opt(),
            (Shape::Res(_), _) | (_, Kind::Result(_)) => Shape::Pair.res(),
            _ => Shape::Pair,
        };
        let recv = self.brought(recv, &shape, &items, &kind);
        let number = match &kind {
            Kind::Option(k) | Kind::Result(k) => k,
            kind => kind,
        };
        let float = match number.peeled() {
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
        let both = Expr::new(Node::Tuple(vec![p, t]), span);
        let item = Pat::Tuple(vec![x.0, dx.0]);
        let (name, item, body) = match items {
            Shape::Pair => ("fold", item, both),
            _ => {
                let l = self.fresh("item", Kind::Unknown, Origin::Temp, span);
                let body = self.if_there(Expr::local(l, span), item, both, &items);
                ("try_fold", Pat::bind(l), body)
            }
        };
        let closure = Closure {
            by_move: false,
            params: vec![(Pat::Tuple(vec![acc.0, dacc.0]), None), (item, None)],
            ret: None,
            body: Box::new(body),
            kernel: None,
        };
        let f = Expr::new(Node::Closure(closure), span);
        let fold = proc_macro2::Ident::new(name, m.name.span());
        // `try_fold` borrows what it goes through.
        let recv = match items == Shape::Pair {
            true => recv,
            false => owned(recv),
        };
        Val::Joint(items, method_named(recv, &fold, vec![init, f]))
    }

    /// `{ let pat = e?; Some(value) }`. Of a result `match e { Ok(pat) => Ok(value), Err(e) => Err(e) }`: `?`
    /// would leave open what the error becomes.
    fn if_there(&mut self, e: Expr, pat: Pat, value: Expr, shape: &Shape) -> Expr {
        let span = e.span;
        let call = |ctor: &str, e: Expr| {
            let path = syn::Path::from(proc_macro2::Ident::new(ctor, span));
            let path = Node::Path(syn::parse_quote!(#path));
            Expr::new(Node::Call(Box::new(Expr::new(path, span)), vec![e]), span)
        };
        if !matches!(shape, Shape::Res(_)) {
            return self.captured_expr(|pf| {
                pf.emit_let(pat, None, Expr::new(Node::Try(Box::new(e)), span));
                call("Some", value)
            });
        }
        let arm = |ctor: syn::Path, pat: Pat, body: Expr| Arm {
            pat: Pat::TupleStruct(ctor, vec![pat]),
            guard: None,
            body,
        };
        let l = self.fresh("error", Kind::Inert, Origin::Temp, span);
        let same = call("Err", Expr::local(l, span));
        let arms = vec![
            arm(syn::parse_quote!(Ok), pat, call("Ok", value)),
            arm(syn::parse_quote!(Err), Pat::bind(l), same),
        ];
        Expr::new(Node::Match(Box::new(e), arms), span)
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
        let (shape, recv) = match kind {
            Kind::Seq(..) => self.kept(shape, recv, &item),
            _ => (shape, recv),
        };
        Some(self.collect(target.as_ref(), shape, recv, &item, e.span))
    }

    /// `Option`s and `Result`s that are elements of a list are kept in two lists.
    fn kept(&mut self, shape: Shape, recv: Expr, item: &Kind) -> (Shape, Expr) {
        match shape {
            Shape::Opt(_) | Shape::Res(_) => {
                let recv = self.brought(recv, &shape, &Shape::Pair, item);
                (Shape::Pair, recv)
            }
            shape => (shape, recv),
        }
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
        let into_kind = target.map(|ty| kind::of_type(ty, self.ctx.params));
        let (shape, recv) = match into_kind {
            Some(Kind::Seq(..) | Kind::Boxed(_)) => self.kept(shape, recv, item),
            // Those that have been kept are taken out of their lists again.
            Some(kind @ (Kind::Option(_) | Kind::Result(_))) if shape == Shape::Pair => {
                let joint = Shape::of_kind(&kind);
                let recv = self.brought(recv, &shape, &joint, item);
                (joint, recv)
            }
            _ => (shape, recv),
        };
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

/// An iterator that has a name, as a value.
fn owned(recv: Expr) -> Expr {
    match recv.as_local() {
        Some(_) => recv.method("into_iter", Vec::new()),
        None => recv,
    }
}
