//! Where functions come into being: the JVP beside them.
//!
//! Beside an annotated function's name stands the `jvp` of its companion, beside a closure one over
//! pairs. Always holds: a JVP takes a tangent for every argument of a type that may have one, and is
//! guarded, since whoever calls it gives zeros for what is constant there.

use super::function::is_function_name;
use super::{PairClosure, Pf, Shape, Want};
use crate::ir::function::takes_tangent;
use crate::ir::tree::root;
use crate::ir::types::tangent_of_local;
use crate::ir::*;
use crate::ops::{self, methods, tensor};
use crate::passes::values;
use proc_macro2::Span;

impl Pf<'_> {
    /// A function value and its JVP, of what syntax shows to be a function; none where the
    /// function has no tangent.
    pub fn function_value(&mut self, e: &Expr) -> Option<(Expr, Expr)> {
        let span = e.span;
        match &e.node {
            Node::Ref(m, inner) => {
                let (p, t) = self.function_value(inner)?;
                let wrap = |x| Expr::new(Node::Ref(*m, Box::new(x)), span);
                Some((wrap(p), wrap(t)))
            }
            Node::Call(callee, args) if values::is_box(callee) && args.len() == 1 => {
                let (p, t) = self.function_value(&args[0])?;
                let wrap = |x| Expr::new(Node::Call(callee.clone(), vec![x]), span);
                Some((wrap(p), wrap(t)))
            }
            Node::Closure(c) => self.closure_value(c, span),
            Node::Array(es) => {
                let both: Option<Vec<_>> = es.iter().map(|e| self.function_value(e)).collect();
                let (ps, ts) = both?.into_iter().unzip();
                let list = |es| Expr::new(Node::Array(es), span);
                Some((list(ps), list(ts)))
            }
            Node::Vec(list) => {
                let (p, t) = self.function_value(list)?;
                let wrap = |x| Expr::new(Node::Vec(Box::new(x)), span);
                Some((wrap(p), wrap(t)))
            }
            Node::Local(l) if self.names.contains_key(l) => {
                let name = self.names[l].clone();
                let jvp = self.function_value(&name)?.1;
                Some((e.clone(), jvp))
            }
            Node::Local(l) => {
                let df = self.pair_closures.get(l)?.jvp?;
                Some((e.clone(), Expr::local(df, span)))
            }
            Node::Path(p) => {
                let jvp = self.jvp_of_name(p, span)?;
                Some((e.clone(), jvp))
            }
            _ => None,
        }
    }

    /// The function alone.
    pub fn primal_function(&mut self, e: &Expr) -> Expr {
        match &e.node {
            Node::Closure(c) => self.primal_closure(c.clone(), e.span),
            Node::Ref(m, inner) => {
                let inner = Box::new(self.primal_function(inner));
                Expr::new(Node::Ref(*m, inner), e.span)
            }
            _ => e.clone(),
        }
    }

    /// `|x, dx| ..`, `f::jvp` or a rule, for a function by its name.
    fn jvp_of_name(&mut self, path: &syn::ExprPath, span: Span) -> Option<Expr> {
        if !is_function_name(path, self.ctx.params) {
            return None;
        }
        if let Some((_, rule)) = self.ctx.rules.iter().find(|(p, _)| *p == path.path) {
            let rule = syn::ExprPath {
                path: rule.clone(),
                ..path.clone()
            };
            return Some(Expr::new(Node::Path(rule), span));
        }
        let names = tree::names(&path.path);
        if let [of, name] = &names[..]
            && (of == "f64" || of == "f32" || self.ctx.params.real.contains(of))
        {
            let arity = (1..4).find(|n| ops::id_of_scalars(name, *n).is_some());
            let Some(arity) = arity else {
                if methods::class(name) != Some(methods::Class::Constant) {
                    self.no_jvp(&path.path, span);
                }
                return None;
            };
            let shapes = vec![(Shape::Pair, false); arity];
            let c = self.eta(&Expr::new(Node::Path(path.clone()), span), &shapes)?;
            return self.jvp_closure(&c, false, span);
        }
        if matches!(names[0].as_str(), "std" | "core") {
            self.no_jvp(&path.path, span);
            return None;
        }
        let path = super::call::entry(path, mask::ALL, span);
        Some(Expr::new(Node::Path(path), span))
    }

    fn no_jvp(&self, path: &syn::Path, span: Span) {
        let name = super::expr::text(path);
        self.ctx.errors.add(
            span,
            format!("the JVP of `{name}` can't be passed by its name"),
            format!("write a closure around it: `|x| {name}(x)`, or pass an annotated function"),
        );
    }

    /// A closure, and the one over pairs.
    fn closure_value(&mut self, c: &Closure, span: Span) -> Option<(Expr, Expr)> {
        let by_move = c.by_move && self.moves_copies(c);
        if self.gives_constant(c) {
            self.changes_capture(c, &|pf, l| pf.is_active(l));
            return None;
        }
        if !by_move && self.changes_capture(c, &|_, _| true) {
            return None;
        }
        let primal = self.primal_copy(c, by_move, span);
        let jvp = self.jvp_closure(c, by_move, span)?;
        Some((primal, jvp))
    }

    /// The closure beside its JVP, which keeps the locals that it binds.
    fn primal_copy(&mut self, c: &Closure, by_move: bool, span: Span) -> Expr {
        let (copy, _) = fresh::copy(&mut self.f, c);
        self.active.resize(self.f.locals.len(), false);
        self.primal_closure(Closure { by_move, ..copy }, span)
    }

    /// The closure without tangents: as written, unless what it has captured has another form now.
    fn primal_closure(&mut self, c: Closure, span: Span) -> Expr {
        let changed = |l: Local| {
            let over_pairs = self.pair_closures.get(&l);
            self.reps.contains_key(&l) || over_pairs.is_some_and(|c| c.jvp.is_none())
        };
        let body = match c.body.mentions(&changed) {
            false => c.body.clone(),
            true => {
                let locals = c.params.iter().flat_map(|(p, _)| p.locals());
                locals.for_each(|l| self.active[l.0] = false);
                Box::new(self.closure_body(&c.body, Vec::new(), &Want::primal()))
            }
        };
        Expr::new(Node::Closure(Closure { body, ..c }), span)
    }

    /// `|x, dx| ..` for `|x| ..`; none where the closure can't be followed.
    fn jvp_closure(&mut self, c: &Closure, by_move: bool, span: Span) -> Option<Expr> {
        Some(self.jvp_with_shapes(c, by_move, span)?.0)
    }

    /// The JVP, and in which form its parameters and its result are.
    fn jvp_with_shapes(
        &mut self,
        c: &Closure,
        by_move: bool,
        span: Span,
    ) -> Option<(Expr, Vec<Shape>, Shape)> {
        let (mut params, mut shapes, mut after) = (Vec::new(), Vec::new(), Vec::new());
        for (p, ty) in &c.params {
            let kind = match (ty, p) {
                (Some(ty), _) => kind::of_type(ty, self.ctx.params),
                (None, Pat::Bind(b)) => self.f.local(b.local).kind.clone(),
                _ => Kind::Unknown,
            };
            params.push((p.clone(), ty.clone()));
            if !takes_tangent(&kind) {
                p.locals().iter().for_each(|l| self.active[l.0] = false);
                shapes.push(Shape::Const);
                continue;
            }
            let dty = ty.as_ref().map(|t| tangent_of_local(t, self.types()));
            params.push((self.tangent_pat(p, &mut after), dty));
            shapes.push(Shape::Pair);
        }
        let result = match self.gives_unit(c) {
            true => Shape::Const,
            false => Shape::of_kind(&self.result_kind(c)),
        };
        let ret = c.ret.as_ref().map(|ty| self.result_type(ty, &result));
        // Whoever calls it gives zeros for constants.
        let guard = std::mem::replace(&mut self.ctx.guard, true);
        let body = self.closure_body(&c.body, after, &Want::shape(result.clone()));
        self.ctx.guard = guard;
        let closure = Closure {
            by_move,
            params,
            ret: ret.map(Box::new),
            body: Box::new(body),
            kernel: None,
        };
        Some((Expr::new(Node::Closure(closure), span), shapes, result))
    }

    /// `let f = |x| ..`, where `f` is handed on: `df` beside it.
    pub fn named_function(&mut self, local: Local, c: &Closure, span: Span) -> bool {
        if !self.values.contains(&local) || self.gives_constant(c) {
            return false;
        }
        if self.changes_capture(c, &|_, _| true) {
            return true;
        }
        let by_move = c.by_move && self.moves_copies(c);
        let primal = self.primal_copy(c, by_move, span);
        let Some((jvp, params, result)) = self.jvp_with_shapes(c, by_move, span) else {
            return true;
        };
        self.active[local.0] = true;
        let df = self.tangent(local);
        self.emit_let(self.closure_pat(local), None, primal);
        self.emit_let(self.closure_pat(df), None, jvp);
        let closure = PairClosure {
            params,
            result,
            jvp: Some(df),
        };
        self.pair_closures.insert(local, closure);
        true
    }

    fn result_kind(&self, c: &Closure) -> Kind {
        match &c.ret {
            Some(ty) => kind::of_type(ty, self.ctx.params),
            None => self.kind(&c.body),
        }
    }

    /// Whether nothing with a tangent goes through the closure: a predicate, or a report of what is
    /// known to be constant.
    fn gives_constant(&self, c: &Closure) -> bool {
        if !self.gives_unit(c) {
            return self.result_kind(c).is_inert();
        }
        let inert = |ty: &syn::Type| !takes_tangent(&kind::of_type(ty, self.ctx.params));
        c.params
            .iter()
            .all(|(_, ty)| ty.as_ref().is_some_and(inert))
            && values::captured(c).into_iter().all(|l| !self.is_active(l))
    }

    /// Whether the closure is run for its effect.
    fn gives_unit(&self, c: &Closure) -> bool {
        fn unit(e: &Expr) -> bool {
            match &e.node {
                Node::Assign(..) | Node::AssignOp(..) | Node::While(..) | Node::For(..) => true,
                Node::If(_, _, None) => true,
                Node::If(_, then, _) => then.tail.as_ref().is_none_or(|e| unit(e)),
                Node::Block(b, None) => b.tail.as_ref().is_none_or(|e| unit(e)),
                Node::Tuple(es) => es.is_empty(),
                Node::Method(m) => methods::mutates(&m.name.to_string()),
                Node::Macro(m) => tree::last_name(&m.path).contains("print"),
                _ => false,
            }
        }
        match &c.ret {
            Some(ty) => types::is_unit(ty),
            None => self.kind(&c.body) == Kind::Inert && unit(&c.body),
        }
    }

    /// Whether the closure changes what it has captured, of that which `counts`: an error, since
    /// it can't be done from two.
    fn changes_capture(&self, c: &Closure, counts: &dyn Fn(&Self, Local) -> bool) -> bool {
        let captured = values::captured(c);
        let mut found = None;
        c.body.walk(&mut |e| {
            let place = match &e.node {
                Node::Assign(place, _) | Node::AssignOp(_, place, _) | Node::Ref(true, place) => {
                    root(place)
                }
                Node::Method(m) => {
                    let name = m.name.to_string();
                    let writes = methods::mutates(&name) || tensor::mutates(&name);
                    root(&m.recv).filter(|_| writes)
                }
                _ => None,
            };
            if let Some(l) = place.filter(|l| captured.contains(l) && counts(self, *l)) {
                found.get_or_insert((l, e.span));
            }
        });
        let Some((l, span)) = found else {
            return false;
        };
        let name = &self.f.local(l).name;
        self.ctx.errors.add(
            span,
            format!("this closure changes `{name}`, and so would its JVP, which stands beside it"),
            "pass an annotated function, and what changes as a `&mut` argument of it",
        );
        true
    }

    /// Whether the analysis has taken the closure for a value, and seeded its parameters.
    pub fn is_value(&self, c: &Closure) -> bool {
        c.params.iter().flat_map(|(p, _)| p.locals()).all(|l| {
            let seeded = takes_tangent(&self.f.local(l).kind);
            !seeded || self.is_active(l)
        })
    }

    /// Whether all that a closure has captured can be in two closures by value: numbers and
    /// shared references. What can't be is borrowed by both.
    fn moves_copies(&self, c: &Closure) -> bool {
        values::captured(c).into_iter().all(|l| self.is_copied(l))
    }

    /// Whether a local is copied where it is handed over.
    pub fn is_copied(&self, l: Local) -> bool {
        let kind = &self.f.local(l).kind;
        matches!(kind, Kind::Scalar(_) | Kind::Inert | Kind::Ref(_, false))
    }
}
