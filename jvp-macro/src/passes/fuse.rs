//! Fusion: regions of elementwise work become kernels.
//!
//! In: simplified IR. Out: IR in which every maximal region of elementwise operations on tensors is
//! one kernel, and the tangents of scalar loops use fused multiply-adds. Tensors are still refused
//! by the pushforward, so that today the scalars are what there is: plain Rust arithmetic is their
//! kernel, and a function with a loop is worth one dispatch per call (the local that comes back
//! stands for what was dispatched on). Always holds: no primal operation is contracted.

use super::kinds::{Closures, KindOf};
use crate::ir::kind::TypeParams;
use crate::ir::*;
use crate::ops::formula::owned;

/// Forms the regions of `f`; the local that stands for the multiply-add, if it is used.
pub fn run(f: &mut Function, params: &TypeParams, krate: &syn::Path) -> Option<Local> {
    let plain = f.params.iter().all(|p| {
        let passed = matches!(p.kind.peeled(), Kind::Function(_));
        matches!(p.pat, Pat::Bind(_)) && !p.kind.is_tensor() && !passed
    });
    if !plain || !has_loop(&f.body) || has_kernel(&f.body) {
        return None;
    }
    let fma = f.add_local(LocalData {
        name: "fma".into(),
        span: proc_macro2::Span::call_site(),
        origin: Origin::Temp,
        kind: Kind::Unknown,
        mutable: false,
        pinned: false,
        twin: None,
        numbers: Default::default(),
    });
    let closures = Closures::new();
    let mut body = std::mem::take(&mut f.body);
    let mut used = 0;
    let kinds = KindOf {
        locals: &f.locals,
        closures: &closures,
        params,
    };
    body.walk_mut(&mut |e| {
        if let Some(fused) = contracted(e, fma, kinds, krate) {
            *e = fused;
            used += 1;
        }
    });
    f.body = body;
    (used > 0).then_some(fma)
}

/// A kernel's arithmetic is contracted where it runs.
fn has_kernel(b: &Block) -> bool {
    let mut found = false;
    b.walk(&mut |e| found |= matches!(&e.node, Node::Closure(c) if c.kernel.is_some()));
    found
}

fn has_loop(b: &Block) -> bool {
    let mut found = false;
    b.walk(&mut |e| found |= matches!(e.node, Node::Loop(..) | Node::While(..) | Node::For(..)));
    found
}

/// `s + a b` as one operation, in a tangent and on scalars.
fn contracted(e: &Expr, fma: Local, kinds: KindOf, krate: &syn::Path) -> Option<Expr> {
    let Node::Op(sum @ ("add" | "sub"), Form::Tangent, args) = &e.node else {
        return None;
    };
    let product = |e: &Expr| match &e.node {
        Node::Op("mul", Form::Tangent, parts) => Some((parts[0].clone(), parts[1].clone())),
        _ => None,
    };
    let negated = |e: Expr| {
        let span = e.span;
        match e.node {
            Node::Num(v, f) => Expr::new(Node::Num(-v, f), span),
            _ => Expr::new(Node::Op("neg", Form::Tangent, vec![e]), span),
        }
    };
    let scalar = |e: Expr| {
        // A constant is a value of its own.
        if matches!(e.node, Node::Path(_)) {
            return Some(e);
        }
        let kind = kinds.of(&e);
        let known = matches!(kind.peeled(), Kind::Scalar(_)) && !matches!(kind, Kind::Boxed(_));
        known.then(|| owned(e, &kind, krate))
    };
    // The product that comes later is the one to fold the sum into.
    let (a, b, c) = match (product(&args[1]), product(&args[0])) {
        (Some((a, b)), _) if *sum == "add" => (scalar(a)?, scalar(b)?, scalar(args[0].clone())?),
        (Some((a, b)), _) => (negated(scalar(a)?), scalar(b)?, scalar(args[0].clone())?),
        (None, Some((a, b))) if *sum == "add" => (scalar(a)?, scalar(b)?, scalar(args[1].clone())?),
        (None, Some((a, b))) => (scalar(a)?, scalar(b)?, negated(scalar(args[1].clone())?)),
        (None, None) => return None,
    };
    let fused = Expr::local(fma, e.span).method("mul_add", vec![a, b, c]);
    let number = Kind::Scalar(Float::Literal);
    Some(Expr::new(Node::Known(Box::new(fused), number), e.span))
}
