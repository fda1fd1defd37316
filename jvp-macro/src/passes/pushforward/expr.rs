//! Expressions: the dispatch, and the nodes that only move data.

use super::value::Val;
use super::{Pf, Shape, Want, effects};
use crate::ir::tree::root;
use crate::ir::*;
use crate::ops::formula::runtime_call;
use proc_macro2::Ident;

impl Pf<'_> {
    /// The value of `e`. Statements that it needs are emitted first.
    pub fn value(&mut self, e: &Expr) -> Val {
        if !self.touched(e) || self.verbatim(e) {
            return Val::Const(e.clone());
        }
        let span = e.span;
        match &e.node {
            Node::Local(l) => match self.reps.get(l) {
                Some(shape) => Val::Joint(shape.clone(), e.clone()),
                None if self.is_active(*l) => {
                    let d = self.tangent(*l);
                    Val::Split(e.clone(), Expr::local(d, span))
                }
                None => Val::Const(e.clone()),
            },
            Node::Op(op, form, args) => self.op(op, form, args, span),
            Node::Binary(op, a, b) => {
                let lazy = matches!(op, syn::BinOp::And(_) | syn::BinOp::Or(_));
                let (left, right) = if lazy {
                    let left = self.primal_of(a);
                    (left, self.captured_expr(|pf| pf.primal_of(b)))
                } else {
                    let mut vals = self.operands(&[(**a).clone(), (**b).clone()]).into_iter();
                    let mut next = || vals.next().expect("two operands");
                    let (left, right) = (next(), next());
                    (self.primal(left), self.primal(right))
                };
                Val::Const(Expr::new(
                    Node::Binary(*op, Box::new(left), Box::new(right)),
                    span,
                ))
            }
            Node::Not(a) => {
                let a = self.primal_of(a);
                Val::Const(Expr::new(Node::Not(Box::new(a)), span))
            }
            Node::Assign(place, value) => self.assign(place, value, span),
            Node::AssignOp(op, place, value) => self.assign_op(*op, place, value, span),
            Node::Call(callee, args) => self.call(callee, args, span),
            Node::Method(m) => self.method(m, e),
            Node::Field(base, member) => self.field(base, member, span),
            Node::Index(base, index) => {
                let v = self.value(base);
                let index = self.shared(index);
                self.both(v, &self.kind(base), |x| {
                    Expr::new(Node::Index(Box::new(x), Box::new(index.clone())), span)
                })
            }
            Node::Ref(m, inner) => {
                let mut v = self.value(inner);
                if *m && matches!(inner.node, Node::Op(..)) {
                    v = self.unshared(v);
                }
                match v {
                    Val::Joint(s @ (Shape::Opt(_) | Shape::Res(_) | Shape::Iter(_)), x) => {
                        Val::Joint(s, Expr::new(Node::Ref(*m, Box::new(x)), span))
                    }
                    v => {
                        let kind = self.kind(inner);
                        self.both(v, &kind, |x| Expr::new(Node::Ref(*m, Box::new(x)), span))
                    }
                }
            }
            Node::Deref(inner) => {
                let v = self.value(inner);
                match v {
                    Val::Joint(s @ (Shape::Opt(_) | Shape::Res(_)), x) => {
                        Val::Joint(s, Expr::new(Node::Deref(Box::new(x)), span))
                    }
                    v => {
                        let kind = self.kind(inner);
                        self.both(v, &kind, |x| Expr::new(Node::Deref(Box::new(x)), span))
                    }
                }
            }
            Node::Tuple(es) => Val::Tuple(self.operands(es)),
            Node::Array(es) => {
                let element = self.kind(e).element();
                let vals = self.operands(es);
                let parts = vals.into_iter().map(|v| self.split(v, &element));
                let (ps, ts) = parts.collect::<Vec<_>>().into_iter().unzip();
                Val::Split(
                    Expr::new(Node::Array(ps), span),
                    Expr::new(Node::Array(ts), span),
                )
            }
            Node::Repeat(v, n) => {
                let kind = self.kind(v);
                let v = self.value(v);
                let n = self.shared(n);
                self.both(v, &kind, |x| {
                    Expr::new(Node::Repeat(Box::new(x), Box::new(n.clone())), span)
                })
            }
            Node::Vec(inner) => {
                let v = self.value(inner);
                self.both(v, &Kind::Unknown, |x| {
                    Expr::new(Node::Vec(Box::new(x)), span)
                })
            }
            Node::Struct(path, fields, rest) => {
                self.struct_literal(path, fields, rest.as_deref(), span)
            }
            Node::Range(a, limits, b) if !self.kind(e).is_inert() => {
                let kind = self.kind(e);
                let ends = [a, b].map(|e| e.as_ref().map(|e| self.value(e)));
                let both = |a, b| Expr::new(Node::Range(a, *limits, b), span);
                if ends.iter().flatten().all(Val::is_const) {
                    let [a, b] = ends.map(|v| v.map(|v| Box::new(self.primal(v))));
                    return Val::Const(both(a, b));
                }
                let Kind::Range(end) = &kind else {
                    unreachable!("a range is of a range's kind")
                };
                let parts = ends.map(|v| v.map(|v| self.split(v, end)));
                let [(a, da), (b, db)] = parts.map(|v| match v {
                    Some((p, t)) => (Some(Box::new(p)), Some(Box::new(t))),
                    None => (None, None),
                });
                Val::Split(both(a, b), both(da, db))
            }
            Node::Range(a, limits, b) => {
                let a = a.as_ref().map(|e| Box::new(self.primal_of(e)));
                let b = b.as_ref().map(|e| Box::new(self.primal_of(e)));
                Val::Const(Expr::new(Node::Range(a, *limits, b), span))
            }
            Node::Try(inner) => self.try_(inner, span),
            Node::Cast(inner, ty) => self.cast(e, inner, ty),
            Node::Known(inner, kind) if kind.is_inert() => Val::Const(self.primal_of(inner)),
            Node::Known(inner, kind) => match (self.value(inner), kind) {
                (Val::Joint(Shape::Any, e), Kind::Option(_)) => Val::Joint(Shape::Pair.opt(), e),
                (Val::Joint(Shape::Any, e), Kind::Result(_)) => Val::Joint(Shape::Pair.res(), e),
                (v, _) => v,
            },
            Node::Closure(c) if self.is_value(c) => self.with_jvp(e.clone()),
            Node::Closure(_) => self.error(
                span,
                "a closure that handles active data can't be a value here",
                "bind it with `let` and call it, or pass it straight to an iterator's method",
            ),
            Node::Macro(m) => self.macro_call(m, e),
            Node::Block(..)
            | Node::If(..)
            | Node::Match(..)
            | Node::Loop(..)
            | Node::While(..)
            | Node::For(..)
            | Node::Break(..)
            | Node::Continue(_)
            | Node::Return(_) => self.control(e, None),
            Node::Let(..) => Val::Const(self.condition(e)),
            Node::Lit(_) | Node::Num(..) | Node::Path(_) => Val::Const(e.clone()),
        }
    }

    /// The primal of `e` alone.
    pub fn primal_of(&mut self, e: &Expr) -> Expr {
        let v = self.value(e);
        self.primal(v)
    }

    /// The value of `e` in the form that a context wants.
    pub fn value_to(&mut self, e: &Expr, want: &Want) -> Expr {
        let kind = self.kind(e);
        let control = matches!(
            e.node,
            Node::Block(..) | Node::If(..) | Node::Match(..) | Node::Loop(..)
        );
        // `Some` and `None` take their form where they stand, not afterwards.
        let carrier = matches!(want.shape, Shape::Opt(_) | Shape::Res(_));
        let changes = |pf: &Self| {
            (pf.touched(e) && !(pf.verbatim(e) && want.is_primal()))
                || (!want.is_primal() && pf.gives_function(e))
        };
        if control && (carrier || changes(self)) {
            return match self.control(e, Some(want)) {
                Val::Const(e) | Val::Joint(_, e) | Val::Never(e) | Val::Split(e, _) => e,
                v => self.deliver(v, want, &kind),
            };
        }
        let v = self.value(e);
        self.deliver(v, want, &kind)
    }

    /// An expression without tangent that stands twice in the output: named if repeating it
    /// could cost or change anything.
    pub fn shared(&mut self, e: &Expr) -> Expr {
        // Integers, of whatever kind their parts seem to be: they stay as they are.
        let p = match self.is_arithmetic(e) {
            true => e.clone(),
            false => self.primal_of(e),
        };
        let calls = p.any(&mut |e| match &e.node {
            Node::Call(callee, _) => !is_axis(callee),
            Node::Macro(m) => !m.is_slice() || !effects::only_computes(m),
            _ => false,
        });
        let big = {
            let mut n = 0;
            p.walk(&mut |_| n += 1);
            n > 7
        };
        let range = matches!(p.node, Node::Range(..));
        let place = p.as_local().is_some() || matches!(p.node, Node::Field(..));
        if place && crate::ir::kind::is_range(&self.kind(&p)) {
            return p.method("clone", Vec::new());
        }
        // Its ends are computed once.
        if range && !effects::is_pure(&p) {
            return self.name(p, "at").method("clone", Vec::new());
        }
        // A slice can be copied, and the ranges in it can't.
        if let Node::Macro(m) = &p.node
            && m.is_slice()
            && p.mentions(&|l| crate::ir::kind::is_range(&self.f.local(l).kind))
        {
            return self.name(p, "at");
        }
        if (effects::is_pure(&p) && !calls && !big) || range {
            return p;
        }
        self.name(p, "index")
    }

    /// Whether `e` is made of nothing but operators, parts and numbers.
    fn is_arithmetic(&self, e: &Expr) -> bool {
        let plain = |e: &Expr| match &e.node {
            Node::Local(l) => !self.reps.contains_key(l) && !self.pair_closures.contains_key(l),
            Node::Op(_, form, _) => matches!(form, Form::Operator),
            Node::Lit(_)
            | Node::Num(..)
            | Node::Path(_)
            | Node::Field(..)
            | Node::Index(..)
            | Node::Deref(_)
            | Node::Cast(..) => true,
            _ => false,
        };
        matches!(e.node, Node::Op(..)) && !e.any(&mut |e| !plain(e))
    }

    /// The same operation on primal and tangent.
    pub fn both(&mut self, v: Val, kind: &Kind, f: impl Fn(Expr) -> Expr) -> Val {
        match v {
            Val::Const(e) => Val::Const(f(e)),
            Val::Never(e) => Val::Never(e),
            v => {
                let (p, t) = self.split(v, kind);
                Val::Split(f(p), f(t))
            }
        }
    }

    fn field(&mut self, base: &Expr, member: &syn::Member, span: proc_macro2::Span) -> Val {
        let v = self.value(base);
        if let (Val::Tuple(vs), syn::Member::Unnamed(i)) = (&v, member)
            && vs
                .iter()
                .all(|v| matches!(v, Val::Const(e) | Val::Split(e, _) if effects::is_pure(e)))
        {
            return vs[i.index as usize].clone();
        }
        let kind = self.kind(base);
        // Arithmetic on parts counts as that of numbers; what it gives here is none.
        if kind.peeled().is_scalar() && !v.is_const() {
            return self.error(
                span,
                "this is a part of what counts as a number, since operators made it of parts by value",
                "name its type in `types(..)`, and give the operands theirs: `let a: Complex = p.a`",
            );
        }
        let part = |x| Expr::new(Node::Field(Box::new(x), member.clone()), span);
        // The ends were taken for integers.
        if matches!(kind.peeled(), Kind::Range(k) if **k == Kind::Unknown) {
            let end = part(self.primal(v));
            return Val::Const(runtime_call(self.ctx.krate, "constant", vec![end], span));
        }
        self.both(v, &kind, part)
    }

    fn cast(&mut self, e: &Expr, inner: &Expr, ty: &syn::Type) -> Val {
        let span = e.span;
        let kind = self.kind(inner);
        let v = self.value(inner);
        let cast = |x: Expr| Expr::new(Node::Cast(Box::new(x), Box::new(ty.clone())), span);
        if v.is_const() || self.kind(e) == Kind::Inert {
            let p = self.primal(v);
            return Val::Const(cast(p));
        }
        let (p, t) = self.split(v, &kind);
        match is_float(&kind) {
            true => Val::Split(cast(p), cast(t)),
            false => Val::Split(cast(p), self.cast_tangent(t, ty, span)),
        }
    }

    /// `f64::from(x)`
    pub fn converted(&mut self, callee: &Expr, x: &Expr, ty: &str, span: proc_macro2::Span) -> Val {
        let kind = self.kind(x);
        let v = self.value(x);
        let from = |x: Expr| Expr::new(Node::Call(Box::new(callee.clone()), vec![x]), span);
        if v.is_const() || is_float(&kind) {
            return self.both(v, &kind, from);
        }
        let ty = Ident::new(ty, span);
        let (p, t) = self.split(v, &kind);
        Val::Split(from(p), self.cast_tangent(t, &syn::parse_quote!(#ty), span))
    }

    /// The tangent of a number that becomes a `ty`, whether it is one or an integer.
    fn cast_tangent(&self, t: Expr, ty: &syn::Type, span: proc_macro2::Span) -> Expr {
        let mut call = runtime_call(self.ctx.krate, "cast", vec![t], span);
        if let Node::Call(callee, _) = &mut call.node
            && let Node::Path(p) = &mut callee.node
        {
            let last = p.path.segments.last_mut().expect("the path was just made");
            last.arguments = syn::PathArguments::AngleBracketed(syn::parse_quote!(::<#ty, _>));
        }
        call
    }

    /// A value under names of its own: one that is lent to be changed is no longer what its text says.
    pub fn unshared(&mut self, v: Val) -> Val {
        let mut own = |e: Expr, name: &str| {
            let (kind, span) = (self.kind(&e), e.span);
            let local = self.fresh(name, kind, Origin::Temp, span);
            self.f.locals[local.0].mutable = true;
            self.emit_let(Pat::bind_mut(local), None, e);
            Expr::local(local, span)
        };
        match v {
            Val::Split(p, t) => {
                let p = own(p, "value");
                Val::Split(p, own(t, "dvalue"))
            }
            v => v,
        }
    }

    fn macro_call(&mut self, m: &Macro, e: &Expr) -> Val {
        let span = e.span;
        let name = crate::ir::tree::last_name(&m.path);
        match &m.args {
            MacroArgs::Opaque(_, locals) if m.is_slice() => {
                if !effects::only_computes(m) && locals.iter().any(|l| self.is_active(*l)) {
                    return self.error(
                        span,
                        "what this position does to active data can't be followed",
                        "bind the position to a variable before",
                    );
                }
                Val::Const(e.clone())
            }
            MacroArgs::Opaque(..) => self.error(
                span,
                format!("the macro `{name}!` can't be differentiated"),
                "write what it expands to, or give it data without tangent: `stop_gradient(..)`",
            ),
            MacroArgs::Exprs(args) if m.builds_tensor() => self.tensor_macro(m, args, span),
            MacroArgs::Exprs(args) => {
                let mut tangents = Vec::new();
                let mut out = Vec::new();
                // Text is made from what is lent. Where a value has its tangent inside, that shows.
                let lent = |a: &Expr| match self.kind(a) {
                    Kind::Option(_) | Kind::Result(_) if name != "dbg" && root(a).is_some() => {
                        a.clone().method("as_ref", Vec::new())
                    }
                    _ => a.clone(),
                };
                let values: Vec<Expr> = args.iter().map(|a| lent(&a.1)).collect();
                for ((label, a), v) in args.iter().zip(self.operands(&values)) {
                    let kind = self.kind(a);
                    match v {
                        v if name == "dbg" => {
                            let (p, t) = self.split(v, &kind);
                            tangents.push(self.name(t, "dvalue"));
                            out.push((label.clone(), p));
                        }
                        v => out.push((label.clone(), self.primal(v))),
                    }
                }
                let tangent = match tangents.len() {
                    0 => None,
                    1 => tangents.pop(),
                    _ => Some(Expr::new(Node::Tuple(tangents), span)),
                };
                let call = Macro {
                    args: MacroArgs::Exprs(out),
                    ..m.clone()
                };
                let call = Expr::new(Node::Macro(call), span);
                match tangent {
                    Some(t) => Val::Split(call, t),
                    None => Val::Const(call),
                }
            }
        }
    }
}

/// Whether it is a float for certain: what only counts as a number may be an integer.
pub fn is_float(kind: &Kind) -> bool {
    kind.is_scalar() && *kind != Kind::Scalar(Float::Literal)
}

/// ndarray's `Axis`, a number with a name, and its shapes, which can't be copied.
fn is_axis(callee: &Expr) -> bool {
    let Node::Path(p) = &callee.node else {
        return false;
    };
    matches!(
        crate::ir::tree::last_name(&p.path).as_str(),
        "Axis" | "IxDyn" | "Dim"
    )
}

/// A literal, or a negated one.
pub fn is_literal(e: &Expr) -> bool {
    match &e.node {
        Node::Lit(_) | Node::Num(..) => true,
        Node::Path(_) => true,
        Node::Op("neg", _, args) => is_literal(&args[0]),
        _ => false,
    }
}

pub fn text(path: &syn::Path) -> String {
    quote::ToTokens::to_token_stream(path)
        .to_string()
        .replace(' ', "")
}
