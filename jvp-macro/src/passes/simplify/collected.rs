//! Pairs that are collected for their tangents alone.
//!
//! `let (_, dv) = pairs.unzip();` collects primals for nobody, and into what nobody says: it becomes
//! `let dv = pairs.collect();`, and what makes the pairs makes tangents.

use super::Facts;
use crate::ir::*;

/// Collects the tangents alone, where only they are wanted. Whether there was such a thing.
pub(super) fn tangents(body: &mut Block, locals: &mut Vec<LocalData>, facts: &Facts) -> bool {
    let mut changed = false;
    body.blocks_mut(&mut |b| {
        for s in &mut b.stmts {
            let Some((pat, init)) = s.plain_let_mut() else {
                continue;
            };
            let Pat::Tuple(ps) = &mut *pat else { continue };
            let [Pat::Wild, Pat::Bind(tangent)] = &ps[..] else {
                continue;
            };
            // An option's `unzip` is another.
            let option = matches!(locals[tangent.local.0].kind.peeled(), Kind::Option(_));
            if option || !facts.made[tangent.local.0] || !is_unzip(init) {
                continue;
            }
            *init = second(init.clone(), tangent.local, locals, facts);
            *pat = ps.remove(1);
            changed = true;
        }
    });
    // `option.map(pair).map(|(_, dv)| dv)`: what makes the pair makes the tangent.
    body.walk_mut(&mut |e| {
        if let Node::Method(m) = &mut e.node
            && m.name == "map"
            && let Some(tangent) = m.args.first().and_then(takes_second)
            && let Some(c) = mapped_pairs(&mut m.recv, facts)
        {
            let pair = std::mem::replace(&mut *c.body, Expr::unit(m.name.span()));
            *c.body = second(pair, tangent, locals, facts);
            *e = std::mem::replace(&mut *m.recv, Expr::unit(e.span));
            changed = true;
        }
    });
    changed
}

/// `|(_, dv)| dv`
fn takes_second(f: &Expr) -> Option<Local> {
    let Node::Closure(c) = &f.node else {
        return None;
    };
    match &c.params[..] {
        [(Pat::Tuple(ps), _)] => match &ps[..] {
            [Pat::Wild, Pat::Bind(b)] if c.body.as_local() == Some(b.local) => Some(b.local),
            _ => None,
        },
        _ => None,
    }
}

/// The closure of `x.map(..)` that makes pairs, if [`second`] can take them apart.
fn mapped_pairs<'a>(e: &'a mut Expr, facts: &Facts) -> Option<&'a mut Closure> {
    let Node::Method(map) = &mut e.node else {
        return None;
    };
    match &mut map.args[..] {
        [arg] if map.name == "map" => match &mut arg.node {
            Node::Closure(c) if has_second(&c.body, facts) => Some(c),
            _ => None,
        },
        _ => None,
    }
}

fn is_unzip(e: &Expr) -> bool {
    matches!(&e.node, Node::Method(m) if m.name == "unzip" && m.args.is_empty())
}

/// The second of the pair `e`, which is an `unzip`, a tuple of which the first can go, or a block
/// that gives one of these.
fn second(mut e: Expr, like: Local, locals: &mut Vec<LocalData>, facts: &Facts) -> Expr {
    match &mut e.node {
        Node::Tuple(parts) => parts.remove(1),
        Node::Block(b, _) => {
            b.tail = b
                .tail
                .take()
                .map(|e| Box::new(second(*e, like, locals, facts)));
            e
        }
        Node::Method(m) => {
            // Where the pairs are made by a closure, it makes tangents.
            if let Some(c) = mapped_pairs(&mut m.recv, facts) {
                let body = std::mem::replace(&mut *c.body, Expr::unit(e.span));
                *c.body = second(body, like, locals, facts);
            } else {
                let l = Local(locals.len());
                locals.push(locals[like.0].clone());
                let closure = Closure {
                    by_move: false,
                    params: vec![(Pat::Tuple(vec![Pat::Wild, Pat::bind(l)]), None)],
                    ret: None,
                    body: Box::new(Expr::local(l, e.span)),
                    kernel: None,
                };
                let closure = Expr::new(Node::Closure(closure), e.span);
                let pairs = std::mem::replace(&mut *m.recv, Expr::unit(e.span));
                *m.recv = pairs.method("map", vec![closure]);
            }
            m.name = proc_macro2::Ident::new("collect", m.name.span());
            e
        }
        _ => e,
    }
}

/// Whether [`second`] can take the pair `e` apart.
fn has_second(e: &Expr, facts: &Facts) -> bool {
    match &e.node {
        Node::Tuple(parts) => parts.len() == 2 && facts.droppable(&parts[0]),
        Node::Block(b, None) => {
            let returns = e.any(&mut |e| matches!(e.node, Node::Return(_)));
            !returns && b.tail.as_ref().is_some_and(|e| has_second(e, facts))
        }
        _ => is_unzip(e),
    }
}
