//! The statements that regions are made of.

use crate::ir::*;
use crate::ops::tensor::REDUCTIONS;
use crate::passes::{effects, values};

/// One piece of work that can be put off.
#[derive(Clone, Debug)]
pub enum Item {
    /// `local = e`, elementwise.
    Lane {
        local: Local,
        e: Expr,
        mutable: bool,
        reads: Vec<Local>,
    },
    /// `local = op(e, args)`, perhaps with `.unwrap()` behind.
    Reduce {
        local: Local,
        op: Op,
        e: Expr,
        args: Vec<Expr>,
        unwrap: Option<Method>,
        reads: Vec<Local>,
    },
    /// `*place = e`, element by element. `target` is a mutable reference.
    Store {
        target: Expr,
        e: Expr,
        reads: Vec<Local>,
    },
}

impl Item {
    pub fn local(&self) -> Option<Local> {
        match self {
            Item::Lane { local, .. } | Item::Reduce { local, .. } => Some(*local),
            Item::Store { .. } => None,
        }
    }

    pub fn is_store(&self) -> bool {
        matches!(self, Item::Store { .. })
    }

    /// What is computed, before it is reduced or stored.
    pub fn expr(&self) -> &Expr {
        match self {
            Item::Lane { e, .. } | Item::Reduce { e, .. } | Item::Store { e, .. } => e,
        }
    }

    /// The locals in what is computed.
    pub fn reads(&self) -> &[Local] {
        match self {
            Item::Lane { reads, .. } | Item::Reduce { reads, .. } | Item::Store { reads, .. } => {
                reads
            }
        }
    }

    /// What has to exist before: operands, and the place that is stored to.
    pub fn mentions(&self) -> Vec<Local> {
        let mut all = self.reads().to_vec();
        if let Item::Store { target, .. } = self {
            all.extend(effects::reads(target));
        }
        all
    }
}

/// The items that a statement is: one, but for a statement that stores to several places at once.
pub fn of(s: &Stmt) -> Vec<Item> {
    match s {
        Stmt::Let(l) => bound(l).into_iter().collect(),
        Stmt::Expr(e) => {
            let item = |(target, e): (&Expr, &Expr)| Item::Store {
                target: target.clone(),
                reads: effects::reads(e),
                e: e.clone(),
            };
            stores(e).into_iter().map(item).collect()
        }
        Stmt::Item(_) => Vec::new(),
    }
}

fn bound(l: &Let) -> Option<Item> {
    let Let {
        pat: Pat::Bind(bind),
        ty: None,
        init: Some(e),
        otherwise: None,
    } = l
    else {
        return None;
    };
    if bind.sub.is_some() || bind.by_ref {
        return None;
    }
    let (local, mutable) = (bind.local, bind.mutable);
    match &e.node {
        Node::Op(_, Form::Lane(_), _) if mutable && reduces(e) => None,
        Node::Op(op, Form::Lane(_), args) if REDUCTIONS.contains(op) => {
            Some(reduce(local, op, args, None))
        }
        Node::Op(_, Form::Lane(_), _) => Some(Item::Lane {
            local,
            reads: effects::reads(e),
            e: e.clone(),
            mutable,
        }),
        Node::Method(m) if matches!(m.name.to_string().as_str(), "unwrap" | "expect") => {
            match &m.recv.node {
                Node::Op(op, Form::Lane(_), args) if REDUCTIONS.contains(op) => {
                    Some(reduce(local, op, args, Some(m.clone())))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// The operation on tensors that `e` is, perhaps with `.unwrap()` behind.
pub fn elementwise(e: &Expr) -> Option<Op> {
    match &e.node {
        Node::Op(op, Form::Lane(_), _) => Some(op),
        Node::Method(m) if m.name == "unwrap" || m.name == "expect" => elementwise(&m.recv),
        _ => None,
    }
}

/// The targets and values of `rt::store((target, value), ..)`, of which one kernel may store all;
/// none for anything else.
pub fn stores(e: &Expr) -> Vec<(&Expr, &Expr)> {
    let Node::Call(callee, args) = &e.node else {
        return Vec::new();
    };
    let is_store = |p: &syn::ExprPath| {
        let mut names = p.path.segments.iter().rev().map(|s| &s.ident);
        names.next().is_some_and(|n| n == "store") && names.next().is_some_and(|n| n == "rt")
    };
    if !matches!(&callee.node, Node::Path(p) if is_store(p)) {
        return Vec::new();
    }
    let pairs = args.iter().filter_map(|a| match &a.node {
        Node::Tuple(parts) => parts.first().zip(parts.get(1)),
        _ => None,
    });
    pairs.collect()
}

fn reduce(local: Local, op: Op, args: &[Expr], unwrap: Option<Method>) -> Item {
    Item::Reduce {
        local,
        op,
        reads: effects::reads(&args[0]),
        e: args[0].clone(),
        args: args[1..].to_vec(),
        unwrap,
    }
}

fn reduces(e: &Expr) -> bool {
    matches!(&e.node, Node::Op(op, ..) if REDUCTIONS.contains(op))
}

/// Calls `f` on every expression of a statement.
pub fn expressions<'a>(s: &'a Stmt, f: &mut dyn FnMut(&'a Expr)) {
    match s {
        Stmt::Expr(e) => f(e),
        Stmt::Let(l) => {
            l.init.iter().for_each(&mut *f);
            if let Some(b) = &l.otherwise {
                b.children(f);
            }
        }
        Stmt::Item(_) => {}
    }
}

/// Calls `f` on every local that evaluating `e` may move: it is mentioned where it is not just looked
/// at.
pub fn moved(e: &Expr, f: &mut dyn FnMut(Local)) {
    match &e.node {
        Node::Local(l) => f(*l),
        Node::Ref(_, inner) if place(inner).is_some() => {}
        Node::Assign(place, value) if place.as_local().is_some() => moved(value, f),
        Node::Index(base, index) if base.as_local().is_some() => moved(index, f),
        Node::Op(_, Form::Lane(_), args) => {
            let computed = args.iter().filter(|a| a.as_local().is_none());
            computed.for_each(|a| moved(a, f));
        }
        Node::Method(m) if place(&m.recv).is_some() => {
            if crate::ops::tensor::consumes(&m.name.to_string()) {
                moved(&m.recv, f);
            }
            m.args.iter().for_each(|a| moved(a, f));
        }
        Node::Macro(Macro {
            args: MacroArgs::Opaque(_, ls),
            ..
        }) => ls.iter().for_each(|l| f(*l)),
        Node::Closure(c) if c.by_move => values::captured(c).into_iter().for_each(f),
        _ => e.children(&mut |c| moved(c, f)),
    }
}

/// The local that a place is, or is a part of: `x`, `x.a`, `*x`.
pub fn place(e: &Expr) -> Option<Local> {
    match &e.node {
        Node::Local(l) => Some(*l),
        Node::Field(e, _) | Node::Deref(e) => place(e),
        _ => None,
    }
}
