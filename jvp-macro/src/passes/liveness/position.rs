//! Where a value may move: the statement that uses its name, if nothing on the way matters to it.

use crate::ir::*;
use crate::passes::effects::{self, Writes, is_pure, may_panic, reads, stmt_writes};
use crate::passes::regions::item;

/// What a scan over the statements of a block asks again and again: where a local stands, and whether
/// anything writes it. Statements whose value has moved leave a gap until the scan is over, so that
/// places stay.
pub(super) struct Sites {
    /// The last statement that mentions a local; the tail counts as one.
    last: Vec<usize>,
    /// Where the value of a statement has gone.
    gone: Vec<Option<Gone>>,
    /// What the block's statements may write, all together.
    written: Locals,
    world: bool,
}

/// A value has moved into a later statement, or to wherever its name was.
#[derive(Clone, Copy)]
enum Gone {
    To(usize),
    Everywhere,
}

impl Sites {
    pub fn of(b: &Block, f: &Function) -> Sites {
        let n = b.stmts.len();
        let mut last = vec![0; f.locals.len()];
        let mut all = Writes::default();
        for i in 0..=n {
            each_of(b, i, &mut |e| {
                e.walk(&mut |e| {
                    effects::note_reads(e, &mut |l| last[l.0] = i);
                    effects::note_writes(e, &mut all);
                });
            });
        }
        Sites {
            last,
            gone: vec![None; n],
            written: all.locals.into_iter().collect(),
            world: all.world,
        }
    }

    /// The statement that mentions `l` last.
    fn last(&self, l: Local) -> usize {
        let mut at = self.last[l.0];
        while let Some(Some(Gone::To(next))) = self.gone.get(at) {
            at = *next;
        }
        at
    }

    /// The statements between two, gaps left out.
    fn between(&self, i: usize, j: usize) -> impl Iterator<Item = usize> {
        (i + 1..j).filter(|k| self.gone[*k].is_none())
    }

    /// Takes the value that statement `i` names, to put it into statement `to`, or everywhere.
    pub fn take(&mut self, b: &mut Block, i: usize, to: Option<usize>) -> Expr {
        self.gone[i] = Some(to.map_or(Gone::Everywhere, Gone::To));
        let gap = Stmt::Item(proc_macro2::TokenStream::new());
        match std::mem::replace(&mut b.stmts[i], gap) {
            Stmt::Let(Let { init: Some(e), .. }) => e,
            _ => unreachable!("it names a value"),
        }
    }

    /// Closes the gaps.
    pub fn close(self, b: &mut Block) {
        let mut gone = self.gone.into_iter();
        b.stmts.retain(|_| gone.next().flatten().is_none());
    }
}

/// Calls `f` on the expressions of statement `i`; the tail counts as the last one.
fn each_of(b: &Block, i: usize, f: &mut dyn FnMut(&Expr)) {
    match b.stmts.get(i) {
        None => b.tail.iter().for_each(|e| f(e)),
        Some(s) => item::expressions(s, f),
    }
}

/// The statement that `t`'s value, which statement `i` names, can be moved into; the tail counts as
/// the last one. It is used once.
pub(super) fn target(
    b: &Block,
    i: usize,
    t: Local,
    e: &Expr,
    f: &Function,
    sites: &Sites,
) -> Option<usize> {
    let j = sites.last(t);
    let here: &Expr = match b.stmts.get(j) {
        None => b.tail.as_deref()?,
        Some(Stmt::Expr(x)) => x,
        Some(Stmt::Let(l)) => l.init.as_ref()?,
        Some(Stmt::Item(_)) => return None,
    };
    let pure = is_pure(e);
    if !pure && sites.between(i, j).next().is_some() {
        return None;
    }
    // None where it stands in an `else` that leaves.
    let place = position(here, t, f)?;
    // What is borrowed here may be moved there.
    let borrowed = borrowed(e, f);
    if !borrowed.is_empty() {
        let mut moved = false;
        for k in sites.between(i, j).chain([j]) {
            each_of(b, k, &mut |x| {
                moved = moved || x.mentions(&|l| borrowed.contains(&l));
            });
        }
        if moved {
            return None;
        }
    }
    // What is read here may be gone there.
    let owned = |l: &Local| is_moved(&f.local(*l).kind);
    let owned: Vec<Local> = reads(e).into_iter().filter(owned).collect();
    if !owned.is_empty() {
        let mut gone = false;
        for k in sites.between(i, j).chain([j]) {
            each_of(b, k, &mut |x| gone = gone || hands_over(x, &owned));
        }
        if gone {
            return None;
        }
    }
    if !pure {
        return (place.first && !place.conditional).then_some(j);
    }
    let panics = may_panic(e);
    let read = reads(e);
    // Most of the time nothing in the whole block matters to it.
    if panics && sites.world || read.iter().any(|l| sites.written.contains(*l)) {
        let overwrites = |w: &Writes| w.locals.iter().any(|l| read.contains(l));
        let matters = |w: &Writes| overwrites(w) || panics && w.world;
        if sites
            .between(i, j)
            .any(|k| matters(&stmt_writes(&b.stmts[k])))
        {
            return None;
        }
        // What the statement does before it comes to `t`.
        let mut before = Writes::default();
        match &here.node {
            Node::Assign(place, value) => {
                effects::add_writes(value, &mut before);
                effects::add_writes(place, &mut before);
            }
            _ => effects::add_writes(here, &mut before),
        }
        if overwrites(&before) {
            return None;
        }
    }
    (!panics || !inner_effects(here)).then_some(j)
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

/// Where `t`, which is used once, stands in `x`; none where its value can't be moved to.
fn position(x: &Expr, t: Local, f: &Function) -> Option<Position> {
    fn go(x: &Expr, t: Local, f: &Function, first: &mut bool, parent: Parent) -> Option<Position> {
        let found = match &x.node {
            Node::Local(l) if *l == t => {
                return match parent {
                    Parent::Borrow => None,
                    _ => Some(Position {
                        first: *first,
                        conditional: false,
                    }),
                };
            }
            Node::Local(l) => {
                *first &= !f.local(*l).mutable || f.local(*l).origin == Origin::Temp;
                return None;
            }
            Node::Lit(_) | Node::Num(..) | Node::Path(_) => return None,
            // Not into anything that runs later, often, or perhaps.
            Node::Closure(_) | Node::Loop(..) | Node::While(..) | Node::Block(..) => None,
            Node::For(_, _, e, _)
            | Node::If(e, ..)
            | Node::Match(e, _)
            | Node::Binary(syn::BinOp::And(_) | syn::BinOp::Or(_), e, _)
            | Node::Assign(_, e) => go(e, t, f, first, Parent::Other),
            Node::Ref(_, inner) => go(inner, t, f, first, Parent::Borrow),
            Node::AssignOp(_, place, value) => {
                let in_value = go(value, t, f, first, Parent::Other);
                in_value.or_else(|| match &place.node {
                    // In an index, but not as the place itself.
                    Node::Index(base, index) if !base.mentions(&|l| l == t) => {
                        *first = false;
                        go(index, t, f, first, Parent::Other)
                    }
                    _ => None,
                })
            }
            Node::Method(m) => {
                let borrows = !f.local(t).kind.peeled().is_scalar() && !by_value(m);
                let parent = if borrows {
                    Parent::Borrow
                } else {
                    Parent::Other
                };
                let mut found = go(&m.recv, t, f, first, parent);
                for a in &m.args {
                    found = found.or_else(|| go(a, t, f, first, Parent::Other));
                }
                found
            }
            _ => {
                let mut found = None;
                x.children(&mut |c| {
                    if found.is_none() {
                        found = go(c, t, f, first, Parent::Other);
                    }
                });
                found
            }
        };
        *first &= found.is_some();
        found
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

/// Whether a value of this kind moves where it is handed over, as far as is known.
fn is_moved(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Seq(Seq::Vec, _) | Kind::Boxed(_) | Kind::Named(_)
    )
}

/// Whether `x` hands one of the locals over by its name.
fn hands_over(x: &Expr, locals: &[Local]) -> bool {
    let named = |e: &Expr| e.as_local().is_some_and(|l| locals.contains(&l));
    named(x)
        || x.any(&mut |x| match &x.node {
            Node::Tuple(es) | Node::Array(es) | Node::Call(_, es) => es.iter().any(named),
            Node::Struct(_, fields, rest) => {
                fields.iter().any(|(_, e)| named(e)) || rest.as_deref().is_some_and(named)
            }
            Node::Method(m) => m.args.iter().any(named) || by_value(m) && named(&m.recv),
            _ => false,
        })
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
