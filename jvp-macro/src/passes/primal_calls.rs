//! Calls of a JVP of which only the value is wanted: the function itself is called.
//!
//! In: IR in which dead names are `_`. Out: the same, where `let (y, _) = df(x, dx)` is
//! `let y = f(x)`, for a parameter `f`: a comparison needs no tangent. Always holds: `f` is there
//! wherever `df` is, and neither keeps or writes anything.

use crate::ir::function::takes_tangent;
use crate::ir::*;
use std::collections::HashSet;

/// Whether there was such a call.
pub fn run(f: &mut Function) -> bool {
    let params: HashSet<Local> = f.params.iter().flat_map(|p| p.pat.locals()).collect();
    let locals = &f.locals;
    let mut changed = false;
    f.body.blocks_mut(&mut |b| {
        for s in &mut b.stmts {
            let Some((pat, init)) = s.plain_let_mut() else {
                continue;
            };
            let Pat::Tuple(parts) = pat else { continue };
            let [value, Pat::Wild] = &parts[..] else {
                continue;
            };
            let called = called(init, locals, &params);
            if let Some(call) = called {
                (*pat, *init) = (value.clone(), call);
                changed = true;
            }
        }
    });
    changed
}

/// `f(x)` for `df(x, dx)`.
fn called(e: &Expr, locals: &[LocalData], params: &HashSet<Local>) -> Option<Expr> {
    let Node::Call(callee, args) = &e.node else {
        return None;
    };
    let Origin::Tangent(f) = locals[callee.as_local()?.0].origin else {
        return None;
    };
    let kind = locals[f.0].kind.function()?;
    let writes = |k: &Kind| takes_tangent(k) && matches!(k, Kind::Ref(_, true));
    if !params.contains(&f) || kind.keeps || kind.params.iter().any(writes) {
        return None;
    }
    let mut both = args.iter();
    let mut primals = Vec::new();
    for k in &kind.params {
        primals.push(both.next()?.clone());
        if takes_tangent(k) {
            both.next()?;
        }
    }
    let callee = Expr::local(f, callee.span);
    Some(Expr::new(Node::Call(Box::new(callee), primals), e.span))
}
