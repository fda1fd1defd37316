//! Products: primal and tangent of one product share what they can.
//!
//! In: `let p = dot(a, b)` with `let t = dot(da, b)` (or the like) behind it. Out: one call,
//! `let (p, t) = dot::jvp_10(a, da, b)`, which packs the shared factor once. Where only the tangent
//! is wanted, the primal is gone before this pass, and the product stays alone.

use crate::ir::*;

/// Joins the products of `f`.
pub fn run(f: &mut Function) {
    f.body.blocks_mut(&mut block);
}

fn block(b: &mut Block) {
    let mut out: Vec<Stmt> = Vec::with_capacity(b.stmts.len());
    for s in std::mem::take(&mut b.stmts) {
        match out.last().and_then(|p| joined(p, &s)) {
            Some(both) => {
                out.pop();
                out.push(both);
            }
            None => out.push(s),
        }
    }
    b.stmts = out;
}

/// The two products as one call, if they are those of a primal and its tangent.
fn joined(p: &Stmt, t: &Stmt) -> Option<Stmt> {
    let (y, name, primal, callee) = product(p)?;
    let (dy, dname, tangent, _) = product(t)?;
    if name != "dot" {
        return None;
    }
    let [a, b] = primal else { return None };
    let same = |x: &Expr, y: &Expr| x.as_operand().is_some() && x.as_operand() == y.as_operand();
    let (mask, args) = match (dname.as_str(), tangent) {
        ("dot", [da, c]) if same(b, c) => ("jvp_10", vec![a, da, b]),
        ("dot", [c, db]) if same(a, c) => ("jvp_01", vec![a, b, db]),
        ("dot_sum", [da, c, d, db]) if same(b, c) && same(a, d) => ("jvp_11", vec![a, da, b, db]),
        _ => return None,
    };
    let mut path = callee.clone();
    path.path
        .segments
        .push(proc_macro2::Ident::new(mask, a.span).into());
    let callee = Expr::new(Node::Path(path), a.span);
    let args = args.into_iter().cloned().collect();
    Some(Stmt::Let(Let {
        pat: Pat::Tuple(vec![Pat::bind(y), Pat::bind(dy)]),
        ty: None,
        init: Some(Expr::new(Node::Call(Box::new(callee), args), a.span)),
        otherwise: None,
    }))
}

/// `let y = rt::dot(..)`
fn product(s: &Stmt) -> Option<(Local, String, &[Expr], &syn::ExprPath)> {
    let Stmt::Let(Let {
        pat: Pat::Bind(bind),
        init: Some(e),
        ty: None,
        ..
    }) = s
    else {
        return None;
    };
    let Node::Call(callee, args) = &e.node else {
        return None;
    };
    let Node::Path(path) = &callee.node else {
        return None;
    };
    let names = crate::ir::tree::names(&path.path);
    let [.., module, name] = &names[..] else {
        return None;
    };
    let known = module == "rt" && (name == "dot" || name == "dot_sum");
    known.then(|| (bind.local, name.clone(), &args[..], path))
}
