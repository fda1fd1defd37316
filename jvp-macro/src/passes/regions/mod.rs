//! Regions: elementwise work becomes kernels.
//!
//! In: simplified IR, in which every elementwise operation on tensors is a statement of its own
//! (`Form::Lane`). Out: IR without any: each maximal region that one loop can do is one call of a
//! kernel. Elementwise work is put off until something else needs it; what is put off together and
//! has one shape goes into one kernel, whose inner values never get to memory. A reduction takes
//! the region that it reduces with it, or joins the outputs of its shape; a store takes the region
//! that it stores. What costs little and is read by single elements only is computed by these
//! reads. Always holds: no work moves past a write of what it reads, or past an effect.

mod builder;
mod elements;
mod group;
pub mod item;
mod kernel;

use crate::ir::*;
use elements::Reads;
use group::{Groups, Leaf};
use item::Item;
use std::collections::HashMap;

/// The most operands of one kernel.
const OPERANDS: usize = 14;

/// Forms the kernels of `f`.
pub fn run(f: &mut Function, krate: &syn::Path) {
    let mut any = false;
    f.body.walk(&mut |e| {
        any |= matches!(e.node, Node::Op(_, Form::Lane(_), _)) || item::store(e).is_some();
    });
    if !any {
        return;
    }
    super::liveness::rename(f);
    let mut body = std::mem::take(&mut f.body);
    let lenders = lenders(&body);
    body.blocks_mut(&mut |b| block(b, f, &lenders, krate));
    f.body = body;
}

/// What each local may borrow from, by how it is bound.
fn lenders(body: &Block) -> HashMap<Local, Local> {
    let mut out = HashMap::new();
    let mut note = |pat: &Pat, init: &Expr| {
        let made = matches!(init.node, Node::Op(..) | Node::Call(..) | Node::Local(_));
        if let (false, Some(r)) = (made, crate::ir::tree::root(init)) {
            out.extend(pat.locals().into_iter().map(|l| (l, r)));
        }
    };
    let mut blocks = vec![body];
    let mut inner: Vec<&Block> = Vec::new();
    body.walk(&mut |e| match &e.node {
        Node::Block(b, _) | Node::Loop(_, b) | Node::While(_, _, b) | Node::If(_, b, _) => {
            inner.push(b)
        }
        Node::For(_, pat, iter, b) => {
            note(pat, iter);
            inner.push(b);
        }
        _ => {}
    });
    blocks.extend(inner);
    for b in blocks {
        for s in &b.stmts {
            if let Stmt::Let(Let {
                pat,
                init: Some(init),
                ..
            }) = s
            {
                note(pat, init);
            }
        }
    }
    out
}

fn block(b: &mut Block, f: &mut Function, lenders: &HashMap<Local, Local>, krate: &syn::Path) {
    if !b.stmts.iter().any(|s| item::of(s).is_some()) {
        return;
    }
    let stmts = std::mem::take(&mut b.stmts);
    let mut region = Region {
        f,
        lenders,
        krate,
        last: last_mentions(&stmts, b.tail.as_deref()),
        reads: Reads::of(&stmts, b.tail.as_deref()),
        moved: last_moves(&stmts, b.tail.as_deref()),
        pending: Vec::new(),
        out: Vec::new(),
    };
    let n = stmts.len();
    for (i, s) in stmts.into_iter().enumerate() {
        match item::of(&s) {
            Some(item) => {
                if region.conflicts(&item) {
                    region.flush(i);
                }
                region.pending.push(item);
            }
            None => {
                if region.is_needed_by(&s) {
                    region.flush(i);
                }
                region.out.push(s);
            }
        }
    }
    region.flush(n);
    b.stmts = region.out;
}

/// The work that has been put off, in a block.
struct Region<'a> {
    f: &'a mut Function,
    lenders: &'a HashMap<Local, Local>,
    krate: &'a syn::Path,
    /// The last statement that mentions a local; the tail counts as one.
    last: HashMap<Local, usize>,
    reads: Reads,
    /// The last statement that may move a local.
    moved: HashMap<Local, usize>,
    pending: Vec<Item>,
    out: Vec<Stmt>,
}

impl Region<'_> {
    /// Whether an item can't join what is put off.
    fn conflicts(&self, item: &Item) -> bool {
        let reduced = |l: &Local| {
            self.pending
                .iter()
                .any(|p| matches!(p, Item::Reduce { local, .. } if local == l))
        };
        let changing = |l: &Local| {
            let is = |p: &Item| matches!(p, Item::Lane { local, mutable: true, .. } if local == l);
            self.pending.iter().any(is)
        };
        let reads = item.reads();
        let stored = self.pending.iter().any(|p| matches!(p, Item::Store { .. }));
        let store = matches!(item, Item::Store { .. });
        reads.iter().any(reduced)
            || item.mentions().iter().any(changing)
            || (stored && !store)
            || self.overwrites(item)
            || self.operands(&reads) > OPERANDS
    }

    /// Whether an item works on a place that a view, or a larger whole, among the operands looks at:
    /// a kernel must not read what it has written, and the borrow checker would not let it.
    fn overwrites(&self, item: &Item) -> bool {
        let mut places: Vec<Expr> = Vec::new();
        if let Item::Store { target, .. } = item {
            places.push(target.clone());
        }
        let mut current = |leaf: group::Leaf, e: &Expr| {
            if matches!(leaf, group::Leaf::Current(_)) {
                places.push(e.clone());
            }
        };
        group::leaves(item.expr(), &mut current, self.f);
        places.iter().any(|place| {
            let Some(into) = crate::ir::tree::root(place) else {
                return true;
            };
            let whole = is_whole(place, into);
            let mut looks = false;
            let mut note = |leaf: group::Leaf, _: &Expr| {
                if let group::Leaf::Local(l) = leaf {
                    let made = self.pending.iter().any(|p| p.local() == Some(l));
                    looks |= !made && (l != into || !whole) && self.base(l) == self.base(into);
                }
            };
            for p in &self.pending {
                group::leaves(p.expr(), &mut note, self.f);
            }
            looks
        })
    }

    /// What a local borrows from in the end.
    fn base(&self, l: Local) -> Local {
        let mut at = l;
        for _ in 0..self.lenders.len() {
            match self.lenders.get(&at) {
                Some(next) if *next != at => at = *next,
                _ => break,
            }
        }
        at
    }

    /// How many operands the region would have.
    fn operands(&self, more: &[Local]) -> usize {
        let made: Vec<Local> = self.pending.iter().filter_map(Item::local).collect();
        let mut all: Vec<Local> = self.pending.iter().flat_map(Item::reads).collect();
        all.extend(more);
        all.retain(|l| !made.contains(l));
        all.sort_unstable();
        all.dedup();
        all.len()
    }

    /// Whether a statement has to come after what is put off.
    fn is_needed_by(&self, s: &Stmt) -> bool {
        if self.pending.is_empty() {
            return false;
        }
        if self.pending.iter().any(|p| matches!(p, Item::Store { .. })) {
            return true;
        }
        let writes = crate::passes::effects::stmt_writes(s);
        if writes.world {
            return true;
        }
        let made: Vec<Local> = self.pending.iter().filter_map(Item::local).collect();
        let read: Vec<Local> = self.pending.iter().flat_map(Item::reads).collect();
        // Writing to a whole ends the views of it that are looked at.
        let lent = |l: &Local| {
            read.iter()
                .any(|r| r == l || self.base(*r) == self.base(*l))
        };
        let mut needed = writes.locals.iter().any(lent);
        item::expressions(s, &mut |e| {
            needed = needed
                || e.mentions(&|l| made.contains(&l))
                || read.iter().any(|l| self.may_move(*l) && item::moves(e, *l));
        });
        needed
    }

    /// Whether naming a local moves it.
    fn may_move(&self, l: Local) -> bool {
        !matches!(
            self.f.local(l).kind,
            Kind::Scalar(_) | Kind::Inert | Kind::Ref(_, false)
        )
    }

    /// Whether elements of a value can be computed after statement `i` as well: it costs little, and
    /// its operands stay as they are.
    fn may_be_asked(&self, l: Local, items: &[Item], i: usize) -> bool {
        let made = |l: Local| items.iter().find(|item| item.local() == Some(l));
        let Some(Item::Lane {
            e, mutable: false, ..
        }) = made(l)
        else {
            return false;
        };
        let mut stays = !group::is_costly(e);
        let mut note = |leaf: Leaf, _: &Expr| {
            stays &= match leaf {
                Leaf::Local(l) if made(l).is_some() => self.may_be_asked(l, items, i),
                Leaf::Local(l) => self.stays(l, i),
                Leaf::Text(_) | Leaf::Current(_) => false,
            };
        };
        group::leaves(e, &mut note, self.f);
        stays
    }

    /// Whether a local has one value from its binding on, and has it still after statement `i`.
    fn stays(&self, l: Local, i: usize) -> bool {
        let fixed = |l: Local| {
            let data = self.f.local(l);
            !data.mutable && !matches!(data.kind, Kind::Ref(_, true))
        };
        let moved = self.may_move(l) && self.moved.get(&l).is_some_and(|at| *at >= i);
        fixed(l) && fixed(self.base(l)) && !moved
    }

    /// Emits what is put off; statement `i` comes next.
    fn flush(&mut self, i: usize) {
        let items = std::mem::take(&mut self.pending);
        if items.is_empty() {
            return;
        }
        let live = |l: Local| self.last.get(&l).is_some_and(|at| *at >= i);
        let asked = |l: Local| self.reads.are_single_from(l, i) && self.may_be_asked(l, &items, i);
        let groups = Groups::of(&items, self.f, &live, &asked);
        for g in groups.ordered() {
            let stmt = kernel::emit(g, &items, &groups, self.f, self.krate);
            self.out.extend(stmt);
        }
    }
}

fn last_mentions(stmts: &[Stmt], tail: Option<&Expr>) -> HashMap<Local, usize> {
    let mut last = HashMap::new();
    let mut note = |e: &Expr, i: usize| {
        for l in crate::passes::effects::reads(e) {
            last.insert(l, i);
        }
    };
    for (i, s) in stmts.iter().enumerate() {
        // What only an item mentions is the region's own business, until a flush in between.
        item::expressions(s, &mut |e| note(e, i));
    }
    if let Some(e) = tail {
        note(e, stmts.len());
    }
    last
}

fn last_moves(stmts: &[Stmt], tail: Option<&Expr>) -> HashMap<Local, usize> {
    let mut last = HashMap::new();
    let mut note = |e: &Expr, i: usize| {
        let reads = crate::passes::effects::reads(e);
        last.extend(
            reads
                .into_iter()
                .filter(|l| item::moves(e, *l))
                .map(|l| (l, i)),
        );
    };
    for (i, s) in stmts.iter().enumerate() {
        item::expressions(s, &mut |e| note(e, i));
    }
    if let Some(e) = tail {
        note(e, stmts.len());
    }
    last
}

/// `l`, `&mut l`, `&mut *l`: all of it.
fn is_whole(place: &Expr, l: Local) -> bool {
    match &place.node {
        Node::Local(x) => *x == l,
        Node::Ref(_, inner) | Node::Deref(inner) => is_whole(inner, l),
        _ => false,
    }
}
