//! What the context tells of an expression: a call whose result is added to a number is a number,
//! one whose results are collected into a `Result` gives one, and a field that is returned as a
//! `usize` has no tangent, nor has the exponent of `powi`.
//!
//! In: lowered IR with the kinds of its locals. Out: the same, with [`Node::Known`] around calls of
//! unknown result that stand where only a number, an `Option` or a `Result` can. Operators of a user's own types that give
//! a number from something else count as those of numbers, as the public contract has it.

use super::{Closures, KindOf};
use crate::ir::kind::{TypeParams, of_type};
use crate::ir::*;
use crate::ops::methods;

/// Puts what the context tells into the tree.
pub fn ascribe(f: &mut Function, closures: &Closures, params: &TypeParams) {
    let locals = f.locals.clone();
    let context = Context {
        kinds: KindOf {
            locals: &locals,
            closures,
            params,
        },
        result: f.result.clone(),
    };
    context.block(&mut f.body, &f.result);
}

struct Context<'a> {
    kinds: KindOf<'a>,
    /// What `return` gives.
    result: Kind,
}

impl Context<'_> {
    fn block(&self, b: &mut Block, wanted: &Kind) {
        for stmt in &mut b.stmts {
            match stmt {
                Stmt::Let(l) => {
                    let wanted = match (&l.ty, &l.pat) {
                        (Some(ty), _) => of_type(ty, self.kinds.params),
                        (None, Pat::Bind(bind)) => self.kinds.locals[bind.local.0].kind.clone(),
                        _ => Kind::Unknown,
                    };
                    if let Some(init) = &mut l.init {
                        self.expr(init, &wanted);
                    }
                    if let Some(otherwise) = &mut l.otherwise {
                        self.block(otherwise, &Kind::Unknown);
                    }
                }
                Stmt::Expr(e) => self.expr(e, &Kind::Unknown),
                Stmt::Item(_) => {}
            }
        }
        if let Some(tail) = &mut b.tail {
            self.expr(tail, wanted);
        }
    }

    /// Whether one of these is of a named type, whose operators may give something else.
    fn has_own(&self, operands: &[Expr]) -> bool {
        let named = |e: &Expr| matches!(self.kinds.of(e).peeled(), Kind::Named(_));
        operands.iter().any(named)
    }

    /// Whether `e` is `Vec::new()`, `vec![]` or `None` where a container of what has no tangent is wanted.
    fn is_empty_of(&self, e: &Expr, wanted: &Kind) -> bool {
        let container = matches!(wanted, Kind::Seq(..) | Kind::Option(_)) && wanted.is_inert();
        container
            && match (&e.node, self.kinds.of(e)) {
                (
                    Node::Call(..) | Node::Path(_) | Node::Vec(_),
                    Kind::Seq(_, k) | Kind::Option(k),
                ) => *k == Kind::Unknown,
                _ => false,
            }
    }

    /// Whether `e` is a part of something, or what a method gives of it, of unknown kind.
    fn is_part(&self, e: &Expr) -> bool {
        let part = matches!(
            e.node,
            Node::Field(..)
                | Node::Index(..)
                | Node::Deref(_)
                | Node::Ref(false, _)
                | Node::Method(_)
        );
        let kind = self.kinds.of(e);
        let kind = match kind.peeled() {
            Kind::Seq(_, element) => element,
            kind => kind,
        };
        part && *kind == Kind::Unknown
    }

    fn expr(&self, e: &mut Expr, wanted: &Kind) {
        let call = matches!(e.node, Node::Call(..) | Node::Method(_));
        let unknown = call && self.kinds.of(e) == Kind::Unknown;
        let scalar = matches!(wanted, Kind::Scalar(_));
        let number = unknown && scalar;
        // What `std`'s methods give is in the form that they give it in.
        let of_std = matches!(&e.node, Node::Method(m) if methods::class_of(m).is_some());
        let optional = unknown && !of_std && matches!(wanted, Kind::Option(_) | Kind::Result(_));
        let constant = wanted.is_inert() && self.is_part(e);
        if number || optional || constant || self.is_empty_of(e, wanted) {
            let span = e.span;
            let mut inner = std::mem::replace(e, Expr::unit(span));
            inner.children_mut(&mut |e| self.expr(e, &Kind::Unknown));
            *e = Expr::new(Node::Known(Box::new(inner), wanted.clone()), span);
            return;
        }
        match &mut e.node {
            Node::Op(_, Form::Operator, args) => {
                let operands = args.iter().map(|a| self.kinds.of(a).peeled().clone());
                let known = operands.filter(Kind::is_scalar).reduce(Kind::join);
                // Where a number is wanted, all operands are numbers. A number beside an operand says
                // nothing of it: arrays take numbers too.
                let of_operands = match scalar && !self.has_own(args) {
                    true => known.map_or(wanted.clone(), |k| k.join(wanted.clone())),
                    false => Kind::Unknown,
                };
                args.iter_mut().for_each(|a| self.expr(a, &of_operands));
            }
            Node::Op(op, _, args) => {
                let op = *op;
                if let ("powi", [_, exponent]) = (op, &mut args[..])
                    && *self.kinds.of(exponent).peeled() == Kind::Unknown
                {
                    let span = exponent.span;
                    let inner = Box::new(std::mem::replace(exponent, Expr::unit(span)));
                    *exponent = Expr::new(Node::Known(inner, Kind::Inert), span);
                }
                let each = args.iter_mut().enumerate();
                each.for_each(|(i, a)| {
                    let ignored = crate::ops::ignores(op, i);
                    self.expr(
                        a,
                        if scalar && !ignored {
                            wanted
                        } else {
                            &Kind::Unknown
                        },
                    );
                });
            }
            Node::Range(from, _, to) => {
                let end = match wanted {
                    Kind::Range(k) => (**k).clone(),
                    _ => Kind::Unknown,
                };
                for e in [from, to].into_iter().flatten() {
                    self.expr(e, &end);
                    // The range's name tells of its ends what they do not.
                    if end.is_scalar() && !matches!(e.node, Node::Known(..)) {
                        let span = e.span;
                        let known = self.kinds.of(e).join(end.clone());
                        let inner = std::mem::replace(&mut **e, Expr::unit(span));
                        **e = Expr::new(Node::Known(Box::new(inner), known), span);
                    }
                }
            }
            Node::Block(b, None) => self.block(b, wanted),
            Node::If(cond, then, otherwise) => {
                self.expr(cond, &Kind::Unknown);
                self.block(then, wanted);
                otherwise.iter_mut().for_each(|e| self.expr(e, wanted));
            }
            Node::Match(scrutinee, arms) => {
                self.expr(scrutinee, &Kind::Unknown);
                for arm in arms {
                    arm.guard
                        .iter_mut()
                        .for_each(|g| self.expr(g, &Kind::Unknown));
                    self.expr(&mut arm.body, wanted);
                }
            }
            Node::Tuple(es) => {
                let kinds = match wanted {
                    Kind::Tuple(kinds) if kinds.len() == es.len() => kinds.clone(),
                    _ => vec![Kind::Unknown; es.len()],
                };
                es.iter_mut().zip(&kinds).for_each(|(e, k)| self.expr(e, k));
            }
            Node::Array(es) => {
                let element = wanted.element();
                es.iter_mut().for_each(|e| self.expr(e, &element));
            }
            Node::Vec(list) => {
                let list_of = Kind::Seq(Seq::Array, Box::new(wanted.element()));
                self.expr(list, &list_of);
            }
            Node::Call(callee, args) if tree::is_of_iter(callee, &["from_fn", "successors"]) => {
                let option = Kind::Option(Box::new(Kind::Unknown));
                if let Some((next, first)) = args.split_last_mut() {
                    first.iter_mut().for_each(|a| self.expr(a, &option));
                    self.given(next, &option);
                }
            }
            Node::Call(callee, args) if args.len() == 1 => {
                let payload = match (&callee.node, wanted) {
                    (Node::Path(p), Kind::Option(k)) if p.path.is_ident("Some") => (**k).clone(),
                    (Node::Path(p), Kind::Result(k)) if p.path.is_ident("Ok") => (**k).clone(),
                    _ => Kind::Unknown,
                };
                self.expr(callee, &Kind::Unknown);
                self.expr(&mut args[0], &payload);
            }
            Node::Return(Some(value)) => self.expr(value, &self.result),
            Node::Closure(c) => self.closure(c, &Kind::Unknown),
            Node::Method(m) if m.name == "collect" => {
                let into = self.kinds.turbofish(m).unwrap_or_else(|| wanted.clone());
                let item = match into {
                    Kind::Option(k) => Kind::Option(Box::new(k.element())),
                    Kind::Result(k) => Kind::Result(Box::new(k.element())),
                    Kind::Seq(_, k) => missable(*k),
                    _ => Kind::Unknown,
                };
                self.items(&mut m.recv, &item);
            }
            Node::Method(m) if m.name == "sum" || m.name == "product" => {
                let into = self.kinds.turbofish(m).unwrap_or_else(|| wanted.clone());
                self.items(&mut m.recv, &missable(into));
            }
            Node::Method(m) if m.name == "try_fold" && m.args.len() == 2 => {
                self.expr(&mut m.recv, &Kind::Unknown);
                self.expr(&mut m.args[0], &Kind::Unknown);
                self.given(&mut m.args[1], &missable(wanted.clone()));
            }
            // Where a function gives one, `?` takes one.
            Node::Try(inner) => {
                let outer = match self.result {
                    Kind::Option(_) => Kind::Option(Box::new(Kind::Unknown)),
                    Kind::Result(_) => Kind::Result(Box::new(Kind::Unknown)),
                    _ => Kind::Unknown,
                };
                self.expr(inner, &outer);
            }
            Node::Method(m)
                if matches!(
                    m.name.to_string().as_str(),
                    "filter_map" | "find_map" | "map_while"
                ) =>
            {
                self.expr(&mut m.recv, &Kind::Unknown);
                let option = Kind::Option(Box::new(Kind::Unknown));
                m.args.iter_mut().for_each(|a| self.given(a, &option));
            }
            Node::AssignOp(_, place, value) | Node::Assign(place, value) => {
                let kind = self.kinds.of(place);
                self.expr(value, &kind);
                self.expr(place, &Kind::Unknown);
            }
            Node::Block(b, _) | Node::Loop(_, b) => self.block(b, &Kind::Unknown),
            Node::While(_, cond, b) => {
                self.expr(cond, &Kind::Unknown);
                self.block(b, &Kind::Unknown);
            }
            Node::For(_, pat, iter, b) => {
                let item = match pat {
                    Pat::Bind(b) => self.kinds.locals[b.local.0].kind.clone(),
                    _ => Kind::Unknown,
                };
                self.items(iter, &missable(item));
                self.block(b, &Kind::Unknown);
            }
            _ => e.children_mut(&mut |e| self.expr(e, &Kind::Unknown)),
        }
    }

    /// An iterator over items of which the context wants this.
    fn items(&self, e: &mut Expr, item: &Kind) {
        match &mut e.node {
            Node::Method(m) if m.name == "map" => {
                self.expr(&mut m.recv, &Kind::Unknown);
                m.args.iter_mut().for_each(|a| self.given(a, item));
            }
            _ => self.expr(e, &Kind::Unknown),
        }
    }

    /// A function that is given to a method, of whose result the context wants this.
    fn given(&self, e: &mut Expr, result: &Kind) {
        match &mut e.node {
            Node::Closure(c) => self.closure(c, result),
            // Of a function by its name, what it gives.
            Node::Path(_) if matches!(result, Kind::Option(_) | Kind::Result(_)) => {
                let name = std::mem::replace(e, Expr::unit(e.span));
                let span = name.span;
                *e = Expr::new(Node::Known(Box::new(name), result.clone()), span);
            }
            _ => self.expr(e, &Kind::Unknown),
        }
    }

    fn closure(&self, c: &mut Closure, result: &Kind) {
        let said = c.ret.as_ref().map(|ty| of_type(ty, self.kinds.params));
        let inside = Context {
            kinds: self.kinds,
            result: said.unwrap_or_else(|| result.clone()),
        };
        inside.expr(&mut c.body, &inside.result);
    }
}

/// What of a kind is told to a call: that it gives an `Option` or a `Result`, or a tuple of such.
fn missable(kind: Kind) -> Kind {
    match kind {
        Kind::Option(_) | Kind::Result(_) | Kind::Tuple(_) => kind,
        _ => Kind::Unknown,
    }
}
