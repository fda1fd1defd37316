//! Where a value may move: the statement that uses its name, if nothing on the way matters to it.

use crate::ir::*;
use crate::passes::effects::{self, is_pure, may_panic, reads, stmt_writes};

/// The statement that `t`'s value can be moved into; the tail counts as the last one.
pub(super) fn target(b: &Block, i: usize, t: Local, e: &Expr, f: &Function) -> Option<usize> {
    let pure = is_pure(e);
    let panics = may_panic(e);
    let read = reads(e);
    let mutable_reads = |writes: &effects::Writes| writes.locals.iter().any(|l| read.contains(l));
    let borrowed = borrowed(e, f);
    for j in i + 1..=b.stmts.len() {
        let here: Option<&Expr> = match b.stmts.get(j) {
            None => b.tail.as_deref(),
            Some(Stmt::Expr(x)) => Some(x),
            Some(Stmt::Let(l)) => l.init.as_ref(),
            Some(Stmt::Item(_)) => None,
        };
        let mentions = here.is_some_and(|x| x.mentions(&|l| l == t));
        // What is borrowed here may be moved there.
        if !borrowed.is_empty() && here.is_some_and(|x| x.mentions(&|l| borrowed.contains(&l))) {
            return None;
        }
        let in_else = matches!(b.stmts.get(j), Some(Stmt::Let(Let { otherwise: Some(o), .. })) if {
            let mut found = false;
            o.walk(&mut |x| found |= x.as_local() == Some(t));
            found
        });
        if in_else {
            return None;
        }
        if !mentions {
            let s = b.stmts.get(j)?;
            if !pure {
                return None;
            }
            if panics || !read.is_empty() {
                let writes = stmt_writes(s);
                if mutable_reads(&writes) || (panics && writes.world) {
                    return None;
                }
            }
            continue;
        }
        let x = here?;
        let place = position(x, t, f)?;
        // What this statement does before it comes to `t`.
        let writes = match &x.node {
            Node::Assign(place, value) => {
                let mut w = effects::writes(value);
                w.locals.extend(effects::writes(place).locals);
                w
            }
            _ => effects::writes(x),
        };
        let safe = if pure {
            !(mutable_reads(&writes) || panics && inner_effects(x))
        } else {
            place.first && !place.conditional
        };
        return safe.then_some(j);
    }
    None
}

/// Whether anything but the outermost operation of `x` has an effect.
fn inner_effects(x: &Expr) -> bool {
    let mut found = false;
    x.children(&mut |c| found = found || !is_pure(c));
    found
}

struct Position {
    /// Nothing with an effect, and nothing that an effect could change, is evaluated before.
    first: bool,
    conditional: bool,
}

/// Where `t` stands in `x`; none where its value can't be moved to.
fn position(x: &Expr, t: Local, f: &Function) -> Option<Position> {
    fn go(x: &Expr, t: Local, f: &Function, first: &mut bool, parent: Parent) -> Option<Position> {
        if x.as_local() == Some(t) {
            return match parent {
                Parent::Borrow => None,
                _ => Some(Position {
                    first: *first,
                    conditional: false,
                }),
            };
        }
        if !x.mentions(&|l| l == t) {
            let harmless = match &x.node {
                Node::Local(l) => !f.local(*l).mutable || f.local(*l).origin == Origin::Temp,
                Node::Lit(_) | Node::Num(..) | Node::Path(_) => true,
                _ => false,
            };
            *first = *first && harmless;
            return None;
        }
        let scalar = f.local(t).kind.peeled().is_scalar();
        match &x.node {
            // Not into anything that runs later, often, or perhaps.
            Node::Closure(_) | Node::Loop(..) | Node::While(..) => None,
            Node::Block(..) => None,
            Node::For(_, _, iter, _) => go(iter, t, f, first, Parent::Other),
            Node::If(cond, _, _) => {
                if matches!(cond.node, Node::Let(..)) || cond.mentions(&|l| l == t) {
                    go(cond, t, f, first, Parent::Other)
                } else {
                    None
                }
            }
            Node::Match(s, _) => go(s, t, f, first, Parent::Other),
            Node::Binary(syn::BinOp::And(_) | syn::BinOp::Or(_), a, _) => {
                go(a, t, f, first, Parent::Other)
            }
            Node::Ref(_, inner) => go(inner, t, f, first, Parent::Borrow),
            Node::Assign(_, value) => {
                if value.mentions(&|l| l == t) {
                    go(value, t, f, first, Parent::Other)
                } else {
                    None
                }
            }
            Node::AssignOp(_, place, value) => {
                if value.mentions(&|l| l == t) {
                    go(value, t, f, first, Parent::Other)
                } else {
                    // An index, not the place itself.
                    match &place.node {
                        Node::Index(base, index) if !base.mentions(&|l| l == t) => {
                            *first = false;
                            go(index, t, f, first, Parent::Other)
                        }
                        _ => None,
                    }
                }
            }
            _ => {
                let mut out = None;
                x.children(&mut |c| {
                    if out.is_none() {
                        let parent = match &x.node {
                            Node::Method(m)
                                if std::ptr::eq(&*m.recv, c) && !scalar && !by_value(m) =>
                            {
                                Parent::Borrow
                            }
                            _ => Parent::Other,
                        };
                        out = go(c, t, f, first, parent);
                    }
                });
                out
            }
        }
    }
    let mut first = true;
    go(x, t, f, &mut first, Parent::Other)
}

#[derive(Clone, Copy)]
enum Parent {
    /// `t` is borrowed here: it has to stay a place.
    Borrow,
    Other,
}

/// Methods that take their receiver by value, so that a temporary will do.
fn by_value(m: &Method) -> bool {
    let name = m.name.to_string();
    matches!(
        name.as_str(),
        "zip"
            | "map"
            | "unzip"
            | "unwrap"
            | "expect"
            | "and_then"
            | "ok_or"
            | "unwrap_or"
            | "into_iter"
    )
}

/// The locals that a call in `e` borrows and that a use elsewhere would move.
fn borrowed(e: &Expr, f: &Function) -> Vec<Local> {
    let mut out = Vec::new();
    e.walk(&mut |x| {
        // A method that is not known borrows what it is called on.
        if let Node::Method(m) = &x.node
            && crate::ops::methods::class_of(m).is_none()
        {
            out.extend(m.recv.as_local());
        }
        if let Node::Call(_, args) = &x.node {
            out.extend(args.iter().filter_map(|a| match &a.node {
                Node::Ref(false, inner) => inner.as_local(),
                _ => None,
            }));
        }
    });
    out.retain(|l| {
        let kind = &f.local(*l).kind;
        !kind.is_scalar() && !matches!(kind, Kind::Ref(_, false))
    });
    out
}
