//! Collections that the result's type decides: `items.collect()` as what a function returns.
//!
//! In: a lowered function, and its result as written. Out: where the result is a tensor, or a list of
//! `Option`s or `Result`s, of which `collect` can also make one of a list, `collect` at the function's
//! exits says so itself, `collect::<Array1<f64>>()`, as no pass behind knows where its value goes.
//! Closures have exits of their own.

use crate::ir::{Expr, Function, Kind, Node};

/// Gives the exits of `f` the type that they collect into.
pub fn typed(f: &mut Function, output: &syn::ReturnType) {
    let syn::ReturnType::Type(_, ty) = output else {
        return;
    };
    let of_missable = match &f.result {
        Kind::Seq(_, element) => matches!(**element, Kind::Option(_) | Kind::Result(_)),
        _ => false,
    };
    if !f.result.is_tensor() && !of_missable {
        return;
    }
    if let Some(e) = &mut f.body.tail {
        exit(e, ty);
    }
    f.body.children_mut(&mut |e| returns(e, ty));
}

/// The `return`s within `e`.
fn returns(e: &mut Expr, ty: &syn::Type) {
    match &mut e.node {
        Node::Closure(_) => return,
        Node::Return(Some(value)) => exit(value, ty),
        _ => {}
    }
    e.children_mut(&mut |e| returns(e, ty));
}

/// `e` is what the function gives.
fn exit(e: &mut Expr, ty: &syn::Type) {
    match &mut e.node {
        Node::Method(m) if m.name == "collect" && m.turbofish.is_none() => {
            m.turbofish = Some(syn::parse_quote!(::<#ty>));
        }
        Node::Block(b, None) => {
            if let Some(e) = &mut b.tail {
                exit(e, ty);
            }
        }
        Node::If(_, then, otherwise) => {
            if let Some(e) = &mut then.tail {
                exit(e, ty);
            }
            if let Some(e) = otherwise {
                exit(e, ty);
            }
        }
        Node::Match(_, arms) => arms.iter_mut().for_each(|arm| exit(&mut arm.body, ty)),
        _ => {}
    }
}
