//! Which work shares a kernel.
//!
//! In: the items of a region. Out: groups, each one kernel: outputs of one shape, reductions of one
//! kind, stores. The shape of a value is the set of operands that it is computed from, with a
//! tangent counted as its primal; equal sets are equal shapes.

use super::item::Item;
use crate::ir::*;
use std::collections::BTreeSet;

/// What stands for an operand: a local, or the text of an expression.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Leaf {
    Local(Local),
    Text(String),
    /// The value that a place has before it is stored to.
    Current(String),
}

/// How a group comes out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Out {
    Map,
    /// One operand, as it is, in the shape of the value.
    Like,
    /// Operation, its further arguments and what unwraps it, as text.
    Reduce(Op, String),
    /// Outputs, and sums along an axis beside them.
    Beside,
    /// One value that is not in memory, to be asked for its elements.
    Elements,
    Store,
}

/// One kernel: the items that it computes.
#[derive(Clone, Debug)]
pub struct Group {
    pub out: Out,
    pub roots: Vec<usize>,
}

pub struct Groups {
    pub groups: Vec<Group>,
    /// The item that makes a local.
    pub made: ByLocal<usize>,
    /// The values that get to memory.
    pub outputs: Locals,
    order: Vec<usize>,
}

impl Groups {
    /// `asked` says of a value that is live whether its elements may be computed when they are read, `rank`
    /// how many axes a local has that are not of length 1 for all that is known.
    pub fn of(
        items: &[Item],
        f: &Function,
        live: &dyn Fn(Local) -> bool,
        asked: &dyn Fn(Local) -> bool,
        rank: &dyn Fn(Local) -> Option<usize>,
    ) -> Groups {
        let lanes = items.iter().enumerate();
        let lanes = lanes.filter_map(|(i, item)| match item {
            Item::Lane { local, .. } => Some((*local, i)),
            _ => None,
        });
        let mut all = Groups {
            groups: Vec::new(),
            made: lanes.clone().collect(),
            outputs: Locals::default(),
            order: Vec::new(),
        };
        let mut elements = Locals::default();
        for l in lanes.map(|(l, _)| l).filter(|l| live(*l)) {
            match asked(l) {
                true => elements.insert(l),
                false => all.outputs.insert(l),
            };
        }
        let shapes = shapes(items, f, &all.made);
        all.outputs.extend(only_checked(items, &shapes, live));
        loop {
            all.groups = partition(items, f, &shapes, &all.made, &all.outputs, live);
            all.groups.extend(asked_for(items, &elements));
            let again = all.computed_twice(items);
            let rank = |l: Local| match shapes.get(l).map(|s| s.iter().collect::<Vec<_>>()) {
                Some(of) => match of[..] {
                    [Leaf::Local(operand)] => rank(*operand),
                    _ => rank(l),
                },
                None => rank(l),
            };
            let Some(kept) = again.or_else(|| all.computed_per_row(items, &rank)) else {
                return all.sorted(items);
            };
            all.outputs.insert(kept);
        }
    }

    /// The groups, each after those whose outputs it reads.
    pub fn ordered(&self) -> impl Iterator<Item = &Group> {
        self.order.iter().map(|i| &self.groups[*i])
    }

    /// The locals of this region that a group computes, those that others make for it left out,
    /// in the order of the program.
    pub fn inner(&self, g: &Group, items: &[Item]) -> Vec<usize> {
        let mut seen = vec![false; items.len()];
        let mut todo: Vec<usize> = g.roots.clone();
        while let Some(i) = todo.pop() {
            if std::mem::replace(&mut seen[i], true) {
                continue;
            }
            for l in items[i].reads() {
                let Some(j) = self.made.get(*l) else { continue };
                if !self.outputs.contains(*l) || g.roots.contains(j) {
                    todo.push(*j);
                }
            }
        }
        (0..items.len()).filter(|i| seen[*i]).collect()
    }

    /// A costly value that no group hands on and that two groups compute.
    fn computed_twice(&self, items: &[Item]) -> Option<Local> {
        let mut users = vec![0; items.len()];
        for g in &self.groups {
            for i in self.inner(g, items) {
                users[i] += 1;
            }
        }
        let twice = items.iter().zip(users).find(|(item, n)| {
            *n > 1 && matches!(item, Item::Lane { .. }) && is_costly(item.expr())
        });
        twice.and_then(|(item, _)| item.local())
    }

    /// A costly value that is broadcast in its group, to more axes than it has: it would be computed once
    /// for each place that it goes to.
    fn computed_per_row(
        &self,
        items: &[Item],
        rank: &dyn Fn(Local) -> Option<usize>,
    ) -> Option<Local> {
        self.groups.iter().find_map(|g| {
            let inner = self.inner(g, items);
            let read = inner.iter().flat_map(|i| items[*i].reads());
            let most = read.filter_map(|l| rank(*l)).max();
            let few = |l: Local| rank(l) < most && rank(l).is_some_and(|r| r > 0);
            let costly = |i: &usize| !g.roots.contains(i) && is_costly(items[*i].expr());
            let mut made = inner.iter().filter(|i| costly(i));
            made.find_map(|i| items[*i].local().filter(|l| few(*l)))
        })
    }

    fn sorted(mut self, items: &[Item]) -> Groups {
        let makes = |g: &Group| -> Vec<Local> {
            match g.out {
                Out::Map | Out::Like | Out::Beside => {
                    g.roots.iter().filter_map(|i| items[*i].local()).collect()
                }
                _ => Vec::new(),
            }
        };
        let needs: Vec<Vec<Local>> = self
            .groups
            .iter()
            .map(|g| {
                let own = makes(g);
                let inner = self.inner(g, items);
                let reads = inner.iter().flat_map(|i| items[*i].reads());
                reads
                    .filter(|l| self.outputs.contains(**l) && !own.contains(l))
                    .copied()
                    .collect()
            })
            .collect();
        let mut done = Locals::default();
        let mut left: Vec<usize> = (0..self.groups.len()).collect();
        // Stores come last: what they overwrite may be read.
        left.sort_by_key(|i| self.groups[*i].out == Out::Store);
        while !left.is_empty() {
            let is_ready = |i: &usize| needs[*i].iter().all(|l| done.contains(*l));
            let ready = left.iter().position(is_ready);
            let Some(at) = ready else {
                // Two groups that read each other: one output at a time.
                return self.split(items);
            };
            let i = left.remove(at);
            done.extend(makes(&self.groups[i]));
            self.order.push(i);
        }
        self
    }

    /// Every output in a kernel of its own, in the order of the program.
    fn split(mut self, items: &[Item]) -> Groups {
        let mut roots: Vec<(Out, usize)> = Vec::new();
        for g in &self.groups {
            roots.extend(g.roots.iter().map(|r| {
                let out = match (&g.out, &items[*r]) {
                    (Out::Beside, Item::Reduce { op, .. }) => Out::Reduce(op, String::new()),
                    (Out::Beside, _) => Out::Map,
                    (out, _) => out.clone(),
                };
                (out, *r)
            }));
        }
        roots.sort_by_key(|(out, i)| (*out == Out::Store, *i));
        self.groups = roots
            .into_iter()
            .map(|(out, root)| Group {
                out,
                roots: vec![root],
            })
            .collect();
        self.order = (0..self.groups.len()).collect();
        debug_assert!(items.len() >= self.order.len());
        self
    }
}

/// What nobody reads, on operands whose shapes may not fit: it panics then, as the program does.
/// What a group computes on its way is checked there, and a tangent fits where its primal does.
fn only_checked(
    items: &[Item],
    shapes: &ByLocal<BTreeSet<Leaf>>,
    live: &dyn Fn(Local) -> bool,
) -> Vec<Local> {
    let mut computed = Locals::default();
    let mut out = Vec::new();
    for item in items.iter().rev() {
        let needed = match item {
            Item::Lane { local, e, .. } => {
                let wanted = live(*local) || computed.contains(*local);
                let primal = matches!(e.node, Node::Op(_, Form::Lane(false), _));
                let misfits = shapes.get(*local).is_some_and(|s| s.len() > 1);
                if !wanted && primal && misfits {
                    out.push(*local);
                }
                wanted || primal && misfits
            }
            Item::Reduce { .. } => runs(item, live),
            Item::Store { .. } => true,
        };
        if needed {
            computed.extend(item.reads().iter().copied());
        }
    }
    out
}

/// Whether a reduction is computed: what nobody reads may still panic, on an empty array, or for
/// want of the axis.
fn runs(item: &Item, live: &dyn Fn(Local) -> bool) -> bool {
    match item {
        Item::Reduce {
            local,
            args,
            unwrap,
            ..
        } => live(*local) || unwrap.is_some() || !args.is_empty(),
        _ => true,
    }
}

/// Groups by kind and shape.
fn partition(
    items: &[Item],
    f: &Function,
    shapes: &ByLocal<BTreeSet<Leaf>>,
    made: &ByLocal<usize>,
    outputs: &Locals,
    live: &dyn Fn(Local) -> bool,
) -> Vec<Group> {
    let mut groups: Vec<(Out, BTreeSet<Leaf>, Group)> = Vec::new();
    for (i, item) in items.iter().enumerate() {
        let shape = shape_of(item.expr(), f, made, shapes);
        let out = match item {
            Item::Lane { local, .. } => {
                if !outputs.contains(*local) {
                    continue;
                }
                match is_operand(item.expr(), f, made) {
                    true => Out::Like,
                    false => Out::Map,
                }
            }
            Item::Reduce {
                op, args, unwrap, ..
            } => {
                if !runs(item, live) {
                    continue;
                }
                let args = args
                    .iter()
                    .map(|a| print::expr(f, a))
                    .collect::<Vec<_>>()
                    .join(", ");
                let unwrap = unwrap.as_ref().map(|m| {
                    let args = m.args.iter().map(|a| print::expr(f, a)).collect::<Vec<_>>();
                    format!("{}({})", m.name, args.join(", "))
                });
                // An optional result is unwrapped once for all, or stands alone.
                let alone = match (*op, &unwrap) {
                    ("mean" | "mean_axis", None) => format!(" #{i}"),
                    _ => String::new(),
                };
                Out::Reduce(op, format!("{args}|{unwrap:?}{alone}"))
            }
            Item::Store { .. } => Out::Store,
        };
        let shape = match out {
            // The target gives the shape.
            Out::Store => BTreeSet::new(),
            // Each is a call of its own.
            Out::Like => [Leaf::Text(format!("#{i}"))].into(),
            _ => shape,
        };
        match groups.iter_mut().find(|(o, s, _)| *o == out && *s == shape) {
            Some((_, _, g)) => g.roots.push(i),
            None => groups.push((
                out.clone(),
                shape,
                Group {
                    out,
                    roots: vec![i],
                },
            )),
        }
    }
    sums_beside_maps(&mut groups);
    groups.into_iter().map(|(_, _, g)| g).collect()
}

/// A group for each value that is asked for its elements.
fn asked_for(items: &[Item], asked: &Locals) -> impl Iterator<Item = Group> {
    let asked = |item: &Item| item.local().is_some_and(|l| asked.contains(l));
    let all = items
        .iter()
        .enumerate()
        .filter(move |(_, item)| asked(item));
    all.map(|(i, _)| Group {
        out: Out::Elements,
        roots: vec![i],
    })
}

/// Sums along an axis go with the outputs of their shape: one pass computes both.
fn sums_beside_maps(groups: &mut Vec<(Out, BTreeSet<Leaf>, Group)>) {
    let is_sum = |out: &Out| matches!(out, Out::Reduce("sum_axis", _));
    while let Some((sum, map)) = groups.iter().enumerate().find_map(|(i, (out, shape, _))| {
        let fits = |(o, s, _): &(Out, BTreeSet<Leaf>, Group)| *o == Out::Map && s == shape;
        is_sum(out)
            .then(|| groups.iter().position(fits))
            .flatten()
            .map(|map| (i, map))
    }) {
        let sums = std::mem::take(&mut groups[sum].2.roots);
        let (out, _, map) = &mut groups[map];
        (*out, map.out) = (Out::Beside, Out::Beside);
        map.roots.extend(sums);
        groups.remove(sum);
    }
}

/// Whether the value is an operand, in a shape that may be larger.
fn is_operand(e: &Expr, f: &Function, made: &ByLocal<usize>) -> bool {
    match &e.node {
        Node::Op("like" | "same", _, args) => args.iter().all(|a| {
            let leaf = |l: Local| made.get(l).is_none() && !f.local(l).kind.is_scalar();
            a.as_local().is_some_and(leaf) || is_operand(a, f, made)
        }),
        _ => false,
    }
}

/// The operands that the shape of each value comes from.
fn shapes(items: &[Item], f: &Function, made: &ByLocal<usize>) -> ByLocal<BTreeSet<Leaf>> {
    let mut shapes = ByLocal::default();
    for item in items {
        if let Item::Lane { local, e, .. } = item {
            let shape = shape_of(e, f, made, &shapes);
            shapes.insert(*local, shape);
        }
    }
    shapes
}

/// The operands that the shape of `e` comes from.
fn shape_of(
    e: &Expr,
    f: &Function,
    made: &ByLocal<usize>,
    shapes: &ByLocal<BTreeSet<Leaf>>,
) -> BTreeSet<Leaf> {
    let mut out = BTreeSet::new();
    leaves(
        e,
        &mut |leaf, _| match &leaf {
            Leaf::Local(l) if made.get(*l).is_some() => {
                out.extend(shapes.get(*l).into_iter().flatten().cloned());
            }
            Leaf::Local(l) if f.local(*l).kind.peeled().is_scalar() => {}
            Leaf::Local(l) => {
                out.insert(Leaf::Local(f.local(*l).twin.unwrap_or(*l)));
            }
            Leaf::Text(_) | Leaf::Current(_) => {
                out.insert(leaf);
            }
        },
        f,
    );
    out
}

/// Calls `found` on every operand in elementwise work.
pub fn leaves<'e>(e: &'e Expr, found: &mut dyn FnMut(Leaf, &'e Expr), f: &Function) {
    match &e.node {
        Node::Local(l) if f.local(*l).kind.is_inert() => {}
        Node::Local(l) => found(Leaf::Local(*l), e),
        Node::Lit(_) | Node::Num(..) => {}
        Node::Op("current", _, args) => found(Leaf::Current(print::expr(f, &args[0])), &args[0]),
        Node::Op(..) | Node::Binary(..) | Node::Not(_) | Node::Block(..) | Node::If(..) => {
            e.children(&mut |c| leaves(c, found, f));
        }
        Node::Call(_, args) => args.iter().for_each(|a| leaves(a, found, f)),
        Node::Method(m) => leaves(&m.recv, found, f),
        _ => found(Leaf::Text(print::expr(f, e)), e),
    }
}

/// Whether computing it again costs more than reading it.
pub fn is_costly(e: &Expr) -> bool {
    e.any(&mut |e| match &e.node {
        Node::Op(op, ..) => !matches!(
            *op,
            "add" | "sub" | "mul" | "neg" | "same" | "like" | "current" | "abs" | "max" | "min"
        ),
        Node::Call(..) => true,
        _ => false,
    })
}
