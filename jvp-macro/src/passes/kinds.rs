//! Kinds: what each value is, as far as syntax tells.
//!
//! In: lowered IR. Out: the same, with `LocalData::kind` filled in. Forward inference over the
//! tree, repeated until nothing changes; a call to another function is `Unknown`, unless how its
//! result is used shows an `Option` or a `Result`. Always holds: a kind other than `Unknown` is the
//! value's type, or the function does not compile anyway.

use crate::ir::kind::{TypeParams, of_type};
use crate::ir::*;
use crate::ops::methods;
use std::collections::HashMap;

/// The closures that are bound to a local, by it.
pub type Closures = HashMap<Local, Closure>;

/// Fills in the kinds of all locals; returns the closures that have a name.
pub fn infer(f: &mut Function, params: &TypeParams) -> Closures {
    let closures = named_closures(&f.body);
    for round in 0..4 {
        let before: Vec<Kind> = f.locals.iter().map(|l| l.kind.clone()).collect();
        let mut pass = Infer {
            locals: &mut f.locals,
            closures: &closures,
            params,
        };
        for p in &f.params {
            pass.bind(&p.pat, &p.kind);
        }
        pass.block(&f.body);
        if let Some(tail) = &f.body.tail {
            pass.expect(tail, &f.result);
        }
        let same = f.locals.iter().zip(&before).all(|(l, k)| l.kind == *k);
        if same && round > 0 {
            break;
        }
    }
    closures
}

fn named_closures(body: &Block) -> Closures {
    let mut out = Closures::new();
    fn of_block(b: &Block, out: &mut Closures) {
        for stmt in &b.stmts {
            if let Stmt::Let(Let {
                pat: Pat::Bind(bind),
                init: Some(e),
                ..
            }) = stmt
                && let Node::Closure(c) = &e.node
            {
                out.insert(bind.local, c.clone());
            }
        }
    }
    of_block(body, &mut out);
    body.walk(&mut |e| match &e.node {
        Node::Block(b, _) | Node::Loop(_, b) | Node::While(_, _, b) => of_block(b, &mut out),
        Node::For(_, _, _, b) | Node::If(_, b, _) => of_block(b, &mut out),
        _ => {}
    });
    out
}

struct Infer<'a> {
    locals: &'a mut Vec<LocalData>,
    closures: &'a Closures,
    params: &'a TypeParams,
}

impl Infer<'_> {
    fn of(&self, e: &Expr) -> Kind {
        KindOf {
            locals: self.locals,
            closures: self.closures,
            params: self.params,
        }
        .of(e)
    }

    fn learn(&mut self, l: Local, kind: &Kind) {
        let slot = &mut self.locals[l.0].kind;
        *slot = std::mem::replace(slot, Kind::Unknown).join(kind.clone());
    }

    /// A pattern meets a value of this kind.
    fn bind(&mut self, pat: &Pat, kind: &Kind) {
        match pat {
            Pat::Wild | Pat::Rest | Pat::Const(_) => {}
            Pat::Bind(b) => {
                let kind = if b.by_ref {
                    kind.clone().reference(b.mutable)
                } else {
                    kind.clone()
                };
                self.learn(b.local, &kind);
                if let Some(sub) = &b.sub {
                    self.bind(sub, &kind);
                }
            }
            Pat::Ref(_, p) => match kind {
                Kind::Ref(k, _) => self.bind(p, k),
                _ => self.bind(p, &Kind::Unknown),
            },
            Pat::Or(ps) => ps.iter().for_each(|p| self.bind(p, kind)),
            // From here on the pattern looks through references, and binds references.
            Pat::Tuple(ps) => {
                let (inner, wrap) = through(kind);
                let parts = match inner {
                    Kind::Tuple(parts) => parts.clone(),
                    _ => Vec::new(),
                };
                let rest = ps.iter().position(|p| matches!(p, Pat::Rest));
                for (i, p) in ps.iter().enumerate() {
                    let at = match rest {
                        Some(r) if i > r => parts.len().wrapping_sub(ps.len() - i),
                        _ => i,
                    };
                    let k = parts.get(at).cloned().unwrap_or(Kind::Unknown);
                    self.bind(p, &rewrap(k, wrap));
                }
            }
            Pat::TupleStruct(path, ps) => {
                let (inner, wrap) = through(kind);
                let name = path
                    .segments
                    .last()
                    .map(|s| s.ident.to_string())
                    .unwrap_or_default();
                let k = match (name.as_str(), inner) {
                    ("Some", Kind::Option(k)) | ("Ok", Kind::Result(k)) => (**k).clone(),
                    ("Err", _) => Kind::Unknown,
                    _ => Kind::Unknown,
                };
                ps.iter()
                    .for_each(|p| self.bind(p, &rewrap(k.clone(), wrap)));
            }
            Pat::Struct(_, fields, _) => {
                fields
                    .iter()
                    .for_each(|(_, p)| self.bind(p, &Kind::Unknown));
            }
            Pat::Slice(ps) => {
                let (inner, wrap) = through(kind);
                let element = inner.element();
                for p in ps {
                    match p {
                        Pat::Bind(Bind {
                            sub: Some(sub),
                            local,
                            ..
                        }) if matches!(**sub, Pat::Rest) => {
                            let rest = Kind::Seq(Seq::Slice, Box::new(element.clone()));
                            self.learn(*local, &rewrap(rest, wrap));
                        }
                        p => self.bind(p, &rewrap(element.clone(), wrap)),
                    }
                }
            }
        }
    }

    fn block(&mut self, b: &Block) {
        for stmt in &b.stmts {
            match stmt {
                Stmt::Let(l) => {
                    if let Some(b) = &l.otherwise {
                        self.block(b);
                    }
                    let ascribed = l.ty.as_ref().map(|ty| of_type(ty, self.params));
                    if let Some(init) = &l.init {
                        self.expr(init);
                        if let Some(kind) = &ascribed {
                            self.expect(init, kind);
                        }
                        let kind = ascribed.unwrap_or(Kind::Unknown).join(self.of(init));
                        self.bind(&l.pat, &kind);
                        self.demand(init, &l.pat);
                    } else if let Some(kind) = &ascribed {
                        self.bind(&l.pat, kind);
                    }
                }
                Stmt::Expr(e) => self.expr(e),
                Stmt::Item(_) => {}
            }
        }
        if let Some(tail) = &b.tail {
            self.expr(tail);
        }
    }

    /// The context wants a value of this kind: a local that is one learns it.
    fn expect(&mut self, e: &Expr, kind: &Kind) {
        match &e.node {
            Node::Local(l) => self.learn(*l, kind),
            Node::Block(b, _) => b.tail.iter().for_each(|e| self.expect(e, kind)),
            Node::If(_, then, otherwise) => {
                then.tail.iter().for_each(|e| self.expect(e, kind));
                otherwise.iter().for_each(|e| self.expect(e, kind));
            }
            Node::Match(_, arms) => arms.iter().for_each(|a| self.expect(&a.body, kind)),
            Node::Tuple(es) => {
                if let Kind::Tuple(kinds) = kind
                    && kinds.len() == es.len()
                {
                    es.iter().zip(kinds).for_each(|(e, k)| self.expect(e, k));
                }
            }
            Node::Array(es) => {
                let element = kind.element();
                es.iter().for_each(|e| self.expect(e, &element));
            }
            Node::Call(callee, args) if args.len() == 1 => {
                let name = match &callee.node {
                    Node::Path(p) => p.path.get_ident().map(ToString::to_string),
                    _ => None,
                };
                match (name.as_deref(), kind) {
                    (Some("Some"), Kind::Option(k)) | (Some("Ok"), Kind::Result(k)) => {
                        self.expect(&args[0], k);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }

    /// Patterns such as `Some(..)` show what their scrutinee is.
    fn demand(&mut self, scrutinee: &Expr, pat: &Pat) {
        let Some(l) = scrutinee.as_local() else {
            return;
        };
        let name = match pat {
            Pat::TupleStruct(path, _) => path.segments.last().map(|s| s.ident.to_string()),
            Pat::Const(t) => Some(t.to_string()),
            Pat::Or(ps) => {
                ps.iter().for_each(|p| self.demand(scrutinee, p));
                None
            }
            _ => None,
        };
        let unknown = Box::new(Kind::Unknown);
        match name.as_deref() {
            Some("Some" | "None") => self.learn(l, &Kind::Option(unknown)),
            Some("Ok" | "Err") => self.learn(l, &Kind::Result(unknown)),
            _ => {}
        }
    }

    fn expr(&mut self, e: &Expr) {
        match &e.node {
            Node::Block(b, _) | Node::Loop(_, b) => self.block(b),
            Node::If(cond, then, otherwise) => {
                self.expr(cond);
                self.block(then);
                otherwise.iter().for_each(|e| self.expr(e));
            }
            Node::While(_, cond, b) => {
                self.expr(cond);
                self.block(b);
            }
            Node::For(_, pat, iter, b) => {
                self.expr(iter);
                let item = item(&self.of(iter));
                self.bind(pat, &item);
                self.block(b);
            }
            Node::Let(pat, e) => {
                self.expr(e);
                let kind = self.of(e);
                self.bind(pat, &kind);
                self.demand(e, pat);
            }
            Node::Match(e, arms) => {
                self.expr(e);
                let kind = self.of(e);
                for arm in arms {
                    self.bind(&arm.pat, &kind);
                    self.demand(e, &arm.pat);
                    arm.guard.iter().for_each(|e| self.expr(e));
                    self.expr(&arm.body);
                }
            }
            Node::Try(e) => {
                self.expr(e);
                if let Some(l) = e.as_local()
                    && self.locals[l.0].kind == Kind::Unknown
                {
                    self.learn(l, &Kind::Option(Box::new(Kind::Unknown)));
                }
            }
            Node::Method(m) => {
                self.expr(&m.recv);
                let name = m.name.to_string();
                if let Some(l) = m.recv.as_local()
                    && self.locals[l.0].kind == Kind::Unknown
                    && methods::COMBINATORS.contains(&name.as_str())
                {
                    let k = Box::new(Kind::Unknown);
                    let result = methods::RESULT_ONLY.contains(&name.as_str());
                    self.learn(
                        l,
                        &if result {
                            Kind::Result(k)
                        } else {
                            Kind::Option(k)
                        },
                    );
                }
                self.closure_params(m);
                m.args.iter().for_each(|a| self.expr(a));
            }
            Node::Closure(c) => {
                for (p, ty) in &c.params {
                    if let Some(ty) = ty {
                        let kind = of_type(ty, self.params);
                        self.bind(p, &kind);
                    }
                }
                self.expr(&c.body);
            }
            Node::Call(callee, args) => {
                if let Some(l) = callee.as_local()
                    && let Some(c) = self.closures.get(&l)
                {
                    for ((p, _), a) in c.params.iter().zip(args) {
                        let kind = self.of(a);
                        self.bind(p, &kind);
                    }
                }
                args.iter().for_each(|a| self.expr(a));
            }
            Node::Assign(place, value) => {
                self.expr(value);
                self.expr(place);
                if let Some(l) = place.as_local() {
                    let kind = self.of(value);
                    self.learn(l, &kind);
                }
            }
            _ => e.children(&mut |e| self.expr(e)),
        }
        if let Node::Let(..) | Node::Match(..) = &e.node {
            // Patterns were bound above.
        }
    }

    /// What a method's closures are called with.
    fn closure_params(&mut self, m: &Method) {
        let recv = self.of(&m.recv);
        let name = m.name.to_string();
        let inner = match recv.peeled() {
            Kind::Iter(k) | Kind::Option(k) | Kind::Result(k) => (**k).clone(),
            Kind::Seq(_, k) => (**k).clone(),
            Kind::Inert => Kind::Inert,
            _ => Kind::Unknown,
        };
        let by_ref = inner.clone().reference(false);
        let init = m.args.first().map_or(Kind::Unknown, |a| self.of(a));
        let kinds: Vec<Kind> = match name.as_str() {
            "map" | "for_each" | "filter_map" | "flat_map" | "map_while" | "any" | "all"
            | "position" | "and_then" | "is_some_and" | "is_none_or" => vec![inner],
            "map_or" | "map_or_else" => {
                if let Some(Node::Closure(c)) = m.args.get(1).map(|a| &a.node)
                    && let Some((p, _)) = c.params.first()
                {
                    let p = p.clone();
                    self.bind(&p, &inner);
                }
                return;
            }
            "filter" | "take_while" | "skip_while" | "find" | "inspect" | "retain" => vec![by_ref],
            "max_by" | "min_by" | "sort_by" | "sort_unstable_by" => vec![by_ref.clone(), by_ref],
            "reduce" => vec![inner.clone(), inner],
            "fold" => vec![init, inner],
            "scan" => vec![init.reference(true), inner],
            _ => return,
        };
        for arg in &m.args {
            if let Node::Closure(c) = &arg.node {
                for ((p, _), k) in c.params.iter().zip(&kinds) {
                    self.bind(p, k);
                }
            }
        }
    }
}

/// Match ergonomics: a pattern that is no reference looks through references.
fn through(kind: &Kind) -> (&Kind, Option<bool>) {
    match kind {
        Kind::Ref(k, m) => {
            let (inner, wrap) = through(k);
            (inner, Some(*m && wrap.unwrap_or(true)))
        }
        k => (k, None),
    }
}

fn rewrap(kind: Kind, wrap: Option<bool>) -> Kind {
    match wrap {
        Some(mutable) => kind.reference(mutable),
        None => kind,
    }
}

/// What iterating over a value of this kind yields.
pub fn item(kind: &Kind) -> Kind {
    match kind {
        Kind::Iter(k) => (**k).clone(),
        Kind::Ref(inner, m) => match inner.peeled() {
            Kind::Seq(_, k) | Kind::Option(k) => (**k).clone().reference(*m),
            Kind::Iter(k) => (**k).clone(),
            _ => Kind::Unknown,
        },
        Kind::Seq(_, k) | Kind::Option(k) => (**k).clone(),
        Kind::Inert => Kind::Inert,
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
            Node::Binary(..) | Node::Not(_) | Node::Range(..) | Node::Let(..) => Kind::Inert,
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
                _ => Kind::Unknown,
            },
            Node::Index(base, index) => {
                let element = self.of(base).element();
                match self.is_range(index) {
                    true => Kind::Seq(Seq::Slice, Box::new(element)),
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
            Node::Struct(..) => Kind::Unknown,
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
                Some(
                    "format" | "assert" | "assert_eq" | "assert_ne" | "print" | "println"
                    | "eprint" | "eprintln" | "debug_assert" | "debug_assert_eq"
                    | "debug_assert_ne",
                ) => Kind::Inert,
                _ => Kind::Unknown,
            },
        }
    }

    fn is_range(&self, index: &Expr) -> bool {
        matches!(index.node, Node::Range(..))
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
        let names: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        match names.last().map(String::as_str) {
            Some("None") if names.len() == 1 => Kind::Option(Box::new(Kind::Unknown)),
            _ if names.len() < 2 => Kind::Unknown,
            _ => match names[names.len() - 2].as_str() {
                "f64" => Kind::f64(),
                "f32" => Kind::Scalar(Float::F32),
                "consts" if names.iter().any(|n| n == "f32") => Kind::Scalar(Float::F32),
                "consts" if names.iter().any(|n| n == "f64") => Kind::f64(),
                t if kind::INERT_TYPES.contains(&t) => Kind::Inert,
                _ => Kind::Unknown,
            },
        }
    }

    fn op(&self, op: Op, form: &Form, args: &[Expr]) -> Kind {
        let kinds: Vec<Kind> = args.iter().map(|a| self.of(a).peeled().clone()).collect();
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
            // A constant of unknown type beside a float literal is a float.
            Some(k @ Kind::Scalar(Float::Literal))
                if kinds
                    .iter()
                    .zip(args)
                    .all(|(k, a)| *k != Kind::Unknown || matches!(a.node, Node::Path(_))) =>
            {
                k
            }
            // A literal beside an unknown operand takes the unknown one's type.
            Some(Kind::Scalar(Float::Literal)) if kinds.contains(&Kind::Unknown) => Kind::Unknown,
            Some(k) if !kinds.contains(&Kind::Tensor) => k,
            Some(_) => Kind::Tensor,
            None if kinds.iter().all(|k| *k == Kind::Inert) => Kind::Inert,
            None if kinds.contains(&Kind::Tensor) => Kind::Tensor,
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
                None => Kind::Unknown,
            },
            Node::Path(p) => {
                let names: Vec<String> = p
                    .path
                    .segments
                    .iter()
                    .map(|s| s.ident.to_string())
                    .collect();
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
                    ["f64", "from" | "default"] => Kind::f64(),
                    ["f32", "from" | "default"] => Kind::Scalar(Float::F32),
                    [.., "iter", "once"] => Kind::Iter(arg(0)),
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
                    [ty, _] if kind::INERT_TYPES.contains(ty) => Kind::Inert,
                    _ => Kind::Unknown,
                }
            }
            _ => Kind::Unknown,
        }
    }

    /// The kind of a closure's result, or of a function's that is passed by name.
    fn result_of(&self, e: Option<&Expr>) -> Kind {
        match e.map(|e| &e.node) {
            Some(Node::Closure(c)) => match &c.ret {
                Some(ty) => of_type(ty, self.params),
                None => self.of(&c.body),
            },
            Some(Node::Local(l)) => self
                .closures
                .get(l)
                .map_or(Kind::Unknown, |c| self.of(&c.body)),
            _ => Kind::Unknown,
        }
    }

    fn method(&self, m: &Method) -> Kind {
        let name = m.name.to_string();
        let recv = self.of(&m.recv);
        let turbofish = m
            .turbofish
            .as_ref()
            .and_then(|t| t.args.first())
            .and_then(|a| match a {
                syn::GenericArgument::Type(t) => Some(of_type(t, self.params)),
                _ => None,
            });
        let option = |k: Kind| Kind::Option(Box::new(k));
        let iter = |k: Kind| Kind::Iter(Box::new(k));
        let slice = |k: Kind| Kind::Seq(Seq::Slice, Box::new(k));
        let element = recv.element();
        if methods::class(&name) == Some(methods::Class::Constant) {
            return Kind::Inert;
        }
        match name.as_str() {
            "then" => return option(self.result_of(m.args.first())),
            "then_some" => return option(m.args.first().map_or(Kind::Unknown, |a| self.of(a))),
            _ => {}
        }
        // A range is an iterator of integers, and there is no other inert value with such methods.
        if recv.peeled() == &Kind::Inert
            && methods::class(&name) == Some(methods::Class::Structural)
        {
            return self.iterator(&name, m, Kind::Inert, turbofish);
        }
        if let Kind::Iter(inner) = recv.peeled() {
            return self.iterator(&name, m, (**inner).clone(), turbofish);
        }
        match recv.peeled() {
            Kind::Option(inner) | Kind::Result(inner) => {
                let rewrapped = |k: Kind| match recv.peeled() {
                    Kind::Option(_) => Kind::Option(Box::new(k)),
                    _ => Kind::Result(Box::new(k)),
                };
                let inner = (**inner).clone();
                return match name.as_str() {
                    "unwrap" | "expect" => inner,
                    "unwrap_or" => inner.join(self.of(&m.args[0])),
                    "unwrap_or_else" | "unwrap_or_default" => inner,
                    "map" => rewrapped(self.result_of(m.args.first())),
                    "and_then" => rewrapped(Kind::Unknown).join(self.result_of(m.args.first())),
                    "map_or" => self.of(&m.args[0]).join(self.result_of(m.args.get(1))),
                    "map_or_else" => self
                        .result_of(m.args.first())
                        .join(self.result_of(m.args.get(1))),
                    "ok_or" | "ok_or_else" => Kind::Result(Box::new(inner)),
                    "ok" => option(inner),
                    "copied" | "cloned" => rewrapped(dereferenced(inner)),
                    "as_ref" => rewrapped(inner.reference(false)),
                    "as_mut" => rewrapped(inner.reference(true)),
                    "as_deref" => rewrapped(dereferenced(inner).reference(false)),
                    "iter" => iter(inner.reference(false)),
                    "into_iter" => iter(inner),
                    "take" | "filter" | "or" | "or_else" | "replace" | "clone" | "map_err" => {
                        rewrapped(inner)
                    }
                    _ => Kind::Unknown,
                };
            }
            _ => {}
        }
        match name.as_str() {
            "iter" => iter(element.reference(false)),
            "iter_mut" => iter(element.reference(true)),
            "into_iter" => iter(item(&recv)),
            "drain" => iter(element),
            "windows" | "chunks" | "chunks_exact" | "rchunks" => {
                iter(slice(element).reference(false))
            }
            "chunks_mut" | "chunks_exact_mut" => iter(slice(element).reference(true)),
            "get" if m.args.first().is_some_and(|a| self.is_range(a)) => {
                option(slice(element).reference(false))
            }
            "get" | "first" | "last" => option(element.reference(false)),
            "get_mut" | "first_mut" | "last_mut" => option(element.reference(true)),
            "split_first" | "split_last" => option(Kind::Tuple(vec![
                element.clone().reference(false),
                slice(element).reference(false),
            ])),
            "split_first_mut" | "split_last_mut" => option(Kind::Tuple(vec![
                element.clone().reference(true),
                slice(element).reference(true),
            ])),
            "split_at" => Kind::Tuple(vec![slice(element.clone()).reference(false); 2]),
            "split_at_mut" => Kind::Tuple(vec![slice(element.clone()).reference(true); 2]),
            "pop" => option(element),
            "remove" | "swap_remove" => element,
            "to_vec" | "concat" => Kind::Seq(Seq::Vec, Box::new(element)),
            "to_owned" | "clone" => match recv {
                Kind::Ref(k, _) => match *k {
                    Kind::Seq(Seq::Slice, k) => Kind::Seq(Seq::Vec, k),
                    k => k,
                },
                k => k,
            },
            "as_slice" | "as_ref" => slice(element).reference(false),
            "as_mut_slice" | "as_mut" => slice(element).reference(true),
            "push" | "insert" | "resize" | "fill" | "clear" | "truncate" | "swap" | "reverse"
            | "extend" | "sort_by" | "copy_from_slice" => Kind::Inert,
            "map" => match recv.peeled() {
                // An array's `map`.
                Kind::Seq(Seq::Array, _) => {
                    Kind::Seq(Seq::Array, Box::new(self.result_of(m.args.first())))
                }
                _ => Kind::Unknown,
            },
            "to_le_bytes" | "to_be_bytes" => Kind::Inert,
            _ if recv.is_inert() => Kind::Inert,
            _ => Kind::Unknown,
        }
    }

    fn iterator(&self, name: &str, m: &Method, inner: Kind, turbofish: Option<Kind>) -> Kind {
        let iter = |k: Kind| Kind::Iter(Box::new(k));
        let option = |k: Kind| Kind::Option(Box::new(k));
        let arg = m.args.first();
        match name {
            "rev" | "skip" | "take" | "step_by" | "filter" | "take_while" | "skip_while"
            | "inspect" | "by_ref" | "peekable" | "into_iter" | "iter" | "cycle" | "clone" => {
                iter(inner)
            }
            "chain" => iter(inner.join(arg.map_or(Kind::Unknown, |a| item(&self.of(a))))),
            "copied" | "cloned" => iter(dereferenced(inner)),
            "enumerate" => iter(Kind::Tuple(vec![Kind::Inert, inner])),
            "zip" => {
                let other = arg.map_or(Kind::Unknown, |a| item(&self.of(a)));
                iter(Kind::Tuple(vec![inner, other]))
            }
            "map" => iter(self.result_of(arg)),
            "flat_map" => iter(item(&self.result_of(arg))),
            "flatten" => iter(item(&inner)),
            "filter_map" | "map_while" => match self.result_of(arg) {
                Kind::Option(k) => iter(*k),
                _ => iter(Kind::Unknown),
            },
            "scan" => match self.result_of(m.args.get(1)) {
                Kind::Option(k) => iter(*k),
                _ => iter(Kind::Unknown),
            },
            "fold" => arg
                .map_or(Kind::Unknown, |a| self.of(a))
                .join(self.result_of(m.args.get(1))),
            "sum" | "product" => turbofish.unwrap_or_else(|| inner.peeled().clone()),
            "next" | "next_back" | "last" | "nth" | "max_by" | "min_by" | "find" | "reduce" => {
                option(inner)
            }
            "collect" => turbofish.map_or(Kind::Unknown, |k| match k {
                Kind::Seq(s, e) => Kind::Seq(s, Box::new(e.join(inner))),
                k => k,
            }),
            "any" | "all" | "position" | "count" | "for_each" => Kind::Inert,
            _ => Kind::Unknown,
        }
    }
}

/// `copied` and `cloned`: one reference less.
fn dereferenced(kind: Kind) -> Kind {
    match kind {
        Kind::Ref(k, _) => *k,
        k => k,
    }
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
