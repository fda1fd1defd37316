//! Calls that stay as they are, beside data that depends on a seed.
//!
//! Nothing of a tangent comes out of `log(x, ctx.sum)` by its result; but where the type of `ctx.sum`
//! is not known it may be a `&mut`, and then a tangent goes out by that, and is lost. What can be
//! cloned is no such reference and holds none, which the types have to prove.

use super::{Pf, activity, effects};
use crate::ir::tree::{last_name, root};
use crate::ir::*;
use crate::ops::formula::runtime_call;

impl Pf<'_> {
    /// Lets the types prove it, wherever there is anything to prove.
    pub fn prove_plain_calls(&self, body: &mut Block) {
        if self.ctx.writes.outside.is_empty() {
            return;
        }
        body.walk_mut(&mut |e| {
            if let Node::Call(callee, args) = &mut e.node
                && let Node::Path(p) = &callee.node
                && !effects::is_known_pure(callee)
                // One with tangents among its arguments says what it writes.
                && !last_name(&p.path).starts_with("jvp")
                && args.iter().any(|a| self.varies(a))
            {
                let hiding = args.iter_mut().filter(|a| self.may_be_reference(a));
                hiding.for_each(|a| self.prove(a));
            }
        });
    }

    fn prove(&self, a: &mut Expr) {
        let span = a.span;
        let value = std::mem::replace(a, Expr::unit(span));
        *a = runtime_call(self.ctx.krate, "no_reference", vec![value], span);
    }

    /// Whether an argument may be a reference that its type hides, to what is the caller's.
    fn may_be_reference(&self, a: &Expr) -> bool {
        let by_value = matches!(a.node, Node::Local(_) | Node::Field(..));
        let outside = root(a).is_some_and(|l| self.ctx.writes.outside.contains(&l));
        by_value && outside && activity::may_hide(&self.kind(a))
    }
}
