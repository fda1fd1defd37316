//! A group of work as one call of a kernel.
//!
//! The kernel is a closure over one element of each operand, marked as such for the backend; the
//! call hands it the operands.

use super::group::{Group, Groups, Leaf, Out, leaves};
use super::item::Item;
use crate::ir::*;
use crate::ops::formula::runtime_path;
use proc_macro2::{Ident, Span};
use std::collections::HashMap;

/// The statement that runs a group's kernel.
pub fn emit(
    g: &Group,
    items: &[Item],
    groups: &Groups,
    f: &mut Function,
    krate: &syn::Path,
) -> Option<Stmt> {
    let inner = groups.inner(g, items);
    if let (Out::Like, [root]) = (&g.out, &g.roots[..]) {
        return like(&items[*root], f, krate);
    }
    let mut k = Builder {
        names: HashMap::new(),
        texts: HashMap::new(),
        operands: Vec::new(),
        params: Vec::new(),
        f,
    };
    let mut targets = Vec::new();
    if g.out == Out::Store {
        for i in &g.roots {
            let Item::Store { target, .. } = &items[*i] else {
                continue;
            };
            k.target(target);
            targets.push(target.clone());
        }
    }
    // Operands in the order of the program.
    for i in &inner {
        let e = items[*i].expr().clone();
        let mut found = Vec::new();
        leaves(&e, &mut |leaf, e| found.push((leaf, e.clone())), k.f);
        for (leaf, e) in found {
            let computed = match &leaf {
                Leaf::Local(l) => {
                    let own = groups.made.get(l).is_some_and(|j| inner.contains(j));
                    own && (!groups.outputs.contains(l) || g.roots.contains(&groups.made[l]))
                }
                _ => false,
            };
            if !computed {
                k.operand(leaf, &e);
            }
        }
    }
    let mut body = Block::default();
    let mut outputs = Vec::new();
    let mut results = Vec::new();
    for i in &inner {
        let item = &items[*i];
        let value = k.body(item.expr());
        match item {
            Item::Lane { local, .. } => {
                let inside = k.inside(*local);
                k.names.insert(*local, inside);
                body.stmts.push(Stmt::Let(Let {
                    pat: Pat::bind(inside),
                    ty: None,
                    init: Some(value),
                    otherwise: None,
                }));
                if g.roots.contains(i) {
                    outputs.push(Expr::local(inside, item.expr().span));
                    results.push(*local);
                }
            }
            Item::Reduce { local, .. } => {
                outputs.push(value);
                results.push(*local);
            }
            Item::Store { .. } => outputs.push(value),
        }
    }
    let span = items[*g.roots.first()?].expr().span;
    body.tail = Some(Box::new(Expr::new(Node::Array(outputs), span)));
    let read = |l: Local| {
        let mut found = false;
        body.walk(&mut |e| found |= e.as_local() == Some(l));
        found
    };
    let params = k.params.iter().map(|l| match read(*l) {
        true => Pat::bind(*l),
        false => Pat::Wild,
    });
    let name = match results.first() {
        Some(l) => camel(&k.f.local(*l).name),
        None => "Update".to_string(),
    };
    let closure = Closure {
        by_move: false,
        params: vec![(Pat::Slice(params.collect()), None)],
        ret: None,
        body: Box::new(Expr::new(Node::Block(body, None), span)),
        kernel: Some(name),
    };
    let closure = Expr::new(Node::Closure(closure), span);
    let n = targets.len();
    let operands = Expr::new(Node::Tuple(k.operands.split_off(n)), span);
    let (name, mut args) = match &g.out {
        Out::Map | Out::Like => ("map", vec![closure]),
        Out::Store => (
            "update",
            vec![closure, Expr::new(Node::Tuple(targets), span)],
        ),
        Out::Reduce(op, _) => (*op, vec![closure]),
    };
    let first = &items[g.roots[0]];
    if let Item::Reduce { args: more, .. } = first {
        args.extend(more.iter().cloned());
    }
    args.push(operands);
    let callee = runtime_path(krate, &["rt", name], span);
    let call = Expr::new(Node::Call(Box::new(callee), args), span);
    let call = match first {
        Item::Reduce {
            unwrap: Some(m), ..
        } => Expr::new(
            Node::Method(Method {
                recv: Box::new(call),
                ..m.clone()
            }),
            span,
        ),
        // `Option<[E; 1]>`
        Item::Reduce {
            op: "mean" | "mean_axis",
            unwrap: None,
            local,
            ..
        } => {
            return Some(alone(*local, call, f));
        }
        _ => call,
    };
    if g.out == Out::Store {
        return Some(Stmt::Expr(call));
    }
    let mutable = |l: &Local| {
        let is = |i: &Item| matches!(i, Item::Lane { local, mutable: true, .. } if local == l);
        items.iter().any(is)
    };
    let bound = |l: Local| match mutable(&l) {
        true => Pat::bind_mut(l),
        false => Pat::bind(l),
    };
    Some(Stmt::Let(Let {
        pat: Pat::Slice(results.into_iter().map(bound).collect()),
        ty: None,
        init: Some(call),
        otherwise: None,
    }))
}

/// `let local = rt::like(x, (a, b));`
fn like(item: &Item, f: &Function, krate: &syn::Path) -> Option<Stmt> {
    let mut all: Vec<Expr> = Vec::new();
    leaves(item.expr(), &mut |_, e| all.push(looked_at(e, f)), f);
    let span = item.expr().span;
    let x = all.remove(0);
    let callee = runtime_path(krate, &["rt", "like"], span);
    let args = vec![x, Expr::new(Node::Tuple(all), span)];
    Some(Stmt::Let(Let {
        pat: match item {
            Item::Lane { local, mutable: true, .. } => Pat::bind_mut(*local),
            _ => Pat::bind(item.local()?),
        },
        ty: None,
        init: Some(Expr::new(Node::Call(Box::new(callee), args), span)),
        otherwise: None,
    }))
}

/// `let local = call.map(|[m]| m);`
fn alone(local: Local, call: Expr, f: &mut Function) -> Stmt {
    let span = call.span;
    let data = f.local(local).clone();
    let m = f.add_local(LocalData {
        origin: Origin::Temp,
        kind: Kind::Unknown,
        twin: None,
        ..data
    });
    let closure = Closure {
        by_move: false,
        params: vec![(Pat::Slice(vec![Pat::bind(m)]), None)],
        ret: None,
        body: Box::new(Expr::local(m, span)),
        kernel: None,
    };
    let closure = Expr::new(Node::Closure(closure), span);
    Stmt::Let(Let {
        pat: Pat::bind(local),
        ty: None,
        init: Some(call.method("map", vec![closure])),
        otherwise: None,
    })
}

struct Builder<'a> {
    /// What a local of the function is called inside.
    names: HashMap<Local, Local>,
    texts: HashMap<Leaf, Local>,
    operands: Vec<Expr>,
    params: Vec<Local>,
    f: &'a mut Function,
}

impl Builder<'_> {
    /// A local inside of the kernel, by the name that it has outside.
    fn inside(&mut self, outer: Local) -> Local {
        let data = self.f.local(outer).clone();
        self.f.add_local(LocalData {
            kind: Kind::Scalar(Float::Lane),
            mutable: false,
            pinned: false,
            twin: None,
            origin: match data.origin {
                Origin::User => Origin::User,
                _ => Origin::Temp,
            },
            ..data
        })
    }

    fn fresh(&mut self, name: &str, span: Span) -> Local {
        self.f.add_local(LocalData {
            name: name.to_string(),
            span,
            origin: Origin::Temp,
            kind: Kind::Scalar(Float::Lane),
            mutable: false,
            pinned: false,
            twin: None,
        })
    }

    /// The place that is stored to is the first operand.
    fn target(&mut self, target: &Expr) {
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

    fn operand(&mut self, leaf: Leaf, e: &Expr) {
        let known = match &leaf {
            Leaf::Local(l) => self.names.contains_key(l),
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
    fn body(&self, e: &Expr) -> Expr {
        let span = e.span;
        let new = |node| Expr::new(node, span);
        match &e.node {
            Node::Local(l) => new(Node::Local(self.names.get(l).copied().unwrap_or(*l))),
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
fn looked_at(e: &Expr, f: &Function) -> Expr {
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

/// `MeanAxis` for `mean_axis`.
fn camel(name: &str) -> String {
    let mut out = String::new();
    for part in name.trim_start_matches("r#").split('_') {
        let mut chars = part.chars().filter(char::is_ascii_alphanumeric);
        out.extend(chars.next().map(|c| c.to_ascii_uppercase()));
        out.extend(chars);
    }
    out
}

/// A literal's value, where it is a float or an integer that stands for one.
fn number(lit: &syn::Lit) -> Option<f64> {
    match lit {
        syn::Lit::Float(l) => l.base10_parse().ok(),
        syn::Lit::Int(l) => l.base10_parse().ok(),
        _ => None,
    }
}
