//! Which of the names that the passes have made are `mut`.

use crate::ir::*;
use crate::passes::effects;

/// What a pass has bound is `mut` where it is written.
pub(super) fn settle(f: &mut Function) {
    let mut written = Locals::default();
    let mut declared = Locals::default();
    f.body.walk(&mut |e| written.extend(direct_writes(e, f)));
    f.body
        .lets(&mut |l| written.extend(effects::taken_by_let(l)));
    f.body
        .walk(&mut |e| written.extend(effects::taken_by_match(e)));
    f.body.lets(&mut |l| {
        if l.init.is_none() {
            declared.extend(l.pat.locals());
        }
    });
    // What is behind a box is written through it; there the user's own `mut` tells.
    let by_place = |k: &Kind| match k {
        Kind::Scalar(_) | Kind::Tuple(_) | Kind::Ref(..) => true,
        Kind::Seq(_, element) => !matches!(**element, Kind::Ref(..) | Kind::Unknown),
        _ => false,
    };
    let made: Vec<bool> = f
        .locals
        .iter()
        .map(|l| l.origin != Origin::User && by_place(&l.kind))
        .collect();
    let settle_pat = |p: &mut Pat| {
        p.binds_mut(&mut |b| {
            if made[b.local.0] && !b.by_ref && !declared.contains(b.local) {
                b.mutable = written.contains(b.local);
            }
        });
    };
    let mut body = std::mem::take(&mut f.body);
    body.blocks_mut(&mut |b| {
        for s in &mut b.stmts {
            if let Stmt::Let(l) = s {
                settle_pat(&mut l.pat);
            }
        }
    });
    body.walk_mut(&mut |e| match &mut e.node {
        Node::For(_, p, _, _) | Node::Let(p, _) => settle_pat(p),
        Node::Match(_, arms) => arms.iter_mut().for_each(|a| settle_pat(&mut a.pat)),
        Node::Closure(c) => c.params.iter_mut().for_each(|(p, _)| settle_pat(p)),
        _ => {}
    });
    f.body = body;
}

/// The local that this node writes or borrows mutably, if it owns what is written.
fn direct_writes(e: &Expr, f: &Function) -> Vec<Local> {
    fn owner(e: &Expr, out: &mut Vec<Local>) {
        match &e.node {
            Node::Local(l) => out.push(*l),
            Node::Field(e, _) | Node::Index(e, _) => owner(e, out),
            Node::Tuple(es) => es.iter().for_each(|e| owner(e, out)),
            _ => {}
        }
    }
    let part = |e: &Expr| matches!(e.node, Node::Field(..) | Node::Index(..));
    let mut out = Vec::new();
    match &e.node {
        Node::Assign(p, _) | Node::AssignOp(_, p, _) | Node::Ref(true, p) => {
            owner(p, &mut out);
            // An element behind a reference; the reference itself stays.
            if part(p) {
                out.retain(|l| !matches!(f.local(*l).kind, Kind::Ref(..)));
            }
        }
        Node::Method(m) if crate::ops::methods::mutates(&m.name.to_string()) => {
            owner(&m.recv, &mut out);
            // Through a reference; the reference itself stays.
            out.retain(|l| !matches!(f.local(*l).kind, Kind::Ref(..)));
        }
        // Through a reference, too: what is called stays.
        Node::Call(callee, _) => out.extend(
            callee
                .as_local()
                .filter(|l| !matches!(f.local(*l).kind, Kind::Ref(..))),
        ),
        _ => {}
    }
    out
}
