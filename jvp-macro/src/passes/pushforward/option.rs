//! Combinators of `Option` and `Result`, over pairs.

use super::closure::method_named;
use super::value::Val;
use super::{Pf, Shape, Want};
use crate::ir::*;
use crate::ops::methods;

impl Pf<'_> {
    /// References to two options, of a reference to an option of pairs: to copies, since nowhere
    /// in memory the two stand apart.
    pub fn split_lent(
        &mut self,
        e: Expr,
        inside: &Shape,
        option: &Kind,
        mutable: bool,
    ) -> (Expr, Expr) {
        let span = e.span;
        if mutable {
            self.ctx.errors.add(
                span,
                "an `Option` of active data can't be lent to a function that may change it",
                "give the function the value, and assign what it returns",
            );
            return (e.clone(), e);
        }
        let clone: syn::ExprPath = syn::parse_quote!(::core::clone::Clone::clone);
        let clone = Expr::new(Node::Path(clone), span);
        let copy = Expr::new(Node::Call(Box::new(clone), vec![e]), span);
        let copy = self.restructure_inside(copy, inside, &Shape::Pair);
        let (p, t) = self.split_pair(copy.method("unzip", Vec::new()), option);
        let lent = |e: Expr| Expr::new(Node::Ref(false, Box::new(e)), span);
        (lent(p), lent(t))
    }

    /// The form of what `map_or` gives, which may be an option itself.
    fn outcome(&self, whole: &Expr) -> Shape {
        match self.carries(whole) {
            true => Shape::of_kind(&self.kind(whole)),
            false => Shape::Const,
        }
    }

    pub fn optional(&mut self, m: &Method, kind: &Kind) -> Val {
        let name = m.name.to_string();
        let is_result = matches!(kind.peeled(), Kind::Result(_)) || methods::is_of_result(m);
        let inner_kind = match kind.peeled() {
            Kind::Option(k) | Kind::Result(k) => (**k).clone(),
            _ => Kind::Unknown,
        };
        // Operations on the place itself keep primal and tangent apart.
        let v = self.value(&m.recv);
        let v = match (v, name.as_str()) {
            (Val::Split(p, t), "take") => {
                let p = self.force_name(in_place(kind, p, &m.name, Vec::new()), "taken");
                let t = self.force_name(in_place(kind, t, &m.name, Vec::new()), "dtaken");
                return Val::Split(p, t);
            }
            // Two options in one would be a copy, and what is put there lost with it.
            (Val::Split(p, t), "replace" | "get_or_insert") if m.args.len() == 1 => {
                let inside = self.kind(&m.args[0]).join(inner_kind);
                let v = self.value(&m.args[0]);
                let (v, dv) = self.split(v, &inside);
                let (v, dv) = (self.name(v, "value"), self.name(dv, "dvalue"));
                let p = self.force_name(in_place(kind, p, &m.name, vec![v]), "inside");
                let t = self.force_name(in_place(kind, t, &m.name, vec![dv]), "dinside");
                return Val::Split(p, t);
            }
            (Val::Split(p, t), "as_ref" | "as_mut" | "copied" | "cloned" | "as_deref") => {
                let each = |x| method_named(x, &m.name, Vec::new());
                return Val::Split(each(p), each(t));
            }
            (Val::Split(p, t), "unwrap" | "expect") => {
                let args: Vec<Expr> = m.args.iter().map(|a| self.shared(a)).collect();
                let each = |x| method_named(x, &m.name, args.clone());
                return Val::Split(each(p), each(t));
            }
            (v, _) => v,
        };
        // By value, as the method takes it: an option that is read through a reference is copied.
        let (v, kind) = match (v, kind) {
            (Val::Split(p, t), Kind::Ref(option, _))
                if matches!(**option, Kind::Option(_)) && !methods::mutates(&name) =>
            {
                let read = |x: Expr| {
                    let span = x.span;
                    Expr::new(Node::Deref(Box::new(x)), span)
                };
                (Val::Split(read(p), read(t)), &**option)
            }
            other => other,
        };
        let pair = Shape::Pair;
        let shape = match &v {
            Val::Joint(s @ (Shape::Opt(_) | Shape::Res(_)), _) => s.clone(),
            Val::Const(_) => Shape::Const,
            Val::Ctor(..) => {
                let (s, e) = self.item(v, kind);
                return self.combinator(m, e, s, is_result, &inner_kind, &name);
            }
            _ if is_result => pair.res(),
            _ => pair.opt(),
        };
        let recv = match v {
            // Of a constant another look is one.
            Val::Const(e) if m.args.is_empty() => {
                return Val::Const(method_named(e, &m.name, Vec::new()));
            }
            Val::Const(e) | Val::Joint(_, e) => e,
            v => self.coerce(v, &shape, kind),
        };
        self.combinator(m, recv, shape, is_result, &inner_kind, &name)
    }

    fn combinator(
        &mut self,
        m: &Method,
        recv: Expr,
        shape: Shape,
        is_result: bool,
        kind: &Kind,
        name: &str,
    ) -> Val {
        let inner = match &shape {
            Shape::Opt(s) | Shape::Res(s) => (**s).clone(),
            _ => Shape::Const,
        };
        let wrap = |s: Shape, e: Expr| match (s, is_result) {
            (Shape::Const, _) => Val::Const(e),
            (s, true) => Val::Joint(s.res(), e),
            (s, false) => Val::Joint(s.opt(), e),
        };
        let of = |s: Shape, e: Expr| match s {
            Shape::Const => Val::Const(e),
            s => Val::Joint(s, e),
        };
        let whole = Expr::new(Node::Method(m.clone()), m.name.span());
        let call = |recv: Expr, args: Vec<Expr>| method_named(recv, &m.name, args);
        match name {
            "unwrap" | "expect" => {
                let args = m.args.iter().map(|a| self.primal_of(a)).collect();
                of(inner, call(recv, args))
            }
            "unwrap_or_default" => of(inner, call(recv, Vec::new())),
            "unwrap_or" => {
                // A constant option with an active default, or the other way round.
                let shape = if self.carries(&whole) {
                    joined(inner.clone())
                } else {
                    Shape::Const
                };
                let recv = self.with_inner(recv, &inner, &shape, kind);
                let default = self.value_to(&m.args[0], &Want::shape(shape.clone()));
                of(shape, call(recv, vec![default]))
            }
            "unwrap_or_else" => {
                let shape = if self.carries(&whole) {
                    joined(inner.clone())
                } else {
                    Shape::Const
                };
                let recv = self.with_inner(recv, &inner, &shape, kind);
                let params = if is_result {
                    vec![(Shape::Const, false)]
                } else {
                    Vec::new()
                };
                let want = Want::shape(shape.clone());
                match self.passed_closure(&m.args[0], &params, Some(&want)) {
                    Some((_, f)) => of(shape, call(recv, vec![f])),
                    None => Val::Const(recv),
                }
            }
            "map" => match self.passed_closure(&m.args[0], &[(inner, false)], None) {
                Some((s, f)) => wrap(s, call(recv, vec![f])),
                None => Val::Const(recv),
            },
            "and_then" => {
                let want = Want::shape(match (self.carries(&whole), is_result) {
                    (false, _) => Shape::Const,
                    (true, true) => Shape::Pair.res(),
                    (true, false) => Shape::Pair.opt(),
                });
                match self.passed_closure(&m.args[0], &[(inner, false)], Some(&want)) {
                    Some((s, f)) => of(s, call(recv, vec![f])),
                    None => Val::Const(recv),
                }
            }
            "map_or" => {
                let shape = self.outcome(&whole);
                let want = Want::shape(shape.clone());
                let default = self.value_to(&m.args[0], &want);
                match self.passed_closure(&m.args[1], &[(inner, false)], Some(&want)) {
                    Some((_, f)) => of(shape, call(recv, vec![default, f])),
                    None => Val::Const(recv),
                }
            }
            "map_or_else" => {
                let shape = self.outcome(&whole);
                let want = Want::shape(shape.clone());
                let params = if is_result {
                    vec![(Shape::Const, false)]
                } else {
                    Vec::new()
                };
                let default = self.passed_closure(&m.args[0], &params, Some(&want));
                let f = self.passed_closure(&m.args[1], &[(inner, false)], Some(&want));
                match (default, f) {
                    (Some((_, d)), Some((_, f))) => of(shape, call(recv, vec![d, f])),
                    _ => Val::Const(recv),
                }
            }
            "or" | "or_else" => {
                let shape = match (self.carries(&whole), is_result) {
                    (false, _) => Shape::Const,
                    (true, true) => joined(inner.clone()).res(),
                    (true, false) => joined(inner.clone()).opt(),
                };
                let want = Want::shape(shape.clone());
                let to = joined(inner.clone());
                let recv = if shape == Shape::Const {
                    recv
                } else {
                    self.with_inner(recv, &inner, &to, kind)
                };
                let arg = match name {
                    "or" => Some(self.value_to(&m.args[0], &want)),
                    _ => {
                        let params = if is_result {
                            vec![(Shape::Const, false)]
                        } else {
                            Vec::new()
                        };
                        self.passed_closure(&m.args[0], &params, Some(&want))
                            .map(|f| f.1)
                    }
                };
                match arg {
                    Some(arg) => of(shape, call(recv, vec![arg])),
                    None => Val::Const(recv),
                }
            }
            "filter" => match self.predicate(&m.args[0], &[(inner, true)]) {
                Some(f) => of(shape, call(recv, vec![f])),
                None => Val::Const(recv),
            },
            // An option that has been kept, as a part of a list, say, is two.
            "flatten" if !matches!((&inner, kind), (Shape::Pair, Kind::Unknown)) => {
                let to = match inner {
                    Shape::Pair => Shape::of_kind(kind),
                    _ => inner.clone(),
                };
                let recv = self.with_inner(recv, &inner, &to, kind);
                of(to, call(recv, Vec::new()))
            }
            // An error has no tangent.
            "err" | "unwrap_err" | "expect_err" => {
                let args = m.args.iter().map(|a| self.primal_of(a)).collect();
                Val::Const(call(recv, args))
            }
            "inspect" | "inspect_err" => {
                let seen = if name == "inspect" {
                    inner
                } else {
                    Shape::Const
                };
                match self.predicate(&m.args[0], &[(seen, true)]) {
                    Some(f) => of(shape, call(recv, vec![f])),
                    None => Val::Const(recv),
                }
            }
            "is_some_and" | "is_none_or" | "is_ok_and" | "is_err_and" => {
                let seen = if name == "is_err_and" {
                    Shape::Const
                } else {
                    inner
                };
                match self.predicate(&m.args[0], &[(seen, false)]) {
                    Some(f) => Val::Const(call(recv, vec![f])),
                    None => Val::Const(recv),
                }
            }
            "ok_or" | "ok_or_else" | "map_err" => {
                let args = m.args.iter().map(|a| self.in_error(a)).collect();
                of(inner.res(), call(recv, args))
            }
            "ok" => of(inner.opt(), call(recv, Vec::new())),
            // A reference to a pair becomes a pair of references.
            "as_ref" | "as_mut" if inner == Shape::Pair => {
                let e = self.map_items(call(recv, Vec::new()), &inner, |pf, v| {
                    pf.coerce(v, &Shape::Pair, &Kind::Unknown)
                });
                of(shape, e)
            }
            "take" | "as_ref" | "as_mut" | "clone" | "replace" if m.args.is_empty() => {
                of(shape, call(recv, Vec::new()))
            }
            "copied" | "cloned" => {
                let name = m.name.clone();
                let e = self.map_items(recv, &inner, |pf, v| {
                    let (p, t) = pf.split(v, &Kind::Unknown);
                    let one = |e: Expr| match name == "copied" {
                        true => Expr::new(Node::Deref(Box::new(e)), name.span()),
                        false => e.method("clone", Vec::new()),
                    };
                    Expr::new(Node::Tuple(vec![one(p), one(t)]), name.span())
                });
                of(shape, e)
            }
            "replace" | "get_or_insert" => {
                let v = self.value_to(&m.args[0], &Want::shape(inner.clone()));
                let e = call(recv, vec![v]);
                match name {
                    "replace" => of(shape, e),
                    // A reference to what is inside.
                    _ => of(inner, e),
                }
            }
            "zip" => {
                let other = self.value(&m.args[0]);
                let other_kind = self.kind(&m.args[0]);
                let (s, arg) = self.item(other, &other_kind);
                let s = match s {
                    Shape::Opt(s) => *s,
                    s => s,
                };
                let s = Shape::tuple(vec![inner, s]);
                wrap(s, call(recv, vec![arg]))
            }
            _ => self.error(
                m.name.span(),
                format!("no derivative rule for the method `{name}`"),
                "take the value apart with `match`, `if let` or `?`",
            ),
        }
    }

    fn with_inner(&mut self, recv: Expr, from: &Shape, to: &Shape, kind: &Kind) -> Expr {
        if from == to {
            return recv;
        }
        let (to, kind) = (to.clone(), kind.clone());
        self.map_items(recv, from, move |pf, v| pf.coerce(v, &to, &kind))
    }
}

/// `place.name(args)`; where the place's type is not known, `Option::name(&mut place, args)`: a method
/// of this name of another type is no option's.
fn in_place(kind: &Kind, place: Expr, name: &syn::Ident, args: Vec<Expr>) -> Expr {
    if *kind != Kind::Unknown {
        return method_named(place, name, args);
    }
    let span = place.span;
    let path: syn::ExprPath = syn::parse_quote!(::core::option::Option::#name);
    let place = Expr::new(Node::Ref(true, Box::new(place)), span);
    let args = std::iter::once(place).chain(args).collect();
    Expr::new(
        Node::Call(Box::new(Expr::new(Node::Path(path), span)), args),
        span,
    )
}

/// The form that an active payload takes beside another one.
fn joined(s: Shape) -> Shape {
    if s == Shape::Const { Shape::Pair } else { s }
}
