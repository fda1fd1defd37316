//! A group of work as one call of a kernel.
//!
//! The kernel is a closure over one element of each operand, marked as such for the backend; the
//! call hands it the operands.

use super::builder::{Builder, looked_at};
use super::group::{Group, Groups, Leaf, Out, leaves};
use super::item::Item;
use crate::ir::*;
use crate::ops::formula::runtime_path;
use std::collections::BTreeMap;

/// The statement that runs a group's kernel.
pub fn emit(
    g: &Group,
    items: &[Item],
    groups: &Groups,
    f: &mut Function,
    krate: &syn::Path,
) -> Option<Stmt> {
    let inner = groups.inner(g, items);
    if let (Out::Like, [root]) = (&g.out, &g.roots[..]) {
        return like(&items[*root], f, krate);
    }
    let mut k = Builder {
        names: ByLocal::default(),
        texts: BTreeMap::new(),
        operands: Vec::new(),
        params: Vec::new(),
        f,
    };
    let mut targets = Vec::new();
    if g.out == Out::Store {
        for i in &g.roots {
            let Item::Store { target, .. } = &items[*i] else {
                continue;
            };
            k.target(target);
            targets.push(target.clone());
        }
    }
    // Operands in the order of the program.
    for i in &inner {
        let mut found = Vec::new();
        leaves(items[*i].expr(), &mut |leaf, e| found.push((leaf, e)), k.f);
        for (leaf, e) in found {
            let computed = match &leaf {
                Leaf::Local(l) => groups.made.get(*l).is_some_and(|j| {
                    inner.contains(j) && (!groups.outputs.contains(*l) || g.roots.contains(j))
                }),
                _ => false,
            };
            if !computed {
                k.operand(leaf, e);
            }
        }
    }
    let mut body = Block::default();
    let (mut outputs, mut sums) = (Vec::new(), Vec::new());
    let (mut results, mut totals) = (Vec::new(), Vec::new());
    for i in &inner {
        let item = &items[*i];
        let value = k.body(item.expr());
        match item {
            Item::Lane { local, .. } => {
                let inside = k.inside(*local);
                k.names.insert(*local, inside);
                body.stmts.push(Stmt::Let(Let {
                    pat: Pat::bind(inside),
                    ty: None,
                    init: Some(value),
                    otherwise: None,
                }));
                if g.roots.contains(i) {
                    outputs.push(Expr::local(inside, item.expr().span));
                    results.push(*local);
                }
            }
            Item::Reduce { local, .. } if g.out == Out::Beside => {
                sums.push(value);
                totals.push(*local);
            }
            Item::Reduce { local, .. } => {
                outputs.push(value);
                results.push(*local);
            }
            Item::Store { .. } => outputs.push(value),
        }
    }
    let span = items[*g.roots.first()?].expr().span;
    outputs.extend(sums);
    body.tail = Some(Box::new(Expr::new(Node::Array(outputs), span)));
    let mut read = Locals::default();
    body.walk(&mut |e| read.extend(e.as_local()));
    let params = k.params.iter().map(|l| match read.contains(*l) {
        true => Pat::bind(*l),
        false => Pat::Wild,
    });
    let name = match results.first() {
        Some(l) => camel(&k.f.local(*l).name),
        None => "Update".to_string(),
    };
    let closure = Closure {
        by_move: false,
        params: vec![(Pat::Slice(params.collect()), None)],
        ret: None,
        body: Box::new(Expr::new(Node::Block(body, None), span)),
        kernel: Some(name),
    };
    let closure = Expr::new(Node::Closure(closure), span);
    let n = targets.len();
    let operands = Expr::new(Node::Tuple(k.operands.split_off(n)), span);
    let (name, mut args) = match &g.out {
        Out::Map | Out::Like => ("map", vec![closure]),
        Out::Store => (
            "update",
            vec![closure, Expr::new(Node::Tuple(targets), span)],
        ),
        Out::Reduce(op, _) => (*op, vec![closure]),
        Out::Beside => ("map_sum_axis", vec![closure]),
        Out::Elements => ("elements", vec![closure]),
    };
    let first = &items[g.roots[0]];
    let mut reduced = g.roots.iter().filter_map(|i| match &items[*i] {
        Item::Reduce { args, .. } => Some(args),
        _ => None,
    });
    args.extend(reduced.next().into_iter().flatten().cloned());
    args.push(operands);
    let callee = runtime_path(krate, &["rt", name], span);
    let call = Expr::new(Node::Call(Box::new(callee), args), span);
    let call = match first {
        Item::Reduce {
            unwrap: Some(m), ..
        } => Expr::new(
            Node::Method(Method {
                recv: Box::new(call),
                ..m.clone()
            }),
            span,
        ),
        // `Option<[E; 1]>`
        Item::Reduce {
            op: "mean" | "mean_axis",
            unwrap: None,
            local,
            ..
        } => {
            return Some(alone(*local, call, f));
        }
        _ => call,
    };
    if g.out == Out::Store {
        return Some(Stmt::Expr(call));
    }
    let mutable = |l: &Local| {
        let is = |i: &Item| matches!(i, Item::Lane { local, mutable: true, .. } if local == l);
        items.iter().any(is)
    };
    let bound = |l: Local| match mutable(&l) {
        true => Pat::bind_mut(l),
        false => Pat::bind(l),
    };
    let all = |results: Vec<Local>| Pat::Slice(results.into_iter().map(bound).collect());
    let pat = match g.out {
        Out::Elements => {
            let value = results[0];
            f.locals[value.0].kind = Kind::Elements;
            Pat::bind(value)
        }
        Out::Beside => Pat::Tuple(vec![all(results), all(totals)]),
        _ => all(results),
    };
    Some(Stmt::Let(Let {
        pat,
        ty: None,
        init: Some(call),
        otherwise: None,
    }))
}

/// `let local = rt::like(x, (a, b));`
fn like(item: &Item, f: &Function, krate: &syn::Path) -> Option<Stmt> {
    let mut all: Vec<Expr> = Vec::new();
    leaves(item.expr(), &mut |_, e| all.push(looked_at(e, f)), f);
    let span = item.expr().span;
    let x = all.remove(0);
    let callee = runtime_path(krate, &["rt", "like"], span);
    let args = vec![x, Expr::new(Node::Tuple(all), span)];
    Some(Stmt::Let(Let {
        pat: match item {
            Item::Lane {
                local,
                mutable: true,
                ..
            } => Pat::bind_mut(*local),
            _ => Pat::bind(item.local()?),
        },
        ty: None,
        init: Some(Expr::new(Node::Call(Box::new(callee), args), span)),
        otherwise: None,
    }))
}

/// `let local = call.map(|[m]| m);`
fn alone(local: Local, call: Expr, f: &mut Function) -> Stmt {
    let span = call.span;
    let data = f.local(local).clone();
    let m = f.add_local(LocalData {
        origin: Origin::Temp,
        kind: Kind::Unknown,
        twin: None,
        numbers: Default::default(),
        ..data
    });
    let closure = Closure {
        by_move: false,
        params: vec![(Pat::Slice(vec![Pat::bind(m)]), None)],
        ret: None,
        body: Box::new(Expr::local(m, span)),
        kernel: None,
    };
    let closure = Expr::new(Node::Closure(closure), span);
    Stmt::Let(Let {
        pat: Pat::bind(local),
        ty: None,
        init: Some(call.method("map", vec![closure])),
        otherwise: None,
    })
}

/// `MeanAxis` for `mean_axis`.
fn camel(name: &str) -> String {
    let mut out = String::new();
    for part in name.trim_start_matches("r#").split('_') {
        let mut chars = part.chars().filter(char::is_ascii_alphanumeric);
        out.extend(chars.next().map(|c| c.to_ascii_uppercase()));
        out.extend(chars);
    }
    out
}
