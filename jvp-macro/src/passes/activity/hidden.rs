//! Writing through values whose types don't show that they hold references: `*ctx.y += x` of a
//! struct with a field `y: &mut f64`, `for y in ys` of an iterator that the caller made.
//!
//! Such a write reaches the caller's memory, though the parameter is passed by value. A binding that
//! is not `mut` and is written through all the same holds a reference for certain; of one that is
//! `mut` only the types know, and they refuse a tangent of a reference that has none to go with it.

use super::flow::Flow;
use crate::ir::tree::root;
use crate::ir::*;
use crate::ops::{methods, tensor};
use crate::passes::effects;
use crate::passes::kinds::KindOf;
use std::collections::BTreeSet;

/// The locals that something is written through, if their types don't tell whether these hold what is
/// written or refer to it.
pub(super) fn written_through(f: &Function, kinds: KindOf) -> BTreeSet<Local> {
    let mut out = BTreeSet::new();
    f.body.walk(&mut |e| match &e.node {
        Node::Assign(place, _) | Node::AssignOp(_, place, _) => places(place, &mut |place| {
            if place.as_local().is_none() {
                out.extend(root(place));
            }
        }),
        Node::Ref(true, place) if place.as_local().is_none() => out.extend(root(place)),
        Node::Method(m) => {
            let name = m.name.to_string();
            if !kinds.is_own_method(m) && (methods::mutates(&name) || tensor::mutates(&name)) {
                out.extend(root(&m.recv));
            }
        }
        // What `mem::swap` and its like are given without `&mut` is a reference.
        Node::Call(callee, args) if effects::is_exchange(callee) => {
            let given = args.iter().filter(|a| !matches!(a.node, Node::Ref(..)));
            out.extend(given.filter_map(root));
        }
        _ => {}
    });
    out.retain(|l| may_hide(&f.local(*l).kind));
    out
}

/// The places on the left of an assignment.
fn places(place: &Expr, see: &mut impl FnMut(&Expr)) {
    match &place.node {
        Node::Tuple(parts) | Node::Array(parts) => parts.iter().for_each(|p| places(p, see)),
        _ => see(place),
    }
}

/// Whether a value of this kind may hold a mutable reference that nothing tells of. (What is behind
/// a shared one can't be written to.)
pub fn may_hide(kind: &Kind) -> bool {
    match kind {
        kind if kind.is_inert() => false,
        Kind::Unknown | Kind::Named(_) | Kind::Ref(_, true) => true,
        Kind::Boxed(k) | Kind::Seq(_, k) | Kind::Option(k) | Kind::Iter(k) => may_hide(k),
        Kind::Tuple(parts) => parts.iter().any(may_hide),
        _ => false,
    }
}

/// What a chain of methods, fields and elements begins with.
fn innermost(e: &Expr) -> &Expr {
    match &e.node {
        Node::Method(m) => innermost(&m.recv),
        Node::Field(e, _) | Node::Index(e, _) | Node::Deref(e) | Node::Ref(_, e) | Node::Try(e) => {
            innermost(e)
        }
        _ => e,
    }
}

impl Flow<'_> {
    /// A pattern meets a value that comes from no local: of a static it may be a reference into that, and so
    /// may be what a call gives, unless its binding has to be `mut`, as that of a fresh value has.
    pub(super) fn bind_global(&mut self, pat: &Pat, value: &Expr) {
        let of_static = matches!(innermost(value).node, Node::Path(_));
        let called =
            value.any(&mut |e| matches!(&e.node, Node::Call(c, _) if !effects::is_known_pure(c)));
        let fixed = |l: &Local| !self.kinds.locals[l.0].mutable;
        let found = pat
            .locals()
            .into_iter()
            .filter(|l| of_static || called && fixed(l));
        self.global.extend(found);
    }

    /// The parameters by value that may hide references, what is known to be outside besides, and what
    /// comes out of these.
    pub(super) fn outside(&self, f: &Function) -> BTreeSet<Local> {
        let hides = |p: &&Param| may_hide(&p.kind) && !types::lends(&p.ty);
        let params = f.params.iter().filter(hides);
        let mut found: BTreeSet<Local> = params.flat_map(|p| p.pat.locals()).collect();
        found.extend(&self.global);
        let mut todo: Vec<Local> = found.iter().copied().collect();
        while let Some(from) = todo.pop() {
            let next = self.bound.iter().filter(|(source, _)| *source == from);
            todo.extend(next.map(|(_, to)| *to).filter(|to| found.insert(*to)));
        }
        found
    }
}
