//! Sources: which locals the tangent of an expression comes from.

use crate::ir::*;
use crate::ops;
use crate::ops::methods::{self, Class};
use crate::ops::tensor::{self, Rule};
use crate::passes::kinds::KindOf;
use crate::passes::values;

/// Where a value's tangent comes from, by component as far as syntax tells. An iterator's is that
/// of its items, an `Option`'s that of its payload.
#[derive(Clone, Debug)]
pub enum Source {
    /// A set, and too small a one for a better form.
    Of(Vec<Local>),
    Tuple(Vec<Source>),
}

impl Source {
    pub(super) fn none() -> Self {
        Source::Of(Vec::new())
    }

    /// All components together.
    pub fn all(&self) -> Vec<Local> {
        self.clone().into_all()
    }

    pub fn into_all(self) -> Vec<Local> {
        match self {
            Source::Of(all) => all,
            Source::Tuple(parts) => Source::together(parts).into_all(),
        }
    }

    fn add_to(self, all: &mut Vec<Local>) {
        for l in self.into_all() {
            if !all.contains(&l) {
                all.push(l);
            }
        }
    }

    pub(super) fn flat(self) -> Self {
        Source::Of(self.into_all())
    }

    /// One source of whatever comes from any of them.
    fn together(sources: impl IntoIterator<Item = Source>) -> Self {
        let mut all = Vec::new();
        for s in sources {
            s.add_to(&mut all);
        }
        Source::Of(all)
    }

    pub(super) fn join(self, other: Self) -> Self {
        match (self, other) {
            (Source::Tuple(a), Source::Tuple(b)) if a.len() == b.len() => {
                Source::Tuple(a.into_iter().zip(b).map(|(a, b)| a.join(b)).collect())
            }
            (a, b) => Source::together([a, b]),
        }
    }
}

/// Sources of expressions.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    pub kinds: KindOf<'a>,
}

impl Sources<'_> {
    fn union<'e>(&self, es: impl IntoIterator<Item = &'e Expr>) -> Source {
        Source::together(es.into_iter().map(|e| self.of(e)))
    }

    pub fn of(&self, e: &Expr) -> Source {
        match &e.node {
            Node::Local(l) if self.kinds.locals[l.0].kind.is_inert() => Source::none(),
            Node::Local(l) => Source::Of(vec![*l]),
            Node::Lit(_) | Node::Num(..) | Node::Path(_) => Source::none(),
            Node::Op(_, Form::Method(name), args)
                if let Some(own) = args.first().and_then(|a| self.kinds.own_type_of(a, name)) =>
            {
                match own.constants.contains(&name.to_string()) {
                    true => Source::none(),
                    false => self.union(args),
                }
            }
            Node::Op(op, _, args) => {
                let active = args
                    .iter()
                    .enumerate()
                    .filter(|(i, _)| !ops::ignores(op, *i));
                self.union(active.map(|(_, a)| a))
            }
            Node::Binary(..) | Node::Not(_) | Node::Let(..) => Source::none(),
            Node::Range(..) if self.kinds.of(e).is_inert() => Source::none(),
            Node::Range(a, _, b) => self.union([a, b].into_iter().flatten().map(|e| &**e)),
            Node::Assign(..) | Node::AssignOp(..) | Node::While(..) | Node::For(..) => {
                Source::none()
            }
            Node::Break(..) | Node::Continue(_) | Node::Return(_) => Source::none(),
            Node::Call(callee, args) => self.call(callee, args),
            Node::Method(m) => self.method(m),
            Node::Field(base, member) if self.kinds.is_skipped(base, member) => Source::none(),
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
            Node::Known(_, kind) if kind.is_inert() => Source::none(),
            Node::Known(inner, _) => self.of(inner),
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
                MacroArgs::Exprs(args) if m.path.is_ident("dbg") || m.builds_tensor() => {
                    self.union(args.iter().map(|a| &a.1))
                }
                MacroArgs::Exprs(_) => Source::none(),
                MacroArgs::Opaque(..) if m.is_slice() => Source::none(),
                MacroArgs::Opaque(_, locals) => Source::Of(locals.clone()),
            },
        }
    }

    /// A closure's result: its value and what it returns early.
    pub fn body(&self, body: &Expr) -> Source {
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
                None => self.value_call(callee, args),
            },
            Node::Path(p) => {
                let last = p.path.segments.last().map(|s| s.ident.to_string());
                match last.as_deref() {
                    Some("Some" | "Ok") if args.len() == 1 => self.of(&args[0]),
                    Some("stop_gradient" | "Err" | "drop") => Source::none(),
                    _ if tree::makes_empty_list(&p.path) => Source::none(),
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
                    _ => Source::together(args.iter().map(|a| self.argument(a))),
                }
            }
            _ => self.value_call(callee, args),
        }
    }

    /// A function value gives what it has captured, too.
    fn value_call(&self, callee: &Expr, args: &[Expr]) -> Source {
        match self.kinds.of(callee).function() {
            Some(f) if f.result.is_inert() => Source::none(),
            _ => self.of(callee).join(self.union(args)).flat(),
        }
    }

    /// What goes into a call: with a closure what it gives, and all that it has captured.
    pub(super) fn argument(&self, e: &Expr) -> Source {
        let kept = |l: &Local| !self.kinds.locals[l.0].kind.is_inert();
        let captured = values::literal(e).map(values::captured);
        let captured = captured.into_iter().flatten().filter(kept).collect();
        self.of(e).join(Source::Of(captured))
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
        if let Some(own) = self.kinds.own_type_of(&m.recv, &m.name) {
            return match own.constants.contains(&name) {
                true => Source::none(),
                false => self.union(std::iter::once(&*m.recv).chain(&m.args)),
            };
        }
        // The greatest of integers, say, whatever they are a part of.
        if self.kinds.of(&m.recv).is_inert() && self.kinds.method(m).is_inert() {
            return Source::none();
        }
        let recv = || self.of(&m.recv);
        let arg = |i: usize| m.args.get(i).map_or_else(Source::none, |a| self.of(a));
        let tensor = self.kinds.of(&m.recv).is_tensor() || tensor::is_only_of_tensors(&name);
        if let Some(row) = tensor::method_of(m).filter(|_| tensor) {
            return match row.rule {
                Rule::Constant => Source::none(),
                Rule::Mirror(_) if name.starts_with("indexed_iter") => {
                    Source::Tuple(vec![Source::none(), recv().flat()])
                }
                Rule::Mirror(_) | Rule::Reduction => recv(),
                Rule::Runtime => self.union(std::iter::once(&*m.recv).chain(&m.args)),
                Rule::Elements => {
                    let closures = m.args.iter().map(|a| match self.is_closure(Some(a)) {
                        true => self.result_of(Some(a)).flat(),
                        false => self.of(a).flat(),
                    });
                    let all = closures.reduce(Source::join).unwrap_or_else(Source::none);
                    // A function by name hands its argument on.
                    match m.args.iter().any(|a| self.is_closure(Some(a))) && !row.mutates {
                        true => all,
                        false => recv().flat().join(all),
                    }
                }
            };
        }
        match methods::class_of(m) {
            Some(Class::Constant) => Source::none(),
            Some(Class::Mirror(_)) => recv(),
            Some(Class::Structural) => match name.as_str() {
                "enumerate" => Source::Tuple(vec![Source::none(), recv()]),
                "zip" => Source::Tuple(vec![recv(), arg(0)]),
                name if methods::decides(name) => Source::none(),
                "map" | "filter_map" | "find_map" | "flat_map" | "and_then" | "map_while"
                | "try_for_each"
                    if self.is_closure(m.args.first()) =>
                {
                    self.result_of(m.args.first())
                }
                // A function passed by name, or one that is a value.
                "map" | "filter_map" | "find_map" | "flat_map" | "and_then" | "map_while"
                | "try_for_each" => recv().flat().join(arg(0).flat()),
                "fold" | "try_fold" if self.is_closure(m.args.get(1)) => {
                    arg(0).join(self.result_of(m.args.get(1)))
                }
                "fold" | "try_fold" => arg(0).join(recv().flat()).join(arg(1).flat()),
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
                "collect" | "sum" | "product" | "partition" => recv().flat(),
                _ => recv(),
            },
            None => self.union(std::iter::once(&*m.recv).chain(&m.args)),
        }
    }
}

/// `Err`, by any path.
pub fn is_err(callee: &Expr) -> bool {
    matches!(&callee.node, Node::Path(p) if crate::ir::tree::last_name(&p.path) == "Err")
}
