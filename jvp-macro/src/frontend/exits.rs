//! Collections that the result's type decides: `items.collect()` as what a function returns.
//!
//! In: a lowered function, and its result as written. Out: where the result, or a part of it (in
//! `Some`, in `Ok`, in a tuple), is a tensor, or a list of `Option`s or `Result`s, of which `collect`
//! can also make one of a list, `collect` at the function's exits says so itself,
//! `collect::<Array1<f64>>()`, as no pass behind knows where its value goes. Closures have exits of
//! their own.

use crate::ir::{Expr, Function, Kind, Node};

/// Gives the exits of `f` the type that they collect into.
pub fn typed(f: &mut Function, output: &syn::ReturnType) {
    let syn::ReturnType::Type(_, ty) = output else {
        return;
    };
    let result = Returned {
        kind: &f.result,
        ty,
    };
    if let Some(e) = &mut f.body.tail {
        exit(e, result);
    }
    f.body.children_mut(&mut |e| returns(e, result));
}

/// What is returned, or a part of it.
#[derive(Clone, Copy)]
struct Returned<'a> {
    kind: &'a Kind,
    ty: &'a syn::Type,
}

impl<'a> Returned<'a> {
    /// What `Some` or `Ok` of it holds.
    fn inner(self) -> Option<Self> {
        let (Kind::Option(kind) | Kind::Result(kind), syn::Type::Path(p)) = (self.kind, self.ty)
        else {
            return None;
        };
        let syn::PathArguments::AngleBracketed(a) = &p.path.segments.last()?.arguments else {
            return None;
        };
        let ty = a.args.iter().find_map(|a| match a {
            syn::GenericArgument::Type(ty) => Some(ty),
            _ => None,
        });
        ty.map(|ty| Returned { kind, ty })
    }

    fn parts(self) -> impl Iterator<Item = Self> {
        let (kinds, types) = match (self.kind, self.ty) {
            (Kind::Tuple(kinds), syn::Type::Tuple(t)) => (Some(kinds), Some(&t.elems)),
            _ => (None, None),
        };
        let parts = kinds.into_iter().flatten().zip(types.into_iter().flatten());
        parts.map(|(kind, ty)| Returned { kind, ty })
    }
}

/// The `return`s within `e`.
fn returns(e: &mut Expr, result: Returned) {
    match &mut e.node {
        Node::Closure(_) => return,
        Node::Return(Some(value)) => exit(value, result),
        _ => {}
    }
    e.children_mut(&mut |e| returns(e, result));
}

/// `e` is what the function gives.
fn exit(e: &mut Expr, result: Returned) {
    match &mut e.node {
        Node::Method(m)
            if m.name == "collect" && m.turbofish.is_none() && is_decided_by_type(result.kind) =>
        {
            let ty = result.ty;
            m.turbofish = Some(syn::parse_quote!(::<#ty>));
        }
        Node::Call(callee, args) if is_some_or_ok(callee) => {
            if let ([e], Some(inner)) = (&mut args[..], result.inner()) {
                exit(e, inner);
            }
        }
        Node::Tuple(es) => es
            .iter_mut()
            .zip(result.parts())
            .for_each(|(e, p)| exit(e, p)),
        Node::Block(b, None) => {
            if let Some(e) = &mut b.tail {
                exit(e, result);
            }
        }
        Node::If(_, then, otherwise) => {
            if let Some(e) = &mut then.tail {
                exit(e, result);
            }
            if let Some(e) = otherwise {
                exit(e, result);
            }
        }
        Node::Match(_, arms) => arms.iter_mut().for_each(|arm| exit(&mut arm.body, result)),
        _ => {}
    }
}

fn is_some_or_ok(callee: &Expr) -> bool {
    matches!(&callee.node, Node::Path(p) if p.path.is_ident("Some") || p.path.is_ident("Ok"))
}

/// Whether `collect` can't know by itself what it makes.
fn is_decided_by_type(kind: &Kind) -> bool {
    match kind {
        Kind::Seq(_, element) => matches!(**element, Kind::Option(_) | Kind::Result(_)),
        kind => kind.is_tensor(),
    }
}
