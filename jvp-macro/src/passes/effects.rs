//! What an expression does besides giving a value.
//!
//! Used wherever code is moved, shared or dropped. Every answer errs on the safe side: an unknown
//! call writes everything that it can reach.

use crate::ir::tree::root;
use crate::ir::*;
use crate::ops::{methods, tensor};

/// Whether evaluating `e` has no effect but its value, panics aside.
pub fn is_pure(e: &Expr) -> bool {
    match &e.node {
        Node::Local(_) | Node::Lit(_) | Node::Num(..) | Node::Path(_) => true,
        Node::Op(..)
        | Node::Binary(..)
        | Node::Not(_)
        | Node::Field(..)
        | Node::Index(..)
        | Node::Ref(false, _)
        | Node::Deref(_)
        | Node::Tuple(_)
        | Node::Array(_)
        | Node::Repeat(..)
        | Node::Vec(_)
        | Node::Range(..)
        | Node::Cast(..)
        | Node::Known(..)
        | Node::Struct(..) => children_pure(e),
        Node::Call(callee, args) => is_known_pure(callee) && args.iter().all(is_pure),
        Node::Method(m) => {
            let name = m.name.to_string();
            let pure = methods::is_pure(&name) && !takes(m);
            (pure || tensor::is_pure(&name)) && children_pure(e)
        }
        Node::Closure(c) => is_pure(&c.body),
        Node::If(cond, then, otherwise) => {
            is_pure(cond) && block_is_pure(then) && otherwise.as_ref().is_none_or(|e| is_pure(e))
        }
        Node::Match(..) => children_pure(e),
        Node::Let(_, e) => is_pure(e),
        Node::Block(b, None) => block_is_pure(b),
        Node::Macro(m) if m.is_slice() => only_computes(m),
        Node::Macro(m) => m.builds_tensor() && children_pure(e),
        _ => false,
    }
}

/// Whether the positions of `s![..]`, which are text, call nothing but what only computes.
pub fn only_computes(m: &Macro) -> bool {
    fn computes(tokens: proc_macro2::TokenStream) -> bool {
        use proc_macro2::{Delimiter, TokenTree};
        let mut callee: Option<String> = None;
        tokens.into_iter().all(|t| match t {
            TokenTree::Ident(name) => {
                callee = Some(name.to_string());
                true
            }
            TokenTree::Group(g) => {
                let name = callee.take();
                let call = name.filter(|_| g.delimiter() == Delimiter::Parenthesis);
                let pure = |n: String| methods::is_pure(&n) || tensor::is_pure(&n);
                g.delimiter() != Delimiter::Brace && call.is_none_or(pure) && computes(g.stream())
            }
            // `name!(..)`
            TokenTree::Punct(p) if p.as_char() == '!' => false,
            _ => {
                callee = None;
                true
            }
        })
    }
    match &m.args {
        MacroArgs::Opaque(tokens, _) => computes(tokens.clone()),
        MacroArgs::Exprs(_) => true,
    }
}

fn children_pure(e: &Expr) -> bool {
    let mut pure = true;
    e.children(&mut |c| pure = pure && is_pure(c));
    pure
}

fn block_is_pure(b: &Block) -> bool {
    let stmts = b.stmts.iter().all(|s| match s {
        Stmt::Let(l) => l.otherwise.is_none() && l.init.as_ref().is_none_or(is_pure),
        Stmt::Expr(e) => is_pure(e),
        Stmt::Item(_) => true,
    });
    stmts && b.tail.as_ref().is_none_or(|e| is_pure(e))
}

/// Constructors and the runtime's functions without effect.
pub fn is_known_pure(callee: &Expr) -> bool {
    let Node::Path(p) = &callee.node else {
        return false;
    };
    let names: Vec<String> = crate::ir::tree::names(&p.path);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    match &names[..] {
        ["Some" | "Ok" | "Err" | "Axis" | "IxDyn" | "Dim"]
        | ["ndarray", "Axis" | "IxDyn" | "Dim"]
        | ["Box", "new"]
        | ["Vec", "new" | "with_capacity" | "from"] => true,
        // Ours, under the path of the `jvp` crate; a user's own `rt` may do anything.
        [_, .., "rt", name] => PURE_RUNTIME.contains(name) || name.ends_with("_slope"),
        [_, .., "rt", name, mask] if mask.starts_with("jvp") => PURE_RUNTIME.contains(name),
        ["f64" | "f32", name] if methods::class(name) == Some(methods::Class::Constant) => true,
        [ty, "zero" | "one" | "lit"] => tree::is_upper(ty),
        _ => false,
    }
}

/// Whether it is `std::mem::swap`, `replace` or `take`, which write through all of their references.
pub fn is_exchange(callee: &Expr) -> bool {
    let Node::Path(p) = &callee.node else {
        return false;
    };
    let names: Vec<String> = crate::ir::tree::names(&p.path);
    matches!(names.as_slice(), [.., module, name]
        if module == "mem" && ["swap", "replace", "take"].contains(&name.as_str()))
}

/// The runtime's functions that a rule or a zero tangent calls, beside the slopes.
const PURE_RUNTIME: &[&str] = &[
    "zero",
    "owned_zero",
    "zeros",
    "zeros_like",
    "zeros_of",
    "own",
    "cast",
    "constant",
    "text",
    "guard",
    "powi_factor",
    "trigamma",
    "abs_part",
    "max_part",
    "min_part",
    "clamp_part",
    "clamp_low_part",
    "clamp_high_part",
    "copysign_part",
    // On tensors.
    "map",
    "map_by",
    "like",
    "sum",
    "mean",
    "sum_axis",
    "map_sum_axis",
    "mean_axis",
    "dot",
    "dot_sum",
    "product",
    "var",
    "std",
    "product_axis",
    "var_axis",
    "std_axis",
    "cumprod",
    "kron",
];

/// `Option::take` empties its receiver; an iterator's `take(n)` does nothing.
fn takes(m: &Method) -> bool {
    m.name == "take" && m.args.is_empty()
}

/// Whether evaluating `e`, which is pure, can panic.
pub fn may_panic(e: &Expr) -> bool {
    e.any(&mut |e| match &e.node {
        Node::Index(..) => true,
        Node::Method(m) => {
            let name = m.name.to_string();
            let of_std = matches!(
                name.as_str(),
                "unwrap"
                    | "expect"
                    | "split_at"
                    | "split_at_mut"
                    | "chunks"
                    | "chunks_exact"
                    | "windows"
                    | "step_by"
            );
            of_std || tensor::may_panic(&name)
        }
        // Integer arithmetic may overflow; whether it is that is not known here.
        Node::Op(_, Form::Operator, args) => args
            .iter()
            .any(|a| matches!(&a.node, Node::Lit(syn::Lit::Int(_)))),
        Node::Vec(_) => true,
        // Shapes that do not fit.
        Node::Op(_, Form::Lane(_), args) => args.len() > 1,
        Node::Call(callee, _) => {
            matches!(&callee.node, Node::Path(p) if is_runtime_on_tensors(&p.path))
        }
        _ => false,
    })
}

/// A function of the runtime that has tensors for operands.
fn is_runtime_on_tensors(path: &syn::Path) -> bool {
    let tensors = PURE_RUNTIME.iter().skip_while(|n| **n != "map");
    crate::ir::tree::runtime_name(path).is_some_and(|n| tensors.into_iter().any(|t| *t == n))
}

/// What an expression may write.
#[derive(Default, Debug)]
pub struct Writes {
    pub locals: Vec<Local>,
    /// Something outside of the locals, or control flow that leaves.
    pub world: bool,
}

impl Writes {
    pub fn is_empty(&self) -> bool {
        self.locals.is_empty() && !self.world
    }
}

/// What evaluating `e` may write, closures that it makes included.
pub fn writes(e: &Expr) -> Writes {
    let mut out = Writes::default();
    add_writes(e, &mut out);
    out
}

/// As [`writes`], without what calls may write to their arguments.
pub fn writes_itself(e: &Expr) -> Writes {
    let mut out = Writes::default();
    e.walk(&mut |e| match &e.node {
        Node::Call(callee, _) => out.locals.extend(callee.as_local()),
        _ => note_writes(e, &mut out),
    });
    out
}

/// Adds what evaluating `e` may write.
pub fn add_writes(e: &Expr, out: &mut Writes) {
    e.walk(&mut |e| note_writes(e, out));
}

/// As [`writes`], of a statement.
pub fn stmt_writes(s: &Stmt) -> Writes {
    match s {
        Stmt::Expr(e) => writes(e),
        Stmt::Let(l) => {
            let mut out = l.init.as_ref().map_or_else(Writes::default, writes);
            out.locals.extend(taken_by_let(l));
            if let Some(b) = &l.otherwise {
                b.own_lets(&mut |l| out.locals.extend(taken_by_let(l)));
                b.walk(&mut |e| note_writes(e, &mut out));
                out.world = true;
            }
            out
        }
        Stmt::Item(_) => Writes::default(),
    }
}

/// Adds what `e` itself may write, without its parts.
pub fn note_writes(e: &Expr, out: &mut Writes) {
    // What is borrowed mutably under a name is written from there on.
    e.own_lets(&mut |l| out.locals.extend(taken_by_let(l)));
    match &e.node {
        Node::Assign(place, _) | Node::AssignOp(_, place, _) => {
            fn places(e: &Expr, out: &mut Writes) {
                match &e.node {
                    Node::Tuple(es) | Node::Array(es) => es.iter().for_each(|e| places(e, out)),
                    _ => match root(e) {
                        Some(l) => out.locals.push(l),
                        None => out.world = true,
                    },
                }
            }
            places(place, out);
        }
        Node::Ref(true, inner) => match root(inner) {
            Some(l) => out.locals.push(l),
            None => out.world |= !matches!(inner.node, Node::Lit(_) | Node::Array(_)),
        },
        Node::Method(m) => {
            let name = m.name.to_string();
            let known = methods::class_of(m).is_some() || tensor::method_of(m).is_some();
            if methods::mutates(&name) || tensor::mutates(&name) || takes(m) || !known {
                out.locals.extend(root(&m.recv));
                out.world |= !known;
            }
            // A view is handed over by its name.
            if methods::writes_argument(&name) {
                out.locals.extend(m.args.iter().filter_map(root));
            }
        }
        Node::Call(callee, args) if !is_known_pure(callee) => {
            out.world = true;
            out.locals.extend(callee.as_local());
            // A `&mut` held by a local is handed on by naming it.
            out.locals.extend(args.iter().filter_map(Expr::as_local));
        }
        Node::Match(..) | Node::Let(..) => out.locals.extend(taken_by_match(e)),
        Node::Break(..) | Node::Continue(_) | Node::Return(_) | Node::Try(_) => out.world = true,
        Node::Macro(m) if m.builds_tensor() || m.is_slice() && only_computes(m) => {}
        Node::Macro(m) => {
            out.world = true;
            if let MacroArgs::Opaque(_, locals) = &m.args {
                out.locals.extend(locals);
            }
        }
        _ => {}
    }
}

/// The local that a `let` borrows from by a `ref mut` in its pattern.
pub fn taken_by_let(l: &Let) -> Option<Local> {
    l.init
        .as_ref()
        .filter(|_| l.pat.takes_by_mut())
        .and_then(root)
}

/// The local that `match`, or `let` in a condition, borrows from by a `ref mut` in a pattern.
pub fn taken_by_match(e: &Expr) -> Option<Local> {
    match &e.node {
        Node::Match(e, arms) if arms.iter().any(|a| a.pat.takes_by_mut()) => root(e),
        Node::Let(pat, e) if pat.takes_by_mut() => root(e),
        _ => None,
    }
}

/// The locals that evaluating `e` reads.
pub fn reads(e: &Expr) -> Vec<Local> {
    let mut out = Vec::new();
    each_read(e, &mut |l| out.push(l));
    out
}

/// Calls `f` with each local that evaluating `e` reads, as often as it does.
pub fn each_read(e: &Expr, f: &mut dyn FnMut(Local)) {
    e.walk(&mut |e| note_reads(e, f));
}

/// Calls `f` with each local that `e` itself reads, without its parts.
pub fn note_reads(e: &Expr, f: &mut dyn FnMut(Local)) {
    match &e.node {
        Node::Local(l) => f(*l),
        Node::Macro(Macro {
            args: MacroArgs::Opaque(_, locals),
            ..
        }) => locals.iter().for_each(|l| f(*l)),
        _ => {}
    }
}
