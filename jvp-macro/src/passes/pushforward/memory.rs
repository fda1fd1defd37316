//! Methods that depend on where elements are in memory.
//!
//! In: the receiver of such a method, and its tangent. Out: the same, with the tangent in the
//! layout of its primal. Always holds: whether the call succeeds, and which element is where in
//! what it gives, is the same for both.

use super::Pf;
use super::value::Val;
use crate::ir::*;
use crate::ops::formula::runtime_call;
use crate::ops::tensor::{self, Memory};

impl Pf<'_> {
    /// A tensor in the order in which ndarray folds it, under a name that has a tangent.
    pub fn visited(&mut self, tensor: &Expr) -> Expr {
        let span = tensor.span;
        let v = self.value(&super::lane::bare(tensor));
        let v = self.leaf_pair(v);
        let krate = self.ctx.krate;
        let (p, t) = match v {
            Val::Split(p, t) => (p, Some(t)),
            v => (self.primal(v), None),
        };
        // A view: nobody may take its buffer.
        let kind = Kind::tensor(self.kind(&p).element(), None).reference(false);
        let view = |pf: &mut Self, y: &Expr, name: &str| {
            let args = vec![pf.looked_at(&p), pf.looked_at(y)];
            let call = runtime_call(krate, "visited", args, span);
            let local = pf.fresh(name, kind.clone(), Origin::Temp, span);
            pf.emit_let(Pat::bind(local), None, call);
            local
        };
        let seen = view(self, &p, "visited");
        if let Some(t) = t {
            let tangent = view(self, &t, "dvisited");
            self.active[seen.0] = true;
            self.tangents.insert(seen, tangent);
        }
        Expr::local(seen, span)
    }

    /// Receiver and tangent before the call of `m`; the result of both where that is one call.
    pub fn as_in_memory(&mut self, m: &Method, p: Expr, t: Expr, kind: &Kind) -> Val {
        let name = m.name.to_string();
        let mine = kind.is_tensor() || tensor::is_only_of_tensors(&name);
        let Some(how) = tensor::memory(&name).filter(|_| mine) else {
            return Val::Split(p, t);
        };
        let (span, krate) = (m.name.span(), self.ctx.krate);
        let refer = |mutable: bool, e: Expr| Expr::new(Node::Ref(mutable, Box::new(e)), span);
        let p = match how {
            Memory::Taken => self.name(p, "value"),
            _ => p,
        };
        let seen = match self.kind(&p) {
            Kind::Ref(_, false) => p.clone(),
            Kind::Ref(_, true) => refer(false, Expr::new(Node::Deref(Box::new(p.clone())), span)),
            _ => refer(false, p.clone()),
        };
        let t = match how {
            Memory::Buffer => {
                return Val::Joint(
                    super::Shape::Pair,
                    runtime_call(krate, "raw_vecs", vec![p, t], span),
                );
            }
            Memory::Changed => {
                let place = match (self.kind(kindred(&t, &p)), &t.node) {
                    (_, Node::Ref(true, inner)) => (**inner).clone(),
                    (Kind::Ref(_, true), _) => Expr::new(Node::Deref(Box::new(t.clone())), span),
                    _ => t.clone(),
                };
                let call = runtime_call(krate, "relay", vec![seen, refer(true, place)], span);
                self.emit(Stmt::Expr(call));
                return Val::Split(p, t);
            }
            Memory::Seen => t.method("view", Vec::new()),
            Memory::Taken => t,
        };
        let room = self.room(span);
        let laid = runtime_call(krate, "laid", vec![seen, t, room], span);
        // It may be a view: nobody may take its buffer.
        Val::Split(p, self.lane_let(laid, "laid", Kind::Unknown, None))
    }
}

/// The tangent's kind is its primal's, where the tangent is an expression of unknown kind.
fn kindred<'e>(t: &'e Expr, p: &'e Expr) -> &'e Expr {
    match t.node {
        Node::Local(_) => t,
        _ => p,
    }
}
