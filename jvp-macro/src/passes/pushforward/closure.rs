//! Closures: one closure over pairs where the user's was.

use super::value::Val;
use super::{PairClosure, Pf, Shape, Want, effects};
use crate::ir::tree::root;
use crate::ir::types::{pair, tangent};
use crate::ir::*;
use crate::ops::{methods, tensor};
use crate::passes::values;
use proc_macro2::{Ident, Span};

impl Pf<'_> {
    /// Whether a named closure takes part in the derivative.
    pub fn closure_is_active(&self, c: &Closure) -> bool {
        c.params
            .iter()
            .flat_map(|(p, _)| p.locals())
            .any(|l| self.is_active(l))
    }

    /// `let g = |a| ..`: it takes the tangent of each active parameter behind it.
    pub fn named_closure(&mut self, local: Local, c: &Closure, span: Span) {
        if self.named_function(local, c, span) {
            return;
        }
        let mut shapes = Vec::new();
        let mut params = Vec::new();
        let mut after = Vec::new();
        for (p, ty) in &c.params {
            let active = p.locals().into_iter().any(|l| self.is_active(l));
            if !active {
                shapes.push(Shape::Const);
                params.push((p.clone(), ty.clone()));
                continue;
            }
            let kind = match p {
                Pat::Bind(b) => self.f.local(b.local).kind.clone(),
                _ => Kind::Unknown,
            };
            let shape = Shape::of_kind(&kind);
            match shape {
                Shape::Pair => {
                    params.push((p.clone(), ty.clone()));
                    let dty = ty.as_ref().map(|t| tangent(t, self.types()));
                    let dp = self.tangent_pat(p, &mut after);
                    params.push((dp, dty));
                }
                _ => {
                    let (p, more) = self.joint_pat(p, &shape, false);
                    after.extend(more);
                    let ty = ty.as_ref().map(|t| types::joint(t, self.types()));
                    params.push((p, ty));
                }
            }
            shapes.push(shape);
        }
        let carries = {
            let e = Expr::new(Node::Closure(c.clone()), span);
            self.carries(&e)
        };
        let kind = match &c.ret {
            Some(ty) => kind::of_type(ty, self.ctx.params),
            None => self.kind(&c.body),
        };
        let result = if carries {
            Shape::of_kind(&kind)
        } else {
            Shape::Const
        };
        let want = Want::shape(result.clone());
        let body = self.closure_body(&c.body, after, &want);
        let ret = c.ret.as_ref();
        let ret = ret.map(|ty| Box::new(self.result_type(ty, &result)));
        let by_move = c.by_move;
        let closure = Closure {
            by_move,
            params,
            ret,
            body: Box::new(body),
            kernel: None,
        };
        self.emit_let(
            self.closure_pat(local),
            None,
            Expr::new(Node::Closure(closure), span),
        );
        self.pair_closures.insert(
            local,
            PairClosure {
                params: shapes,
                result,
                jvp: None,
            },
        );
    }

    pub fn closure_pat(&self, local: Local) -> Pat {
        if self.f.local(local).mutable {
            Pat::bind_mut(local)
        } else {
            Pat::bind(local)
        }
    }

    pub fn result_type(&self, ty: &syn::Type, shape: &Shape) -> syn::Type {
        match shape {
            Shape::Const => ty.clone(),
            Shape::Opt(_) | Shape::Res(_) => types::joint(ty, self.types()),
            _ => pair(ty, self.types()),
        }
    }

    pub fn closure_body(&mut self, body: &Expr, after: Vec<Stmt>, want: &Want) -> Expr {
        self.returns.push(want.clone());
        let body = self.captured_expr(|pf| {
            pf.out.extend(after);
            pf.arm_like(body, want)
        });
        self.returns.pop();
        body
    }

    /// A closure's body: where it is run for its effect, its statements in braces.
    fn arm_like(&mut self, body: &Expr, want: &Want) -> Expr {
        let effect = want.is_primal()
            && self.touched(body)
            && !self.verbatim(body)
            && matches!(
                body.node,
                Node::Assign(..) | Node::AssignOp(..) | Node::Method(_) | Node::Call(..)
            )
            && (want.effect || self.kind(body) == Kind::Inert);
        if effect {
            let (stmts, ()) = self.captured(|pf| pf.stmt(&Stmt::Expr(body.clone())));
            return Expr::new(Node::Block(Block { stmts, tail: None }, None), body.span);
        }
        self.value_to(body, want)
    }

    /// A call of a named closure.
    pub fn closure_call(
        &mut self,
        callee: &Expr,
        c: PairClosure,
        args: &[Expr],
        span: Span,
    ) -> Val {
        let vals = self.operands(args);
        let mut out = Vec::new();
        for ((v, s), a) in vals.into_iter().zip(&c.params).zip(args) {
            let kind = self.kind(a);
            match s {
                // A JVP was made without knowing its calls.
                Shape::Const if c.jvp.is_some() => out.push(self.constant(v)),
                Shape::Const => out.push(self.primal(v)),
                Shape::Pair => {
                    let (p, t) = self.split(v, &kind);
                    out.extend([p, t]);
                }
                s => out.push(self.coerce(v, s, &kind)),
            }
        }
        let callee = c
            .jvp
            .map_or_else(|| callee.clone(), |df| Expr::local(df, span));
        let call = Expr::new(Node::Call(Box::new(callee), out), span);
        match c.result {
            Shape::Const => Val::Const(call),
            s => Val::Joint(s, call),
        }
    }

    /// A closure passed to a method: its parameters take values of these shapes. Comes back with
    /// the shape of its result; `want` fixes it.
    pub fn passed_closure(
        &mut self,
        f: &Expr,
        shapes: &[(Shape, bool)],
        want: Option<&Want>,
    ) -> Option<(Shape, Expr)> {
        let (c, span) = (self.eta(f, shapes)?, f.span);
        let mut params = Vec::new();
        let mut after = Vec::new();
        for ((p, ty), (shape, by_ref)) in c.params.iter().zip(shapes) {
            let (p, more) = self.joint_pat(p, shape, *by_ref);
            after.extend(more);
            let ty = ty.as_ref().and_then(|t| match (shape, by_ref) {
                (Shape::Const, _) => Some(t.clone()),
                (Shape::Pair, false) => Some(pair(t, self.types())),
                _ => None,
            });
            params.push((p, ty));
        }
        let ret = c.ret.as_ref().map(|ty| kind::of_type(ty, self.ctx.params));
        let kind = ret.unwrap_or(Kind::Unknown).join(self.kind(&c.body));
        let early = has_return(&c.body);
        let fixed = want.cloned().or_else(|| {
            early.then(
                || match self.carries(&Expr::new(Node::Closure(c.clone()), span)) {
                    true => Want::shape(Shape::of_kind(&kind)),
                    false => Want::primal(),
                },
            )
        });
        let loses = |w: &Want| w.is_primal() && !w.effect;
        if fixed.as_ref().is_some_and(loses) && self.carries(&c.body) {
            self.ctx.errors.add(
                span,
                "the active data that this closure gives is lost",
                "write a loop, or `stop_gradient(..)` if its derivative does not matter",
            );
        }
        let (shape, body) = match fixed {
            Some(want) => {
                let body = self.closure_body(&c.body, after, &want);
                (want.shape, body)
            }
            None => {
                self.returns.push(Want::primal());
                let mut shape = Shape::Const;
                let body = self.captured_expr(|pf| {
                    pf.out.extend(after);
                    if pf.kind(&c.body) == Kind::Inert {
                        return pf.arm_like(&c.body, &Want::primal());
                    }
                    let v = pf.value(&c.body);
                    let (s, e) = pf.item(v, &kind);
                    shape = s;
                    e
                });
                self.returns.pop();
                (shape, body)
            }
        };
        let ret = c.ret.as_ref();
        let ret = ret.map(|ty| Box::new(self.result_type(ty, &shape)));
        let closure = Closure {
            by_move: c.by_move,
            params,
            ret,
            body: Box::new(body),
            kernel: None,
        };
        Some((shape, Expr::new(Node::Closure(closure), span)))
    }

    /// What changes active data changes its tangent, in a closure too: one that has been taken over
    /// as it stands does not.
    pub fn check_captures(&self, body: &Block) {
        body.walk(&mut |e| {
            let Node::Closure(c) = &e.node else { return };
            let writes = effects::writes(&c.body).locals;
            let captured = values::captured(c);
            let changed = self.changed(&c.body);
            let alone = changed.iter().find(|l| {
                let tangent = self.tangents.get(l);
                captured.contains(l) && tangent.is_some_and(|d| !writes.contains(d))
            });
            if let Some(l) = alone {
                let name = &self.f.local(*l).name;
                self.ctx.errors.add(
                    e.span,
                    format!("the tangent of `{name}`, which this closure changes, can't go along"),
                    "write a loop, with the change as a statement of its own",
                );
            }
        });
    }

    /// The locals that `body` itself changes, but for `s += constant`, which leaves the tangent as it
    /// is. What an unknown method does is its own concern.
    fn changed(&self, body: &Expr) -> Vec<Local> {
        let mut out = Vec::new();
        body.walk(&mut |e| match &e.node {
            Node::AssignOp(syn::BinOp::AddAssign(_) | syn::BinOp::SubAssign(_), _, value)
                if !self.carries(value) => {}
            Node::Assign(place, _) | Node::AssignOp(_, place, _) => out.extend(root(place)),
            Node::Method(m) => {
                let name = m.name.to_string();
                let writes = match self.kind(&m.recv).peeled() {
                    Kind::Seq(..) => methods::mutates(&name),
                    Kind::Tensor(..) => tensor::mutates(&name),
                    _ => false,
                };
                out.extend(root(&m.recv).filter(|_| writes));
            }
            _ => {}
        });
        out
    }

    /// A closure whose result has no tangent and whose parameters need none: a predicate.
    pub fn predicate(&mut self, f: &Expr, shapes: &[(Shape, bool)]) -> Option<Expr> {
        let c = self.eta(f, &vec![(Shape::Const, false); shapes.len()])?;
        let writes = effects::writes(&c.body);
        let of_active = c
            .params
            .iter()
            .flat_map(|(p, _)| p.locals())
            .any(|l| self.is_active(l));
        if of_active && writes.locals.iter().any(|l| self.is_active(*l)) {
            self.ctx.errors.add(
                f.span,
                "this closure decides by a value and changes active data",
                "write a loop, with the change and the decision as statements of their own",
            );
            return None;
        }
        // Inside, the parameters are constants.
        let locals: Vec<Local> = c.params.iter().flat_map(|(p, _)| p.locals()).collect();
        let saved: Vec<bool> = locals.iter().map(|l| self.is_active(*l)).collect();
        for l in &locals {
            self.active[l.0] = false;
        }
        let f = Expr::new(Node::Closure(c), f.span);
        let out = self.passed_closure(&f, shapes, Some(&Want::primal()));
        for (l, s) in locals.iter().zip(saved) {
            self.active[l.0] = s;
        }
        out.map(|o| o.1)
    }

    /// A closure literal for whatever is passed: a function by name becomes `|x| name(x)`.
    pub fn eta(&mut self, f: &Expr, shapes: &[(Shape, bool)]) -> Option<Closure> {
        let span = f.span;
        if let Node::Known(f, result) = &f.node {
            let mut c = self.eta(f, shapes)?;
            *c.body = Expr::new(Node::Known(c.body.clone(), result.clone()), span);
            return Some(c);
        }
        let callee = match &f.node {
            Node::Closure(c) => return Some(c.clone()),
            Node::Ref(_, inner) => inner,
            _ => f,
        };
        if !matches!(callee.node, Node::Path(_) | Node::Local(_)) {
            self.ctx.errors.add(
                span,
                "this function value can't be followed",
                "write a closure: `|x| f(x)`",
            );
            return None;
        }
        let mut params = Vec::new();
        let mut args = Vec::new();
        for (i, (shape, _)) in shapes.iter().enumerate() {
            let name = if i == 0 { "x" } else { "z" };
            let l = self.fresh(name, Kind::Unknown, Origin::Temp, span);
            self.active[l.0] = *shape != Shape::Const;
            params.push((Pat::bind(l), None));
            args.push(Expr::local(l, span));
        }
        let node = match &callee.node {
            Node::Path(p) if p.path.segments.len() == 2 => {
                let ty = p.path.segments[0].ident.to_string();
                let name = p.path.segments[1].ident.to_string();
                let scalar = ty == "f64" || ty == "f32" || self.ctx.params.real.contains(&ty);
                match crate::ops::id_of_scalars(&name, args.len()) {
                    Some(op) if scalar => {
                        for a in &args {
                            let l = a.as_local().expect("it was just made");
                            self.f.locals[l.0].kind = match ty.as_str() {
                                "f64" => Kind::f64(),
                                "f32" => Kind::Scalar(Float::F32),
                                _ => Kind::Scalar(Float::Param(ty.clone())),
                            };
                        }
                        Node::Op(op, Form::Path(p.clone()), args)
                    }
                    _ => Node::Call(Box::new(callee.clone()), args),
                }
            }
            _ => Node::Call(Box::new(callee.clone()), args),
        };
        let body = Box::new(Expr::new(node, span));
        Some(Closure {
            by_move: false,
            params,
            ret: None,
            body,
            kernel: None,
        })
    }

    /// `|(p, dp)| ..` built by hand: fresh names for a value of this shape.
    pub fn map_items(
        &mut self,
        recv: Expr,
        shape: &Shape,
        f: impl FnOnce(&mut Self, Val) -> Expr,
    ) -> Expr {
        let span = recv.span;
        let (pat, v) = self.open(shape, span);
        let body = self.captured_expr(|pf| f(pf, v));
        recv.method("map", vec![super::value::simple_closure(pat, body)])
    }
}

fn has_return(e: &Expr) -> bool {
    match &e.node {
        Node::Return(_) => true,
        Node::Closure(_) => false,
        _ => {
            let mut found = false;
            e.children(&mut |e| found = found || has_return(e));
            found
        }
    }
}

/// A method's name as a token.
pub fn method_named(recv: Expr, name: &Ident, args: Vec<Expr>) -> Expr {
    let span = recv.span;
    let node = Method {
        recv: Box::new(recv),
        name: name.clone(),
        turbofish: None,
        args,
    };
    Expr::new(Node::Method(node), span)
}
