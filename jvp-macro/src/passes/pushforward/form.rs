//! The forms that a value can be brought into: primal and tangent apart, one expression for both,
//! one of them alone.

use super::value::{Val, part, simple_closure};
use super::{Pf, Shape, Want, effects};
use crate::ir::types;
use crate::ir::*;

impl Pf<'_> {
    /// Primal and tangent as two expressions; `kind` is that of the primal.
    pub fn split(&mut self, v: Val, kind: &Kind) -> (Expr, Expr) {
        match v {
            // `Some(n)` of an integer has the tangent of a constant, not `Some` of one.
            Val::Ctor(..) if v.is_const() && types::is_unit_tangent(kind) => {
                let e = self.primal(v);
                self.with_zero(e, kind)
            }
            Val::Const(e) => self.with_zero(e, kind),
            Val::Split(p, t) => (p, t),
            Val::Never(e) => (e.clone(), e),
            Val::Tuple(vs) => {
                let span = vs
                    .first()
                    .map_or_else(proc_macro2::Span::call_site, Val::span);
                let kinds = match kind {
                    Kind::Tuple(ks) if ks.len() == vs.len() => ks.clone(),
                    _ => vec![Kind::Unknown; vs.len()],
                };
                let parts = vs.into_iter().zip(kinds).map(|(v, k)| self.split(v, &k));
                let (ps, mut ts): (Vec<Expr>, Vec<Expr>) = parts.unzip();
                // A primal that moves is gone where a tangent still reads it.
                let moved = |e: &Expr| e.as_local().filter(|l| !self.is_copied(*l));
                let moved: Vec<Local> = ps.iter().filter_map(moved).collect();
                if ps.iter().chain(&ts).all(effects::is_pure) {
                    for t in ts
                        .iter_mut()
                        .filter(|t| t.mentions(&|l| moved.contains(&l)))
                    {
                        *t = self.name(t.clone(), "dvalue");
                    }
                }
                (
                    Expr::new(Node::Tuple(ps), span),
                    Expr::new(Node::Tuple(ts), span),
                )
            }
            Val::Joint(Shape::Any, e) if matches!(kind, Kind::Option(_) | Kind::Result(_)) => {
                self.split(Val::Joint(Shape::of_kind(kind), e), kind)
            }
            Val::Joint(Shape::Pair | Shape::Any, e) => self.split_pair(e, kind),
            Val::Joint(Shape::Opt(s), e) => match kind {
                Kind::Ref(option, mutable) => self.split_lent(e, &s, option, *mutable),
                _ => {
                    let e = self.restructure_inside(e, &s, &Shape::Pair);
                    self.split_pair(e.method("unzip", Vec::new()), kind)
                }
            },
            Val::Joint(s @ Shape::Tuple(_), e) => {
                let (pat, v) = self.open(&s, e.span);
                self.emit_let(pat, None, e);
                self.split(v, kind)
            }
            Val::Joint(Shape::Res(s), e) if !matches!(kind, Kind::Ref(..)) => {
                self.unzip_result(e, &s, kind)
            }
            Val::Joint(_, e) => {
                self.ctx.errors.add(
                    e.span,
                    "a value of this type can't be stored in a differentiated function",
                    "take it apart where it is made, with `?`, `match` or a loop",
                );
                (e.clone(), e)
            }
            Val::Ctor(ctor, v) => self.split_constructor(ctor, *v, kind),
        }
    }

    /// Binds a pair to two names.
    pub fn split_pair(&mut self, e: Expr, kind: &Kind) -> (Expr, Expr) {
        if let Node::Tuple(parts) = &e.node
            && let [p, t] = &parts[..]
        {
            return (p.clone(), t.clone());
        }
        let span = e.span;
        let name = match callee_name(&e) {
            Some(callee) => {
                let n = self.calls.entry(callee.clone()).or_insert(0);
                *n += 1;
                format!("{callee}_{n}")
            }
            None => "value".into(),
        };
        let p = self.fresh(&name, kind.clone(), Origin::Temp, span);
        let t = self.fresh(&format!("d{name}"), kind.clone(), Origin::Temp, span);
        self.emit_let(Pat::Tuple(vec![Pat::bind(p), Pat::bind(t)]), None, e);
        (Expr::local(p, span), Expr::local(t, span))
    }

    /// A pattern of fresh names for a value of this shape, and the value under those names.
    pub fn open(&mut self, shape: &Shape, span: proc_macro2::Span) -> (Pat, Val) {
        match shape {
            Shape::Pair | Shape::Any => {
                let p = self.fresh("v", Kind::Unknown, Origin::Temp, span);
                let t = self.fresh("dv", Kind::Unknown, Origin::Temp, span);
                let pat = Pat::Tuple(vec![Pat::bind(p), Pat::bind(t)]);
                (pat, Val::Split(Expr::local(p, span), Expr::local(t, span)))
            }
            Shape::Tuple(shapes) => {
                let parts = shapes.iter().map(|s| self.open(s, span));
                let (pats, vals) = parts.unzip();
                (Pat::Tuple(pats), Val::Tuple(vals))
            }
            Shape::Const => {
                let p = self.fresh("v", Kind::Unknown, Origin::Temp, span);
                (Pat::bind(p), Val::Const(Expr::local(p, span)))
            }
            s => {
                let p = self.fresh("v", Kind::Unknown, Origin::Temp, span);
                (Pat::bind(p), Val::Joint(s.clone(), Expr::local(p, span)))
            }
        }
    }

    /// The primal alone; what else there was is dropped after it has been evaluated.
    pub fn primal(&mut self, v: Val) -> Expr {
        match v {
            Val::Const(e) | Val::Never(e) => e,
            Val::Split(p, t) => {
                if effects::is_pure(&t) {
                    return p;
                }
                let p = self.force_name(p, "value");
                self.emit(Stmt::Expr(t));
                p
            }
            Val::Tuple(vs) => {
                let span = vs
                    .first()
                    .map_or_else(proc_macro2::Span::call_site, Val::span);
                let parts = vs.into_iter().map(|v| self.primal(v)).collect();
                Expr::new(Node::Tuple(parts), span)
            }
            Val::Ctor(ctor, v) => {
                let (span, v) = (ctor.span, self.primal(*v));
                Expr::new(Node::Call(Box::new(ctor), vec![v]), span)
            }
            Val::Joint(Shape::Const, e) => e,
            Val::Joint(Shape::Pair | Shape::Any, e) => self.split_pair(e, &Kind::Unknown).0,
            Val::Joint(s @ Shape::Tuple(_), e) => {
                let (pat, v) = self.open(&s, e.span);
                self.emit_let(pat, None, e);
                self.primal(v)
            }
            Val::Joint(Shape::Opt(s) | Shape::Res(s) | Shape::Iter(s), e) => {
                self.restructure_inside(e, &s, &Shape::Const)
            }
        }
    }

    /// The tangent alone.
    fn tangent_of(&mut self, v: Val, want: &Shape, kind: &Kind) -> Expr {
        let span = v.span();
        match (v.unwrapped(), want) {
            (Val::Never(e), _) => e,
            (Val::Ctor(ctor, v), Shape::Opt(s) | Shape::Res(s)) => {
                let inner = match kind {
                    Kind::Option(k) | Kind::Result(k) => (**k).clone(),
                    _ => Kind::Unknown,
                };
                let t = self.tangent_of(*v, s, &inner);
                Expr::new(Node::Call(Box::new(ctor), vec![t]), span)
            }
            (Val::Const(e), Shape::Opt(_) | Shape::Res(_)) if is_empty_variant(&e) => e,
            (v, Shape::Opt(_) | Shape::Res(_)) => {
                let e = self.coerce(v, want, kind);
                let p = Pat::Wild;
                let t = self.fresh("dv", Kind::Unknown, Origin::Temp, span);
                let pat = Pat::Tuple(vec![p, Pat::bind(t)]);
                let closure = simple_closure(pat, Expr::local(t, span));
                e.method("map", vec![closure])
            }
            (v, _) => {
                let (p, t) = self.split(v, kind);
                if !effects::is_pure(&p) {
                    self.name(p, "value");
                }
                t
            }
        }
    }

    /// Brings a value into the form that a context wants.
    pub fn deliver(&mut self, v: Val, want: &Want, kind: &Kind) -> Expr {
        if want.tangent_only && !want.is_primal() {
            return self.tangent_of(v, &want.shape, kind);
        }
        self.coerce(v, &want.shape, kind)
    }

    pub fn coerce(&mut self, v: Val, want: &Shape, kind: &Kind) -> Expr {
        let span = v.span();
        let inner_kind = || match kind {
            Kind::Option(k) | Kind::Result(k) | Kind::Iter(k) => (**k).clone(),
            _ => Kind::Unknown,
        };
        match (
            if *want == Shape::Const {
                v
            } else {
                v.unwrapped()
            },
            want,
        ) {
            (Val::Never(e), _) => e,
            (v, Shape::Const) => self.primal(v),
            (Val::Joint(s, e), w) if s == *w => e,
            // A call that gives a list gives two.
            (v @ Val::Joint(Shape::Any | Shape::Pair, _), Shape::Iter(_))
                if matches!(kind, Kind::Seq(..)) =>
            {
                let (p, t) = self.split(v, kind);
                super::iter::zipped(p, t, kind)
            }
            (Val::Joint(Shape::Any, e), _) => e,
            (Val::Ctor(ctor, v), Shape::Opt(s) | Shape::Res(s)) => {
                let v = self.coerce(*v, s, &inner_kind());
                Expr::new(Node::Call(Box::new(ctor), vec![v]), span)
            }
            (Val::Const(e), Shape::Opt(_) | Shape::Res(_)) if is_empty_variant(&e) => e,
            (Val::Const(e), Shape::Opt(s) | Shape::Res(s) | Shape::Iter(s)) => {
                let k = inner_kind();
                let p = self.fresh("v", k.clone(), Origin::Temp, span);
                let body =
                    self.captured_expr(|pf| pf.coerce(Val::Const(Expr::local(p, span)), s, &k));
                e.method("map", vec![simple_closure(Pat::bind(p), body)])
            }
            (Val::Joint(Shape::Opt(a), e), Shape::Opt(b))
            | (Val::Joint(Shape::Res(a), e), Shape::Res(b))
            | (Val::Joint(Shape::Iter(a), e), Shape::Iter(b)) => self.restructure_inside(e, &a, b),
            (Val::Split(p, t), Shape::Opt(_)) => zip_options(p, t, kind),
            (Val::Split(p, t), Shape::Iter(_)) => super::iter::zipped(p, t, kind),
            (Val::Tuple(vs), Shape::Tuple(ss)) => {
                let kinds = match kind {
                    Kind::Tuple(ks) if ks.len() == vs.len() => ks.clone(),
                    _ => vec![Kind::Unknown; vs.len()],
                };
                let parts = vs.into_iter().zip(ss).zip(&kinds);
                let parts = parts.map(|((v, s), k)| self.coerce(v, s, k)).collect();
                Expr::new(Node::Tuple(parts), span)
            }
            (Val::Const(e), Shape::Tuple(ss)) => {
                let parts: Vec<Val> = match e.node {
                    Node::Tuple(es) if es.len() == ss.len() => {
                        es.into_iter().map(Val::Const).collect()
                    }
                    node => {
                        let e = self.name(Expr::new(node, span), "parts");
                        (0..ss.len()).map(|i| Val::Const(part(&e, i))).collect()
                    }
                };
                self.coerce(Val::Tuple(parts), want, kind)
            }
            (v, Shape::Tuple(ss)) => {
                let (p, t) = self.split(v, kind);
                let (p, t) = (self.name(p, "parts"), self.name(t, "dparts"));
                let parts = (0..ss.len())
                    .map(|i| Val::Split(part(&p, i), part(&t, i)))
                    .collect();
                self.coerce(Val::Tuple(parts), want, kind)
            }
            (Val::Split(p, t), Shape::Res(s)) => {
                let pairs = self.zip_results(p, t, kind);
                self.restructure_inside(pairs, &Shape::Pair, s)
            }
            (v, Shape::Res(_)) => {
                self.ctx.errors.add(
                    span,
                    "where this `Result` comes from can't be followed",
                    "take it apart where it is made, with `?`, `match` or `if let`",
                );
                self.primal(v)
            }
            (v, _) => {
                if let Val::Const(e) = &v {
                    self.check_outlives(e, kind);
                }
                let (p, t) = self.split(v, kind);
                Expr::new(Node::Tuple(vec![p, t]), span)
            }
        }
    }

    /// The zero tangent of a constant reference would be gone at the end of its block.
    fn check_outlives(&self, e: &Expr, kind: &Kind) {
        if self.is_function(e) {
            return;
        }
        let own = self.kind(e).join(kind.clone());
        if matches!(&own, Kind::Ref(k, _) if !k.is_inert()) && self.zero_like(e, &own).is_none() {
            self.ctx.errors.add(
                e.span,
                "a constant reference has no tangent to go with it here",
                "copy what it refers to: `.to_vec()`, `.clone()` or `*`",
            );
        }
    }

    /// `e.map(|from| to)` where the inside of a container changes its form.
    pub fn restructure_inside(&mut self, e: Expr, from: &Shape, to: &Shape) -> Expr {
        if from == to {
            return e;
        }
        let span = e.span;
        let (pat, v) = self.open(from, span);
        let body = self.captured_expr(|pf| pf.coerce(v, to, &Kind::Unknown));
        e.method("map", vec![simple_closure(pat, body)])
    }

    /// The natural form of a value as one expression.
    pub fn item(&mut self, v: Val, kind: &Kind) -> (Shape, Expr) {
        let span = v.span();
        match v {
            Val::Const(e) | Val::Never(e) => (Shape::Const, e),
            Val::Joint(Shape::Any, e) => match kind {
                Kind::Option(_) | Kind::Result(_) => (Shape::of_kind(kind), e),
                _ => (Shape::Pair, e),
            },
            Val::Joint(s, e) => (s, e),
            Val::Split(..) => {
                let shape = Shape::of_kind(kind);
                let e = self.coerce(v, &shape, kind);
                (shape, e)
            }
            Val::Tuple(vs) => {
                let kinds = match kind {
                    Kind::Tuple(ks) if ks.len() == vs.len() => ks.clone(),
                    _ => vec![Kind::Unknown; vs.len()],
                };
                let parts = vs.into_iter().zip(&kinds).map(|(v, k)| self.item(v, k));
                let (shapes, es): (Vec<_>, Vec<_>) = parts.collect::<Vec<_>>().into_iter().unzip();
                (Shape::tuple(shapes), Expr::new(Node::Tuple(es), span))
            }
            Val::Ctor(ctor, v) => {
                let result = matches!(&ctor.node, Node::Path(p) if p.path.is_ident("Ok"));
                let inner = match kind {
                    Kind::Option(k) | Kind::Result(k) => (**k).clone(),
                    _ => Kind::Unknown,
                };
                let (s, e) = self.item(*v, &inner);
                let e = Expr::new(Node::Call(Box::new(ctor), vec![e]), span);
                (if result { s.res() } else { s.opt() }, e)
            }
        }
    }
}

/// The function whose JVP is called: `f` in `f::jvp_1(x, dx)?`.
fn callee_name(e: &Expr) -> Option<String> {
    match &e.node {
        Node::Try(e) => callee_name(e),
        Node::Method(m) => crate::ir::mask::method_of(&m.name),
        Node::Call(callee, _) => match &callee.node {
            Node::Path(p) => {
                let n = p.path.segments.len();
                let companion = p
                    .path
                    .segments
                    .last()?
                    .ident
                    .to_string()
                    .starts_with("jvp_");
                let at = if companion {
                    n.checked_sub(2)?
                } else {
                    return None;
                };
                Some(
                    p.path.segments[at]
                        .ident
                        .to_string()
                        .trim_start_matches("r#")
                        .to_string(),
                )
            }
            _ => None,
        },
        _ => None,
    }
}

/// `None`, `Err(e)`: the same whatever the payload's type.
fn is_empty_variant(e: &Expr) -> bool {
    match &e.node {
        Node::Path(p) => p.path.is_ident("None"),
        Node::Call(callee, _) => crate::passes::activity::is_err(callee),
        _ => false,
    }
}

/// Two options, the second `Some` where the first is, as one.
fn zip_options(p: Expr, t: Expr, kind: &Kind) -> Expr {
    within(p, kind).method("zip", vec![within(t, kind)])
}

/// An option or a result of that kind; of a reference to one, one of a reference.
pub fn within(e: Expr, kind: &Kind) -> Expr {
    match kind {
        Kind::Ref(_, false) => e.method("as_ref", Vec::new()),
        Kind::Ref(_, true) => e.method("as_mut", Vec::new()),
        _ => e,
    }
}
