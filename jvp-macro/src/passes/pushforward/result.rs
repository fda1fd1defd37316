//! `Result`s that are kept, as elements of a list, say: one of primals and one of tangents.
//!
//! Always holds: the tangent is `Ok` where the primal is, and its error is `()`, as an error has no
//! tangent; so errors are moved, and never cloned.

use super::form::within;
use super::value::Val;
use super::{Pf, Shape, activity};
use crate::ir::*;
use crate::ops::formula::runtime_call;

impl Pf<'_> {
    /// Primal and tangent of a result over pairs.
    pub fn unzip_result(&mut self, e: Expr, inside: &Shape, kind: &Kind) -> (Expr, Expr) {
        let span = e.span;
        let e = self.restructure_inside(e, inside, &Shape::Pair);
        let both = runtime_call(self.ctx.krate, "unzip_result", vec![e], span);
        self.split_pair(both, kind)
    }

    /// Two results as one over pairs.
    pub fn zip_results(&self, p: Expr, t: Expr, kind: &Kind) -> Expr {
        let span = p.span;
        let both = vec![within(p, kind), within(t, kind)];
        runtime_call(self.ctx.krate, "zip_results", both, span)
    }

    /// `Some(v)` or `Ok(v)`, apart.
    pub fn split_constructor(&mut self, ctor: Expr, v: Val, kind: &Kind) -> (Expr, Expr) {
        let inner = match kind {
            Kind::Option(k) | Kind::Result(k) => (**k).clone(),
            _ => Kind::Unknown,
        };
        let (p, t) = self.split(v, &inner);
        let of_tangent = of_tangent(&ctor);
        (wrapped(ctor, p), wrapped(of_tangent, t))
    }

    /// The zero tangent of a constant `Ok(c)` or `Err(e)`.
    pub fn zero_of_result(&self, callee: &Expr, args: &[Expr], payload: &Kind) -> Option<Expr> {
        let [arg] = args else { return None };
        if activity::is_err(callee) {
            return Some(wrapped(of_tangent(callee), Expr::unit(arg.span)));
        }
        if !is_ok(callee) {
            return None;
        }
        let zero = self.zero_like(arg, &self.kind(arg).join(payload.clone()))?;
        Some(wrapped(of_tangent(callee), zero))
    }
}

fn is_ok(ctor: &Expr) -> bool {
    matches!(&ctor.node, Node::Path(p) if p.path.is_ident("Ok"))
}

fn wrapped(ctor: Expr, e: Expr) -> Expr {
    let span = e.span;
    Expr::new(Node::Call(Box::new(ctor), vec![e]), span)
}

/// The same constructor for a tangent; that of a `Result` has its error's type.
fn of_tangent(ctor: &Expr) -> Expr {
    let path: syn::ExprPath = match ctor {
        _ if is_ok(ctor) => syn::parse_quote!(::core::result::Result::<_, ()>::Ok),
        _ if activity::is_err(ctor) => syn::parse_quote!(::core::result::Result::<_, ()>::Err),
        _ => return ctor.clone(),
    };
    Expr::new(Node::Path(path), ctor.span)
}
