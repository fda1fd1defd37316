//! The check of `out(y)`: what the function only writes is not read before it is written.
//!
//! In: lowered IR and a parameter. Out: where it is read first, if that can be seen. Follows the
//! order of evaluation up to the first access; a borrow that is handed on counts as a write, since
//! what happens to it can't be seen.

use crate::ir::tree::root;
use crate::ir::*;
use proc_macro2::Span;

/// The first access to a place.
#[derive(Clone, Copy)]
enum Access {
    None,
    Written,
    Read(Span),
}

/// Where `y` is read before it is written.
pub fn read_first(f: &Function, y: Local) -> Option<Span> {
    match block(&f.body, y) {
        Access::Read(span) => Some(span),
        _ => None,
    }
}

fn block(b: &Block, y: Local) -> Access {
    for stmt in &b.stmts {
        let access = match stmt {
            Stmt::Let(l) => l.init.as_ref().map_or(Access::None, |e| expr(e, y)),
            Stmt::Expr(e) => expr(e, y),
            Stmt::Item(_) => Access::None,
        };
        if !matches!(access, Access::None) {
            return access;
        }
    }
    b.tail.as_ref().map_or(Access::None, |e| expr(e, y))
}

/// The first access among these, in order.
fn first<'e>(es: impl IntoIterator<Item = &'e Expr>, y: Local) -> Access {
    for e in es {
        let access = expr(e, y);
        if !matches!(access, Access::None) {
            return access;
        }
    }
    Access::None
}

/// The first access where control takes one of several ways.
fn either(ways: impl IntoIterator<Item = Access>) -> Access {
    let mut out = Access::None;
    for way in ways {
        match way {
            Access::Read(_) => return way,
            Access::Written => out = way,
            Access::None => {}
        }
    }
    out
}

fn then(a: Access, b: impl FnOnce() -> Access) -> Access {
    if matches!(a, Access::None) { b() } else { a }
}

fn expr(e: &Expr, y: Local) -> Access {
    let ours = |e: &Expr| root(e) == Some(y);
    match &e.node {
        Node::Assign(place, value) => then(expr(value, y), || {
            then(indices(place, y), || {
                if ours(place) {
                    Access::Written
                } else {
                    Access::None
                }
            })
        }),
        Node::AssignOp(_, place, value) => then(expr(value, y), || {
            then(indices(place, y), || {
                if ours(place) {
                    Access::Read(place.span)
                } else {
                    Access::None
                }
            })
        }),
        // A name alone, or a mutable borrow, is handed on.
        Node::Local(l) if *l == y => Access::Written,
        Node::Ref(true, inner) if ours(inner) => Access::Written,
        Node::Index(..) | Node::Deref(_) | Node::Ref(false, _) if ours(e) => {
            then(indices(e, y), || Access::Read(e.span))
        }
        Node::Method(m) if matches!(m.recv.node, Node::Method(_)) => {
            then(expr(&m.recv, y), || first(&m.args, y))
        }
        Node::Method(m) if ours(&m.recv) => {
            then(first(&m.args, y), || match m.name.to_string().as_str() {
                "len" | "is_empty" | "shape" | "dim" | "raw_dim" | "ndim" | "nrows" | "ncols"
                | "len_of" => Access::None,
                "fill" | "copy_from_slice" | "clone_from_slice" | "clear" | "assign"
                | "clone_from" => Access::Written,
                n if n.ends_with("_mut") => Access::Written,
                _ => Access::Read(m.name.span()),
            })
        }
        Node::If(cond, yes, no) => then(expr(cond, y), || {
            either([
                block(yes, y),
                no.as_ref().map_or(Access::None, |e| expr(e, y)),
            ])
        }),
        Node::Match(s, arms) => then(expr(s, y), || either(arms.iter().map(|a| expr(&a.body, y)))),
        Node::Block(b, _) | Node::Loop(_, b) => block(b, y),
        Node::While(_, cond, b) => then(expr(cond, y), || block(b, y)),
        Node::For(_, _, iter, b) => then(expr(iter, y), || block(b, y)),
        Node::Closure(c) => match c.body.mentions(&|l| l == y) {
            true => Access::Written,
            false => Access::None,
        },
        _ => {
            let mut access = Access::None;
            e.children(&mut |c| {
                if matches!(access, Access::None) {
                    access = expr(c, y);
                }
            });
            access
        }
    }
}

/// The indices in a place.
fn indices(place: &Expr, y: Local) -> Access {
    match &place.node {
        Node::Index(base, index) => then(indices(base, y), || expr(index, y)),
        Node::Field(base, _) | Node::Deref(base) | Node::Ref(_, base) => indices(base, y),
        _ => Access::None,
    }
}
