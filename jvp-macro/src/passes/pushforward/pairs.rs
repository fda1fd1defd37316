//! Closures that no kernel can take over: one closure over pairs, run by the runtime.

use super::lane::bare;
use super::value::Val;
use super::{Pf, Shape, Want};
use crate::ir::*;
use crate::ops::formula::runtime_call;
use proc_macro2::Span;

impl Pf<'_> {
    /// `x.mapv(f)`
    pub fn map_pairs(&mut self, m: &Method, kind: &Kind, by_ref: bool, span: Span) -> Val {
        let result = self.kind(&Expr::new(Node::Method(m.clone()), span));
        let (p, t) = self.operand_pair(&m.recv, kind);
        let want = Want::shape(Shape::Pair);
        let f = self.passed_closure(&m.args[0], &[(Shape::Pair, false)], Some(&want));
        let Some((_, f)) = f else {
            return Val::Const(p);
        };
        let name = if by_ref { "map_pairs_ref" } else { "map_pairs" };
        self.by_pairs(
            name,
            vec![f, self.looked_at(&p), self.looked_at(&t)],
            result,
            span,
        )
    }

    /// `x.map_axis(axis, |lane| ..)`
    pub fn lanes_by_closure(&mut self, m: &Method, name: &str, e: &Expr) -> Val {
        let result = self.kind(e);
        let kind = self.kind(&m.recv);
        let (p, t) = self.operand_pair(&m.recv, &kind);
        let axis = self.shared(&m.args[0]);
        if let Some(name) = extremum(&m.args[1]) {
            let args = vec![axis, self.looked_at(&p), self.looked_at(&t)];
            return self.by_pairs(name, args, result, e.span);
        }
        let want = Want::shape(Shape::Pair);
        let f = self.passed_closure(&m.args[1], &[(Shape::Pair, false)], Some(&want));
        let Some((_, f)) = f else {
            return Val::Const(p);
        };
        self.by_pairs(
            name,
            vec![f, axis, self.looked_at(&p), self.looked_at(&t)],
            result,
            e.span,
        )
    }

    /// `x.fold_axis(axis, init, |&acc, &v| ..)`
    pub fn fold_axis(&mut self, m: &Method, e: &Expr) -> Val {
        let result = self.kind(e);
        let kind = self.kind(&m.recv);
        let (p, t) = self.operand_pair(&m.recv, &kind);
        let axis = self.shared(&m.args[0]);
        let element = kind.element();
        let init = self.value(&m.args[1]);
        let init = self.coerce(init, &Shape::Pair, &element);
        let want = Want::shape(Shape::Pair);
        let shapes = [(Shape::Pair, false), (Shape::Pair, false)];
        let f = self.passed_closure(&m.args[2], &shapes, Some(&want));
        let Some((_, f)) = f else {
            return Val::Const(p);
        };
        // The closure may change what the initial value is made of.
        let args = vec![axis, init, self.looked_at(&p), self.looked_at(&t), f];
        self.by_pairs("fold_axis_pairs", args, result, e.span)
    }

    /// `x.accumulate_axis_inplace(axis, |&before, v| *v += before)`
    pub fn accumulate(&mut self, m: &Method, e: &Expr) -> Val {
        let span = e.span;
        let axis = self.shared(&m.args[0]);
        let target = self.value(&m.recv);
        let Val::Split(p, t) = target else {
            let p = self.primal(target);
            return Val::Const(self.rebuilt(m, p, m.args.clone()));
        };
        let shapes = [(Shape::Pair, false), (Shape::Pair, false)];
        let f = self.passed_closure(&m.args[1], &shapes, Some(&Want::primal()));
        let Some((_, f)) = f else {
            return Val::Const(p);
        };
        let (own, of_tangent) = (self.kind(&p), self.kind(&t));
        let args = vec![f, axis, lent(p, &own, span), lent(t, &of_tangent, span)];
        let name = "accumulate_pairs";
        Val::Const(runtime_call(self.ctx.krate, name, args, span))
    }

    /// `x.map_inplace(|v| ..)`, `x.mapv_inplace(|v| ..)`, `x.zip_mut_with(&y, |x, &y| ..)`
    pub fn in_place_by_closure(&mut self, m: &Method, name: &str, kind: &Kind, e: &Expr) -> Val {
        let span = e.span;
        let (f, others) = m.args.split_last().expect("it takes a closure");
        let mut seen = Vec::new();
        for other in others {
            let (q, dq) = self.operand_pair(other, &self.kind(other));
            seen.extend([self.looked_at(&q), self.looked_at(&dq)]);
        }
        let target = self.value(&m.recv);
        let (p, dp) = match target {
            Val::Split(p, t) => (p, lent(t, kind, span)),
            // The closure may change active data beside the elements.
            v if self.writes_active(f) => {
                let (p, t) = self.split(v, kind);
                let zero = self.fresh("zero", Kind::Unknown, Origin::Temp, span);
                self.f.locals[zero.0].mutable = true;
                self.emit_let(Pat::bind_mut(zero), None, t);
                let zero = Expr::local(zero, span);
                (p, Expr::new(Node::Ref(true, Box::new(zero)), span))
            }
            v => {
                let p = self.primal(v);
                return Val::Const(self.rebuilt(m, p, m.args.clone()));
            }
        };
        let want = match name {
            "mapv_inplace" => Want::shape(Shape::Pair),
            _ => Want::effect(),
        };
        let shapes = vec![(Shape::Pair, false); m.args.len()];
        let Some((_, f)) = self.passed_closure(f, &shapes, Some(&want)) else {
            return Val::Const(p);
        };
        let args = [vec![f, lent(p, kind, span), dp], seen].concat();
        let name = match name {
            "map_inplace" => "map_inplace_pairs",
            "mapv_inplace" => "mapv_inplace_pairs",
            _ => "zip_mut_pairs",
        };
        Val::Const(runtime_call(self.ctx.krate, name, args, span))
    }

    /// Whether the closure changes active data that it has captured.
    fn writes_active(&self, f: &Expr) -> bool {
        let body = match &f.node {
            Node::Closure(c) => &c.body,
            Node::Local(l) => match self.ctx.closures.get(l) {
                Some(c) => &c.body,
                None => return false,
            },
            _ => return false,
        };
        let writes = crate::passes::effects::writes(body);
        writes.locals.iter().any(|l| self.is_active(*l))
    }

    /// A tensor and its tangent, a zero one if it has none.
    fn operand_pair(&mut self, e: &Expr, kind: &Kind) -> (Expr, Expr) {
        let (v, kind) = match self.value(&bare(e)) {
            // A place is borrowed before its zero is made.
            Val::Const(p) => {
                let p = self.leaf(p, "x");
                let kind = self.kind(&p);
                (Val::Const(p), kind)
            }
            v => (v, kind.clone()),
        };
        let (p, t) = self.split(v, &kind);
        let (p, t) = (self.leaf(p, "x"), self.leaf(t, "dx"));
        self.pair_up(&p, &t);
        (p, t)
    }

    /// `let (y, dy) = rt::name(..)`
    fn by_pairs(&mut self, name: &str, args: Vec<Expr>, kind: Kind, span: Span) -> Val {
        let call = runtime_call(self.ctx.krate, name, args, span);
        let y = self.fresh("mapped", kind.clone(), Origin::Temp, span);
        let dy = self.fresh("dmapped", kind, Origin::Temp, span);
        self.f.locals[dy.0].twin = Some(y);
        self.emit_let(Pat::Tuple(vec![Pat::bind(y), Pat::bind(dy)]), None, call);
        Val::Split(Expr::local(y, span), Expr::local(dy, span))
    }
}

/// `|lane| lane.fold(f64::NEG_INFINITY, |m, &v| m.max(v))`: the greatest element; likewise the least.
fn extremum(f: &Expr) -> Option<&'static str> {
    let Node::Closure(c) = &f.node else {
        return None;
    };
    let [(Pat::Bind(lane), None)] = &c.params[..] else {
        return None;
    };
    let body = match &c.body.node {
        Node::Block(b, None) if b.stmts.is_empty() => b.tail.as_deref()?,
        _ => &c.body,
    };
    let Node::Method(fold) = &body.node else {
        return None;
    };
    let [
        init,
        Expr {
            node: Node::Closure(step),
            ..
        },
    ] = &fold.args[..]
    else {
        return None;
    };
    if fold.name != "fold" || fold.recv.as_local() != Some(lane.local) {
        return None;
    }
    let start = match &init.node {
        Node::Path(p) => crate::ir::tree::last_name(&p.path),
        _ => return None,
    };
    let (Node::Op(op, _, args), [(acc, None), (v, None)]) = (&step.body.node, &step.params[..])
    else {
        return None;
    };
    let bound = |p: &Pat| match p {
        Pat::Bind(b) => Some((b.local, false)),
        Pat::Ref(_, p) => match &**p {
            Pat::Bind(b) => Some((b.local, true)),
            _ => None,
        },
        _ => None,
    };
    let ((acc, false), (v, by_value)) = (bound(acc)?, bound(v)?) else {
        return None;
    };
    let is_value = |e: &Expr| match &e.node {
        Node::Local(l) => by_value && *l == v,
        Node::Deref(inner) => !by_value && inner.as_local() == Some(v),
        _ => false,
    };
    let [a, b] = &args[..] else { return None };
    let both = |a: &Expr, b: &Expr| a.as_local() == Some(acc) && is_value(b);
    let compares = both(a, b) || both(b, a);
    match (*op, start.as_str(), compares) {
        ("max", "NEG_INFINITY", true) => Some("max_axis_pairs"),
        ("min", "INFINITY", true) => Some("min_axis_pairs"),
        _ => None,
    }
}

/// A place of that kind, lent to be changed.
fn lent(place: Expr, kind: &Kind, span: Span) -> Expr {
    match kind {
        Kind::Ref(..) => place,
        _ => Expr::new(Node::Ref(true, Box::new(place)), span),
    }
}
