//! Statements.

use super::value::Val;
use super::{Pf, Shape, Want, effects};
use crate::ir::types::{joint, tangent};
use crate::ir::*;

impl Pf<'_> {
    pub fn stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Item(_) => self.emit(stmt.clone()),
            Stmt::Expr(e) => self.expr_stmt(e),
            Stmt::Let(l) => self.let_stmt(l),
        }
    }

    fn expr_stmt(&mut self, e: &Expr) {
        if !self.touched(e) || self.verbatim(e) || self.is_dropped_call(e) {
            let e = match self.verbatim(e) {
                true => self.primal_of(e),
                false => e.clone(),
            };
            self.emit(Stmt::Expr(e));
            return;
        }
        let control = matches!(
            e.node,
            Node::Block(..)
                | Node::If(..)
                | Node::Match(..)
                | Node::Loop(..)
                | Node::While(..)
                | Node::For(..)
        );
        let v = match control {
            true => {
                let e = self.value_to(e, &Want::effect());
                Val::Const(e)
            }
            false => {
                self.is_statement = matches!(e.node, Node::Method(_) | Node::Try(_));
                let v = self.value(e);
                self.is_statement = false;
                v
            }
        };
        match v {
            Val::Tuple(_) => {
                let e = self.primal(v);
                self.emit(Stmt::Expr(e));
            }
            Val::Const(e) | Val::Never(e) | Val::Joint(_, e) => {
                let unit = matches!(&e.node, Node::Tuple(es) if es.is_empty());
                if !unit && !matches!(e.node, Node::Local(_)) {
                    self.emit(Stmt::Expr(e));
                }
            }
            Val::Split(p, t) => {
                for e in [p, t] {
                    if !matches!(e.node, Node::Local(_)) {
                        self.emit(Stmt::Expr(e));
                    }
                }
            }
            Val::Ctor(..) => {}
        }
    }

    /// A call whose result nobody reads and that writes through none of its arguments: only its
    /// effect matters, and that is the original's.
    fn is_dropped_call(&self, e: &Expr) -> bool {
        let call = match &e.node {
            Node::Try(inner) => inner,
            _ => e,
        };
        let Node::Call(callee, args) = &call.node else {
            return false;
        };
        let Node::Path(_) = &callee.node else {
            return false;
        };
        let plain = |a: &Expr| {
            let by_mut = matches!(self.kind(a), Kind::Ref(_, true));
            let joint =
                a.mentions(&|l| self.reps.contains_key(&l) || self.pair_closures.contains_key(&l));
            let writes = effects::writes(a).locals.iter().any(|l| self.is_active(*l));
            !by_mut && !joint && !writes && !self.leaves(a)
        };
        args.iter().all(plain)
    }

    /// `let p: Plane = q.into()` is `Plane::from(q)`, whose derivative has a name.
    fn conversion(&self, init: &Expr, ty: Option<&syn::Type>) -> Option<Expr> {
        let (Node::Method(m), Some(ty)) = (&init.node, ty) else {
            return None;
        };
        let named = matches!(kind::of_type(ty, self.ctx.params), Kind::Named(_));
        if m.name != "into" || !m.args.is_empty() || !named || self.verbatim(init) {
            return None;
        }
        let path: syn::ExprPath = syn::parse_quote!(<#ty>::from);
        let callee = Expr::new(Node::Path(path), m.name.span());
        let args = vec![(*m.recv).clone()];
        Some(Expr::new(Node::Call(Box::new(callee), args), init.span))
    }

    fn let_stmt(&mut self, l: &Let) {
        let Some(init) = &l.init else {
            return self.declare(&l.pat, l.ty.as_deref());
        };
        let conversion = self.conversion(init, l.ty.as_deref());
        let init = conversion.as_ref().unwrap_or(init);
        if let (Node::Closure(c), Pat::Bind(b)) = (&init.node, &l.pat)
            && self.touched(init) | self.closure_is_active(c)
        {
            return self.named_closure(b.local, c, init.span);
        }
        let kind = match &l.ty {
            Some(ty) => kind::of_type(ty, self.ctx.params).join(self.kind(init)),
            None => self.kind(init),
        };
        // A name of known kind that is active takes the value in the form that the kind has.
        if let Pat::Bind(b) = &l.pat
            && b.sub.is_none()
            && !b.by_ref
            && self.is_active(b.local)
        {
            let own = self.f.local(b.local).kind.clone();
            let control = matches!(
                init.node,
                Node::If(..) | Node::Match(..) | Node::Loop(..) | Node::Block(..)
            );
            if control {
                let shape = Shape::of_kind(&own);
                let e = self.value_to(init, &Want::shape(shape.clone()));
                return self.bind_value(&l.pat, l.ty.as_deref(), Val::Joint(shape, e), &own, None);
            }
        }
        let v = match self.collected(init, &kind) {
            Some(v) => v,
            None => self.value(init),
        };
        let active = l.pat.locals().iter().any(|l| self.is_active(*l));
        let v = match v {
            // A function's JVP comes into being with it.
            Val::Const(e) if active && kind.holds_functions() => self.with_jvp(e),
            v => v,
        };
        self.bind_value(&l.pat, l.ty.as_deref(), v, &kind, l.otherwise.as_ref());
    }

    /// `let x;`
    fn declare(&mut self, pat: &Pat, ty: Option<&syn::Type>) {
        let mut tangents = Vec::new();
        let mut ty_of_primal = ty.cloned();
        pat.binds(&mut |b| {
            let l = b.local;
            if !self.is_active(l) {
                return;
            }
            match Shape::of_kind(&self.f.local(l).kind) {
                Shape::Pair => tangents.push((self.tangent(l), b.mutable)),
                shape => {
                    self.reps.insert(l, shape);
                    ty_of_primal = ty.map(|t| joint(t, self.types()));
                }
            }
        });
        self.emit(Stmt::Let(Let {
            pat: pat.clone(),
            ty: ty_of_primal.map(Box::new),
            init: None,
            otherwise: None,
        }));
        for (d, mutable) in tangents {
            let ty = ty.map(|t| tangent(t, self.types()));
            self.emit(Stmt::Let(Let {
                // What may be assigned more than once may be so beside its primal.
                pat: if mutable {
                    Pat::bind_mut(d)
                } else {
                    Pat::bind(d)
                },
                ty: ty.map(Box::new),
                init: None,
                otherwise: None,
            }));
        }
    }
}
