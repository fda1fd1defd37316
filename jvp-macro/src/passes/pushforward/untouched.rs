//! What the pass may leave as it is: questions about where active data goes.

use super::{Pf, effects};
use crate::ir::*;
use crate::ops::{self, methods};
use crate::passes::activity::{self, Sources};

impl Pf<'_> {
    /// Whether the value of `e` carries a tangent.
    pub fn carries(&self, e: &Expr) -> bool {
        // Most expressions are arithmetic, for which the first operand with a tangent is enough.
        if let Node::Op(op, form, args) = &e.node
            && !self.kinds().is_own_op(form, args)
        {
            let carries = |(i, a)| self.carries(a) && !ops::ignores(op, i);
            return args.iter().enumerate().any(carries);
        }
        Sources {
            kinds: self.kinds(),
        }
        .of(e)
        .into_all()
        .into_iter()
        .any(|l| self.is_active(l))
    }

    /// Whether the value of `e` depends on a seed, also where no result does.
    pub fn depends(&self, e: &Expr) -> bool {
        let sources = Sources {
            kinds: self.kinds(),
        };
        let varies = |l: &Local| self.ctx.varied.get(l.0) == Some(&true);
        let value = match &e.node {
            Node::Closure(c) => sources.body(&c.body),
            _ => sources.of(e),
        };
        value.all().iter().any(varies)
    }

    /// Whether `e` has to be looked at: it mentions a local with a tangent, or leaves with a value.
    pub fn touched(&self, e: &Expr) -> bool {
        let special = |l: Local| {
            self.is_active(l) || self.reps.contains_key(&l) || self.pair_closures.contains_key(&l)
        };
        e.mentions(&special) || self.leaves(e)
    }

    /// Whether `e` returns or breaks with a value whose form changes.
    pub fn leaves(&self, e: &Expr) -> bool {
        match &e.node {
            Node::Return(Some(v)) => {
                self.returns.last().is_some_and(|w| !w.is_primal()) || self.leaves(v)
            }
            Node::Break(l, Some(v)) => {
                self.label_wants.get(l).is_some_and(|w| !w.is_primal()) || self.leaves(v)
            }
            Node::Closure(_) => false,
            _ => {
                let mut found = false;
                e.children(&mut |e| found = found || self.leaves(e));
                found
            }
        }
    }

    /// Whether `e` can stay as it is: no tangent comes out of it or is changed by it.
    pub fn verbatim(&self, e: &Expr) -> bool {
        self.verbatim_beside(e, &[])
    }

    /// As `verbatim`, where `e` can't change the locals `bound`: a guard those of its pattern.
    pub fn verbatim_beside(&self, e: &Expr, bound: &[Local]) -> bool {
        if self.carries(e) || self.leaves(e) {
            return false;
        }
        let joint = |l: Local| self.reps.contains_key(&l) || self.pair_closures.contains_key(&l);
        if e.mentions(&joint) || self.hides(e) {
            return false;
        }
        let changed = |l: &Local| self.is_active(*l) && !bound.contains(l);
        !effects::writes(e).locals.iter().any(changed)
    }

    /// Whether active data goes where it can't be followed: into an error, an unknown method or
    /// macro, or a place that is no local's.
    pub fn hides(&self, e: &Expr) -> bool {
        let carries = |es: &[Expr]| es.iter().any(|e| self.carries(e));
        let depend = |es: &[Expr]| es.iter().any(|e| self.depends(e));
        e.any(&mut |e| match &e.node {
            Node::Call(callee, args) => activity::is_err(callee) && depend(args),
            Node::Method(m) if methods::makes_error(&m.name.to_string()) => depend(&m.args),
            Node::Method(m) => {
                let lost = methods::class_of(m).is_none() || is_store_nowhere(m);
                lost && carries(&m.args)
            }
            Node::Macro(m) if m.is_slice() => false,
            Node::Macro(Macro {
                args: MacroArgs::Opaque(_, locals),
                ..
            }) => locals.iter().any(|l| self.is_active(*l)),
            Node::Assign(place, value) | Node::AssignOp(_, place, value) => {
                crate::ir::tree::root(place).is_none() && self.carries(value)
            }
            _ => false,
        })
    }
}

/// Whether a method stores its arguments in no local: in a static, say.
pub fn is_store_nowhere(m: &Method) -> bool {
    methods::mutates(&m.name.to_string()) && crate::ir::tree::root(&m.recv).is_none()
}
