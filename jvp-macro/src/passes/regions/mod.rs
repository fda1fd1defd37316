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
use crate::passes::effects;
use elements::Reads;
use group::{Groups, Leaf};
use item::Item;

/// The most operands of one kernel.
const OPERANDS: usize = 14;

/// Forms the kernels of `f`.
pub fn run(f: &mut Function, krate: &syn::Path) {
    let mut any = false;
    f.body.walk(&mut |e| {
        any |= matches!(e.node, Node::Op(_, Form::Lane(_), _)) || !item::stores(e).is_empty();
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
fn lenders(body: &Block) -> ByLocal<Local> {
    let mut out = ByLocal::default();
    let mut note = |pat: &Pat, init: &Expr| {
        let made = matches!(init.node, Node::Op(..) | Node::Call(..) | Node::Local(_));
        if let (false, Some(r)) = (made, crate::ir::tree::root(init)) {
            pat.binds(&mut |b| {
                out.insert(b.local, r);
            });
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

fn block(b: &mut Block, f: &mut Function, lenders: &ByLocal<Local>, krate: &syn::Path) {
    if b.stmts.iter().all(|s| item::of(s).is_empty()) {
        return;
    }
    let stmts = std::mem::take(&mut b.stmts);
    let mut region = Region {
        f,
        lenders,
        krate,
        reads: Reads::of(&stmts, b.tail.as_deref()),
        moved: last_moves(&stmts, b.tail.as_deref()),
        pending: Pending::default(),
        out: Vec::new(),
    };
    let n = stmts.len();
    for (i, s) in stmts.into_iter().enumerate() {
        let items = item::of(&s);
        if region.stores() || items.is_empty() && region.is_barred_by(&s) {
            region.flush(i);
        }
        if items.is_empty() {
            let mut read = Vec::new();
            item::expressions(&s, &mut |e| read.extend(effects::reads(e)));
            region.provide(&read, i);
            region.out.push(s);
        }
        for item in items {
            if region.conflicts(&item) {
                region.flush(i);
            }
            if item.reads().iter().any(|l| region.pending.reduces(*l)) {
                region.provide(item.reads(), i);
            }
            region.pending.push(item);
        }
    }
    region.flush(n);
    b.stmts = region.out;
}

/// The work that has been put off, in a block.
struct Region<'a> {
    f: &'a mut Function,
    lenders: &'a ByLocal<Local>,
    krate: &'a syn::Path,
    reads: Reads,
    /// The last statement that may move a local; the tail counts as one.
    moved: ByLocal<usize>,
    pending: Pending,
    out: Vec<Stmt>,
}

/// The items of a region, and their locals, kept as they come.
#[derive(Default)]
struct Pending {
    items: Vec<Item>,
    made: Locals,
    read: Locals,
    /// What is read and not made, each once.
    operands: Vec<Local>,
}

impl Pending {
    fn push(&mut self, item: Item) {
        self.operands = self.operands_with(item.reads());
        self.read.extend(item.reads().iter().copied());
        self.made.extend(item.local());
        self.items.push(item);
    }

    /// Whether a local is what a reduction gives.
    fn reduces(&self, l: Local) -> bool {
        let is = |item: &Item| matches!(item, Item::Reduce { local, .. } if *local == l);
        self.items.iter().any(is)
    }

    /// The operands, were these read as well.
    fn operands_with(&self, reads: &[Local]) -> Vec<Local> {
        let mut all = self.operands.clone();
        for l in reads {
            if !self.made.contains(*l) && !all.contains(l) {
                all.push(*l);
            }
        }
        all
    }
}

impl Region<'_> {
    /// Whether a store is put off. It ends its region: what comes next may read the new value, or write
    /// to another part of the same array, or to an array of another shape.
    fn stores(&self) -> bool {
        self.pending.items.iter().any(Item::is_store)
    }

    /// Whether an item can't join what is put off.
    fn conflicts(&self, item: &Item) -> bool {
        let changing = |l: &Local| {
            let is = |p: &Item| matches!(p, Item::Lane { local, mutable: true, .. } if local == l);
            self.pending.items.iter().any(is)
        };
        let reads = item.reads();
        item.mentions().iter().any(changing)
            || self.overwrites(item)
            || self.pending.operands_with(reads).len() > OPERANDS
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
                    let made = self.pending.made.contains(l);
                    looks |= !made && (l != into || !whole) && self.base(l) == self.base(into);
                }
            };
            for p in &self.pending.items {
                group::leaves(p.expr(), &mut note, self.f);
            }
            looks
        })
    }

    /// What a local borrows from in the end.
    fn base(&self, l: Local) -> Local {
        let mut at = l;
        for _ in 0..self.f.locals.len() {
            match self.lenders.get(at) {
                Some(next) if *next != at => at = *next,
                _ => break,
            }
        }
        at
    }

    /// How many axes a tensor has, if that is known.
    fn rank(&self, l: Local) -> Option<usize> {
        match self.f.local(l).kind.peeled() {
            Kind::Tensor(_, rank) => *rank,
            _ => None,
        }
    }

    /// Whether what is put off has to come before a statement, whatever that reads.
    fn is_barred_by(&self, s: &Stmt) -> bool {
        let Pending {
            items,
            read,
            operands,
            ..
        } = &self.pending;
        if items.is_empty() {
            return false;
        }
        let writes = crate::passes::effects::stmt_writes(s);
        // The caller sees what is written to its memory, after a panic too.
        let of_caller = |l: &Local| {
            let mut params = self.f.params.iter();
            params.any(|p| p.pat.locals().contains(&self.base(*l)))
        };
        if writes.world || operands.len() > 1 && writes.locals.iter().any(of_caller) {
            return true;
        }
        // Writing to a whole ends the views of it that are looked at.
        let lent = |l: &Local| {
            let views = |r: &Local| self.base(*r) == self.base(*l);
            read.contains(*l) || operands.iter().any(views)
        };
        let mut barred = writes.locals.iter().any(lent);
        item::expressions(s, &mut |e| {
            item::moved(e, &mut |l| barred |= read.contains(l) && self.may_move(l));
        });
        barred
    }

    /// Emits what makes the locals that statement `i` reads. Where these are sums alone, the rest goes on
    /// being put off: it may be one kernel with what comes of the sums.
    fn provide(&mut self, read: &[Local], i: usize) {
        if !read.iter().any(|l| self.pending.made.contains(*l)) {
            return;
        }
        let Some(apart) = self.sums(read, i) else {
            return self.flush(i);
        };
        let items = std::mem::take(&mut self.pending).items;
        let (mut sums, mut rest) = (Vec::new(), Vec::new());
        for (item, apart) in items.into_iter().zip(apart) {
            match apart {
                true => sums.push(item),
                false => rest.push(item),
            }
        }
        self.emit(&sums, i);
        rest.into_iter().for_each(|item| self.pending.push(item));
    }

    /// Which items are sums over all elements, or serve them and nothing else; none where something else
    /// that is read is put off, or serves others besides.
    fn sums(&self, read: &[Local], i: usize) -> Option<Vec<bool>> {
        let items = &self.pending.items;
        let of = |l: &Local| items.iter().position(|item| item.local() == Some(*l));
        let is_sum = |item: &Item| {
            matches!(
                item,
                Item::Reduce {
                    op: "sum" | "mean",
                    ..
                }
            )
        };
        let mut apart: Vec<bool> = items.iter().map(is_sum).collect();
        // What an item reads is made before it.
        for j in (0..items.len()).rev() {
            if apart[j] {
                let makers = items[j].reads().iter().filter_map(of);
                makers.for_each(|maker| apart[maker] = true);
            }
        }
        let serves = |l: &Local| of(l).is_some_and(|j| apart[j] && !is_sum(&items[j]));
        let mut kept = items.iter().zip(&apart).filter(|(_, apart)| !**apart);
        let shared = kept.any(|(item, _)| item.mentions().iter().any(serves));
        let lives = |l: &Local| serves(l) && self.reads.are_any_from(*l, i);
        let lives = items.iter().filter_map(Item::local).any(|l| lives(&l));
        let sums_alone = read.iter().all(|l| of(l).is_none_or(|j| apart[j]));
        (sums_alone && !shared && !lives).then_some(apart)
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
                Leaf::Local(l) => {
                    self.stays(l, i) && (made(l).is_none() || self.may_be_asked(l, items, i))
                }
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
        let moved = self.may_move(l) && self.moved.get(l).is_some_and(|at| *at >= i);
        fixed(l) && fixed(self.base(l)) && !moved
    }

    /// Emits what is put off; statement `i` comes next.
    fn flush(&mut self, i: usize) {
        let items = std::mem::take(&mut self.pending).items;
        self.emit(&items, i);
    }

    fn emit(&mut self, items: &[Item], i: usize) {
        if items.is_empty() {
            return;
        }
        let live = |l: Local| self.reads.are_any_from(l, i);
        let asked = |l: Local| self.reads.are_single_from(l, i) && self.may_be_asked(l, items, i);
        let rank = |l: Local| self.rank(l).min(self.rank(self.base(l)));
        let groups = Groups::of(items, self.f, &live, &asked, &rank);
        for g in groups.ordered() {
            let stmt = kernel::emit(g, items, &groups, self.f, self.krate);
            self.out.extend(stmt);
        }
    }
}

/// The last statement that may move a local; the tail counts as one.
fn last_moves(stmts: &[Stmt], tail: Option<&Expr>) -> ByLocal<usize> {
    let mut last = ByLocal::default();
    let mut note = |e: &Expr, i: usize| {
        item::moved(e, &mut |l| {
            last.insert(l, i);
        });
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
