//! Locals that something else may hold: code that is not known, or a reference that has a name.

use crate::ir::*;
use crate::passes::effects;
use std::collections::HashSet;

/// Locals whose type is not known to be plain data and that an unknown method or function may
/// change through a shared reference, as a cell lets it.
pub fn exposed(f: &Function) -> HashSet<Local> {
    let plain = |k: &Kind| !matches!(k.peeled(), Kind::Unknown | Kind::Named(_));
    let mut out = HashSet::new();
    f.body.walk(&mut |e| match &e.node {
        Node::Method(m) => {
            let name = m.name.to_string();
            let known = crate::ops::methods::class_of(m).is_some();
            if !known
                || crate::ops::methods::mutates(&name)
                || matches!(name.as_str(), "replace" | "take")
            {
                out.extend(crate::ir::tree::root(&m.recv));
            }
        }
        Node::Call(callee, _) if effects::is_known_pure(callee) => {}
        Node::Call(_, args) => out.extend(args.iter().filter_map(|a| match &a.node {
            Node::Ref(_, inner) => crate::ir::tree::root(inner),
            _ => a.as_local(),
        })),
        _ => {}
    });
    out.retain(|l| !plain(&f.local(*l).kind));
    out
}

/// What a statement borrows from under a name: `let w = &model.w`.
pub fn lender(s: &Stmt) -> Option<Local> {
    match s {
        Stmt::Let(l) => match &l.init.as_ref()?.node {
            Node::Ref(false, place) => crate::ir::tree::root(place),
            _ => None,
        },
        _ => None,
    }
}
