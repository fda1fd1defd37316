//! Values of which nothing but single elements is read later: `v[[i, j]]`.
//!
//! In: the statements of a block. Out: how each local is read. A value that costs little and of which
//! few elements are read does not get to memory: what the runtime's `elements` gives has the
//! operands, and computes an element when it is asked for (`Kind::Elements`). Few is: by two or more
//! indices, in one loop at most, which can't visit them all.

use super::item;
use crate::ir::*;

/// So many loops may visit all elements.
const MANY: usize = 2;

/// Who reads a local: the statement, and whether it reads one element.
#[derive(Default)]
pub struct Reads(ByLocal<Vec<(usize, bool)>>);

impl Reads {
    /// What a block's statements read; the tail counts as one.
    pub fn of(stmts: &[Stmt], tail: Option<&Expr>) -> Reads {
        let mut reads = Reads::default();
        for (i, s) in stmts.iter().enumerate() {
            item::expressions(s, &mut |e| reads.expr(e, i, 0));
        }
        if let Some(e) = tail {
            reads.expr(e, stmts.len(), 0);
        }
        reads
    }

    /// Whether the statements from `i` on read single elements of a local, and nothing else of it.
    pub fn are_single_from(&self, l: Local, i: usize) -> bool {
        let all = self.0.get(l).into_iter().flatten();
        all.filter(|(at, _)| *at >= i).all(|(_, single)| *single)
    }

    /// Whether the statements from `i` on mention a local.
    pub fn are_any_from(&self, l: Local, i: usize) -> bool {
        let last = self.0.get(l).and_then(|all| all.last());
        last.is_some_and(|(at, _)| *at >= i)
    }

    fn expr(&mut self, e: &Expr, at: usize, loops: usize) {
        let mut note = |l: Local, single| self.0.entry(l).push((at, single));
        match &e.node {
            Node::Local(l) => note(*l, false),
            Node::Index(base, index) if base.as_local().is_some() => {
                let few = loops < MANY && are_several(index);
                base.as_local().into_iter().for_each(|l| note(l, few));
                self.expr(index, at, loops);
            }
            // A reference to what is computed would not live long enough.
            Node::Ref(_, inner) => {
                if let Node::Index(base, _) = &inner.node {
                    base.as_local().into_iter().for_each(|l| note(l, false));
                }
                self.expr(inner, at, loops);
            }
            Node::Macro(Macro {
                args: MacroArgs::Opaque(_, ls),
                ..
            }) => ls.iter().for_each(|l| note(*l, false)),
            Node::For(_, _, iter, body) => {
                self.expr(iter, at, loops);
                body.children(&mut |c| self.expr(c, at, loops + 1));
            }
            Node::Loop(..) | Node::While(..) => {
                e.children(&mut |c| self.expr(c, at, loops + 1));
            }
            // A closure may outlive the operands.
            Node::Closure(_) => e.children(&mut |c| self.expr(c, at, MANY)),
            _ => e.children(&mut |c| self.expr(c, at, loops)),
        }
    }
}

/// `[i, j]` or `(i, j)`.
fn are_several(index: &Expr) -> bool {
    matches!(&index.node, Node::Array(es) | Node::Tuple(es) if es.len() >= 2)
}
