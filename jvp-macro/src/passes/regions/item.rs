//! The statements that regions are made of.

use crate::ir::*;
use crate::ops::tensor::REDUCTIONS;

/// One piece of work that can be put off.
#[derive(Clone, Debug)]
pub enum Item {
    /// `local = e`, elementwise.
    Lane {
        local: Local,
        e: Expr,
        mutable: bool,
    },
    /// `local = op(e, args)`, perhaps with `.unwrap()` behind.
    Reduce {
        local: Local,
        op: Op,
        e: Expr,
        args: Vec<Expr>,
        unwrap: Option<Method>,
    },
    /// `*place = e`, element by element. `target` is a mutable reference.
    Store { target: Expr, e: Expr },
}

impl Item {
    pub fn local(&self) -> Option<Local> {
        match self {
            Item::Lane { local, .. } | Item::Reduce { local, .. } => Some(*local),
            Item::Store { .. } => None,
        }
    }

    /// What is computed, before it is reduced or stored.
    pub fn expr(&self) -> &Expr {
        match self {
            Item::Lane { e, .. } | Item::Reduce { e, .. } | Item::Store { e, .. } => e,
        }
    }

    pub fn reads(&self) -> Vec<Local> {
        crate::passes::effects::reads(self.expr())
    }

    /// What has to exist before: operands, and the place that is stored to.
    pub fn mentions(&self) -> Vec<Local> {
        let mut all = self.reads();
        if let Item::Store { target, .. } = self {
            all.extend(crate::passes::effects::reads(target));
        }
        all
    }
}

/// The item that a statement is, if it is one.
pub fn of(s: &Stmt) -> Option<Item> {
    match s {
        Stmt::Let(Let {
            pat: Pat::Bind(bind),
            ty: None,
            init: Some(e),
            otherwise: None,
        }) if bind.sub.is_none() && !bind.by_ref => {
            let (local, mutable) = (bind.local, bind.mutable);
            match &e.node {
                Node::Op(_, Form::Lane(_), _) if mutable && reduces(e) => None,
                Node::Op(op, Form::Lane(_), args) if REDUCTIONS.contains(op) => {
                    Some(reduce(local, op, args, None))
                }
                Node::Op(_, Form::Lane(_), _) => Some(Item::Lane {
                    local,
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
        Stmt::Expr(e) => store(e).map(|(target, e)| Item::Store {
            target: target.clone(),
            e: e.clone(),
        }),
        _ => None,
    }
}

/// `rt::store(target, value)`
pub fn store(e: &Expr) -> Option<(&Expr, &Expr)> {
    let Node::Call(callee, args) = &e.node else {
        return None;
    };
    let (Node::Path(p), [target, value]) = (&callee.node, &args[..]) else {
        return None;
    };
    let names = crate::ir::tree::names(&p.path);
    names
        .ends_with(&["rt".to_string(), "store".to_string()])
        .then_some((target, value))
}

fn reduce(local: Local, op: Op, args: &[Expr], unwrap: Option<Method>) -> Item {
    Item::Reduce {
        local,
        op,
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

/// Whether evaluating `e` may move `l`: it is mentioned where it is not just looked at.
pub fn moves(e: &Expr, l: Local) -> bool {
    match &e.node {
        Node::Local(x) => *x == l,
        Node::Ref(_, inner) if inner.as_local() == Some(l) => false,
        Node::Assign(place, value) if place.as_local() == Some(l) => moves(value, l),
        Node::Index(base, index) if base.as_local() == Some(l) => moves(index, l),
        Node::Op(_, Form::Lane(_), args) => {
            args.iter().any(|a| a.as_local() != Some(l) && moves(a, l))
        }
        Node::Method(m) if m.recv.as_local() == Some(l) => {
            crate::ops::tensor::consumes(&m.name.to_string()) || m.args.iter().any(|a| moves(a, l))
        }
        Node::Macro(Macro {
            args: MacroArgs::Opaque(_, ls),
            ..
        }) => ls.contains(&l),
        _ => {
            let mut found = false;
            e.children(&mut |c| found = found || moves(c, l));
            found
        }
    }
}
