//! `Zip`: several tensors in step.
//!
//! In: `Zip::from(&mut a).and(&b).for_each(|a, &b| ..)` and its like (`azip!` has become that).
//! Out: elementwise work on whole tensors, as for `mapv`; the producers that are written to are
//! stored at the end. Always holds: where the shapes differ, it panics, as `Zip` does.

use super::lane::bare;
use super::lift::Env;
use super::liftable::param_of;
use super::value::Val;
use super::{Pf, Shape};
use crate::ir::kind::Producer;
use crate::ir::*;
use crate::ops::formula::runtime_call;
use proc_macro2::Span;

impl Pf<'_> {
    /// A method at the end of a `Zip`; none for other receivers.
    pub fn zip_method(&mut self, m: &Method, e: &Expr) -> Option<Val> {
        let name = m.name.to_string();
        let producers = crate::ir::kind::zipped(&m.recv)?;
        let span = e.span;
        let collects = match name.as_str() {
            "for_each" | "par_for_each" | "apply" => false,
            "map_collect" | "par_map_collect" | "apply_collect" | "map_assign_into" => true,
            "fold" | "all" | "any" => {
                return Some(self.zip_as_iterators(m, &producers, false, e));
            }
            _ => {
                return Some(self.error(
                    m.name.span(),
                    format!("no derivative rule for `Zip`'s method `{name}`"),
                    "write `for_each`, `fold` or `map_collect`, or a loop",
                ));
            }
        };
        let closure = m.args.last()?;
        let plain = producers
            .iter()
            .all(|(p, how)| self.is_lane(&self.kind(p)) && *how != Producer::Indexed);
        let c = match plain {
            true => self.closure_of(closure, producers.len()),
            false => None,
        };
        let Some(c) = c else {
            return Some(self.zip_as_iterators(m, &producers, collects, e));
        };
        let mut targets = Vec::new();
        let mut vals = Vec::new();
        let mut shapes = Vec::new();
        for (i, (p, how)) in producers.iter().enumerate() {
            let target = self.zip_target(p, writes_to(&c, i));
            let v = match &target {
                Some(t) => t.clone(),
                None => {
                    let v = self.value(&bare(p));
                    self.leaf_pair(v)
                }
            };
            match &v {
                Val::Split(p, _) | Val::Const(p) if *how != Producer::Broadcast => {
                    shapes.push(p.clone().method("shape", Vec::new()));
                }
                Val::Split(..) | Val::Const(_) => {}
                _ => return None,
            }
            targets.extend(target.map(|t| (i, t)));
            vals.push(v);
        }
        let into = match name.as_str() {
            "map_assign_into" => {
                let target = self.zip_target(&m.args[0], true)?;
                if let Val::Split(p, _) | Val::Const(p) = &target {
                    shapes.push(p.clone().method("shape", Vec::new()));
                }
                Some(target)
            }
            _ => None,
        };
        if shapes.len() > 1 {
            let shapes = Expr::new(Node::Array(shapes), span);
            let check = runtime_call(self.ctx.krate, "assert_zip", vec![shapes], span);
            self.emit(Stmt::Expr(check));
        }
        // Behind the check: what is read before it would have to be kept.
        for (i, target) in &targets {
            vals[*i] = self.old_value(target);
        }
        let first = vals[0].clone();
        let mut env = Env::new();
        let locals = self.bind_lifted(&c, vals, &mut env);
        let result = match collects {
            true => Some(self.lifted(&c.body, &mut env)),
            false => {
                self.run_lifted(&c.body, &mut env);
                None
            }
        };
        let stores = targets.into_iter();
        let mut stores: Vec<(Val, Val)> =
            stores.map(|(i, t)| (t, env[&locals[i]].clone())).collect();
        let result = match (result, into) {
            (Some(y), Some(target)) => {
                stores.push((target, y));
                None
            }
            (y, _) => y,
        };
        self.store_all(stores);
        let kind = self.kind(e);
        Some(match result {
            Some(y) => self.own_result(y, &first, &kind),
            None => Val::Const(Expr::unit(span)),
        })
    }

    /// A closure that no kernel can take over runs over the producers' iterators, in step.
    fn zip_as_iterators(
        &mut self,
        m: &Method,
        producers: &[(Expr, Producer)],
        collects: bool,
        e: &Expr,
    ) -> Val {
        let span = e.span;
        let broadcast = producers.iter().any(|(_, how)| *how == Producer::Broadcast);
        let closure = match m.args.last().map(|a| &a.node) {
            Some(Node::Closure(c)) if !broadcast && m.name != "map_assign_into" => c.clone(),
            _ => {
                return self.error(
                    m.name.span(),
                    "this `Zip` can't be differentiated: its closure is more than arithmetic on the elements",
                    "write a closure literal over producers of one shape with `for_each` or \
                     `map_collect`, or a loop",
                );
            }
        };
        let held = |(p, how): &(Expr, Producer)| (self.held_producer(p), *how);
        let producers: Vec<(Expr, Producer)> = producers.iter().map(held).collect();
        let Some(dim) = self.common_dim(&producers, collects, span) else {
            return Val::Const(e.clone());
        };
        let mut iter: Option<Expr> = None;
        for (p, how) in &producers {
            let next = self.iterated(p, *how);
            iter = Some(match iter {
                None => next,
                Some(all) => all.method("zip", vec![next]),
            });
        }
        let Some(iter) = iter else {
            return Val::Const(e.clone());
        };
        // `|a, b, c|` is `|((a, b), c)|`, and positions stand beside the first.
        let folds = m.name == "fold";
        let (state, items) = closure
            .params
            .split_at(usize::from(folds && !closure.params.is_empty()));
        let mut pats = items.iter().map(|(p, _)| p.clone());
        let mut pat = pats.next().unwrap_or(Pat::Wild);
        for p in pats {
            pat = Pat::Tuple(vec![pat, p]);
        }
        let closure = Closure {
            params: state.iter().cloned().chain([(pat, None)]).collect(),
            ..closure
        };
        let closure = Expr::new(Node::Closure(closure), span);
        let name = match m.name.to_string().as_str() {
            name @ ("fold" | "all" | "any") => name.to_string(),
            _ if collects => "map".to_string(),
            _ => "for_each".to_string(),
        };
        let mut args: Vec<Expr> = m.args[..m.args.len() - 1].to_vec();
        args.push(closure);
        let all = Expr::new(iter.method(&name, args).node, span);
        match dim.filter(|_| collects) {
            None => {
                let Node::Method(all_method) = &all.node else {
                    return Val::Const(all);
                };
                let each = all_method.clone();
                self.iterator(&each, &all)
            }
            Some(dim) => {
                let (shape, items) = self.iterable(&all);
                let items = self.brought(items, &shape, &Shape::Pair, &Kind::Unknown);
                let call = runtime_call(self.ctx.krate, "collect_shaped", vec![dim, items], span);
                Val::Joint(Shape::Pair, call)
            }
        }
    }

    /// The producers of a `Zip` have one shape; what it is, where that is wanted. None on an error.
    fn common_dim(
        &mut self,
        producers: &[(Expr, Producer)],
        wanted: bool,
        span: Span,
    ) -> Option<Option<Expr>> {
        if producers.len() < 2 && !wanted {
            return Some(None);
        }
        let mut seen = Vec::new();
        for (p, _) in producers {
            let Some(p) = self.looked_at_producer(p) else {
                self.error(
                    p.span,
                    "this can't be gone through step by step: it would be computed twice",
                    "bind it to a variable first",
                );
                return None;
            };
            seen.push(p);
        }
        let mut seen = seen.into_iter();
        let dim = runtime_call(
            self.ctx.krate,
            "producer_dim",
            seen.next().into_iter().collect(),
            span,
        );
        let dim = self.force_name(dim, "dim");
        for p in seen {
            let dim = Expr::new(Node::Ref(false, Box::new(dim.clone())), span);
            let check = runtime_call(self.ctx.krate, "assert_producer", vec![dim, p], span);
            self.emit(Stmt::Expr(check));
        }
        Some(Some(dim))
    }

    /// A producer that can be looked at twice: a temporary that can't gets a name.
    fn held_producer(&mut self, p: &Expr) -> Expr {
        let Node::Ref(false, inner) = &p.node else {
            return p.clone();
        };
        if self.looked_at_producer(p).is_some() {
            return p.clone();
        }
        let v = self.value(inner);
        let held = match self.leaf_pair(v) {
            Val::Split(held, t) => {
                if let (Some(l), Some(d)) = (held.as_local(), t.as_local()) {
                    self.active[l.0] = true;
                    self.tangents.insert(l, d);
                }
                held
            }
            v => self.primal(v),
        };
        Expr::new(Node::Ref(false, Box::new(held)), p.span)
    }

    /// A producer that is only asked for its shape; none where asking would do more.
    fn looked_at_producer(&self, p: &Expr) -> Option<Expr> {
        let span = p.span;
        let seen = |e: Expr| Expr::new(Node::Ref(false, Box::new(e)), span);
        Some(match &p.node {
            Node::Ref(_, inner) => seen(self.shared_view(inner)?),
            Node::Local(_) => match self.kind(p) {
                Kind::Ref(_, true) => seen(Expr::new(Node::Deref(Box::new(p.clone())), span)),
                Kind::Ref(_, false) => p.clone(),
                Kind::Iter(_) => p.clone().method("clone", Vec::new()),
                _ => p.clone().method("view", Vec::new()),
            },
            _ => self.shared_view(p)?,
        })
    }

    /// `x.rows()` for `x.rows_mut()`.
    fn shared_view(&self, e: &Expr) -> Option<Expr> {
        match &e.node {
            Node::Method(m) => {
                let name = m.name.to_string();
                crate::ops::tensor::method(&name).filter(|r| !r.mutates)?;
                let name = name.strip_suffix("_mut").unwrap_or(&name);
                let node = Method {
                    recv: Box::new(self.shared_view(&m.recv)?),
                    name: proc_macro2::Ident::new(name, m.name.span()),
                    ..m.clone()
                };
                Some(Expr::new(Node::Method(node), e.span))
            }
            _ => super::effects::is_pure(e).then(|| e.clone()),
        }
    }

    /// A producer as an iterator.
    fn iterated(&self, p: &Expr, how: Producer) -> Expr {
        let (base, mutable) = match &p.node {
            Node::Ref(m, inner) => ((**inner).clone(), *m),
            _ => (p.clone(), matches!(self.kind(p), Kind::Ref(_, true))),
        };
        if how == Producer::Indexed && matches!(self.kind(p), Kind::Iter(_)) {
            if !self.is_counted_by_one(p) {
                self.error(
                    p.span,
                    "how many numbers a position has here is not known",
                    "write a loop over its iterator, with `enumerate`",
                );
            }
            return p
                .clone()
                .method("into_iter", Vec::new())
                .method("enumerate", Vec::new());
        }
        let name = match (how, mutable) {
            (Producer::Indexed, false) => "indexed_iter",
            (Producer::Indexed, true) => "indexed_iter_mut",
            (_, true) => "iter_mut",
            (_, false) if matches!(self.kind(p), Kind::Iter(_)) => {
                return p.clone().method("into_iter", Vec::new());
            }
            (_, false) if matches!(&p.node, Node::Method(m) if m.name.to_string().ends_with("_mut")) =>
            {
                return p.clone().method("into_iter", Vec::new());
            }
            _ => "iter",
        };
        base.method(name, Vec::new())
    }

    /// Whether a position among these lanes or parts is one number: there is one axis of them.
    fn is_counted_by_one(&self, lanes: &Expr) -> bool {
        let Node::Method(m) = &lanes.node else {
            return false;
        };
        let name = m.name.to_string();
        match name.strip_suffix("_mut").unwrap_or(&name) {
            "outer_iter" | "axis_iter" | "axis_chunks_iter" => true,
            "rows" | "columns" | "lanes" => {
                matches!(self.kind(&m.recv).peeled(), Kind::Tensor(_, Some(2)))
            }
            _ => false,
        }
    }

    /// `x.assign_to(&mut y)`: elements to elements, of one shape.
    pub fn assign_to(&mut self, m: &Method, span: Span) -> Val {
        let v = self.value(&bare(&m.recv));
        let v = self.leaf_pair(v);
        let Some(target) = self.zip_target(&m.args[0], true) else {
            return Val::Const(Expr::unit(span));
        };
        if let (Val::Split(p, _) | Val::Const(p), Val::Split(x, _) | Val::Const(x)) = (&target, &v)
        {
            let shapes = [x, p].map(|e| e.clone().method("shape", Vec::new()));
            let shapes = Expr::new(Node::Array(shapes.to_vec()), span);
            let check = runtime_call(self.ctx.krate, "assert_zip", vec![shapes], span);
            self.emit(Stmt::Expr(check));
        }
        self.store_all(vec![(target, v)]);
        Val::Const(Expr::unit(span))
    }

    /// The place that a producer writes to, with its tangent's; none where it only reads.
    fn zip_target(&mut self, p: &Expr, written: bool) -> Option<Val> {
        match &p.node {
            Node::Ref(true, place) if crate::ir::tree::root(place).is_some() => {
                Some(self.place(place))
            }
            Node::Local(_) if matches!(self.kind(p), Kind::Ref(_, true)) => Some(self.value(p)),
            Node::Ref(true, view) => Some(self.view_to_write(view)),
            Node::Method(m) if m.name.to_string().ends_with("_mut") => Some(self.view_to_write(p)),
            _ => written.then(|| self.view_to_write(p)),
        }
    }

    /// A view that is written to, under a name.
    fn view_to_write(&mut self, p: &Expr) -> Val {
        let kind = self.kind(p);
        let named = |e: Expr, pf: &mut Self| {
            let l = pf.fresh("target", kind.clone(), Origin::Temp, p.span);
            pf.f.locals[l.0].mutable = true;
            pf.emit_let(Pat::bind_mut(l), None, e);
            Expr::local(l, p.span)
        };
        match self.value(p) {
            Val::Split(x, dx) => {
                let x = named(x, self);
                Val::Split(x, named(dx, self))
            }
            v => {
                let x = self.primal(v);
                Val::Const(named(x, self))
            }
        }
    }
}

/// Whether the closure writes through its parameter.
fn writes_to(c: &Closure, parameter: usize) -> bool {
    let Some(l) = c.params.get(parameter).and_then(|(p, _)| param_of(p)) else {
        return false;
    };
    c.body.any(&mut |e| match &e.node {
        Node::Assign(place, _) | Node::AssignOp(_, place, _) => {
            matches!(place.node, Node::Deref(_)) && crate::ir::tree::root(place) == Some(l)
        }
        _ => false,
    })
}
