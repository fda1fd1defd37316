//! Methods that are known by their names, on values whose types are not: the types have to prove it.
//!
//! `p.level.floor()` is a constant if `level` is a number or an array of them, and `v.row(0)` has the tangent
//! `dv.row(0)` if `v` is an array by another name. A type of the user's own may have methods of these names that
//! are something else.

use super::Pf;
use crate::ir::*;
use crate::ops::formula::runtime_call;
use crate::ops::{self, methods};
use std::collections::BTreeMap;

impl Pf<'_> {
    /// Lets types prove what is constant by the name of an operation.
    pub fn prove_piecewise(&self, body: &mut Block) {
        body.walk_mut(&mut |e| {
            if let Node::Op(op, form @ Form::Method(_), args) = &mut e.node
                && ops::is_constant(op)
                && !self.kinds().is_own_op(form, args)
                && matches!(self.kind(&args[0]).peeled(), Kind::Unknown | Kind::Named(_))
                && self.varies(&args[0])
            {
                let span = args[0].span;
                let number = std::mem::replace(&mut args[0], Expr::unit(span));
                let seen = Expr::new(Node::Ref(false, Box::new(number)), span);
                args[0] = runtime_call(self.ctx.krate, "real", vec![seen], span);
            }
        });
    }

    /// Lets types prove that the results of methods have no tangent of which only the names say so.
    pub fn prove_constants(&self, body: &mut Block) {
        body.walk_mut(&mut |e| {
            if let Node::Method(m) = &e.node
                && ops::constant_by_name(m)
                && !methods::is_of_text(m)
                && !self.kinds().is_own_method(m)
                && methods::needs_proof(&m.name.to_string(), self.kind(&m.recv).peeled())
                && self.varies(&m.recv)
            {
                let span = e.span;
                let call = std::mem::replace(e, Expr::unit(span));
                *e = runtime_call(self.ctx.krate, "constant", vec![call], span);
            }
        });
    }

    /// Lets types prove what only text has the methods of.
    pub fn prove_texts(&self, body: &mut Block) {
        body.walk_mut(&mut |e| {
            if let Node::Method(m) = &mut e.node
                && methods::is_of_text(m)
                && !self.kinds().is_own_method(m)
                && matches!(self.kind(&m.recv).peeled(), Kind::Unknown | Kind::Named(_))
                && self.varies(&m.recv)
            {
                let span = m.recv.span;
                let text = std::mem::replace(&mut *m.recv, Expr::unit(span));
                let seen = Expr::new(Node::Ref(false, Box::new(text)), span);
                *m.recv = runtime_call(self.ctx.krate, "text", vec![seen], span);
            }
        });
    }

    /// Statements that prove parameters to have the types of `std` or ndarray that their methods belong to.
    pub fn prove_receivers(&self, body: &Block) -> Vec<Stmt> {
        let mut found = BTreeMap::new();
        body.walk(&mut |e| {
            if let Node::Method(m) = &e.node
                && let Some(l) = itself(&m.recv)
                && matches!(self.kind(&m.recv).peeled(), Kind::Named(_))
                && self.is_known_by_name(m)
            {
                found.entry(l).or_insert(m.recv.span);
            }
        });
        let params = self.f.params.iter().flat_map(|p| p.pat.locals());
        let seeded = params.filter(|l| self.is_active(*l));
        let places = seeded.filter_map(|l| Some((l, *found.get(&l)?)));
        let prove = |(l, span)| {
            let seen = Expr::new(Node::Ref(false, Box::new(Expr::local(l, span))), span);
            Stmt::Expr(runtime_call(self.ctx.krate, "known", vec![seen], span))
        };
        places.map(prove).collect()
    }

    /// Whether the same method is called on the tangent because of its name.
    fn is_known_by_name(&self, m: &Method) -> bool {
        let name = m.name.to_string();
        // What types of all kinds have from `std`'s traits does the same on all of them.
        let everyones = methods::is_of_std(&name) && name != "into";
        self.kinds().is_known_method(m) && !everyones && !ops::constant_by_name(m)
    }

    /// Whether it may depend on a seed.
    pub fn varies(&self, e: &Expr) -> bool {
        // What the pass has made itself is there for what is active.
        e.mentions(&|l| self.ctx.varied.get(l.0) != Some(&false))
    }
}

/// The local that a receiver is, behind references.
fn itself(e: &Expr) -> Option<Local> {
    match &e.node {
        Node::Ref(_, e) | Node::Deref(e) => itself(e),
        _ => e.as_local(),
    }
}
