//! Calls of functions.

use super::expr::text;
use super::value::Val;
use super::{Pf, Shape, effects};
use crate::ir::mask::{self, Entry};
use crate::ir::*;
use crate::ops::formula::{runtime_call, runtime_path};
use crate::ops::methods::{self, Class};
use proc_macro2::{Ident, Span};

impl Pf<'_> {
    pub fn call(&mut self, callee: &Expr, args: &[Expr], span: Span) -> Val {
        if let Some(c) = callee.as_local().and_then(|l| self.pair_closures.get(&l)) {
            let c = c.clone();
            return self.closure_call(callee, c, args, span);
        }
        if let Some(v) = self.function_call(callee, args, span) {
            return v;
        }
        let path = match &callee.node {
            Node::Local(l) => {
                let name = self.f.local(*l).name.clone();
                if self.ctx.closures.contains_key(l) && !self.is_active(*l) {
                    return self.plain_call(callee, args, span);
                }
                return self.error(
                    span,
                    format!("where the function `{name}` comes from can't be followed"),
                    "give it its type, as in `let f: &dyn Fn(f64) -> f64 = ..`, or `Box<dyn Fn(f64) -> f64>` \
                     for what an annotated function returns",
                );
            }
            Node::Path(p) => p.clone(),
            _ => {
                return self.error(
                    span,
                    "a computed function can't be called with active arguments",
                    "give it a name and a type, as in `let f: &dyn Fn(f64) -> f64 = ..`",
                );
            }
        };
        if let Some(v) = self.known_call(callee, &path, args, span) {
            return v;
        }
        if let Some((_, rule)) = self.ctx.rules.iter().find(|(p, _)| *p == path.path) {
            let rule = rule.clone();
            return self.rule_call(&rule, args, span);
        }
        if is_constructor(&path) {
            return self.constructor(&path, args, span);
        }
        if !self.may_be_annotated(&path, span) {
            return Val::Const(Expr::unit(span));
        }
        let v = self.annotated_call(&path, args, span);
        self.as_declared(&path, v)
    }

    /// What an annotated function gives, in the form that its result has, where that is known.
    fn as_declared(&mut self, path: &syn::ExprPath, v: Val) -> Val {
        let name = path.path.get_ident().map(ToString::to_string);
        let Some(result) = name.and_then(|name| self.ctx.params.functions.get(&name)) else {
            return v;
        };
        match (v, Shape::of_kind(result)) {
            (v @ Val::Joint(Shape::Any, _), _) if *result == Kind::Inert => {
                Val::Const(self.primal(v))
            }
            (Val::Joint(Shape::Any, e), shape @ (Shape::Opt(_) | Shape::Res(_))) => {
                Val::Joint(shape, e)
            }
            (v, _) => v,
        }
    }

    /// A call whose result and arguments carry nothing that the callee must know of.
    fn plain_call(&mut self, callee: &Expr, args: &[Expr], span: Span) -> Val {
        let vals = self.operands(args);
        let args = vals.into_iter().map(|v| self.primal(v)).collect();
        Val::Const(Expr::new(Node::Call(Box::new(callee.clone()), args), span))
    }

    /// `<[f64; 3]>::try_from(list)`
    fn list_converted_by_path(
        &mut self,
        callee: &Expr,
        path: &syn::ExprPath,
        list: &syn::Type,
        arg: &Expr,
        span: Span,
    ) -> Val {
        let kind = self.kind(arg);
        let v = self.value(arg);
        let call = |path: syn::ExprPath, x: Expr| {
            let callee = Box::new(Expr::new(Node::Path(path), callee.span));
            Expr::new(Node::Call(callee, vec![x]), span)
        };
        if v.is_const() {
            return Val::Const(call(path.clone(), self.primal(v)));
        }
        let (p, t) = self.split(v, &kind);
        let list = types::tangent(list, self.types());
        let of_tangent = syn::parse_quote!(<#list>::try_from);
        Val::Split(call(path.clone(), p), call(of_tangent, t))
    }

    /// Constructors and functions of `std` and `jvp` that the compiler knows.
    fn known_call(
        &mut self,
        callee: &Expr,
        path: &syn::ExprPath,
        args: &[Expr],
        span: Span,
    ) -> Option<Val> {
        if let (Some(list), [arg]) = (crate::ir::tree::list_converted_to(path), args) {
            return Some(self.list_converted_by_path(callee, path, list, arg, span));
        }
        let callee = &self.proven_mem(callee, path);
        let names: Vec<String> = crate::ir::tree::names(&path.path);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let same = |pf: &mut Self| {
            let kind = pf.kind(&args[0]);
            let v = pf.value(&args[0]);
            pf.both(v, &kind, |x| {
                Expr::new(Node::Call(Box::new(callee.clone()), vec![x]), span)
            })
        };
        Some(match (&names[..], args.len()) {
            (["Some" | "Ok"], 1) => {
                let kind = self.kind(&args[0]);
                let v = match self.value(&args[0]) {
                    Val::Joint(Shape::Any, e) => {
                        let (p, t) = self.split(Val::Joint(Shape::Pair, e), &kind);
                        Val::Split(p, t)
                    }
                    v => v,
                };
                Val::Ctor(callee.clone(), Box::new(v))
            }
            (["Err"], 1) => {
                let e = self.in_error(&args[0]);
                Val::Const(Expr::new(
                    Node::Call(Box::new(callee.clone()), vec![e]),
                    span,
                ))
            }
            ([ty @ ("f64" | "f32"), "from"], 1) => self.converted(callee, &args[0], ty, span),
            (["Box", "new"] | ["Box" | "Vec" | "From", "from"], 1) => same(self),
            (["Vec", "with_capacity"], 1) => {
                let capacity = self.primal_of(&args[0]);
                let node = Node::Call(Box::new(callee.clone()), vec![capacity]);
                Val::Const(Expr::new(node, span))
            }
            ([.., "iter", "once" | "repeat"], 1) => same(self),
            ([.., "iter", "repeat_n"], 2) => self.repeated(callee, args, span),
            ([.., "iter", "repeat_with" | "from_fn"], 1) => {
                self.iterator_of_calls(callee, &args[0], names[names.len() - 1], span)
            }
            ([.., "iter", "successors"], 2) => self.successors(callee, args, span),
            (["std" | "core", "array", "from_fn"], 1) => self.list_by_position(callee, args, span),
            // `f64::is_nan(x)`, `f64::total_cmp(a, b)`
            (["f64" | "f32", name], _) if methods::class(name) == Some(Class::Constant) => {
                self.plain_call(callee, args, span)
            }
            // What our own output calls, when it is differentiated again.
            (["jvp", "rt", "own" | "no_reference"], 1) => same(self),
            (["jvp", "rt", "zero" | "owned_zero" | "text"], 1) => {
                let e = self.primal_of(&args[0]);
                Val::Const(Expr::new(
                    Node::Call(Box::new(callee.clone()), vec![e]),
                    span,
                ))
            }
            ([t, "from"], 1) if self.ctx.params.real.contains(*t) => same(self),
            (["stop_gradient"] | [.., "stop_gradient"], 1) => {
                let e = self.primal_of(&args[0]);
                Val::Const(self.stopped(path, e, span))
            }
            (["mem", "swap"] | ["std" | "core", "mem", "swap"], 2) => {
                let a = self.value(&args[0]);
                let b = self.value(&args[1]);
                let (ka, kb) = (self.kind(&args[0]), self.kind(&args[1]));
                let (pa, ta) = self.split(a, &ka);
                let (pb, tb) = self.split(b, &kb);
                let swap = |a, b| Expr::new(Node::Call(Box::new(callee.clone()), vec![a, b]), span);
                self.emit(Stmt::Expr(swap(ta, tb)));
                self.emit(Stmt::Expr(swap(pa, pb)));
                Val::Const(Expr::unit(span))
            }
            (["mem", "replace"] | ["std" | "core", "mem", "replace"], 2) => {
                let place = self.value(&args[0]);
                let joint = matches!(place, Val::Joint(..));
                let (ka, kb) = (self.kind(&args[0]), self.kind(&args[1]));
                let v = self.value(&args[1]);
                let call = |a, b| Expr::new(Node::Call(Box::new(callee.clone()), vec![a, b]), span);
                if joint {
                    let Val::Joint(s, place) = place else {
                        unreachable!()
                    };
                    let v = self.coerce(v, &s, &kb);
                    return Some(Val::Joint(s, call(place, v)));
                }
                let (p, t) = self.split(place, &ka);
                let (vp, vt) = self.split(v, &kb);
                let p = self.force_name(call(p, vp), "old");
                let t = self.force_name(call(t, vt), "dold");
                Val::Split(p, t)
            }
            (["mem", "take"] | ["std" | "core", "mem", "take"], 1) => {
                let place = self.value(&args[0]);
                let call = |a| Expr::new(Node::Call(Box::new(callee.clone()), vec![a]), span);
                if let Val::Joint(s, place) = place {
                    return Some(Val::Joint(s, call(place)));
                }
                let kind = self.kind(&args[0]);
                let (p, t) = self.split(place, &kind);
                let p = self.force_name(call(p), "old");
                let t = self.force_name(call(t), "dold");
                Val::Split(p, t)
            }
            (["drop"], 1) => {
                // `()`, or it is not `std`'s.
                let e = self.primal_of(&args[0]);
                let e = Expr::new(Node::Call(Box::new(callee.clone()), vec![e]), span);
                Val::Const(runtime_call(self.ctx.krate, "constant", vec![e], span))
            }
            _ => return self.tensor_function(callee, &names, args, span),
        })
    }

    /// `mem::swap`: that this `mem` is `std`'s is proven by type, since no two functions have one.
    fn proven_mem(&self, callee: &Expr, path: &syn::ExprPath) -> Expr {
        let segments = &path.path.segments;
        if segments.len() != 2 || !effects::is_exchange(callee) {
            return callee.clone();
        }
        let (span, name) = (callee.span, &segments[1].ident);
        let std = syn::ExprPath {
            attrs: Vec::new(),
            qself: None,
            path: syn::parse_quote!(::core::mem::#name),
        };
        let std = Expr::new(Node::Path(std), span);
        runtime_call(self.ctx.krate, "same", vec![callee.clone(), std], span)
    }

    /// `stop_gradient::constant(x)`: only our own companion has that function, so another
    /// function of the same name does not compile instead of being taken for it.
    fn stopped(&self, path: &syn::ExprPath, e: Expr, span: Span) -> Expr {
        let mut path = path.clone();
        path.path.segments.push(Ident::new("constant", span).into());
        Expr::new(
            Node::Call(Box::new(Expr::new(Node::Path(path), span)), vec![e]),
            span,
        )
    }

    /// Whether a path can be an annotated function; says why not.
    fn may_be_annotated(&self, path: &syn::ExprPath, span: Span) -> bool {
        let segments: Vec<&syn::PathSegment> = path.path.segments.iter().collect();
        let name = text(&path.path);
        let cell = segments.iter().rev().nth(1).is_some_and(|s| {
            let name = s.ident.to_string();
            crate::ir::kind::CELLS.contains(&name.as_str())
        });
        if cell {
            self.ctx.errors.add(
                span,
                format!("active data can't be followed into `{name}(..)`"),
                "use a local variable or a `&mut` parameter for what changes",
            );
            return false;
        }
        let primitive = segments.len() == 2
            && crate::ir::kind::of_type(
                &syn::Type::Path(syn::TypePath {
                    attrs: Vec::new(),
                    qself: None,
                    path: segments[0].ident.clone().into(),
                }),
                self.ctx.params,
            )
            .is_scalar();
        if primitive
            || segments
                .first()
                .is_some_and(|s| s.ident == "std" || s.ident == "core")
        {
            self.ctx.errors.add(
                span,
                format!("no derivative rule for `{name}`"),
                format!(
                    "give it one: `#[derive_jvp(rules({name} = my_rule))]`, or write \
                     `stop_gradient(..)` if its result is a constant"
                ),
            );
            return false;
        }
        true
    }

    /// `f::jvp_101(x, dx, c, y, dy)`: through the companion of an annotated function, with
    /// respect to the arguments that are active here.
    fn annotated_call(&mut self, path: &syn::ExprPath, args: &[Expr], span: Span) -> Val {
        let kinds: Vec<Kind> = args.iter().map(|a| self.kind(a)).collect();
        let (vals, active) = self.call_operands(args, false);
        let mask: Vec<bool> = vals.iter().map(|v| !v.is_const()).collect();
        if !active {
            // Only evaluating the arguments touches active data; the call itself is the original's.
            let args = vals.into_iter().map(|v| self.primal(v)).collect();
            let callee = Expr::new(Node::Path(path.clone()), span);
            return Val::Const(Expr::new(Node::Call(Box::new(callee), args), span));
        }
        let entered = mask::entry(mask);
        let marks = self.marks(&entered, vals.iter().map(Val::span));
        let mut out = Vec::new();
        for ((v, active), kind) in vals.into_iter().zip(&entered.mask).zip(&kinds) {
            if *active {
                let (p, t) = self.argument_of(&entered, v, kind);
                out.extend([p, t]);
            } else {
                out.push(self.primal(v));
            }
        }
        out.extend(marks);
        let mut path = path.clone();
        if let (Some(marks), Some(last)) = (&entered.round, path.path.segments.last_mut())
            && let syn::PathArguments::AngleBracketed(given) = &mut last.arguments
        {
            leave_out(given, marks.len());
        }
        let path = entry(&path, &entered.suffix, span);
        let callee = Expr::new(Node::Path(path), span);
        Val::Joint(
            Shape::Any,
            Expr::new(Node::Call(Box::new(callee), out), span),
        )
    }

    /// Which arguments are active, for the entry that is told.
    pub fn marks(&self, entry: &Entry, spans: impl Iterator<Item = Span>) -> Option<Expr> {
        let marks = entry.round.as_ref()?;
        let mark = |(active, span): (&bool, Span)| {
            let name = if *active { "Active" } else { "Still" };
            runtime_path(self.ctx.krate, &["rt", name], span)
        };
        let marks = marks.iter().zip(spans).map(mark).collect();
        Some(Expr::new(Node::Tuple(marks), Span::call_site()))
    }

    /// An argument of a callee that takes its tangent, if there is one.
    pub fn argument_of(&mut self, entry: &Entry, v: Val, kind: &Kind) -> (Expr, Expr) {
        match v {
            Val::Const(e) if entry.round.is_some() && !self.surely_has_zero(&e, kind) => {
                self.with_zero_if_any(e)
            }
            v => self.argument(v, kind),
        }
    }

    /// An argument with its tangent; a constant one with a zero.
    pub fn argument(&mut self, v: Val, kind: &Kind) -> (Expr, Expr) {
        match v {
            Val::Const(e) if self.is_function(&e) => self.with_zero(e, kind),
            Val::Const(e) => {
                // What is behind a reference stays where it is.
                if let Node::Ref(m, inner) = &e.node {
                    let part = matches!(inner.node, Node::Field(..) | Node::Index(..));
                    if part && !*m && effects::is_pure(inner) {
                        let lent = Kind::Ref(Box::new(self.kind(inner)), false);
                        let zero = self.zero_of(&e, &lent);
                        return (e, zero);
                    }
                    let (p, z) = self.with_zero((**inner).clone(), &Kind::Unknown);
                    let wrap = |x| Expr::new(Node::Ref(*m, Box::new(x)), e.span);
                    return (wrap(p), wrap(z));
                }
                if super::expr::is_literal(&e) && self.kind(&e) == Kind::Unknown {
                    let zero = runtime_call(
                        self.ctx.krate,
                        "zero",
                        vec![Expr::new(Node::Ref(false, Box::new(e.clone())), e.span)],
                        e.span,
                    );
                    return (e, zero);
                }
                if kind.is_tensor() && !matches!(kind, Kind::Ref(..) | Kind::Boxed(_)) {
                    return self.with_zeros_as(e);
                }
                self.with_zero(e, kind)
            }
            v => self.split(v, kind),
        }
    }

    /// A rule by hand takes every argument with its tangent, as `jvp_path` would.
    fn rule_call(&mut self, rule: &syn::Path, args: &[Expr], span: Span) -> Val {
        let kinds: Vec<Kind> = args.iter().map(|a| self.kind(a)).collect();
        let vals = self.call_operands(args, false).0;
        let mut out = Vec::new();
        for (v, kind) in vals.into_iter().zip(&kinds) {
            if kind.is_inert() {
                out.push(self.primal(v));
            } else {
                let (p, t) = self.argument(v, kind);
                out.extend([p, t]);
            }
        }
        let path = syn::ExprPath {
            attrs: Vec::new(),
            qself: None,
            path: rule.clone(),
        };
        let callee = Expr::new(Node::Path(path), span);
        Val::Joint(
            Shape::Any,
            Expr::new(Node::Call(Box::new(callee), out), span),
        )
    }
}

/// Adds `_` for parameters that a generated function has beside those of the original.
pub fn leave_out(arguments: &mut syn::AngleBracketedGenericArguments, count: usize) {
    let more = (0..count).map(|_| -> syn::GenericArgument { syn::parse_quote!(_) });
    arguments.args.extend(more);
}

/// `Point(..)`, by its spelling.
fn is_constructor(path: &syn::ExprPath) -> bool {
    tree::is_upper(&tree::last_name(&path.path))
}

/// `Type::function`, by its spelling; or `<T as Trait>::function`.
fn is_associated(path: &syn::ExprPath) -> bool {
    path.qself.is_some() || tree::variant(&path.path).is_some()
}

/// The path of an entry of the function that `path` names: in its companion, or beside it.
pub fn entry(path: &syn::ExprPath, suffix: &str, span: Span) -> syn::ExprPath {
    let mut path = path.clone();
    let associated = is_associated(&path);
    if let Some(last) = path.path.segments.last_mut() {
        if associated {
            last.ident = mask::of_method(&last.ident, suffix);
        } else {
            let turbofish = std::mem::take(&mut last.arguments);
            let mut function: syn::PathSegment =
                Ident::new(&mask::of_function(suffix), span).into();
            function.arguments = turbofish;
            path.path.segments.push(function);
        }
    }
    path
}
