//! Operands in order: what is evaluated before others, and stays what it is.

use super::expr::is_literal;
use super::value::Val;
use super::{Pf, Shape, effects};
use crate::ir::*;
use crate::passes::regions::item;

impl Pf<'_> {
    /// Operands in order. One that a later operand could change, or that has an effect that
    /// statements emitted for a later one would overtake, gets a name.
    pub fn operands(&mut self, es: &[Expr]) -> Vec<Val> {
        let mut out = Vec::new();
        for (i, e) in es.iter().enumerate() {
            let v = self.value(e);
            let later = &es[i + 1..];
            let written = self.written_by(later);
            let emits = later.iter().any(|e| self.touched(e) && !self.verbatim(e));
            out.push(match written.is_some() || emits {
                true => {
                    let kind = self.kind(e);
                    self.settled(v, &kind, written.as_ref())
                }
                false => v,
            });
        }
        out
    }

    /// The locals that operands may change, if these write anything at all.
    fn written_by(&self, operands: &[Expr]) -> Option<Locals> {
        let mut writes = effects::Writes::default();
        operands
            .iter()
            .for_each(|e| effects::add_writes(e, &mut writes));
        if writes.is_empty() {
            return None;
        }
        let mut written = writes.locals;
        // What is moved may be, or hold, a mutable reference.
        for e in operands {
            item::moved(e, &mut |l| written.push(l));
        }
        Some(
            written
                .into_iter()
                .filter(|l| self.may_change(*l))
                .collect(),
        )
    }

    /// Whether what a local reads can change at all: not behind a shared reference.
    pub fn may_change(&self, l: Local) -> bool {
        let data = self.f.local(l);
        data.mutable || !matches!(data.kind, Kind::Ref(_, false))
    }

    /// A value that stays what it is whatever is evaluated after it. `written`: the locals that this
    /// may change, if it writes anything.
    fn settled(&mut self, v: Val, kind: &Kind, written: Option<&Locals>) -> Val {
        let changed = written.is_some();
        let fixed =
            |e: &Expr| is_literal(e) || matches!(e.node, Node::Ref(true, _) | Node::Closure(_));
        // It is not given a name: an array that an operation only looks at would be moved to it.
        let stays =
            |e: &Expr| written.is_some_and(|w| item::place(e).is_some_and(|l| !w.contains(l)));
        match v {
            Val::Const(p) if fixed(&p) || stays(&p) => Val::Const(p),
            Val::Const(p) if !changed && effects::is_pure(&p) => Val::Const(p),
            Val::Const(p) => Val::Const(self.force_name(p, "value")),
            // A mutable borrow is handed on by naming it.
            Val::Split(p, t) if fixed(&p) || matches!(kind, Kind::Ref(_, true)) => Val::Split(p, t),
            Val::Split(p, t) if stays(&p) && stays(&t) => Val::Split(p, t),
            Val::Split(p, t) if !changed && effects::is_pure(&p) => Val::Split(p, t),
            Val::Split(p, t) => {
                let p = self.force_name(p, "value");
                Val::Split(p, self.force_name(t, "dvalue"))
            }
            Val::Joint(Shape::Pair | Shape::Any, p) => {
                let (p, t) = self.split(Val::Joint(Shape::Pair, p), kind);
                Val::Split(p, t)
            }
            Val::Joint(s, e) => Val::Joint(s, self.force_name(e, "value")),
            Val::Tuple(vs) => {
                let settle = |v| self.settled(v, &Kind::Unknown, written);
                Val::Tuple(vs.into_iter().map(settle).collect())
            }
            Val::Ctor(c, v) => Val::Ctor(c, Box::new(self.settled(*v, &Kind::Unknown, written))),
            Val::Never(e) => Val::Never(e),
        }
    }
}
