//! Which closures are arithmetic on elements, so that they can be lifted to whole tensors.
//!
//! In: a closure's parameters and body. Out: yes or no, before anything is written.

use crate::ir::*;
use crate::passes::effects;

/// Methods of an element that only ask.
const QUESTIONS: &[&str] = &[
    "is_nan",
    "is_finite",
    "is_infinite",
    "is_sign_positive",
    "is_sign_negative",
];

/// The local that a closure's parameter binds: `v`, `&v`.
pub fn param_of(p: &Pat) -> Option<Local> {
    match p {
        Pat::Bind(b) if b.sub.is_none() && !b.by_ref => Some(b.local),
        Pat::Ref(_, p) => param_of(p),
        _ => None,
    }
}

/// The part of a closure's body that is asked about.
#[derive(Default)]
pub struct Inside {
    /// The closure's own locals.
    pub own: Vec<Local>,
    /// Whether elements decide if it runs. What can panic there may not be computed for all of them.
    sometimes: bool,
}

impl Inside {
    fn mentioned_in(&self, e: &Expr) -> bool {
        e.mentions(&|l| self.own.contains(&l))
    }

    /// What only some elements run.
    fn branch(&mut self, ask: impl FnOnce(&mut Self) -> bool) -> bool {
        let before = std::mem::replace(&mut self.sometimes, true);
        let answer = ask(self);
        self.sometimes = before;
        answer
    }

    /// What binds locals of its own.
    fn scope(&mut self, ask: impl FnOnce(&mut Self) -> bool) -> bool {
        let n = self.own.len();
        let answer = ask(self);
        self.own.truncate(n);
        answer
    }
}

/// Whether a closure's body is arithmetic that can be done on whole tensors.
pub fn can_lift(e: &Expr, inside: &mut Inside) -> bool {
    if !inside.mentioned_in(e) {
        return effects::is_pure(e)
            && !matches!(e.node, Node::Closure(_))
            && !(inside.sometimes && effects::may_panic(e));
    }
    match &e.node {
        Node::Local(_) => true,
        Node::Ref(false, inner) | Node::Deref(inner) => can_lift(inner, inside),
        Node::Op(op, _, args) => {
            let exponent = *op != "powi" || !inside.mentioned_in(&args[1]);
            let one_number = crate::ops::is_of_numbers_only(op);
            let of_numbers = !one_number && !crate::ops::is_of_arrays_only(op);
            of_numbers && exponent && args.iter().all(|a| can_lift(a, inside))
        }
        Node::Block(b, None) => inside.scope(|i| lift_block(b, i)),
        Node::If(cond, then, otherwise) => inside.scope(|i| {
            is_question(cond, i)
                && i.branch(|i| {
                    lift_block(then, i) && otherwise.as_ref().is_none_or(|e| can_lift(e, i))
                })
        }),
        Node::Assign(place, value) => is_param(place, inside) && can_lift(value, inside),
        Node::AssignOp(op, place, value) => {
            let known = crate::ops::of_assignment(op).is_some();
            known && is_param(place, inside) && can_lift(value, inside)
        }
        _ => false,
    }
}

fn lift_block(b: &Block, inside: &mut Inside) -> bool {
    let stmts = b.stmts.iter().all(|s| match s {
        Stmt::Let(Let {
            pat: Pat::Bind(bind),
            init: Some(init),
            otherwise: None,
            ..
        }) => {
            let ok = bind.sub.is_none() && !bind.by_ref && can_lift(init, inside);
            inside.own.push(bind.local);
            ok
        }
        Stmt::Expr(e) => can_lift(e, inside),
        _ => false,
    });
    stmts && b.tail.as_ref().is_none_or(|e| can_lift(e, inside))
}

/// `v` or `*v` of a local of the closure.
fn is_param(place: &Expr, inside: &Inside) -> bool {
    match &place.node {
        Node::Local(l) => inside.own.contains(l),
        Node::Deref(e) => matches!(e.node, Node::Local(l) if inside.own.contains(&l)),
        _ => false,
    }
}

fn is_question(e: &Expr, inside: &mut Inside) -> bool {
    if !inside.mentioned_in(e) {
        return false;
    }
    match &e.node {
        Node::Binary(syn::BinOp::And(_) | syn::BinOp::Or(_), a, b) => {
            is_question(a, inside) && inside.branch(|i| is_question(b, i))
        }
        Node::Binary(op, a, b) => {
            use syn::BinOp as B;
            let compares = matches!(
                op,
                B::Lt(_) | B::Le(_) | B::Gt(_) | B::Ge(_) | B::Eq(_) | B::Ne(_)
            );
            compares && can_lift(a, inside) && can_lift(b, inside)
        }
        Node::Not(a) => is_question(a, inside),
        Node::Method(m) => {
            QUESTIONS.contains(&m.name.to_string().as_str()) && can_lift(&m.recv, inside)
        }
        _ => false,
    }
}
