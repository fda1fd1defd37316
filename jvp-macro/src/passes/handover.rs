//! Last uses: a tensor that nobody looks at again is handed over.
//!
//! In: calls of the runtime that look at tensors, `map(K, (&z, &dz, b))`. Out: the same with owned
//! tensors by value at their last use, `map(K, (z, dz, b))`: the runtime takes their buffers over
//! or puts them back into its pool. Always holds: nothing is moved that is used later, again in a
//! loop, or that anything may still borrow from.

use super::regions::item;
use crate::ir::*;
use crate::ops::tensor::{self, Rule};

/// Hands over the tensors of `f`.
pub fn run(f: &mut Function, krate: &syn::Path) {
    let may_be = |l: &LocalData| matches!(l.kind, Kind::Tensor(..) | Kind::Unknown);
    if !f.locals.iter().any(may_be) {
        return;
    }
    let lent = lent(f);
    let owned: Locals = f
        .params
        .iter()
        .flat_map(|p| std::iter::once(&p.pat).chain(&p.tangent))
        .flat_map(Pat::locals)
        .collect();
    let may = |f: &Function, l: Local| {
        let kind = &f.local(l).kind;
        !lent.contains(l) && matches!(kind, Kind::Tensor(..) | Kind::Unknown)
    };
    let mut body = std::mem::take(&mut f.body);
    body.blocks_mut(&mut |b| {
        let bound = bound_here(b);
        let own = |l: Local| bound.contains(l) && may(f, l);
        block(b, &own);
    });
    let own = |l: Local| owned.contains(l) && may(f, l);
    block(&mut body, &own);
    body.blocks_mut(&mut |b| recycled(b, f, krate));
    body.blocks_mut(&mut |b| renewed(b, &|l| may(f, l) && f.local(l).mutable));
    f.body = body;
}

/// A tensor that the runtime made and that nobody takes goes back to its pool where its block ends.
fn recycled(b: &mut Block, f: &Function, krate: &syn::Path) {
    let ends = match (b.tail.as_deref(), b.stmts.last()) {
        (Some(e), _) | (None, Some(Stmt::Expr(e))) => super::kinds::diverges(e),
        _ => false,
    };
    if ends {
        return;
    }
    let mut moved = Locals::default();
    b.children(&mut |e| {
        item::moved(e, &mut |l| {
            moved.insert(l);
        })
    });
    let mut dead: Vec<Local> = Vec::new();
    for s in &b.stmts {
        let Stmt::Let(Let {
            pat,
            init: Some(init),
            otherwise: None,
            ..
        }) = s
        else {
            continue;
        };
        if !matches!(pat, Pat::Slice(_) | Pat::Tuple(_) | Pat::Bind(_)) || !is_made(init, b) {
            continue;
        }
        for l in pat.locals() {
            if !matches!(&f.local(l).kind, Kind::Tensor(e, _) if e.is_scalar()) {
                continue;
            }
            if !moved.contains(l) {
                dead.push(l);
            }
        }
    }
    // A view of it may still be looked at in the block's value.
    let seen = |e: &Expr| {
        e.mentions(&|l| {
            let plain = matches!(f.local(l).kind, Kind::Scalar(_) | Kind::Inert);
            !plain && !is_owned(b, l)
        })
    };
    if b.tail.as_ref().is_some_and(|e| seen(e)) {
        return;
    }
    dead.retain(|l| b.tail.as_ref().is_none_or(|e| !e.mentions(&|x| x == *l)));
    for l in dead {
        let span = f.local(l).span;
        let arg = Expr::local(l, span);
        let call = crate::ops::formula::runtime_call(krate, "recycle", vec![arg], span);
        b.stmts.push(Stmt::Expr(call));
    }
}

/// Whether a block binds a local to what the runtime made.
fn is_owned(b: &Block, l: Local) -> bool {
    b.stmts.iter().any(|s| match s {
        Stmt::Let(Let {
            pat,
            init: Some(init),
            ..
        }) => pat.locals().contains(&l) && is_made(init, b),
        _ => false,
    })
}

/// A call that gives tensors of its own: the runtime's, a constructor of owned arrays, or a method that
/// brings what the block has made into another form.
fn is_made(e: &Expr, b: &Block) -> bool {
    match &e.node {
        Node::Call(callee, _) => {
            only_looks(callee) && !is_reference(callee) || is_constructor(callee)
        }
        Node::Method(m) if matches!(m.name.to_string().as_str(), "unwrap" | "expect") => {
            is_made(&m.recv, b)
        }
        Node::Method(m) if tensor::consumes(&m.name.to_string()) => {
            m.recv.as_local().is_some_and(|l| is_owned(b, l))
        }
        _ => false,
    }
}

/// `Array2::zeros`, not `ArrayView2::from_shape`.
fn is_constructor(callee: &Expr) -> bool {
    let Node::Path(p) = &callee.node else {
        return false;
    };
    let names = crate::ir::tree::names(&p.path);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let owned = |ty: &str| {
        ty.starts_with("Array") && !ty.starts_with("ArrayView") && !ty.starts_with("ArrayRef")
    };
    tensor::constructor(&names).is_some() && owned(names[names.len() - 2])
}

/// What gives back its argument, perhaps a reference.
fn is_reference(callee: &Expr) -> bool {
    matches!(&callee.node, Node::Path(p) if matches!(
        crate::ir::tree::last_name(&p.path).as_str(),
        "own" | "constant" | "cast" | "guard"
    ))
}

/// What a statement looks at and a later one of the same block gives a new value, with nothing in
/// between that reads it or leaves, is handed over too.
fn renewed(b: &mut Block, may: &dyn Fn(Local) -> bool) {
    let mut leave: Option<Vec<bool>> = None;
    for j in (0..b.stmts.len()).rev() {
        let Stmt::Expr(e) = &b.stmts[j] else { continue };
        let Node::Assign(place, value) = &e.node else {
            continue;
        };
        let Some(l) = place.as_local().filter(|l| may(*l)) else {
            continue;
        };
        if value.mentions(&|x| x == l) {
            continue;
        }
        let leave = leave.get_or_insert_with(|| b.stmts.iter().map(may_leave).collect());
        for i in (0..j).rev() {
            if leave[i] {
                break;
            }
            let s = &mut b.stmts[i];
            let mut reads = 0;
            item::expressions(s, &mut |e| {
                crate::passes::effects::each_read(e, &mut |x| reads += usize::from(x == l));
            });
            if reads == 0 {
                continue;
            }
            if reads == 1 {
                let only = |x: Local| x == l;
                match s {
                    Stmt::Expr(e) => hand_over(e, &only),
                    Stmt::Let(l) => l.init.iter_mut().for_each(|e| hand_over(e, &only)),
                    Stmt::Item(_) => {}
                }
            }
            break;
        }
    }
}

/// Whether the statements behind this one may be left out.
fn may_leave(s: &Stmt) -> bool {
    let mut leaves = false;
    item::expressions(s, &mut |e| {
        leaves |= e.any(&mut |e| {
            matches!(
                e.node,
                Node::Break(..) | Node::Continue(_) | Node::Return(_) | Node::Try(_)
            )
        });
    });
    leaves
}

/// The locals that the statements of a block bind.
fn bound_here(b: &Block) -> Locals {
    let lets = b.stmts.iter().filter_map(|s| match s {
        Stmt::Let(l) => Some(l.pat.locals()),
        _ => None,
    });
    lets.flatten().collect()
}

fn block(b: &mut Block, own: &dyn Fn(Local) -> bool) {
    // The statement that reads a local last, and how often it does.
    let mut last: ByLocal<(usize, usize)> = ByLocal::default();
    let mut note = |e: &Expr, at: usize| {
        crate::passes::effects::each_read(e, &mut |l| {
            let seen = last.get(l).filter(|seen| seen.0 == at);
            last.insert(l, (at, 1 + seen.map_or(0, |seen| seen.1)));
        });
    };
    for (i, s) in b.stmts.iter().enumerate() {
        item::expressions(s, &mut |e| note(e, i));
    }
    let n = b.stmts.len();
    b.tail.iter().for_each(|e| note(e, n));
    let hand = |e: &mut Expr, i: usize| {
        hand_over(e, &|l| own(l) && last.get(l) == Some(&(i, 1)));
    };
    for (i, s) in b.stmts.iter_mut().enumerate() {
        match s {
            Stmt::Expr(e) => hand(e, i),
            Stmt::Let(l) => l.init.iter_mut().for_each(|e| hand(e, i)),
            Stmt::Item(_) => {}
        }
    }
    if let Some(e) = &mut b.tail {
        hand(e, n);
    }
}

/// Takes the references off in the calls that are evaluated once, as part of this statement.
fn hand_over(e: &mut Expr, may: &dyn Fn(Local) -> bool) {
    match &mut e.node {
        Node::Call(callee, args) if is_runtime(callee) => {
            for a in args {
                match &mut a.node {
                    Node::Tuple(parts) => parts.iter_mut().for_each(|a| strip(a, may)),
                    _ => strip(a, may),
                }
            }
        }
        Node::Method(m) => hand_over(&mut m.recv, may),
        Node::Tuple(es) => es.iter_mut().for_each(|e| hand_over(e, may)),
        Node::Try(e) => hand_over(e, may),
        _ => {}
    }
}

fn strip(a: &mut Expr, may: &dyn Fn(Local) -> bool) {
    if let Node::Ref(false, inner) = &a.node
        && inner.as_local().is_some_and(may)
    {
        *a = (**inner).clone();
    }
}

/// A function of the runtime that takes tensors by value, too.
fn is_runtime(callee: &Expr) -> bool {
    let Node::Path(p) = &callee.node else {
        return false;
    };
    let takes = [
        "map",
        "update",
        "sum",
        "mean",
        "sum_axis",
        "mean_axis",
        "map_sum_axis",
        "dot",
        "dot_sum",
        "like",
    ];
    crate::ir::tree::runtime_name(&p.path).is_some_and(|n| takes.contains(&n.as_str()))
}

/// A function of the runtime whose result borrows from nothing.
fn only_looks(callee: &Expr) -> bool {
    let Node::Path(p) = &callee.node else {
        return false;
    };
    // These hand out what their closures make of borrowed elements, or keep their operands, or give
    // views of them.
    crate::ir::tree::runtime_name(&p.path).is_some_and(|n| {
        !matches!(
            n.as_str(),
            "map_axis_pairs" | "map_pairs_ref" | "same" | "tame" | "elements" | "visited" | "laid"
        )
    })
}

/// The locals that something may borrow from for longer than one call.
fn lent(f: &Function) -> Locals {
    let mut out = Locals::default();
    fn note(e: &Expr, out: &mut Locals) {
        match &e.node {
            Node::Local(_) => {}
            Node::Call(callee, args) if only_looks(callee) => {
                for a in args {
                    match &a.node {
                        Node::Ref(_, inner) if inner.as_local().is_some() => {}
                        Node::Tuple(parts) => parts.iter().for_each(|p| match &p.node {
                            Node::Ref(_, inner) if inner.as_local().is_some() => {}
                            _ => note(p, out),
                        }),
                        _ => note(a, out),
                    }
                }
            }
            Node::Index(base, index) if base.as_local().is_some() => note(index, out),
            Node::Method(m) if m.recv.as_local().is_some() && looks(&m.name.to_string()) => {
                m.args.iter().for_each(|a| note(a, out));
            }
            Node::Method(m) => {
                out.extend(crate::ir::tree::root(&m.recv));
                e.children(&mut |c| note(c, out));
            }
            Node::Ref(_, inner) | Node::Field(inner, _) => {
                out.extend(crate::ir::tree::root(inner));
                note(inner, out);
            }
            Node::Macro(Macro {
                args: MacroArgs::Opaque(_, ls),
                ..
            }) => out.extend(ls.iter().copied()),
            // What it captures it may keep.
            Node::Closure(c) if c.kernel.is_none() => {
                out.extend(crate::passes::effects::reads(&c.body))
            }
            _ => e.children(&mut |c| note(c, out)),
        }
    }
    f.body.children(&mut |e| note(e, &mut out));
    out
}

/// Whether a method of a tensor gives nothing that borrows from it.
fn looks(name: &str) -> bool {
    tensor::method(name).is_some_and(|r| {
        matches!(r.rule, Rule::Constant | Rule::Reduction | Rule::Runtime) || r.mutates
    })
}
