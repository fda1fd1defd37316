//! Closures on elements, as work on whole tensors.
//!
//! `x.mapv(|v| v * v + c)` is `x * x + c`: the closure's body is read with its parameters standing
//! for the tensors, every operation becomes elementwise work on tensors, and the kernels that come
//! out run it element by element again, together with what stands around it. What is no such
//! arithmetic (a call, a loop, an early return) stays a closure, over pairs.

use super::Pf;
use super::lane::{bare, current};
use super::liftable::{Inside, can_lift, param_of};
use super::value::Val;
use crate::ir::{fresh, *};
use crate::passes::values;
use proc_macro2::Span;
use std::collections::HashMap;

/// What a closure's parameters and variables stand for.
pub type Env = HashMap<Local, Val>;

impl Pf<'_> {
    /// `mapv` and its like.
    pub fn elements(&mut self, m: &Method, name: &str, kind: &Kind, e: &Expr) -> Val {
        let span = e.span;
        match name {
            "scaled_add" => return self.scaled_add(m, span),
            "assign_to" => return self.assign_to(m, span),
            "pow2" => {
                let v = self.value(&bare(&m.recv));
                let v = self.leaf_pair(v);
                return self.lane_row("mul", vec![v.clone(), v], span);
            }
            "abs_sub" => return self.abs_sub(m, span),
            "mapv" | "map" | "mapv_into" => {
                let result = self.kind(e);
                if result.is_inert() {
                    let recv = self.primal_of(&m.recv);
                    return Val::Const(self.rebuilt(m, recv, m.args.clone()));
                }
                let Some(c) = self.closure_of(&m.args[0], 1) else {
                    return self.map_pairs(m, kind, name == "map", span);
                };
                let v = self.value(&bare(&m.recv));
                let v = self.leaf_pair(v);
                let mut env = Env::new();
                self.bind_lifted(&c, vec![v.clone()], &mut env);
                let y = self.lifted(&c.body, &mut env);
                return self.own_result(y, &v, kind);
            }
            "mapv_inplace" | "map_inplace" | "zip_mut_with" | "par_mapv_inplace"
            | "par_map_inplace" => {
                let closure = m.args.last().expect("it takes a closure");
                if let Some(c) = self.closure_of(closure, m.args.len()) {
                    let target = self.value(&m.recv);
                    let mut vals = vec![self.old_value(&target)];
                    if name == "zip_mut_with" {
                        let other = self.value(&bare(&m.args[0]));
                        vals.push(self.leaf_pair(other));
                    }
                    let mut env = Env::new();
                    let locals = self.bind_lifted(&c, vals, &mut env);
                    let by_value = name.contains("mapv");
                    let new = match by_value {
                        true => self.lifted(&c.body, &mut env),
                        false => {
                            self.run_lifted(&c.body, &mut env);
                            env[&locals[0]].clone()
                        }
                    };
                    self.store_all(vec![(target, new)]);
                    return Val::Const(Expr::unit(span));
                }
                if !name.starts_with("par_") {
                    return self.in_place_by_closure(m, name, kind, e);
                }
            }
            "fold" | "for_each" => {
                let iter = self.visited(&m.recv).method("iter", Vec::new());
                let each = Method {
                    recv: Box::new(Expr::new(iter.node, m.recv.span)),
                    ..m.clone()
                };
                let e = Expr::new(Node::Method(each.clone()), e.span);
                return self.iterator(&each, &e);
            }
            "map_axis" => return self.lanes_by_closure(m, "map_axis_pairs", e),
            "fold_axis" => return self.fold_axis(m, e),
            "accumulate_axis_inplace" => return self.accumulate(m, e),
            _ => {}
        }
        self.error(
            m.name.span(),
            format!("`{name}` with this closure can't be differentiated"),
            "write a closure of plain arithmetic on its parameters, or a loop over the elements",
        )
    }

    /// The closure, where it is such arithmetic; a function by name is `|v| name(v)`.
    pub fn closure_of(&mut self, f: &Expr, arity: usize) -> Option<Closure> {
        let mut c = match &f.node {
            Node::Closure(c) => c.clone(),
            Node::Local(l) => {
                let c = self.ctx.closures.get(l)?;
                if self.may_hold_older(c) {
                    return None;
                }
                c.clone()
            }
            Node::Path(p) if p.path.segments.len() == 2 && arity == 1 => {
                let ty = p.path.segments[0].ident.to_string();
                let scalar = ty == "f64" || ty == "f32" || self.ctx.params.real.contains(&ty);
                let name = p.path.segments[1].ident.to_string();
                let op = crate::ops::id_of_scalars(&name, 1)
                    .filter(|op| scalar && !crate::ops::is_of_numbers_only(op))?;
                let x = self.fresh("v", Kind::Unknown, Origin::Temp, f.span);
                let arg = Expr::local(x, f.span);
                Closure {
                    by_move: false,
                    params: vec![(Pat::bind(x), None)],
                    ret: None,
                    body: Box::new(Expr::new(
                        Node::Op(op, Form::Path(p.clone()), vec![arg]),
                        f.span,
                    )),
                    kernel: None,
                }
            }
            _ => return None,
        };
        // `|_| 2.0`
        for (p, _) in &mut c.params {
            if matches!(p, Pat::Wild) {
                *p = Pat::bind(self.fresh("unused", Kind::Unknown, Origin::Temp, f.span));
            }
        }
        let mut inside = Inside::default();
        for (p, _) in &c.params {
            inside.own.push(param_of(p)?);
        }
        if !can_lift(&c.body, &mut inside) {
            return None;
        }
        // One that has a name may be read in many places, and is written in its own besides.
        Some(match &f.node {
            Node::Local(_) => self.copy_of(&c),
            _ => c,
        })
    }

    /// Whether the closure may hold something else than its text says by now: a copy that it has
    /// moved in, or what a reference referred to, of a variable that has got another value since.
    fn may_hold_older(&self, c: &Closure) -> bool {
        values::captured(c).into_iter().any(|l| {
            let data = self.f.local(l);
            let owns = matches!(
                data.kind,
                Kind::Scalar(_) | Kind::Inert | Kind::Tensor(..) | Kind::Seq(..)
            );
            data.mutable && (c.by_move || !owns)
        })
    }

    /// A copy that binds locals of its own, with the tangents of the original's.
    fn copy_of(&mut self, c: &Closure) -> Closure {
        let (copy, twins) = fresh::copy(&mut self.f, c);
        self.active.resize(self.f.locals.len(), false);
        for (original, own) in twins {
            self.active[own.0] = self.active[original.0];
        }
        copy
    }

    /// The parameters stand for these.
    pub fn bind_lifted(&mut self, c: &Closure, vals: Vec<Val>, env: &mut Env) -> Vec<Local> {
        let locals: Vec<Local> = c.params.iter().filter_map(|(p, _)| param_of(p)).collect();
        for (l, v) in locals.iter().zip(vals) {
            env.insert(*l, v);
        }
        locals
    }

    /// A tensor and its tangent under names.
    pub fn leaf_pair(&mut self, v: Val) -> Val {
        if v.is_const() {
            let p = self.primal(v);
            return Val::Const(self.leaf(p, "x"));
        }
        let (p, t) = self.split(v, &Kind::Unknown);
        let (p, t) = (self.leaf(p, "x"), self.leaf(t, "dx"));
        self.pair_up(&p, &t);
        Val::Split(p, t)
    }

    /// The values that a place and its tangent have now.
    pub fn old_value(&mut self, target: &Val) -> Val {
        match target {
            Val::Split(p, t) => {
                let (p, t) = (current(p), current(t));
                self.leaf_pair(Val::Split(p, t))
            }
            v => {
                let p = self.primal(v.clone());
                self.leaf_pair(Val::Const(current(&p)))
            }
        }
    }

    /// Stores values and their tangents where they go, all at once.
    pub fn store_all(&mut self, stores: Vec<(Val, Val)>) {
        let (mut all, mut fills) = (Vec::new(), Vec::new());
        for (target, new) in stores {
            match (target, new) {
                (Val::Split(place, dplace), Val::Split(p, t)) => {
                    all.extend([(place, p), (dplace, t)]);
                }
                (Val::Split(place, dplace), v) => {
                    let zero = self.zero_element(&place);
                    fills.push(Stmt::Expr(dplace.method("fill", vec![zero])));
                    all.push((place, self.primal(v)));
                }
                (target, v) => all.push((self.primal(target), self.primal(v))),
            }
        }
        self.lane_store(all);
        fills.into_iter().for_each(|s| self.emit(s));
    }

    /// A result of its own, in the shape of what it is computed from.
    pub fn own_result(&mut self, y: Val, x: &Val, kind: &Kind) -> Val {
        let kind = match kind {
            Kind::Ref(k, _) => (**k).clone(),
            k => k.clone(),
        };
        let (Val::Split(shape, _) | Val::Const(shape)) = x else {
            return y;
        };
        let shape = shape.clone();
        let like = |e: Expr| {
            let span = e.span;
            Expr::new(
                Node::Op("like", Form::Lane(false), vec![e, shape.clone()]),
                span,
            )
        };
        if y.is_const() {
            let p = self.primal(y);
            return Val::Const(self.lane_let(like(p), "mapped", kind, None));
        }
        let (p, t) = self.split(y, &Kind::Unknown);
        // What the closure has captured is the same for every element.
        let made = |pf: &Self, e: &Expr| {
            e.as_local().is_some_and(|l| {
                let lane = pf.f.local(l).origin == Origin::Temp && pf.is_lane(&pf.f.local(l).kind);
                lane && Some(l) != shape.as_local() && !pf.repeated.contains(&l)
            })
        };
        let p = match made(self, &p) {
            true => p,
            false => self.lane_let(like(p), "mapped", kind.clone(), None),
        };
        let t = match made(self, &t) {
            true => t,
            false => {
                let twin = p.as_local();
                self.lane_let(like(t), "dmapped", kind, twin)
            }
        };
        Val::Split(p, t)
    }

    /// The value of a closure's body; only called where `can_lift` says so.
    pub fn lifted(&mut self, e: &Expr, env: &mut Env) -> Val {
        if !e.mentions(&|l| env.contains_key(&l)) {
            return self.captured_value(e);
        }
        match &e.node {
            Node::Local(l) => env[l].clone(),
            Node::Ref(_, inner) | Node::Deref(inner) | Node::Cast(inner, _) => {
                self.lifted(inner, env)
            }
            Node::Op(op, _, args) => {
                let vals = args.iter().map(|a| self.lifted(a, env)).collect();
                self.lane_row(op, vals, e.span)
            }
            Node::Block(b, None) => {
                let tail = b.tail.as_deref();
                b.stmts.iter().for_each(|s| self.lifted_stmt(s, env));
                match tail {
                    Some(e) => self.lifted(e, env),
                    None => Val::Const(Expr::unit(e.span)),
                }
            }
            Node::If(cond, then, Some(otherwise)) => {
                let cond = self.question(cond, env);
                let mut there = env.clone();
                let a = self.lifted_block(then, &mut there);
                let b = self.lifted(otherwise, &mut env.clone());
                self.select(&cond, a, b, e.span)
            }
            _ => self.error(
                e.span,
                "this can't be followed element by element",
                "bind it to a variable before the closure",
            ),
        }
    }

    fn lifted_block(&mut self, b: &Block, env: &mut Env) -> Val {
        let e = Expr::new(Node::Block(b.clone(), None), proc_macro2::Span::call_site());
        b.stmts.iter().for_each(|s| self.lifted_stmt(s, env));
        match &b.tail {
            Some(e) => self.lifted(e, env),
            None => Val::Const(Expr::unit(e.span)),
        }
    }

    fn lifted_stmt(&mut self, s: &Stmt, env: &mut Env) {
        match s {
            Stmt::Let(Let {
                pat: Pat::Bind(b),
                init: Some(init),
                ..
            }) => {
                let v = self.lifted(init, env);
                env.insert(b.local, v);
            }
            Stmt::Expr(e) => self.run_lifted(e, env),
            _ => {}
        }
    }

    /// A body that is run for what it writes to its parameters.
    pub fn run_lifted(&mut self, e: &Expr, env: &mut Env) {
        match &e.node {
            Node::Block(b, None) => {
                b.stmts.iter().for_each(|s| self.lifted_stmt(s, env));
                if let Some(e) = &b.tail {
                    self.run_lifted(e, env);
                }
            }
            Node::Assign(place, value) => {
                let v = self.lifted(value, env);
                if let Some(l) = crate::ir::tree::root(place) {
                    env.insert(l, v);
                }
            }
            Node::AssignOp(token, place, value) => {
                let v = self.lifted(value, env);
                let (Some(l), Some(op)) = (
                    crate::ir::tree::root(place),
                    crate::ops::of_assignment(token),
                ) else {
                    return;
                };
                let new = self.lane_row(op, vec![env[&l].clone(), v], e.span);
                env.insert(l, new);
            }
            Node::If(cond, then, otherwise) => {
                let cond = self.question(cond, env);
                let mut there = env.clone();
                let body = Expr::new(Node::Block(then.clone(), None), e.span);
                self.run_lifted(&body, &mut there);
                let mut elsewhere = env.clone();
                if let Some(otherwise) = otherwise {
                    self.run_lifted(otherwise, &mut elsewhere);
                }
                let locals: Vec<Local> = env.keys().copied().collect();
                for l in locals {
                    let (a, b) = (there[&l].clone(), elsewhere[&l].clone());
                    if same_value(&a, &b) {
                        env.insert(l, a);
                    } else {
                        let v = self.select(&cond, a, b, e.span);
                        env.insert(l, v);
                    }
                }
            }
            _ => {}
        }
    }

    /// What the closure captures: the same for every element.
    pub fn captured_value(&mut self, e: &Expr) -> Val {
        let v = self.value(e);
        let v = if v.is_const() {
            let p = self.primal(v);
            Val::Const(self.name(p, "factor"))
        } else {
            let (p, t) = self.split(v, &Kind::Unknown);
            let p = self.name(p, "factor");
            Val::Split(p, self.name(t, "dfactor"))
        };
        if let Val::Const(p) = &v {
            self.repeated.extend(p.as_local());
        }
        if let Val::Split(p, t) = &v {
            self.repeated
                .extend([p, t].into_iter().filter_map(Expr::as_local));
        }
        v
    }

    /// A condition on elements.
    fn question(&mut self, e: &Expr, env: &mut Env) -> Expr {
        let span = e.span;
        match &e.node {
            Node::Binary(op @ (syn::BinOp::And(_) | syn::BinOp::Or(_)), a, b) => {
                let (a, b) = (self.question(a, env), self.question(b, env));
                Expr::new(Node::Binary(*op, Box::new(a), Box::new(b)), span)
            }
            Node::Not(a) => {
                let a = self.question(a, env);
                Expr::new(Node::Not(Box::new(a)), span)
            }
            Node::Binary(op, a, b) => {
                let mut side = |e: &Expr, pf: &mut Self| {
                    let v = pf.lifted(e, env);
                    let p = pf.primal(v);
                    pf.leaf(p, "bound")
                };
                let (a, b) = (side(a, self), side(b, self));
                Expr::new(Node::Binary(*op, Box::new(a), Box::new(b)), span)
            }
            Node::Method(m) => {
                let v = self.lifted(&m.recv, env);
                let p = self.primal(v);
                let p = self.leaf(p, "asked");
                self.rebuilt(m, p, Vec::new())
            }
            _ => e.clone(),
        }
    }

    /// `if cond { a } else { b }` for each element, tangents alike.
    pub fn select(&mut self, cond: &Expr, a: Val, b: Val, span: Span) -> Val {
        let choose = |a: Expr, b: Expr| {
            let otherwise = Expr::new(Node::Block(Block::of(b), None), span);
            let e = Node::If(
                Box::new(cond.clone()),
                Block::of(a),
                Some(Box::new(otherwise)),
            );
            Expr::new(
                Node::Op("same", Form::Lane(false), vec![Expr::new(e, span)]),
                span,
            )
        };
        let zero = || Expr::new(Node::Num(0.0, Float::Lane), span);
        let constant = a.is_const() && b.is_const();
        let side = |v: Val, pf: &mut Self| match v.is_const() {
            true => (pf.primal(v), zero()),
            false => pf.split(v, &Kind::Unknown),
        };
        let ((a, da), (b, db)) = (side(a, self), side(b, self));
        let p = self.lane_let(choose(a, b), "chosen", Kind::Unknown, None);
        if constant {
            return Val::Const(p);
        }
        let t = self.lane_let(choose(da, db), "dchosen", Kind::Unknown, p.as_local());
        Val::Split(p, t)
    }
}

/// Whether two values are the same names.
fn same_value(a: &Val, b: &Val) -> bool {
    match (a, b) {
        (Val::Const(a), Val::Const(b)) => a.as_local().is_some() && a.as_local() == b.as_local(),
        (Val::Split(a, da), Val::Split(b, db)) => {
            a.as_local().is_some() && a.as_local() == b.as_local() && da.as_local() == db.as_local()
        }
        _ => false,
    }
}
