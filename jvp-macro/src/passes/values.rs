//! Closures as values: those that are handed to code which decides what they are called with.
//!
//! A closure that is bound with `let` and called, or passed straight to a method, is followed: what
//! goes in is seen; by its name only to a method of `std` or ndarray. One that is an argument of a function, boxed, or stored is a value, and the
//! tangent of a function is its JVP. In: lowered IR. Out: which closures are such. Always holds: the
//! JVP of a value takes a tangent for each argument of a type that may have one.

use super::kinds::Closures;
use crate::ir::*;
use crate::ops::{methods, tensor};
use std::collections::HashSet;

/// The closures of a function that are values.
#[derive(Default)]
pub struct Values<'a> {
    /// All of them, by what they are.
    pub closures: Vec<&'a Closure>,
    /// Those that have a name, by it.
    pub named: HashSet<Local>,
}

/// Finds the closures that are values.
pub fn find<'a>(body: &'a Block, closures: &'a Closures) -> Values<'a> {
    let mut found = Find {
        closures,
        out: Values::default(),
    };
    found.block(body);
    let named = found.out.named.iter().map(|l| &closures[l]);
    found.out.closures.extend(named);
    found.out
}

struct Find<'a> {
    closures: &'a Closures,
    out: Values<'a>,
}

impl<'a> Find<'a> {
    fn block(&mut self, b: &'a Block) {
        for s in &b.stmts {
            match s {
                Stmt::Let(l) => {
                    l.init.iter().for_each(|e| self.followed(e));
                    l.otherwise.iter().for_each(|b| self.block(b));
                }
                Stmt::Expr(e) => self.expr(e),
                Stmt::Item(_) => {}
            }
        }
        b.tail.iter().for_each(|e| self.expr(e));
    }

    /// A closure here is no value, but what is in it may be.
    fn followed(&mut self, e: &'a Expr) {
        match &e.node {
            Node::Closure(c) => self.expr(&c.body),
            _ => self.expr(e),
        }
    }

    /// What a method gets is followed, by its name too.
    fn passed(&mut self, e: &'a Expr) {
        match e.as_operand() {
            Some(l) if self.closures.contains_key(&l) => {}
            _ => self.followed(e),
        }
    }

    fn expr(&mut self, e: &'a Expr) {
        match &e.node {
            Node::Closure(c) => {
                self.out.closures.push(c);
                self.expr(&c.body);
            }
            Node::Local(l) if self.closures.contains_key(l) => drop(self.out.named.insert(*l)),
            Node::Call(callee, args) => {
                if callee.as_local().is_none() {
                    self.expr(callee);
                }
                match follows(callee) {
                    true => args.iter().for_each(|a| self.passed(a)),
                    false => args.iter().for_each(|a| self.expr(a)),
                }
            }
            Node::Method(m) => {
                self.expr(&m.recv);
                let own = is_own(m);
                for a in &m.args {
                    match a.as_operand() {
                        Some(_) if own => self.expr(a),
                        _ => self.passed(a),
                    }
                }
            }
            Node::Block(b, _) | Node::Loop(_, b) => self.block(b),
            Node::If(cond, then, otherwise) => {
                self.expr(cond);
                self.block(then);
                otherwise.iter().for_each(|e| self.expr(e));
            }
            Node::While(_, cond, b) => {
                self.expr(cond);
                self.block(b);
            }
            Node::For(_, _, iter, b) => {
                self.expr(iter);
                self.block(b);
            }
            _ => e.children(&mut |e| self.expr(e)),
        }
    }
}

/// Constructors of `std` and ndarray that call the closure they get: `array::from_fn`,
/// `Array2::from_shape_fn`.
fn follows(callee: &Expr) -> bool {
    let Node::Path(p) = &callee.node else {
        return false;
    };
    let names = tree::names(&p.path);
    let [.., of, name] = &names[..] else {
        return false;
    };
    let a_type = tree::is_upper(of) && !matches!(of.as_str(), "Box" | "Rc" | "Arc");
    a_type || matches!(of.as_str(), "array" | "iter") || name.starts_with("from_shape")
}

/// Whether a method is none of `std`'s or ndarray's: what it calls a closure with is not seen.
fn is_own(m: &Method) -> bool {
    methods::class_of(m).is_none()
        && tensor::method_of(m).is_none()
        && kind::zipped(&m.recv).is_none()
}

/// The locals that a closure captures.
pub fn captured(c: &Closure) -> HashSet<Local> {
    let own = bound(c);
    let mut out = HashSet::new();
    c.body.walk(&mut |e| match &e.node {
        Node::Local(l) => drop(out.insert(*l)),
        Node::Macro(Macro {
            args: MacroArgs::Opaque(_, locals),
            ..
        }) => out.extend(locals),
        _ => {}
    });
    out.retain(|l| !own.contains(l));
    out
}

/// The locals that a closure binds: its parameters, and what its body has.
pub fn bound(c: &Closure) -> HashSet<Local> {
    let mut out: HashSet<Local> = c.params.iter().flat_map(|(p, _)| p.locals()).collect();
    c.body
        .walk(&mut |e| e.own_patterns(&mut |p| out.extend(p.locals())));
    c.body.lets(&mut |l| out.extend(l.pat.locals()));
    out
}

/// Behind references and boxes: the closure that `e` is.
pub fn literal(e: &Expr) -> Option<&Closure> {
    match &e.node {
        Node::Closure(c) => Some(c),
        Node::Ref(_, e) => literal(e),
        Node::Call(callee, args) if is_box(callee) && args.len() == 1 => literal(&args[0]),
        _ => None,
    }
}

/// `Box::new`
pub fn is_box(callee: &Expr) -> bool {
    let Node::Path(p) = &callee.node else {
        return false;
    };
    let names = tree::names(&p.path);
    matches!(&names[..], [.., of, new] if of == "Box" && new == "new")
}
