//! The inside of a kernel: operands to parameters, elementwise work to arithmetic on one element.

use super::group::Leaf;
use crate::ir::*;
use proc_macro2::{Ident, Span};
use std::collections::BTreeMap;

/// A kernel under construction.
pub struct Builder<'a> {
    /// What a local of the function is called inside.
    pub names: ByLocal<Local>,
    pub texts: BTreeMap<Leaf, Local>,
    pub operands: Vec<Expr>,
    pub params: Vec<Local>,
    pub f: &'a mut Function,
}

impl Builder<'_> {
    /// A local inside of the kernel, by the name that it has outside.
    pub fn inside(&mut self, outer: Local) -> Local {
        let data = self.f.local(outer);
        let span = data.span;
        // The kernel has a `self` of its own.
        if data.name == "self" {
            return self.fresh("own", span);
        }
        let origin = match data.origin {
            Origin::User => Origin::User,
            _ => Origin::Temp,
        };
        let name = data.name.clone();
        self.element(name, origin, span)
    }

    pub fn fresh(&mut self, name: &str, span: Span) -> Local {
        self.element(name.to_string(), Origin::Temp, span)
    }

    /// A local for one element.
    fn element(&mut self, name: String, origin: Origin, span: Span) -> Local {
        self.f.add_local(LocalData {
            name,
            span,
            origin,
            kind: Kind::Scalar(Float::Lane),
            mutable: false,
            pinned: false,
            twin: None,
            numbers: Default::default(),
        })
    }

    /// The place that is stored to is the first operand.
    pub fn target(&mut self, target: &Expr) {
        let place = match &target.node {
            Node::Ref(true, place) => (**place).clone(),
            _ => target.clone(),
        };
        // `&mut *y` is the place `y`.
        let seen = match &place.node {
            Node::Deref(inner) => (**inner).clone(),
            _ => place.clone(),
        };
        let param = match seen.as_local() {
            Some(l) => self.inside(l),
            None => self.fresh("old", target.span),
        };
        for place in [&place, &seen] {
            self.texts
                .insert(Leaf::Current(print::expr(self.f, place)), param);
        }
        if let Some(l) = seen.as_local() {
            self.names.insert(l, param);
        }
        self.operands.push(target.clone());
        self.params.push(param);
    }

    pub fn operand(&mut self, leaf: Leaf, e: &Expr) {
        let known = match &leaf {
            Leaf::Local(l) => self.names.get(*l).is_some(),
            _ => self.texts.contains_key(&leaf),
        };
        if known {
            return;
        }
        let param = match &leaf {
            Leaf::Local(l) => {
                let param = self.inside(*l);
                self.names.insert(*l, param);
                param
            }
            _ => {
                let param = self.fresh("c", e.span);
                self.texts.insert(leaf, param);
                param
            }
        };
        self.params.push(param);
        let operand = looked_at(e, self.f);
        self.operands.push(operand);
    }

    /// Elementwise work as arithmetic on one element.
    pub fn body(&self, e: &Expr) -> Expr {
        let span = e.span;
        let new = |node| Expr::new(node, span);
        match &e.node {
            Node::Local(l) => new(Node::Local(self.names.get(*l).copied().unwrap_or(*l))),
            Node::Lit(lit) => match number(lit) {
                Some(v) => new(Node::Num(v, Float::Lane)),
                None => e.clone(),
            },
            Node::Num(v, _) => new(Node::Num(*v, Float::Lane)),
            Node::Op("same" | "like", _, args) => self.body(&args[0]),
            Node::Op("current", _, args) => {
                let leaf = Leaf::Current(print::expr(self.f, &args[0]));
                new(Node::Local(self.texts[&leaf]))
            }
            Node::Op(op, form, args) => {
                let tangent = matches!(form, Form::Lane(true) | Form::Tangent);
                let operator = matches!(*op, "neg" | "add" | "sub" | "mul" | "div" | "rem");
                let form = match (operator, tangent) {
                    (true, true) => Form::Tangent,
                    (true, false) => Form::Operator,
                    _ => Form::Method(Ident::new(op, span)),
                };
                let args = args
                    .iter()
                    .enumerate()
                    .map(|(i, a)| match (*op, i, &a.node) {
                        // An exponent is an integer.
                        ("powi", 1, _) => a.clone(),
                        _ => self.body(a),
                    });
                new(Node::Op(op, form, args.collect()))
            }
            Node::Call(callee, args) => {
                let mut args: Vec<Expr> = args.iter().map(|a| self.body(a)).collect();
                let name = match &callee.node {
                    Node::Path(p) => crate::ir::tree::last_name(&p.path),
                    _ => String::new(),
                };
                if name == "own" {
                    return args.remove(0);
                }
                let recv = Box::new(args.remove(0));
                if name == "powi_factor" {
                    args = vec![self.exponent(e)];
                }
                let name = Ident::new(&name, span);
                new(Node::Method(Method {
                    recv,
                    name,
                    turbofish: None,
                    args,
                }))
            }
            Node::Method(m) => new(Node::Method(Method {
                recv: Box::new(self.body(&m.recv)),
                ..m.clone()
            })),
            Node::Binary(op, a, b) => new(Node::Binary(
                *op,
                Box::new(self.body(a)),
                Box::new(self.body(b)),
            )),
            Node::Not(a) => new(Node::Not(Box::new(self.body(a)))),
            Node::If(cond, then, otherwise) => {
                let block = |b: &Block| Block {
                    stmts: Vec::new(),
                    tail: b.tail.as_ref().map(|e| Box::new(self.body(e))),
                };
                let otherwise = otherwise.as_ref().map(|e| Box::new(self.body(e)));
                new(Node::If(Box::new(self.body(cond)), block(then), otherwise))
            }
            Node::Block(b, label) => {
                let tail = b.tail.as_ref().map(|e| Box::new(self.body(e)));
                new(Node::Block(
                    Block {
                        stmts: Vec::new(),
                        tail,
                    },
                    *label,
                ))
            }
            _ => match self.texts.get(&Leaf::Text(print::expr(self.f, e))) {
                Some(l) => new(Node::Local(*l)),
                None => e.clone(),
            },
        }
    }

    /// The integer of `powi_factor(a, n)`.
    fn exponent(&self, call: &Expr) -> Expr {
        match &call.node {
            Node::Call(_, args) => args[1].clone(),
            _ => call.clone(),
        }
    }
}

/// An operand by reference, unless it is one or a number.
pub fn looked_at(e: &Expr, f: &Function) -> Expr {
    let reference = |e: &Expr| Expr::new(Node::Ref(false, Box::new(e.clone())), e.span);
    match &e.node {
        Node::Local(l) => match &f.local(*l).kind {
            Kind::Scalar(_) | Kind::Ref(_, false) => e.clone(),
            Kind::Ref(_, true) => reference(&Expr::new(Node::Deref(Box::new(e.clone())), e.span)),
            _ => reference(e),
        },
        Node::Field(..) | Node::Index(..) | Node::Deref(_) => reference(e),
        _ => e.clone(),
    }
}

/// A literal's value, where it is a float or an integer that stands for one.
fn number(lit: &syn::Lit) -> Option<f64> {
    match lit {
        syn::Lit::Float(l) => l.base10_parse().ok(),
        syn::Lit::Int(l) => l.base10_parse().ok(),
        _ => None,
    }
}
