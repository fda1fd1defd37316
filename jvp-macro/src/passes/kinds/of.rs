//! Kinds of expressions, from the kinds of locals.

use super::Closures;
use crate::ir::kind::{self, TypeParams, of_type};
use crate::ir::*;
use crate::ops::methods;

/// What iterating over a value of this kind yields.
pub fn item(kind: &Kind) -> Kind {
    match kind {
        Kind::Iter(k) => (**k).clone(),
        Kind::Ref(inner, m) => match inner.peeled() {
            Kind::Seq(_, k) | Kind::Option(k) | Kind::Tensor(k, _) => (**k).clone().reference(*m),
            Kind::Iter(k) => (**k).clone(),
            Kind::Unknown | Kind::Named(_) => Kind::Unknown.reference(*m),
            _ => Kind::Unknown,
        },
        Kind::Seq(_, k) | Kind::Option(k) | Kind::Tensor(k, _) => (**k).clone(),
        Kind::Inert | Kind::Range(_) => Kind::Inert,
        _ => Kind::Unknown,
    }
}

/// Kinds of expressions, from the kinds of locals.
#[derive(Clone, Copy)]
pub struct KindOf<'a> {
    pub locals: &'a [LocalData],
    pub closures: &'a Closures,
    pub params: &'a TypeParams,
}

impl KindOf<'_> {
    pub fn of(&self, e: &Expr) -> Kind {
        match &e.node {
            Node::Local(l) => self.locals[l.0].kind.clone(),
            Node::Lit(syn::Lit::Float(l)) => Kind::Scalar(match l.suffix() {
                "f32" => Float::F32,
                "f64" => Float::F64,
                _ => Float::Literal,
            }),
            Node::Lit(syn::Lit::Int(l)) if l.suffix() == "f64" => Kind::f64(),
            Node::Lit(syn::Lit::Int(l)) if l.suffix() == "f32" => Kind::Scalar(Float::F32),
            Node::Lit(syn::Lit::Str(_)) => Kind::Inert.reference(false),
            Node::Lit(_) => Kind::Inert,
            Node::Num(_, float) => Kind::Scalar(float.clone()),
            Node::Path(p) => self.path(&p.path),
            Node::Op(op, form, args) => self.op(op, form, args),
            Node::Binary(..) | Node::Not(_) | Node::Let(..) => Kind::Inert,
            Node::Range(a, _, b) => {
                let ends = [a, b].into_iter().flatten();
                let kinds = ends.map(|e| match (self.of(e).into_peeled(), &e.node) {
                    // What counts as a number by how it is used elsewhere is an integer here, mostly.
                    (
                        Kind::Scalar(Float::Literal),
                        Node::Op(..) | Node::Field(..) | Node::Index(..),
                    ) if e.any(&mut |e| matches!(e.node, Node::Field(..) | Node::Index(..))) => {
                        Kind::Unknown
                    }
                    (kind, _) => kind,
                });
                Kind::Range(Box::new(kinds.reduce(Kind::join).unwrap_or(Kind::Inert)))
            }
            Node::Assign(..) | Node::AssignOp(..) | Node::While(..) | Node::For(..) => Kind::Inert,
            Node::Break(..) | Node::Continue(_) | Node::Return(_) => Kind::Unknown,
            Node::Call(callee, args) => self.call(callee, args),
            Node::Method(m) => self.method(m),
            Node::Field(base, member) => match (self.of(base).peeled(), member) {
                (Kind::Tuple(parts), syn::Member::Unnamed(i)) => parts
                    .get(i.index as usize)
                    .cloned()
                    .unwrap_or(Kind::Unknown),
                (Kind::Inert, _) => Kind::Inert,
                (Kind::Range(k), _) => (**k).clone(),
                (base, member) => match self.field(base, member) {
                    Kind::Unknown => self.used_as(e),
                    kind => kind,
                },
            },
            Node::Index(base, index) => {
                // Of a local, without a copy of the whole.
                let element = match &base.node {
                    Node::Local(l) => self.locals[l.0].kind.element(),
                    _ => self.of(base).element(),
                };
                match self.is_range(index) {
                    true => Kind::Seq(Seq::Slice, Box::new(element)),
                    false if element == Kind::Unknown => self.used_as(e),
                    false => element,
                }
            }
            Node::Ref(m, inner) => self.of(inner).reference(*m),
            Node::Deref(inner) => match self.of(inner) {
                Kind::Ref(k, _) | Kind::Boxed(k) => *k,
                _ => Kind::Unknown,
            },
            Node::Tuple(es) if es.is_empty() => Kind::Inert,
            Node::Tuple(es) => Kind::Tuple(es.iter().map(|e| self.of(e)).collect()),
            Node::Array(es) => {
                let element = es.iter().fold(Kind::Unknown, |k, e| k.join(self.of(e)));
                Kind::Seq(Seq::Array, Box::new(element))
            }
            Node::Repeat(e, _) => Kind::Seq(Seq::Array, Box::new(self.of(e))),
            Node::Vec(e) => match self.of(e) {
                Kind::Seq(_, k) => Kind::Seq(Seq::Vec, k),
                k => k,
            },
            Node::Struct(path, ..) => literal_kind(path),
            Node::Block(b, None) => self.block(b),
            Node::Block(b, Some(l)) => self.block(b).join(self.breaks(e, *l)),
            Node::Loop(l, _) => self.breaks(e, *l),
            Node::If(_, _, None) => Kind::Inert,
            Node::If(_, then, Some(e)) => self.block(then).join(self.of(e)),
            Node::Match(_, arms) => arms
                .iter()
                .fold(Kind::Unknown, |k, a| k.join(self.of(&a.body))),
            Node::Try(e) => match self.of(e) {
                Kind::Option(k) | Kind::Result(k) => *k,
                _ => Kind::Unknown,
            },
            Node::Closure(_) => Kind::Closure,
            Node::Known(_, kind) => kind.clone(),
            Node::Cast(_, ty) => of_type(ty, self.params),
            Node::Macro(m) => match m
                .path
                .segments
                .last()
                .map(|s| s.ident.to_string())
                .as_deref()
            {
                Some("dbg") => match &m.args {
                    MacroArgs::Exprs(a) if a.len() == 1 => self.of(&a[0].1),
                    _ => Kind::Unknown,
                },
                Some("panic" | "unreachable" | "todo" | "unimplemented") => Kind::Unknown,
                Some("s") => Kind::Inert,
                Some("array") => self.array_literal(m),
                Some("stack" | "concatenate") => Kind::tensor(Kind::Unknown, None),
                Some(
                    "format" | "assert" | "assert_eq" | "assert_ne" | "print" | "println"
                    | "eprint" | "eprintln" | "debug_assert" | "debug_assert_eq"
                    | "debug_assert_ne",
                ) => Kind::Inert,
                _ => Kind::Unknown,
            },
        }
    }

    /// The kind of a part of a local that shows by how it is used.
    fn used_as(&self, e: &Expr) -> Kind {
        match crate::ir::tree::part(e) {
            Some((l, way)) if self.locals[l.0].numbers.contains(&way) => {
                Kind::Scalar(Float::Literal)
            }
            _ => Kind::Unknown,
        }
    }

    /// The kind of a field of the user's own type, where that is known.
    fn field(&self, base: &Kind, member: &syn::Member) -> Kind {
        let known = self.params.field(base, &tree::member_name(member));
        known.cloned().unwrap_or(Kind::Unknown)
    }

    /// Whether a field has no tangent because its type says so (`#[jvp(skip)]`).
    pub fn is_skipped(&self, base: &Expr, member: &syn::Member) -> bool {
        let kind = self.of(base);
        self.params.skips(&kind, &tree::member_name(member))
    }

    pub(super) fn is_range(&self, index: &Expr) -> bool {
        kind::is_range(self.of(index).peeled())
    }

    fn block(&self, b: &Block) -> Kind {
        match &b.tail {
            Some(e) => self.of(e),
            None => match b.stmts.last() {
                Some(Stmt::Expr(e)) if diverges(e) => Kind::Unknown,
                _ => Kind::Inert,
            },
        }
    }

    fn breaks(&self, e: &Expr, label: Label) -> Kind {
        let mut kind = Kind::Unknown;
        let mut any = false;
        e.walk(&mut |e| {
            if let Node::Break(l, value) = &e.node
                && *l == label
            {
                any = true;
                let of = value.as_ref().map_or(Kind::Inert, |v| self.of(v));
                kind = std::mem::replace(&mut kind, Kind::Unknown).join(of);
            }
        });
        kind
    }

    fn path(&self, path: &syn::Path) -> Kind {
        let names: Vec<String> = crate::ir::tree::names(path);
        match names.last().map(String::as_str) {
            Some("None") if names.len() == 1 => Kind::Option(Box::new(Kind::Unknown)),
            // A function: `f64::sin`.
            Some(name) if name.starts_with(char::is_lowercase) => Kind::Unknown,
            _ if names.len() < 2 => Kind::Unknown,
            _ => match names[names.len() - 2].as_str() {
                "f64" => Kind::f64(),
                "f32" => Kind::Scalar(Float::F32),
                "consts" if names.iter().any(|n| n == "f32") => Kind::Scalar(Float::F32),
                "consts" if names.iter().any(|n| n == "f64") => Kind::f64(),
                t if kind::PRIMITIVE.contains(&t) => Kind::Inert,
                _ => Kind::Unknown,
            },
        }
    }

    fn op(&self, op: Op, form: &Form, args: &[Expr]) -> Kind {
        let kinds: Vec<Kind> = args.iter().map(|a| self.of(a)).collect();
        let borrowed = |k: &Kind| matches!(k, Kind::Ref(k, _) if *k.peeled() == Kind::Unknown);
        let lent = matches!(form, Form::Operator) && kinds.iter().any(borrowed);
        let kinds: Vec<Kind> = kinds.into_iter().map(Kind::into_peeled).collect();
        // Almost always: numbers of one width, literals beside them.
        if let [k @ Kind::Scalar(width), rest @ ..] = &kinds[..]
            && *width != Float::Literal
            && rest.iter().all(Kind::is_scalar)
            && matches!(form, Form::Operator | Form::Method(_))
            && op != "sin_cos"
        {
            return k.clone();
        }
        // Most operators of a type give that type; where it is another, whose operators go through
        // the same traits, nothing is lost.
        let own = kinds.iter().find(|k| self.params.own_type(k).is_some());
        match (own, form) {
            (Some(own), Form::Operator) => return own.clone(),
            (Some(own), Form::Method(name)) if kinds.first() == Some(own) => {
                let ty = self.params.own_type(own);
                let known = ty.and_then(|ty| ty.results.get(&name.to_string()));
                return known.cloned().unwrap_or(Kind::Unknown);
            }
            _ => {}
        }
        // The same of types of which only the fields are known; of two of them it may be a third one.
        let mut seen = kinds.iter().filter(|k| self.params.is_declared(k));
        if let (Form::Operator, Some(one)) = (form, seen.next()) {
            return match seen.all(|other| other == one) {
                true => one.clone(),
                false => Kind::Named(kind::OWN.to_string()),
            };
        }
        if kinds.iter().any(|k| matches!(k, Kind::Tensor(..))) {
            return super::tensor::elementwise(op, &kinds);
        }
        let scalars = kinds.iter().filter(|k| k.is_scalar()).cloned();
        let scalar = scalars.reduce(Kind::join);
        if op == "sin_cos" {
            return match scalar {
                Some(k) => Kind::Tuple(vec![k.clone(), k]),
                None => Kind::Unknown,
            };
        }
        if let Form::Path(p) = form {
            let ty = p.path.segments[0].ident.to_string();
            return Kind::Scalar(match ty.as_str() {
                "f64" => Float::F64,
                "f32" => Float::F32,
                _ => Float::Param(ty),
            });
        }
        match scalar {
            // A constant of unknown type beside a number is one, and a method of a number gives one.
            Some(k)
                if kinds
                    .iter()
                    .zip(args)
                    .all(|(k, a)| *k != Kind::Unknown || matches!(a.node, Node::Path(_)))
                    || matches!(form, Form::Method(_)) && kinds[0].is_scalar() =>
            {
                k
            }
            // Beside a number of known width, what is unknown may be a tensor where there are any, and else
            // behind a reference: arrays are borrowed in arithmetic.
            Some(Kind::Scalar(Float::Literal)) => Kind::Unknown,
            Some(_) if self.params.arrays || lent || matches!(form, Form::Lane(_)) => Kind::Unknown,
            Some(k) => k,
            None if kinds.iter().all(|k| *k == Kind::Inert) => Kind::Inert,
            None => Kind::Unknown,
        }
    }

    fn call(&self, callee: &Expr, args: &[Expr]) -> Kind {
        let arg = |i: usize| Box::new(args.get(i).map_or(Kind::Unknown, |a| self.of(a)));
        match &callee.node {
            Node::Local(l) => match self.closures.get(l) {
                Some(c) => match &c.ret {
                    Some(ty) => of_type(ty, self.params),
                    None => self.of(&c.body),
                },
                None => self.function_result(callee),
            },
            Node::Path(p) if let Some(list) = tree::list_converted_to(p) => {
                Kind::Result(Box::new(of_type(list, self.params)))
            }
            Node::Path(p) => {
                let names: Vec<String> = crate::ir::tree::names(&p.path);
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                match &names[..] {
                    ["Some"] => Kind::Option(arg(0)),
                    ["Ok"] => Kind::Result(arg(0)),
                    ["Err"] => Kind::Result(Box::new(Kind::Unknown)),
                    ["Box", "new"] => Kind::Boxed(arg(0)),
                    ["Vec", "new" | "with_capacity"] => {
                        Kind::Seq(Seq::Vec, Box::new(Kind::Unknown))
                    }
                    ["Vec", "from"] => Kind::Seq(Seq::Vec, Box::new(arg(0).element())),
                    ["Axis"] | ["ndarray", "Axis"] => Kind::Inert,
                    ["f64" | "f32", name]
                        if methods::class(name) == Some(methods::Class::Constant) =>
                    {
                        Kind::Inert
                    }
                    ["f64", "from" | "default"] => Kind::f64(),
                    ["f32", "from" | "default"] => Kind::Scalar(Float::F32),
                    [.., "iter", "once" | "repeat" | "repeat_n"] => Kind::Iter(arg(0)),
                    [.., "iter", "repeat_with"] => {
                        Kind::Iter(Box::new(self.result_of(args.first())))
                    }
                    [.., "iter", "from_fn"] => match self.result_of(args.first()) {
                        Kind::Option(item) => Kind::Iter(item),
                        _ => Kind::Iter(Box::new(Kind::Unknown)),
                    },
                    [.., "iter", "successors"] => match *arg(0) {
                        Kind::Option(item) => Kind::Iter(item),
                        _ => Kind::Iter(Box::new(Kind::Unknown)),
                    },
                    ["std" | "core", "array", "from_fn"] => {
                        Kind::Seq(Seq::Array, Box::new(self.result_of(args.first())))
                    }
                    ["stop_gradient"] | [.., "stop_gradient"] => *arg(0),
                    [.., "mem", "take"] | [.., "mem", "replace"] => match *arg(0) {
                        Kind::Ref(k, _) => *k,
                        _ => Kind::Unknown,
                    },
                    [.., "mem", "swap"] | ["drop"] => Kind::Inert,
                    [
                        ty,
                        "lit" | "zero" | "one" | "from_f64" | "epsilon" | "infinity" | "nan",
                    ] if self.params.real.contains(*ty) => {
                        Kind::Scalar(Float::Param((*ty).to_string()))
                    }
                    [ty, _] if kind::PRIMITIVE.contains(ty) => Kind::Inert,
                    [.., ty, "new" | "from" | "with_capacity"]
                        if kind::CELLS.contains(ty) || kind::QUEUES.contains(ty) =>
                    {
                        Kind::Named((*ty).to_string())
                    }
                    [.., ty, name] if self.own_result(ty, name).is_some() => {
                        self.own_result(ty, name).unwrap_or(Kind::Unknown)
                    }
                    [name] if self.params.functions.contains_key(*name) => {
                        self.params.functions[*name].clone()
                    }
                    names => match self.tensor_function(names, args) {
                        Some(kind) => kind,
                        None if names.last().is_some_and(|n| tree::is_upper(n)) => {
                            literal_kind(&p.path)
                        }
                        None => Kind::Unknown,
                    },
                }
            }
            _ => self.function_result(callee),
        }
    }

    /// What an associated function of the user's own type returns, where that is known.
    fn own_result(&self, ty: &str, name: &str) -> Option<Kind> {
        let ty = match (ty, &self.params.self_type) {
            ("Self", Some((name, _))) => name,
            (ty, _) => ty,
        };
        self.params.own.get(ty)?.results.get(name).cloned()
    }

    /// What a function gives that is a value, as far as its type says.
    fn function_result(&self, f: &Expr) -> Kind {
        let kind = self.of(f);
        kind.function().map_or(Kind::Unknown, |f| f.result.clone())
    }

    /// The kind of a closure's result, or of a function's that is passed by name.
    pub(super) fn result_of(&self, e: Option<&Expr>) -> Kind {
        match e.map(|e| &e.node) {
            Some(Node::Closure(c)) => match &c.ret {
                Some(ty) => of_type(ty, self.params),
                None => self.of(&c.body),
            },
            Some(Node::Local(l)) if self.closures.contains_key(l) => {
                self.of(&self.closures[l].body)
            }
            _ => e.map_or(Kind::Unknown, |e| self.function_result(e)),
        }
    }
}

/// The kind of a literal of the user's own type: `Shape` for `Shape::Circle`.
pub(super) fn literal_kind(path: &syn::Path) -> Kind {
    Kind::Named(path.segments[tree::type_at(path)].ident.to_string())
}

/// Whether control never comes out of `e` as a value.
pub fn diverges(e: &Expr) -> bool {
    match &e.node {
        Node::Break(..) | Node::Continue(_) | Node::Return(_) => true,
        Node::Macro(m) => {
            let last = m.path.segments.last().map(|s| s.ident.to_string());
            matches!(
                last.as_deref(),
                Some("panic" | "unreachable" | "todo" | "unimplemented")
            )
        }
        Node::Block(b, None) => match (&b.tail, b.stmts.last()) {
            (Some(e), _) => diverges(e),
            (None, Some(Stmt::Expr(e))) => diverges(e),
            _ => false,
        },
        Node::If(_, then, Some(e)) => {
            let then = match (&then.tail, then.stmts.last()) {
                (Some(e), _) => diverges(e),
                (None, Some(Stmt::Expr(e))) => diverges(e),
                _ => false,
            };
            then && diverges(e)
        }
        Node::Match(_, arms) => !arms.is_empty() && arms.iter().all(|a| diverges(&a.body)),
        Node::Loop(label, b) => {
            let mut breaks = false;
            b.walk(&mut |e| breaks |= matches!(&e.node, Node::Break(l, _) if l == label));
            !breaks
        }
        _ => false,
    }
}
