//! Copies of closures: every local that one binds is bound once in the whole function, so that a
//! copy binds locals of its own.

use super::*;
use std::collections::HashMap;

/// A copy of `c` in which every local that it binds is a new one of the same data, and which is
/// whose.
pub fn copy(f: &mut Function, c: &Closure) -> (Closure, Map) {
    let mut copy = Expr::new(Node::Closure(c.clone()), c.body.span);
    let mut map = Map::new();
    // Ids are unique: all bindings first, then all uses.
    copy.walk_mut(&mut |e| bindings(e, f, &mut map));
    let renamed = |l: Local| map.get(&l).copied().unwrap_or(l);
    copy.walk_mut(&mut |e| match &mut e.node {
        Node::Local(l) => *l = renamed(*l),
        Node::Macro(Macro {
            args: MacroArgs::Opaque(_, locals),
            ..
        }) => locals.iter_mut().for_each(|l| *l = renamed(*l)),
        _ => {}
    });
    match copy.node {
        Node::Closure(c) => (c, map),
        _ => unreachable!("it is the closure that it was"),
    }
}

/// New locals by the original's.
type Map = HashMap<Local, Local>;

/// What `e` itself binds, not what its parts do.
fn bindings(e: &mut Expr, f: &mut Function, map: &mut Map) {
    match &mut e.node {
        Node::Closure(c) => c.params.iter_mut().for_each(|(p, _)| rebind(p, f, map)),
        Node::Let(p, _) => rebind(p, f, map),
        Node::Match(_, arms) => arms.iter_mut().for_each(|a| rebind(&mut a.pat, f, map)),
        Node::For(_, p, _, b) => {
            rebind(p, f, map);
            lets(b, f, map);
        }
        Node::Block(b, _) | Node::Loop(_, b) | Node::While(_, _, b) | Node::If(_, b, _) => {
            lets(b, f, map);
        }
        _ => {}
    }
}

fn lets(b: &mut Block, f: &mut Function, map: &mut Map) {
    for s in &mut b.stmts {
        if let Stmt::Let(l) = s {
            rebind(&mut l.pat, f, map);
            if let Some(b) = &mut l.otherwise {
                lets(b, f, map);
            }
        }
    }
}

/// New locals for what a pattern binds; alternatives bind the same ones.
fn rebind(p: &mut Pat, f: &mut Function, map: &mut Map) {
    match p {
        Pat::Wild | Pat::Rest | Pat::Const(_) => {}
        Pat::Bind(b) => {
            let data = f.local(b.local).clone();
            b.local = *map.entry(b.local).or_insert_with(|| f.add_local(data));
            if let Some(sub) = &mut b.sub {
                rebind(sub, f, map);
            }
        }
        Pat::Tuple(ps) | Pat::TupleStruct(_, ps) | Pat::Slice(ps) | Pat::Or(ps) => {
            ps.iter_mut().for_each(|p| rebind(p, f, map));
        }
        Pat::Struct(_, fields, _) => fields.iter_mut().for_each(|(_, p)| rebind(p, f, map)),
        Pat::Ref(_, p) => rebind(p, f, map),
    }
}
