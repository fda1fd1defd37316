//! Iterators: two of them zipped into one over pairs, and every adaptor over that one.

use super::closure::method_named;
use super::value::Val;
use super::{Pf, Shape, Want};
use crate::ir::*;

impl Pf<'_> {
    /// What a `for` loop or `zip` iterates over, with the shape of the items.
    pub fn iterable(&mut self, e: &Expr) -> (Shape, Expr) {
        let kind = self.kind(e);
        match self.value(e) {
            Val::Split(p, t) => (Shape::Pair, zipped(p, t, &kind)),
            Val::Joint(Shape::Iter(s), e) => (*s, e),
            Val::Joint(Shape::Pair | Shape::Any, e) => {
                let (p, t) = self.split(Val::Joint(Shape::Pair, e), &kind);
                (Shape::Pair, zipped(p, t, &kind))
            }
            Val::Joint(Shape::Opt(s), e) => (*s, e),
            v @ (Val::Ctor(..) | Val::Tuple(_)) if !v.is_const() => match self.item(v, &kind) {
                (Shape::Opt(s), e) => (*s, e),
                (s, e) => {
                    let e = self.constant(Val::Joint(s, e));
                    (Shape::Const, e)
                }
            },
            v => (Shape::Const, self.constant(v)),
        }
    }

    pub fn iterator(&mut self, m: &Method, e: &Expr) -> Val {
        let name = m.name.to_string();
        let span = e.span;
        // Adaptors that work on each side as well keep the sides apart.
        if matches!(name.as_str(), "copied" | "cloned") {
            let kind = self.kind(&m.recv);
            match self.value(&m.recv) {
                Val::Split(p, t) => {
                    let each = |x| method_named(x, &m.name, Vec::new());
                    return Val::Split(each(p), each(t));
                }
                Val::Joint(Shape::Iter(s), recv) => {
                    let deref = |pf: &mut Self, v: Val| pf.dereferenced(v, &m.name);
                    let s = *s;
                    return Val::Joint(
                        Shape::Iter(Box::new(s.clone())),
                        self.map_items(recv, &s, deref),
                    );
                }
                v => {
                    return self.both(v, &kind, |x| method_named(x, &m.name, Vec::new()));
                }
            }
        }
        let (shape, recv) = self.iterable(&m.recv);
        let arg = m.args.first();
        let plain =
            |pf: &mut Self| -> Vec<Expr> { m.args.iter().map(|a| pf.primal_of(a)).collect() };
        match name.as_str() {
            "rev" | "skip" | "take" | "step_by" | "by_ref" | "cycle" => {
                let args = plain(self);
                iter_of(shape, method_named(recv, &m.name, args))
            }
            "enumerate" => {
                let shape = Shape::tuple(vec![Shape::Const, shape]);
                iter_of(shape, method_named(recv, &m.name, Vec::new()))
            }
            "zip" => {
                let (other, arg) = self.iterable(&m.args[0]);
                iter_of(
                    Shape::tuple(vec![shape, other]),
                    method_named(recv, &m.name, vec![arg]),
                )
            }
            "chain" => {
                let (other, arg) = self.iterable(&m.args[0]);
                let both = if shape == other {
                    shape.clone()
                } else {
                    Shape::Pair
                };
                let item = crate::passes::kinds::item(&self.kind(&m.recv));
                let recv = self.brought(recv, &shape, &both, &item);
                let arg = match other == both {
                    true => arg,
                    false => {
                        self.brought(arg.method("into_iter", Vec::new()), &other, &both, &item)
                    }
                };
                iter_of(both, method_named(recv, &m.name, vec![arg]))
            }
            "flatten" if let Shape::Opt(s) | Shape::Res(s) = &shape => {
                iter_of((**s).clone(), method_named(recv, &m.name, Vec::new()))
            }
            "flatten" if shape == Shape::Pair => {
                let item = crate::passes::kinds::item(&self.kind(&m.recv));
                let (pat, v) = self.open(&shape, span);
                let Val::Split(p, t) = v else {
                    unreachable!("a pair opens into two")
                };
                let f = super::value::simple_closure(pat, zipped(p, t, &item));
                let name = proc_macro2::Ident::new("flat_map", m.name.span());
                iter_of(Shape::Pair, method_named(recv, &name, vec![f]))
            }
            "map" | "flat_map" | "filter_map" | "map_while" | "find_map" => {
                let Some(f) = arg else {
                    return Val::Const(recv);
                };
                // What `flat_map` goes through is iterated over pair by pair.
                let whole = Expr::new(Node::Method(m.clone()), span);
                let each = Want::shape(Shape::Iter(Box::new(Shape::Pair)));
                let want = (name == "flat_map" && self.carries(&whole)).then_some(each);
                let Some((s, f)) = self.passed_closure(f, &[(shape, false)], want.as_ref()) else {
                    return Val::Const(recv);
                };
                let s = match (name.as_str(), s) {
                    ("map", s) => s,
                    ("flat_map", Shape::Iter(s)) => *s,
                    ("filter_map" | "map_while" | "find_map", Shape::Opt(s)) => *s,
                    (_, Shape::Const) => Shape::Const,
                    _ => {
                        return self.error(
                            m.name.span(),
                            format!("what `{name}` yields here can't be followed"),
                            "write a loop",
                        );
                    }
                };
                let call = method_named(recv, &m.name, vec![f]);
                match name == "find_map" {
                    true => option_of(s, call),
                    false => iter_of(s, call),
                }
            }
            "filter" | "take_while" | "skip_while" | "inspect" => {
                let (shape, recv) = self.for_borrowing(m, shape, recv);
                let Some(f) = arg.and_then(|f| self.predicate(f, &[(shape.clone(), true)])) else {
                    return Val::Const(recv);
                };
                iter_of(shape, method_named(recv, &m.name, vec![f]))
            }
            "find" | "rfind" => {
                let (shape, recv) = self.for_borrowing(m, shape, recv);
                let Some(f) = arg.and_then(|f| self.predicate(f, &[(shape.clone(), true)])) else {
                    return Val::Const(recv);
                };
                option_of(shape, method_named(recv, &m.name, vec![f]))
            }
            "any" | "all" | "position" | "rposition" => {
                let Some(f) = arg.and_then(|f| self.predicate(f, &[(shape, false)])) else {
                    return Val::Const(recv);
                };
                Val::Const(method_named(recv, &m.name, vec![f]))
            }
            "max_by" | "min_by" | "max_by_key" | "min_by_key" => {
                let (shape, recv) = self.for_borrowing(m, shape, recv);
                let seen = if name.ends_with("_key") { 1 } else { 2 };
                let params = vec![(shape.clone(), true); seen];
                let Some(f) = arg.and_then(|f| self.predicate(f, &params)) else {
                    return Val::Const(recv);
                };
                option_of(shape, method_named(recv, &m.name, vec![f]))
            }
            "next" | "next_back" | "last" | "nth" | "nth_back" => {
                let args = plain(self);
                option_of(shape, method_named(recv, &m.name, args))
            }
            "count" => Val::Const(method_named(recv, &m.name, Vec::new())),
            "for_each" => {
                let f = arg
                    .and_then(|f| self.passed_closure(f, &[(shape, false)], Some(&Want::effect())));
                match f {
                    Some((_, f)) => Val::Const(method_named(recv, &m.name, vec![f])),
                    None => Val::Const(recv),
                }
            }
            "try_for_each" => {
                let f = arg
                    .and_then(|f| self.passed_closure(f, &[(shape, false)], Some(&Want::primal())));
                match f {
                    Some((_, f)) => Val::Const(method_named(recv, &m.name, vec![f])),
                    None => Val::Const(recv),
                }
            }
            "fold" => self.fold(m, shape, recv),
            "try_fold" => self.try_fold(m, shape, recv),
            "reduce" => {
                let whole = Expr::new(Node::Method(m.clone()), span);
                let (shape, recv) = match shape == Shape::Const && self.carries(&whole) {
                    true => {
                        let item = crate::passes::kinds::item(&self.kind(&m.recv));
                        (Shape::Pair, self.brought(recv, &shape, &Shape::Pair, &item))
                    }
                    false => (shape, recv),
                };
                let params = [(shape.clone(), false), (shape.clone(), false)];
                let want = Want::shape(shape.clone());
                let f = arg.and_then(|f| self.passed_closure(f, &params, Some(&want)));
                match f {
                    Some((s, f)) => option_of(s, method_named(recv, &m.name, vec![f])),
                    None => Val::Const(recv),
                }
            }
            "scan" => {
                let kind = self.kind(&m.args[0]);
                let v = self.value(&m.args[0]);
                let state = match self.carries(&m.args[1]) {
                    true => Shape::Pair,
                    false => Shape::Const,
                };
                let init = self.coerce(v, &state, &kind);
                let f = self.passed_closure(&m.args[1], &[(state, false), (shape, false)], None);
                match f {
                    Some((Shape::Opt(s), f)) => {
                        iter_of(*s, method_named(recv, &m.name, vec![init, f]))
                    }
                    Some((_, f)) => Val::Const(method_named(recv, &m.name, vec![init, f])),
                    None => Val::Const(recv),
                }
            }
            "sum" | "product" => self.sum(m, e, shape, recv),
            "collect" => {
                let target = turbofish_type(m);
                let item = crate::passes::kinds::item(&self.kind(&m.recv));
                self.collect(target.as_ref(), shape, recv, &item, span)
            }
            "partition" => self.partition(m, shape, recv, span),
            "unzip" => {
                let item = crate::passes::kinds::item(&self.kind(&m.recv));
                let to = Shape::Tuple(vec![Shape::Pair, Shape::Pair]);
                let recv = self.brought(recv, &shape, &to, &item);
                let node = Method {
                    recv: Box::new(recv),
                    name: proc_macro2::Ident::new("collect", m.name.span()),
                    turbofish: Some(syn::parse_quote!(::<((Vec<_>, Vec<_>), (Vec<_>, Vec<_>))>)),
                    args: Vec::new(),
                };
                Val::Joint(to, Expr::new(Node::Method(node), span))
            }
            _ => self.error(
                m.name.span(),
                format!("no derivative rule for the iterator method `{name}`"),
                "write a loop",
            ),
        }
    }

    /// Two lists, by what a closure says of each item.
    fn partition(&mut self, m: &Method, shape: Shape, recv: Expr, span: proc_macro2::Span) -> Val {
        let item = crate::passes::kinds::item(&self.kind(&m.recv));
        let to = match shape {
            Shape::Const => Shape::Const,
            _ => Shape::Pair,
        };
        let recv = self.brought(recv, &shape, &to, &item);
        let f = m.args.first();
        let Some(f) = f.and_then(|f| self.predicate(f, &[(to.clone(), true)])) else {
            return Val::Const(recv);
        };
        let lists = method_named(recv, &m.name, vec![f]);
        if to == Shape::Const {
            return Val::Const(lists);
        }
        let names = ["those", "others"].map(|n| self.fresh(n, Kind::Unknown, Origin::Temp, span));
        let pat = Pat::Tuple(names.map(Pat::bind).to_vec());
        self.emit_let(pat, Some(syn::parse_quote!((Vec<_>, Vec<_>))), lists);
        let apart = names.map(|list| {
            let node = Method {
                recv: Box::new(Expr::local(list, span).method("into_iter", Vec::new())),
                name: proc_macro2::Ident::new("collect", m.name.span()),
                turbofish: Some(syn::parse_quote!(::<(Vec<_>, Vec<_>)>)),
                args: Vec::new(),
            };
            Val::Joint(Shape::Pair, Expr::new(Node::Method(node), span))
        });
        Val::Tuple(apart.into())
    }

    /// A closure that borrows whole items sees them whole: primal and tangent apart.
    fn for_borrowing(&mut self, m: &Method, shape: Shape, recv: Expr) -> (Shape, Expr) {
        let whole = match m.args.first().map(|a| &a.node) {
            Some(Node::Closure(c)) => c.params.iter().any(|(p, _)| matches!(p, Pat::Bind(_))),
            _ => true,
        };
        if !whole || !matches!(shape, Shape::Tuple(_)) {
            return (shape, recv);
        }
        let item = crate::passes::kinds::item(&self.kind(&m.recv));
        let recv = self.brought(recv, &shape, &Shape::Pair, &item);
        (Shape::Pair, recv)
    }

    /// Brings the items of an iterator into another shape.
    pub fn brought(&mut self, recv: Expr, from: &Shape, to: &Shape, item: &Kind) -> Expr {
        if from == to {
            return recv;
        }
        let (to, item) = (to.clone(), item.clone());
        self.map_items(recv, from, move |pf, v| pf.coerce(v, &to, &item))
    }

    /// `*v`, `*dv` (or `.clone()`) of an item.
    fn dereferenced(&mut self, v: Val, name: &proc_macro2::Ident) -> Expr {
        let one = |e: Expr| match name == "copied" {
            true => {
                let span = e.span;
                Expr::new(Node::Deref(Box::new(e)), span)
            }
            false => e.method("clone", Vec::new()),
        };
        match v {
            Val::Tuple(vs) => {
                let span = vs
                    .first()
                    .map_or_else(proc_macro2::Span::call_site, Val::span);
                let parts = vs.into_iter().map(|v| self.dereferenced(v, name)).collect();
                Expr::new(Node::Tuple(parts), span)
            }
            Val::Const(e) => one(e),
            v => {
                let span = v.span();
                let (p, t) = self.split(v, &Kind::Unknown);
                Expr::new(Node::Tuple(vec![one(p), one(t)]), span)
            }
        }
    }
}

fn iter_of(shape: Shape, e: Expr) -> Val {
    match shape {
        Shape::Const => Val::Const(e),
        s => Val::Joint(Shape::Iter(Box::new(s)), e),
    }
}

fn option_of(shape: Shape, e: Expr) -> Val {
    match shape {
        Shape::Const => Val::Const(e),
        s => Val::Joint(Shape::Opt(Box::new(s)), e),
    }
}

/// Two iterables as one over pairs.
pub fn zipped(p: Expr, t: Expr, kind: &Kind) -> Expr {
    let (p, t) = match (p.node, t.node) {
        // `for a in &x` borrows; the two borrows are `x.iter()` and `dx.iter()`.
        (Node::Ref(m, p), Node::Ref(_, t)) => {
            let name = if m { "iter_mut" } else { "iter" };
            (p.method(name, Vec::new()), t.method(name, Vec::new()))
        }
        (pn, tn) => {
            let (p, t) = (Expr::new(pn, p.span), Expr::new(tn, t.span));
            match kind {
                Kind::Iter(_) => (p, t),
                Kind::Ref(_, false) if t.as_local().is_some() => (p.method("iter", Vec::new()), t),
                Kind::Ref(_, false) => (p.method("iter", Vec::new()), t.method("iter", Vec::new())),
                Kind::Ref(_, true) => (
                    p.method("iter_mut", Vec::new()),
                    t.method("iter_mut", Vec::new()),
                ),
                _ => (p.method("into_iter", Vec::new()), t),
            }
        }
    };
    // `zip` takes what can be iterated over: a reference to a slice, or an iterator as it is.
    let t = match t.node {
        Node::Method(m) if m.name == "into_iter" => *m.recv,
        node => Expr::new(node, t.span),
    };
    p.method("zip", vec![t])
}

fn turbofish_type(m: &Method) -> Option<syn::Type> {
    m.turbofish
        .as_ref()
        .and_then(|t| t.args.first())
        .and_then(|a| match a {
            syn::GenericArgument::Type(t) => Some(t.clone()),
            _ => None,
        })
}
