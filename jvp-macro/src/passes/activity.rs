//! Activity: which locals carry a tangent.
//!
//! In: IR with kinds, the locals that are seeded. Out: a flag per local. A local is active if it is
//! *varied* (depends on a seed) and *useful* (reaches a result). Both are reachability in one graph
//! whose edges say "the tangent of this local flows into that one"; the graph ignores the order of
//! statements, so loops and assignments need no fixpoint of their own. Always holds: a local that is
//! not active has a tangent that is zero or that nothing reads.

use super::kinds::{Closures, KindOf};
use crate::ir::kind::TypeParams;
use crate::ir::tree::root;
use crate::ir::*;
use crate::ops;
use crate::ops::methods::{self, Class};
use std::collections::BTreeSet;

/// Where a value's tangent comes from, by component as far as syntax tells. An iterator's is that
/// of its items, an `Option`'s that of its payload.
#[derive(Clone, Debug)]
pub enum Source {
    Of(BTreeSet<Local>),
    Tuple(Vec<Source>),
}

impl Source {
    fn none() -> Self {
        Source::Of(BTreeSet::new())
    }

    /// All components together.
    pub fn all(&self) -> BTreeSet<Local> {
        match self {
            Source::Of(set) => set.clone(),
            Source::Tuple(parts) => parts.iter().flat_map(Source::all).collect(),
        }
    }

    fn flat(self) -> Self {
        Source::Of(self.all())
    }

    fn join(self, other: Self) -> Self {
        match (self, other) {
            (Source::Tuple(a), Source::Tuple(b)) if a.len() == b.len() => {
                Source::Tuple(a.into_iter().zip(b).map(|(a, b)| a.join(b)).collect())
            }
            (a, b) => Source::Of(a.all().union(&b.all()).copied().collect()),
        }
    }
}

/// The facts that the analysis starts from.
pub struct Seeds<'a> {
    /// Seeded by the caller.
    pub varied: &'a [Local],
    /// `&mut` parameters: their tangent comes in and goes out.
    pub in_out: &'a [Local],
    /// Parameters whose tangent must stay out (`constant(..)`, or a type without one).
    pub constant: &'a [Local],
}

/// What the analysis finds.
pub struct Facts {
    /// The flag of each local.
    pub active: Vec<bool>,
    /// Constant parameters that active data flows into.
    pub leaks: Vec<Local>,
}

/// Finds the active locals.
pub fn analyze(f: &Function, closures: &Closures, params: &TypeParams, seeds: &Seeds) -> Facts {
    let kinds = KindOf {
        locals: &f.locals,
        closures,
        params,
    };
    let mut flow = Flow {
        kinds,
        edges: Vec::new(),
        sinks: BTreeSet::new(),
        borrowers: BTreeSet::new(),
    };
    // The second round knows which locals borrow mutably.
    for _ in 0..2 {
        flow.edges.clear();
        flow.block(&f.body, false);
    }
    let source = Sources { kinds };
    if let Some(tail) = &f.body.tail {
        flow.sinks.extend(source.of(tail).all());
    }
    flow.sinks.extend(seeds.in_out);
    let n = f.locals.len();
    let start: Vec<Local> = seeds.varied.iter().chain(seeds.in_out).copied().collect();
    let dead: Vec<bool> = (0..n)
        .map(|i| f.locals[i].kind.is_inert() || seeds.constant.contains(&Local(i)))
        .collect();
    let varied = reach(n, &dead, start, &flow.edges, |e| *e);
    let useful = reach(
        n,
        &dead,
        flow.sinks.iter().copied().collect(),
        &flow.edges,
        |e| (e.1, e.0),
    );
    let always = |i: usize| seeds.in_out.contains(&Local(i));
    let leaks = seeds.constant.iter().copied().filter(|c| {
        let by_mut = matches!(f.local(*c).kind, Kind::Ref(_, true)) && !f.local(*c).kind.is_inert();
        by_mut
            && flow
                .edges
                .iter()
                .any(|(from, to)| to == c && from != c && varied[from.0])
    });
    Facts {
        leaks: leaks.collect(),
        // A reference's tangent costs nothing, and what is packed with it may need one.
        active: (0..n)
            .map(|i| {
                let reference = matches!(f.locals[i].kind, Kind::Ref(..));
                always(i) || (varied[i] && (useful[i] || reference))
            })
            .collect(),
    }
}

fn reach(
    n: usize,
    dead: &[bool],
    start: Vec<Local>,
    edges: &[(Local, Local)],
    way: impl Fn(&(Local, Local)) -> (Local, Local),
) -> Vec<bool> {
    let mut next: Vec<Vec<Local>> = vec![Vec::new(); n];
    for e in edges {
        let (from, to) = way(e);
        next[from.0].push(to);
    }
    let mut seen = vec![false; n];
    let mut todo = start;
    while let Some(l) = todo.pop() {
        if !dead[l.0] && !std::mem::replace(&mut seen[l.0], true) {
            todo.extend(&next[l.0]);
        }
    }
    seen
}

/// Sources of expressions.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    pub kinds: KindOf<'a>,
}

impl Sources<'_> {
    fn union<'e>(&self, es: impl IntoIterator<Item = &'e Expr>) -> Source {
        Source::Of(es.into_iter().flat_map(|e| self.of(e).all()).collect())
    }

    pub fn of(&self, e: &Expr) -> Source {
        match &e.node {
            Node::Local(l) if self.kinds.locals[l.0].kind.is_inert() => Source::none(),
            Node::Local(l) => Source::Of([*l].into()),
            Node::Lit(_) | Node::Num(..) | Node::Path(_) => Source::none(),
            Node::Op(op, _, args) => {
                let active = args
                    .iter()
                    .enumerate()
                    .filter(|(i, _)| !ops::ignores(op, *i));
                self.union(active.map(|(_, a)| a))
            }
            Node::Binary(..) | Node::Not(_) | Node::Range(..) | Node::Let(..) => Source::none(),
            Node::Assign(..) | Node::AssignOp(..) | Node::While(..) | Node::For(..) => {
                Source::none()
            }
            Node::Break(..) | Node::Continue(_) | Node::Return(_) => Source::none(),
            Node::Call(callee, args) => self.call(callee, args),
            Node::Method(m) => self.method(m),
            Node::Field(base, member) => match (self.of(base), member) {
                (Source::Tuple(mut parts), syn::Member::Unnamed(i))
                    if (i.index as usize) < parts.len() =>
                {
                    parts.swap_remove(i.index as usize)
                }
                (s, _) if !self.kinds.of(e).is_inert() => s.flat(),
                _ => Source::none(),
            },
            Node::Index(base, _) => self.of(base).flat(),
            Node::Ref(_, e) | Node::Deref(e) | Node::Try(e) | Node::Vec(e) => self.of(e),
            Node::Cast(inner, _) => match self.kinds.of(e) {
                Kind::Inert => Source::none(),
                _ => self.of(inner),
            },
            Node::Tuple(es) => Source::Tuple(es.iter().map(|e| self.of(e)).collect()),
            Node::Array(es) => self.union(es),
            Node::Repeat(e, _) => self.of(e).flat(),
            Node::Struct(_, fields, rest) => {
                self.union(fields.iter().map(|f| &f.1).chain(rest.as_deref()))
            }
            Node::Block(b, label) => {
                let tail = b.tail.as_ref().map_or_else(Source::none, |e| self.of(e));
                match label {
                    Some(l) => tail.join(self.breaks(e, *l)),
                    None => tail,
                }
            }
            Node::Loop(l, _) => self.breaks(e, *l),
            Node::If(_, then, otherwise) => {
                let then = then.tail.as_ref().map(|e| self.of(e));
                let sources = [then, otherwise.as_ref().map(|e| self.of(e))];
                sources
                    .into_iter()
                    .flatten()
                    .reduce(Source::join)
                    .unwrap_or_else(Source::none)
            }
            Node::Match(_, arms) => {
                let sources = arms.iter().map(|a| self.of(&a.body));
                sources.reduce(Source::join).unwrap_or_else(Source::none)
            }
            Node::Closure(c) => self.body(&c.body),
            Node::Macro(m) => match &m.args {
                MacroArgs::Exprs(args) if m.path.is_ident("dbg") => {
                    self.union(args.iter().map(|a| &a.1))
                }
                MacroArgs::Exprs(_) => Source::none(),
                MacroArgs::Opaque(_, locals) => Source::Of(locals.iter().copied().collect()),
            },
        }
    }

    /// A closure's result: its value and what it returns early.
    fn body(&self, body: &Expr) -> Source {
        let mut out = self.of(body);
        fn returns<'e>(e: &'e Expr, found: &mut Vec<&'e Expr>) {
            match &e.node {
                Node::Closure(_) => {}
                Node::Return(Some(v)) => found.push(v),
                _ => e.children(&mut |e| returns(e, found)),
            }
        }
        let mut found = Vec::new();
        returns(body, &mut found);
        for e in found {
            out = out.join(self.of(e));
        }
        out
    }

    fn breaks(&self, e: &Expr, label: Label) -> Source {
        let mut out: Option<Source> = None;
        e.walk(&mut |e| {
            if let Node::Break(l, Some(v)) = &e.node
                && *l == label
            {
                let s = self.of(v);
                out = Some(match out.take() {
                    Some(o) => o.join(s),
                    None => s,
                });
            }
        });
        out.unwrap_or_else(Source::none)
    }

    fn call(&self, callee: &Expr, args: &[Expr]) -> Source {
        match &callee.node {
            Node::Local(l) => match self.kinds.closures.get(l) {
                Some(c) => self.body(&c.body),
                // A function value gives what it has captured, too.
                None => self.union(std::iter::once(callee).chain(args)),
            },
            Node::Path(p) => {
                let last = p.path.segments.last().map(|s| s.ident.to_string());
                match last.as_deref() {
                    Some("Some" | "Ok") if args.len() == 1 => self.of(&args[0]),
                    Some("stop_gradient" | "Err" | "drop") => Source::none(),
                    _ if self
                        .kinds
                        .of(&Expr::new(
                            Node::Call(Box::new(callee.clone()), args.to_vec()),
                            callee.span,
                        ))
                        .is_inert() =>
                    {
                        Source::none()
                    }
                    _ => self.union(args),
                }
            }
            _ => self.union(std::iter::once(callee).chain(args)),
        }
    }

    fn result_of(&self, e: Option<&Expr>) -> Source {
        match e.map(|e| (&e.node, e)) {
            Some((Node::Closure(c), _)) => self.body(&c.body),
            Some((Node::Local(l), _)) => match self.kinds.closures.get(l) {
                Some(c) => self.body(&c.body),
                None => Source::none(),
            },
            _ => Source::none(),
        }
    }

    fn is_closure(&self, e: Option<&Expr>) -> bool {
        match e.map(|e| &e.node) {
            Some(Node::Closure(_)) => true,
            Some(Node::Local(l)) => self.kinds.closures.contains_key(l),
            _ => false,
        }
    }

    fn method(&self, m: &Method) -> Source {
        let name = m.name.to_string();
        let recv = || self.of(&m.recv);
        let arg = |i: usize| m.args.get(i).map_or_else(Source::none, |a| self.of(a));
        match methods::class(&name) {
            Some(Class::Constant) => Source::none(),
            Some(Class::Mirror(_)) => recv(),
            Some(Class::Structural) => match name.as_str() {
                "enumerate" => Source::Tuple(vec![Source::none(), recv()]),
                "zip" => Source::Tuple(vec![recv(), arg(0)]),
                "any" | "all" | "position" | "count" | "is_some_and" | "is_none_or" => {
                    Source::none()
                }
                "map" | "filter_map" | "flat_map" | "and_then" | "map_while"
                    if self.is_closure(m.args.first()) =>
                {
                    self.result_of(m.args.first())
                }
                // A function passed by name.
                "map" | "filter_map" | "flat_map" | "and_then" | "map_while" => recv().flat(),
                "fold" if self.is_closure(m.args.get(1)) => {
                    arg(0).join(self.result_of(m.args.get(1)))
                }
                "fold" => arg(0).join(recv().flat()),
                "scan" => self.result_of(m.args.get(1)),
                "reduce" if self.is_closure(m.args.first()) => {
                    recv().join(self.result_of(m.args.first()))
                }
                "then" => self.result_of(m.args.first()),
                "then_some" => arg(0),
                "map_or_else" => self
                    .result_of(m.args.first())
                    .join(self.result_of(m.args.get(1))),
                "map_or" => arg(0).join(match self.is_closure(m.args.get(1)) {
                    true => self.result_of(m.args.get(1)),
                    false => recv().flat(),
                }),
                "unwrap_or" | "chain" | "or" | "unwrap_or_else" | "or_else" => recv().join(arg(0)),
                "collect" | "sum" | "product" => recv().flat(),
                _ => recv(),
            },
            None => self.union(std::iter::once(&*m.recv).chain(&m.args)),
        }
    }
}

/// `Err`, by any path.
pub fn is_err(callee: &Expr) -> bool {
    matches!(&callee.node, Node::Path(p) if p.path.segments.last().is_some_and(|s| s.ident == "Err"))
}

/// The graph while it grows.
struct Flow<'a> {
    kinds: KindOf<'a>,
    edges: Vec<(Local, Local)>,
    sinks: BTreeSet<Local>,
    /// Locals that may hold a mutable borrow of another.
    borrowers: BTreeSet<Local>,
}

impl Flow<'_> {
    fn of(&self, e: &Expr) -> Source {
        Sources { kinds: self.kinds }.of(e)
    }

    fn edge(&mut self, from: &Source, to: Local) {
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
            (Pat::TupleStruct(path, _), _)
                if path.segments.last().is_some_and(|s| s.ident == "Err") => {}
            (Pat::TupleStruct(_, ps), s) if ps.len() == 1 => self.bind(&ps[0], s),
            (Pat::Ref(_, p), s) => self.bind(p, s),
            (Pat::Or(ps), s) => ps.iter().for_each(|p| self.bind(p, s)),
            (p, s) => p.locals().into_iter().for_each(|l| self.edge(s, l)),
        }
    }

    /// A pattern meets a value that may borrow mutably: what is written through its locals goes
    /// to the roots.
    fn bind_value(&mut self, pat: &Pat, value: &Expr) {
        let source = self.of(value);
        self.bind(pat, &source);
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
    fn mut_roots(&self, e: &Expr) -> BTreeSet<Local> {
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
                if name.ends_with("_mut") || name == "by_ref" {
                    out.extend(root(&m.recv));
                }
                if methods::class(&name) != Some(Class::Constant) {
                    self.add_mut_roots(&m.recv, out);
                    m.args.iter().for_each(|a| self.add_mut_roots(a, out));
                }
            }
            Node::Deref(e) if self.kinds.of(e).peeled().is_scalar() => {}
            Node::Index(..) if self.kinds.of(e).is_scalar() => {}
            _ => e.children(&mut |e| self.add_mut_roots(e, out)),
        }
    }

    fn block(&mut self, b: &Block, in_closure: bool) {
        for stmt in &b.stmts {
            match stmt {
                Stmt::Let(l) => {
                    if let Some(init) = &l.init {
                        self.expr(init, in_closure);
                        self.bind_value(&l.pat, init);
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
            Node::Call(callee, args) => {
                if is_err(callee) {
                    self.reaches_result(args);
                }
                self.call(callee, args);
            }
            Node::Method(m) => {
                let name = m.name.to_string();
                // What an unknown method keeps, and what becomes an error, may come back.
                let errors = matches!(name.as_str(), "ok_or" | "ok_or_else" | "map_err");
                if methods::class(&name).is_none() || errors {
                    self.reaches_result(&m.args);
                }
                // Constant by its name; the type has to prove it.
                if methods::class(&name) == Some(Class::Constant)
                    && methods::needs_proof(&name, self.kinds.of(&m.recv).peeled())
                {
                    self.reaches_result(std::slice::from_ref(&*m.recv));
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
        // Whatever goes in may come out through a `&mut` argument.
        let sources: Vec<Source> = args.iter().map(|a| self.of(a)).collect();
        for (i, a) in args.iter().enumerate() {
            for r in self.mut_roots(a) {
                for (j, s) in sources.iter().enumerate() {
                    if i != j {
                        self.edge(s, r);
                    }
                }
            }
        }
    }

    fn method(&mut self, m: &Method) {
        let name = m.name.to_string();
        let recv = self.of(&m.recv);
        let mut roots = self.mut_roots(&m.recv);
        // Values that go into the receiver.
        if methods::mutates(&name) {
            let mut into = roots.clone();
            into.extend(root(&m.recv));
            for a in &m.args {
                if !matches!(a.node, Node::Closure(_)) {
                    let s = self.of(a);
                    into.iter().for_each(|r| self.edge(&s, *r));
                    let borrowed = self.mut_roots(a);
                    self.store_borrow(&m.recv, &borrowed);
                }
            }
            if matches!(name.as_str(), "swap_with_slice" | "append") {
                for r in m
                    .args
                    .iter()
                    .flat_map(|a| self.mut_roots(a))
                    .collect::<Vec<_>>()
                {
                    self.edge(&recv, r);
                }
            }
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
                "fold" => vec![init.clone().join(result), recv.clone()],
                "scan" => vec![init.clone(), recv.clone()],
                "reduce" => {
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
