//! Bindings: the locals of a pattern, and their tangents, from the value that it meets.

use super::value::Val;
use super::{Pf, Shape, Want, effects};
use crate::ir::types::{joint, pair, tangent, tangent_of_local};
use crate::ir::*;

impl Pf<'_> {
    /// `let pat: ty = v else { otherwise };`
    pub fn bind_value(
        &mut self,
        pat: &Pat,
        ty: Option<&syn::Type>,
        v: Val,
        kind: &Kind,
        otherwise: Option<&Block>,
    ) {
        let otherwise_block = otherwise.map(|b| self.block(b, &Want::effect()));
        let has_active = pat.locals().into_iter().any(|l| self.is_active(l));
        match v {
            Val::Never(e) => self.emit(Stmt::Expr(e)),
            Val::Const(e) if !has_active => {
                self.emit(Stmt::Let(Let {
                    pat: pat.clone(),
                    ty: ty.cloned().map(Box::new),
                    init: Some(e),
                    otherwise: otherwise_block,
                }));
            }
            Val::Const(e) => self.bind_const(pat, ty, e, kind, otherwise_block),
            Val::Tuple(vs) => match pat {
                Pat::Tuple(ps)
                    if ps.len() == vs.len()
                        && otherwise.is_none()
                        // What is borrowed is the tuple's own, and not the place that it was read from.
                        && !pat.takes_by_mut()
                        && !ps.iter().any(|p| matches!(p, Pat::Rest)) =>
                {
                    let kinds = match kind {
                        Kind::Tuple(ks) if ks.len() == vs.len() => ks.clone(),
                        _ => vec![Kind::Unknown; vs.len()],
                    };
                    let tys: Vec<Option<syn::Type>> = match ty {
                        Some(syn::Type::Tuple(t)) => t.elems.iter().cloned().map(Some).collect(),
                        _ => vec![None; vs.len()],
                    };
                    // All parts before the first binding: they may read what it shadows.
                    let mut named = Vec::new();
                    for (v, k) in vs.into_iter().zip(&kinds) {
                        named.push(match v {
                            Val::Const(e) if super::expr::is_literal(&e) => Val::Const(e),
                            Val::Const(e) => Val::Const(self.force_name(e, "value")),
                            Val::Split(p, t) => {
                                let p = self.force_name(p, "value");
                                Val::Split(p, self.force_name(t, "dvalue"))
                            }
                            Val::Joint(Shape::Pair | Shape::Any, e) => {
                                let (p, t) = self.split(Val::Joint(Shape::Pair, e), k);
                                Val::Split(p, t)
                            }
                            v => v,
                        });
                    }
                    for (((p, v), k), ty) in ps.iter().zip(named).zip(&kinds).zip(tys) {
                        self.bind_value(p, ty.as_ref(), v, k, None);
                    }
                }
                _ => {
                    let (p, t) = self.split(Val::Tuple(vs), kind);
                    self.bind_split(pat, ty, p, t, kind, otherwise_block);
                }
            },
            Val::Ctor(..) => {
                let shape = Shape::of_kind(kind);
                let shape = if shape == Shape::Pair {
                    Shape::Opt(Box::new(Shape::Pair))
                } else {
                    shape
                };
                let e = self.coerce(v, &shape, kind);
                self.bind_joint(pat, ty, shape, e, otherwise_block);
            }
            Val::Joint(Shape::Any, e) => {
                let own = match pat {
                    Pat::Bind(b) => self.f.local(b.local).kind.clone(),
                    _ => Kind::Unknown,
                };
                let shape = match super::control::names_variant(pat) {
                    true => Shape::Opt(Box::new(Shape::Pair)),
                    false => Shape::of_kind(&kind.clone().join(own)),
                };
                self.bind_joint(pat, ty, shape, e, otherwise_block);
            }
            Val::Joint(s, e) => self.bind_joint(pat, ty, s, e, otherwise_block),
            Val::Split(p, t) => self.bind_split(pat, ty, p, t, kind, otherwise_block),
        }
    }

    fn bind_joint(
        &mut self,
        pat: &Pat,
        ty: Option<&syn::Type>,
        shape: Shape,
        e: Expr,
        otherwise: Option<Block>,
    ) {
        // A mutable container takes values of one form only.
        let (shape, e) = match (&shape, pat) {
            (Shape::Opt(s) | Shape::Res(s) | Shape::Iter(s), Pat::Bind(b))
                if **s != Shape::Pair && self.f.local(b.local).mutable =>
            {
                let to = match &shape {
                    Shape::Opt(_) => Shape::Opt(Box::new(Shape::Pair)),
                    Shape::Res(_) => Shape::Res(Box::new(Shape::Pair)),
                    _ => shape.clone(),
                };
                let e = self.coerce(Val::Joint(shape.clone(), e), &to, &Kind::Unknown);
                (to, e)
            }
            _ => (shape, e),
        };
        if let (Shape::Pair, None) = (&shape, &otherwise)
            && let Node::Tuple(parts) = &e.node
            && let [p, t] = &parts[..]
        {
            return self.bind_split(pat, ty, p.clone(), t.clone(), &Kind::Unknown, None);
        }
        let ty = ty.map(|ty| match &shape {
            Shape::Opt(_) | Shape::Res(_) => joint(ty, self.types()),
            _ => pair(ty, self.types()),
        });
        let ty = ty.filter(|_| matches!(shape, Shape::Pair | Shape::Opt(_) | Shape::Res(_)));
        let (pat, after) = self.joint_pat(pat, &shape, false);
        self.emit(Stmt::Let(Let {
            pat,
            ty: ty.map(Box::new),
            init: Some(e),
            otherwise,
        }));
        self.out.extend(after);
    }

    fn bind_split(
        &mut self,
        pat: &Pat,
        ty: Option<&syn::Type>,
        p: Expr,
        t: Expr,
        kind: &Kind,
        otherwise: Option<Block>,
    ) {
        if let Kind::Iter(_) = kind
            && matches!(pat, Pat::Bind(_))
        {
            let e = p.method("zip", vec![t]);
            return self.bind_joint(pat, None, Shape::Iter(Box::new(Shape::Pair)), e, otherwise);
        }
        if self.has_active_alternatives(pat) {
            self.check_writes(std::slice::from_ref(pat), kind);
            let span = p.span;
            let ty = ty.map(|ty| pair(ty, self.types()));
            let (pat, after) = self.joint_pat(pat, &Shape::Pair, false);
            let init = Some(Expr::new(Node::Tuple(vec![p, t]), span));
            self.emit(Stmt::Let(Let {
                pat,
                ty: ty.map(Box::new),
                init,
                otherwise,
            }));
            self.out.extend(after);
            return;
        }
        if !pat.is_irrefutable() && matches!(kind.peeled(), Kind::Option(_)) {
            self.check_writes(std::slice::from_ref(pat), kind);
            let shape = Shape::Opt(Box::new(Shape::Pair));
            let e = self.coerce(Val::Split(p, t), &shape, kind);
            return self.bind_joint(pat, None, shape, e, otherwise);
        }
        let dty = ty.map(|ty| tangent_of_local(ty, self.types()));
        let mut after = Vec::new();
        let dpat = self.tangent_pat(pat, &mut after);
        let refutable = otherwise.is_some();
        self.emit(Stmt::Let(Let {
            pat: pat.clone(),
            ty: ty.cloned().map(Box::new),
            init: Some(p),
            otherwise,
        }));
        if dpat.is_blank() {
            if !effects::is_pure(&t) {
                self.emit_let(Pat::Wild, None, t);
            }
            return;
        }
        let span = t.span;
        let unreachable = refutable.then(|| Block::of(super::pattern::unreachable(span)));
        self.emit(Stmt::Let(Let {
            pat: dpat,
            ty: dty.map(Box::new),
            init: Some(t),
            otherwise: unreachable,
        }));
        self.out.extend(after);
    }

    /// A constant bound to locals that are active elsewhere: their tangents start at zero.
    fn bind_const(
        &mut self,
        pat: &Pat,
        ty: Option<&syn::Type>,
        e: Expr,
        kind: &Kind,
        otherwise: Option<Block>,
    ) {
        if let Pat::Bind(b) = pat
            && b.sub.is_none()
            && !b.by_ref
        {
            let stays = !b.mutable && !self.f.local(b.local).mutable;
            if stays && !self.exposed.contains(&b.local) {
                self.active[b.local.0] = false;
                self.emit(Stmt::Let(Let {
                    pat: pat.clone(),
                    ty: ty.cloned().map(Box::new),
                    init: Some(e),
                    otherwise,
                }));
                return;
            }
            let own = self.f.local(b.local).kind.clone();
            let shape = Shape::of_kind(&own);
            if shape != Shape::Pair {
                let e = self.coerce(Val::Const(e), &shape, &own);
                return self.bind_joint(pat, ty, shape, e, otherwise);
            }
            let zero = self.zero_like(&e, &own.join(kind.clone()));
            let e = self.pooled(e);
            self.emit_let(pat.clone(), ty.cloned(), e);
            let place = Expr::local(b.local, self.f.local(b.local).span);
            let own = self.f.local(b.local).kind.clone();
            let zero = zero.unwrap_or_else(|| self.zero_of_local(b.local, &place, &own));
            let d = self.tangent(b.local);
            let ty = ty.map(|ty| tangent(ty, self.types()));
            let dpat = Pat::Bind(Bind {
                local: d,
                sub: None,
                ..b.clone()
            });
            self.emit_let(dpat, ty, zero);
            return;
        }
        self.emit(Stmt::Let(Let {
            pat: pat.clone(),
            ty: ty.cloned().map(Box::new),
            init: Some(e),
            otherwise,
        }));
        let mut after = Vec::new();
        self.settle_constant(pat, &mut after);
        after.into_iter().for_each(|s| self.emit(s));
    }
}
