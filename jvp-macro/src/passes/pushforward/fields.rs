//! Fields that a pattern of a struct takes out and that may have no tangent: numbers of things, say.
//!
//! `PTangent` has no such field, and so no pattern of it can name one; read by name it is `Skipped`. Only
//! its type tells which fields these are, so what is used as an integer would be is read by name.

use super::Pf;
use crate::ir::*;
use std::collections::HashMap;

/// The locals that patterns of structs bind and that may be integers; the flag says that they are
/// references.
pub fn uncertain(f: &Function) -> HashMap<Local, bool> {
    let mut used = HashMap::new();
    f.body.walk(&mut |e| match &e.node {
        Node::Cast(number, _) => counted(number, &mut used),
        Node::Call(callee, args) if is_conversion(callee) => {
            args.iter().for_each(|a| counted(a, &mut used));
        }
        Node::Op(_, Form::Operator, args) if args.iter().any(is_integer) => {
            args.iter().for_each(|a| counted(a, &mut used));
        }
        _ => {}
    });
    f.body.walk(&mut |e| {
        if let Node::Deref(l) = &e.node
            && let Some(by_ref) = l.as_local().and_then(|l| used.get_mut(&l))
        {
            *by_ref = true;
        }
    });
    used
}

/// The locals in arithmetic that may be of integers.
fn counted(e: &Expr, out: &mut HashMap<Local, bool>) {
    match &e.node {
        Node::Local(l) => drop(out.entry(*l).or_insert(false)),
        Node::Deref(e) => counted(e, out),
        Node::Op(_, Form::Operator, args) => args.iter().for_each(|a| counted(a, out)),
        _ => {}
    }
}

fn is_integer(e: &Expr) -> bool {
    matches!(e.node, Node::Lit(syn::Lit::Int(_)))
}

/// `f64::from`
fn is_conversion(callee: &Expr) -> bool {
    let Node::Path(p) = &callee.node else {
        return false;
    };
    matches!(&tree::names(&p.path)[..], [ty, from] if from == "from" && (ty == "f64" || ty == "f32"))
}

impl Pf<'_> {
    /// A name for the tangent that `pat` is to meet, if it has fields that are read by their names: these
    /// reads, and the pattern of the others, follow in `after`.
    pub fn named_tangent(&mut self, pat: &Pat, after: &mut Vec<Stmt>) -> Option<Pat> {
        let (behind, inner) = match pat {
            Pat::Ref(m, inner) => (Some(*m), &**inner),
            _ => (None, pat),
        };
        let Pat::Struct(path, fields, _) = inner else {
            return None;
        };
        let (read, rest): (Vec<_>, Vec<_>) = fields.iter().cloned().partition(|(_, p)| {
            matches!(p, Pat::Bind(b) if b.sub.is_none()
                && self.uncertain.contains_key(&b.local)
                && self.is_active(b.local)
                && matches!(self.f.local(b.local).kind.peeled(), Kind::Unknown))
        });
        if read.is_empty() || tree::variant(path).is_some() {
            return None;
        }
        let rest = Pat::Struct(path.clone(), rest, true);
        let rest = match behind {
            Some(m) => Pat::Ref(m, Box::new(rest)),
            None => rest,
        };
        let mut later = Vec::new();
        let rest = self.tangent_pat(&rest, &mut later);
        if !rest.is_irrefutable() {
            return None;
        }
        let span = self.f.local(read[0].1.locals()[0]).span;
        let whole = self.fresh("dparts", Kind::Unknown, Origin::Temp, span);
        let (stmts, ()) = self.captured(|pf| {
            for (member, p) in read {
                let Pat::Bind(b) = p else { unreachable!() };
                let parts = Box::new(Expr::local(whole, span));
                let field = Expr::new(Node::Field(parts, member), span);
                let init = match pf.uncertain[&b.local] && !b.by_ref {
                    true => pf.lent_copy(field),
                    false => field,
                };
                let local = pf.tangent(b.local);
                pf.emit_let(Pat::Bind(Bind { local, ..b }), None, init);
            }
            if !rest.is_blank() {
                pf.emit_let(rest, None, Expr::local(whole, span));
            }
        });
        after.extend(stmts);
        after.extend(later);
        Some(Pat::bind(whole))
    }

    /// A reference to a copy of its own: the fields beside it may be borrowed mutably.
    fn lent_copy(&mut self, field: Expr) -> Expr {
        let span = field.span;
        let copy = self.fresh("dnumber", Kind::Unknown, Origin::Temp, span);
        self.f.locals[copy.0].pinned = true;
        self.emit_let(Pat::bind(copy), None, field);
        Expr::new(Node::Ref(false, Box::new(Expr::local(copy, span))), span)
    }
}
