//! The graph: an edge for each way that a tangent can go from one local into another, and the
//! locals whose tangents reach the result.

use super::sources::{Source, Sources};
use crate::ir::tree::root;
use crate::ir::*;
use crate::ops::methods::{self, Class};
use crate::ops::tensor;
use crate::passes::effects;
use crate::passes::kinds::KindOf;
use crate::passes::values;
use std::collections::BTreeSet;

/// The graph while it grows.
pub(super) struct Flow<'a> {
    pub(super) kinds: KindOf<'a>,
    pub(super) edges: Vec<(Local, Local)>,
    pub(super) sinks: BTreeSet<Local>,
    /// Locals that may hold a mutable borrow of another.
    pub(super) borrowers: BTreeSet<Local>,
    /// What patterns bind: a value's source, and the local.
    pub(super) bound: Vec<(Local, Local)>,
    /// Locals that may hold references into what is no local's.
    pub(super) global: BTreeSet<Local>,
}

impl Flow<'_> {
    pub(super) fn of(&self, e: &Expr) -> Source {
        Sources { kinds: self.kinds }.of(e)
    }

    pub(super) fn edge(&mut self, from: &Source, to: Local) {
        for l in from.all() {
            self.edges.push((l, to));
        }
    }

    fn bind(&mut self, pat: &Pat, source: &Source) {
        match (pat, source) {
            (Pat::Tuple(ps), Source::Tuple(parts))
                if ps.len() == parts.len() && !ps.iter().any(|p| matches!(p, Pat::Rest)) =>
            {
                for (p, s) in ps.iter().zip(parts) {
                    self.bind(p, s);
                }
            }
            // An error has no tangent.
            (Pat::TupleStruct(path, _), _) if crate::ir::tree::last_name(path) == "Err" => {}
            (Pat::TupleStruct(_, ps), s) if ps.len() == 1 => self.bind(&ps[0], s),
            (Pat::Ref(_, p), s) => self.bind(p, s),
            (Pat::Or(ps), s) => ps.iter().for_each(|p| self.bind(p, s)),
            (p, s) => p.locals().into_iter().for_each(|l| {
                self.edge(s, l);
                self.bound.extend(s.all().into_iter().map(|from| (from, l)));
            }),
        }
    }

    /// A pattern meets a value that may borrow mutably: what is written through its locals goes
    /// to the roots.
    fn bind_value(&mut self, pat: &Pat, value: &Expr) {
        let source = self.of(value);
        self.bind(pat, &source);
        if source.all().is_empty() {
            self.bind_global(pat, value);
        }
        let mut roots = self.mut_roots(value);
        pat.binds(&mut |b| {
            if b.by_ref && b.mutable {
                roots.extend(root(value));
            }
        });
        self.write_through(pat, &roots);
    }

    fn write_through(&mut self, pat: &Pat, roots: &BTreeSet<Local>) {
        if roots.is_empty() {
            return;
        }
        for l in pat.locals() {
            self.borrowers.insert(l);
            for r in roots {
                self.edges.push((l, *r));
            }
        }
    }

    /// The locals that a value may borrow mutably.
    pub(super) fn mut_roots(&self, e: &Expr) -> BTreeSet<Local> {
        let mut out = BTreeSet::new();
        self.add_mut_roots(e, &mut out);
        out
    }

    fn add_mut_roots(&self, e: &Expr, out: &mut BTreeSet<Local>) {
        match &e.node {
            Node::Local(l) => {
                let by_kind = matches!(self.kinds.locals[l.0].kind, Kind::Ref(_, true));
                if by_kind || self.borrowers.contains(l) {
                    out.insert(*l);
                }
            }
            Node::Ref(true, e) => out.extend(root(e)),
            Node::Ref(false, _) | Node::Op(..) | Node::Binary(..) | Node::Closure(_) => {}
            Node::Method(m) => {
                let name = m.name.to_string();
                let lends = name.ends_with("_mut") || name == "by_ref" || name == "get_or_insert";
                if lends || self.may_lend(m, e) {
                    out.extend(root(&m.recv));
                }
                if self.class_of(m) != Some(Class::Constant) {
                    self.add_mut_roots(&m.recv, out);
                    m.args.iter().for_each(|a| self.add_mut_roots(a, out));
                }
            }
            // Out of control flow comes what its ends give, and nothing that happens on the way.
            Node::Block(b, label) => {
                b.tail.iter().for_each(|e| self.add_mut_roots(e, out));
                label.iter().for_each(|l| self.add_broken_out(e, *l, out));
            }
            Node::Loop(label, _) => self.add_broken_out(e, *label, out),
            Node::If(_, then, otherwise) => {
                let ends = then.tail.iter().chain(otherwise);
                ends.for_each(|e| self.add_mut_roots(e, out));
            }
            Node::Match(_, arms) => arms.iter().for_each(|a| self.add_mut_roots(&a.body, out)),
            Node::While(..) | Node::For(..) | Node::Assign(..) | Node::AssignOp(..) => {}
            Node::Deref(e) if self.kinds.of(e).peeled().is_scalar() => {}
            Node::Index(..) if self.kinds.of(e).is_scalar() => {}
            _ => e.children(&mut |e| self.add_mut_roots(e, out)),
        }
    }

    /// The class of a method that is `std`'s.
    fn class_of(&self, m: &Method) -> Option<Class> {
        methods::class_of(m).filter(|_| !self.kinds.is_own_method(m))
    }

    /// Whether a method of the user's own may give a mutable reference into its receiver: the type of
    /// its result does not tell that it is a value.
    fn may_lend(&self, m: &Method, e: &Expr) -> bool {
        let value = |kind: &Kind| {
            matches!(
                kind,
                Kind::Scalar(_)
                    | Kind::Inert
                    | Kind::Ref(_, false)
                    | Kind::Named(_)
                    | Kind::Tensor(..)
            )
        };
        !self.kinds.is_known_method(m)
            && !value(&self.kinds.of(e))
            && root(&m.recv).is_some_and(|l| self.is_changeable(l))
    }

    /// The same of what leaves `e` by `break`.
    fn add_broken_out(&self, e: &Expr, label: Label, out: &mut BTreeSet<Local>) {
        e.walk(&mut |e| match &e.node {
            Node::Break(l, Some(value)) if *l == label => self.add_mut_roots(value, out),
            _ => {}
        });
    }

    pub(super) fn block(&mut self, b: &Block, in_closure: bool) {
        for stmt in &b.stmts {
            match stmt {
                Stmt::Let(l) => {
                    if let Some(init) = &l.init {
                        self.expr(init, in_closure);
                        self.bind_value(&l.pat, init);
                        // Where a closure goes, there goes what it has captured.
                        if values::literal(init).is_some() {
                            let captured = Sources { kinds: self.kinds }.argument(init);
                            self.bind(&l.pat, &captured);
                        }
                    }
                    if let Some(b) = &l.otherwise {
                        self.block(b, in_closure);
                    }
                }
                Stmt::Expr(e) => self.expr(e, in_closure),
                Stmt::Item(_) => {}
            }
        }
        if let Some(tail) = &b.tail {
            self.expr(tail, in_closure);
        }
    }

    fn assign(&mut self, place: &Expr, source: &Source) {
        match (&place.node, source) {
            (Node::Tuple(ps), Source::Tuple(parts)) if ps.len() == parts.len() => {
                for (p, s) in ps.iter().zip(parts) {
                    self.assign(p, s);
                }
            }
            (Node::Tuple(ps) | Node::Array(ps), s) => {
                ps.iter().for_each(|p| self.assign(p, s));
            }
            _ => {
                let mut roots = self.mut_roots(place);
                roots.extend(root(place));
                // `*(if c { &mut a } else { &mut b })`: the borrows are below the dereference.
                let mut below = place;
                while let Node::Deref(e) | Node::Field(e, _) | Node::Index(e, _) = &below.node {
                    below = e;
                    roots.extend(self.mut_roots(below));
                }
                // Into a static, say: whoever reads it gets the value.
                if roots.is_empty() && !crate::ir::tree::is_nowhere(place) {
                    self.sinks.extend(source.all());
                }
                roots.into_iter().for_each(|r| self.edge(source, r));
            }
        }
    }

    /// What `place` now borrows mutably is written through it.
    fn store_borrow(&mut self, place: &Expr, roots: &BTreeSet<Local>) {
        match &place.node {
            Node::Tuple(ps) | Node::Array(ps) => {
                ps.iter().for_each(|p| self.store_borrow(p, roots));
            }
            _ => {
                if let Some(l) = root(place).filter(|_| !roots.is_empty()) {
                    self.borrowers.insert(l);
                    self.edges
                        .extend(roots.iter().filter(|r| **r != l).map(|r| (l, *r)));
                }
            }
        }
    }

    fn expr(&mut self, e: &Expr, in_closure: bool) {
        match &e.node {
            Node::Assign(place, value) => {
                let source = self.of(value);
                self.assign(place, &source);
                let roots = self.mut_roots(value);
                self.store_borrow(place, &roots);
            }
            Node::AssignOp(_, place, value) => {
                let source = self.of(value);
                self.assign(place, &source.flat());
            }
            Node::Let(pat, value) => self.bind_value(pat, value),
            Node::Match(scrutinee, arms) => {
                arms.iter().for_each(|a| self.bind_value(&a.pat, scrutinee));
            }
            Node::For(_, pat, iter, _) => self.bind_value(pat, iter),
            Node::Return(Some(v)) if !in_closure => {
                let source = self.of(v);
                self.sinks.extend(source.all());
            }
            Node::Call(callee, args) => self.call(callee, args),
            Node::Method(m) => {
                // What an unknown method keeps may come back.
                if self.class_of(m).is_none() {
                    self.reaches_result(&m.args);
                }
                self.method(m);
            }
            Node::Macro(Macro {
                args: MacroArgs::Opaque(_, locals),
                ..
            }) => {
                self.sinks.extend(locals);
            }
            _ => {}
        }
        // Below.
        match &e.node {
            Node::Closure(c) => self.expr(&c.body, true),
            Node::Block(b, _) | Node::Loop(_, b) => self.block(b, in_closure),
            Node::If(cond, then, otherwise) => {
                self.expr(cond, in_closure);
                self.block(then, in_closure);
                otherwise.iter().for_each(|e| self.expr(e, in_closure));
            }
            Node::While(_, cond, b) => {
                self.expr(cond, in_closure);
                self.block(b, in_closure);
            }
            Node::For(_, _, iter, b) => {
                self.expr(iter, in_closure);
                self.block(b, in_closure);
            }
            _ => e.children(&mut |e| self.expr(e, in_closure)),
        }
    }

    /// Data whose way can't be followed counts as useful, so that it is not dropped unseen.
    fn reaches_result(&mut self, args: &[Expr]) {
        for a in args {
            let source = match &a.node {
                Node::Closure(c) => Sources { kinds: self.kinds }.body(&c.body),
                _ => self.of(a),
            };
            self.sinks.extend(source.all());
        }
    }

    fn call(&mut self, callee: &Expr, args: &[Expr]) {
        if let Some(l) = callee.as_local()
            && let Some(c) = self.kinds.closures.get(&l)
        {
            for ((p, _), a) in c.params.iter().zip(args) {
                self.bind_value(p, a);
            }
            return;
        }
        if let Some((first, next)) = tree::successors(callee, args)
            && let Some(c) = match &next.node {
                Node::Closure(c) => Some(c),
                Node::Local(l) => self.kinds.closures.get(l),
                _ => None,
            }
        {
            let source = Sources { kinds: self.kinds };
            let item = source.of(first).join(source.body(&c.body));
            c.params.iter().for_each(|(p, _)| self.bind(p, &item));
        }
        // Whatever goes in may come out through a `&mut` argument, and the callee has no name for a
        // `&mut` argument without tangent beside one that has one.
        let handed_out: Vec<Local> = args.iter().flat_map(|a| self.mut_roots(a)).collect();
        self.sinks.extend(handed_out);
        let source = Sources { kinds: self.kinds };
        let mut sources: Vec<Source> = args.iter().map(|a| source.argument(a)).collect();
        // A function writes what it has captured, too, and may keep what it is called with.
        sources.push(self.of(callee));
        if self.kinds.of(callee).function().is_some_and(|f| f.keeps) {
            self.sinks.extend(sources.iter().flat_map(Source::all));
        }
        let exchanged = effects::is_exchange(callee);
        for (i, a) in args.iter().enumerate() {
            let mut roots = self.mut_roots(a);
            roots.extend(root(a).filter(|_| exchanged));
            for r in roots {
                for (j, s) in sources.iter().enumerate() {
                    if i != j {
                        self.edge(s, r);
                    }
                }
            }
        }
    }

    /// What a method writes to its argument: its receiver, or what its closure makes of it.
    fn through_arguments(&mut self, m: &Method, recv: &Source) {
        let source = Sources { kinds: self.kinds };
        let mut written = recv.clone().flat();
        let mut places = BTreeSet::new();
        for a in &m.args {
            match &a.node {
                Node::Closure(c) => written = written.join(source.body(&c.body).flat()),
                _ => {
                    places.extend(self.mut_roots(a));
                    places.extend(root(a));
                }
            }
        }
        places.into_iter().for_each(|r| self.edge(&written, r));
    }

    fn method(&mut self, m: &Method) {
        let name = m.name.to_string();
        let recv = self.of(&m.recv);
        let mut roots = self.mut_roots(&m.recv);
        let own = self.kinds.is_own_method(m);
        let mutates = !own && (methods::mutates(&name) || tensor::mutates(&name));
        let known = self.kinds.is_known_method(m);
        if mutates || !known {
            roots.extend(root(&m.recv));
        }
        // Values that go into the receiver.
        if mutates {
            let results = m.args.iter().filter_map(|a| match &a.node {
                Node::Closure(c) if tensor::mutates(&name) => {
                    Some(Sources { kinds: self.kinds }.body(&c.body))
                }
                _ => None,
            });
            for s in results.collect::<Vec<_>>() {
                roots.clone().into_iter().for_each(|r| self.edge(&s, r));
            }
            let mut into = roots.clone();
            into.extend(root(&m.recv));
            // Into a static, say: whoever reads it gets the value.
            if into.is_empty() {
                self.reaches_result(&m.args);
            }
            for a in &m.args {
                if !matches!(a.node, Node::Closure(_)) {
                    let s = self.of(a);
                    into.iter().for_each(|r| self.edge(&s, *r));
                    let borrowed = self.mut_roots(a);
                    self.store_borrow(&m.recv, &borrowed);
                }
            }
        }
        if !own && methods::writes_argument(&name) {
            self.through_arguments(m, &recv);
        }
        if !known {
            self.unknown_method(m, &recv);
        }
        // What the closures are called with.
        roots.extend(m.args.iter().flat_map(|a| self.mut_roots(a)));
        let closures: Vec<&Closure> = m
            .args
            .iter()
            .filter_map(|a| match &a.node {
                Node::Closure(c) => Some(c),
                Node::Local(l) => self.kinds.closures.get(l),
                _ => None,
            })
            .collect();
        let init = m.args.first().map_or_else(Source::none, |a| self.of(a));
        for c in closures {
            let result = Sources { kinds: self.kinds }.body(&c.body);
            let inputs: Vec<Source> = match name.as_str() {
                "fold" | "try_fold" => {
                    // A `Zip`'s has a parameter for each of its tensors.
                    let mut inputs = vec![recv.clone(); c.params.len()];
                    if let Some(first) = inputs.first_mut() {
                        *first = init.clone().join(result);
                    }
                    inputs
                }
                "scan" => vec![init.clone(), recv.clone()],
                "reduce" => {
                    let both = recv.clone().join(result);
                    vec![both.clone(), both]
                }
                // These are called with an error, or with nothing.
                "or_else" | "map_err" | "unwrap_or_else" | "ok_or_else" | "is_err_and"
                | "inspect_err" => {
                    vec![Source::none(); c.params.len()]
                }
                "zip_mut_with" => {
                    let both = recv.clone().join(init.clone());
                    vec![both.clone(), both]
                }
                "fold_axis" => {
                    let init = m.args.get(1).map_or_else(Source::none, |a| self.of(a));
                    vec![init.join(result), recv.clone()]
                }
                "accumulate_axis_inplace" => {
                    let both = recv.clone().join(result);
                    vec![both.clone(), both]
                }
                _ => vec![recv.clone(); c.params.len()],
            };
            for ((p, _), s) in c.params.iter().zip(&inputs) {
                self.bind(p, s);
                self.write_through(p, &roots);
            }
        }
    }
}
