//! Elementwise operations on scalars: rows of the rule table applied.

use super::Pf;
use super::value::Val;
use crate::ir::*;
use crate::ops::{self, formula::Env};
use proc_macro2::Span;

const OPERANDS: [&str; 3] = ["a", "b", "c"];

impl Pf<'_> {
    pub fn op(&mut self, op: Op, form: &Form, args: &[Expr], span: Span) -> Val {
        // `v.exp()` of a `v: &mut f64` is `(*v).exp()`: arithmetic on the reference itself is none.
        if let (Form::Method(_), [recv, rest @ ..]) = (form, args)
            && let Kind::Ref(inner, true) = self.kind(recv)
            && inner.is_scalar()
        {
            let number = Expr::new(Node::Deref(Box::new(recv.clone())), recv.span);
            let args: Vec<Expr> = [&[number], rest].concat();
            return self.op(op, form, &args, span);
        }
        let kinds: Vec<Kind> = args.iter().map(|a| self.kind(a)).collect();
        // Of a scalar it is nobody's that we know.
        let anyones = ops::is_of_arrays_only(op) && kinds[0].peeled().is_scalar();
        if let (Form::Method(name), [recv, rest @ ..]) = (form, args)
            && (anyones || self.is_own(&kinds[0]))
        {
            let m = Method {
                recv: Box::new(recv.clone()),
                name: name.clone(),
                turbofish: None,
                args: rest.to_vec(),
            };
            return self.annotated_method(&m, span);
        }
        if self.is_own_operator(form, &kinds) {
            return self.own_operator(op, form, args, span);
        }
        if self.is_lane_op(op, args, &kinds) {
            return self.lane_op(op, args, span);
        }
        let vals = self.operands(args);
        let constant: Vec<bool> = vals.iter().map(Val::is_const).collect();
        if constant.iter().all(|c| *c) || ops::is_constant(op) {
            let args = vals.into_iter().map(|v| self.primal(v)).collect();
            return Val::Const(Expr::new(Node::Op(op, form.clone(), args), span));
        }
        let hint = hint_of(op);
        let name = format!("{}_arg", hint.trim_start_matches("r#"));
        let dname = format!("d{name}");
        let mut primals = Vec::new();
        let mut tangents = Vec::new();
        for (i, v) in vals.into_iter().enumerate() {
            if constant[i] || ops::ignores(op, i) {
                let p = self.primal(v);
                primals.push(self.name(p, "factor"));
                tangents.push(None);
            } else {
                let (p, t) = self.split(v, &kinds[i]);
                primals.push(self.name(p, &name));
                tangents.push(Some(self.name(t, &dname)));
            }
        }
        let float = primals
            .iter()
            .find_map(|p| match self.kind(p).peeled() {
                Kind::Scalar(f) if *f != Float::Literal => Some(f.clone()),
                _ => None,
            })
            .unwrap_or(Float::Literal);
        if op == "sin_cos" {
            return self.sin_cos(form, primals, tangents, span);
        }
        let y = Expr::new(Node::Op(op, form.clone(), primals.clone()), span);
        let y = self.name(y, hint);
        if let ("mul", Some(y), [a, b]) = (op, y.as_local(), &primals[..])
            && constant[0] != constant[1]
            && let Some(active) = if constant[0] { b } else { a }.as_local()
        {
            self.multiples.insert(y, active);
        }
        let t = match op {
            "powi" => self.powi(&primals, &tangents, &float, span),
            _ => self.row(op, &kinds, &primals, &tangents, &y, &float, span),
        };
        match t {
            None => Val::Const(y),
            Some(t) => Val::Split(y, self.name(t, &format!("d{hint}"))),
        }
    }

    /// The tangent that a row gives.
    #[allow(
        clippy::too_many_arguments,
        reason = "the parts of one operation, all needed"
    )]
    pub fn row(
        &mut self,
        op: Op,
        kinds: &[Kind],
        primals: &[Expr],
        tangents: &[Option<Expr>],
        y: &Expr,
        float: &Float,
        span: Span,
    ) -> Option<Expr> {
        let row = ops::row(op).expect("an elementwise operation has a row");
        let result = Kind::Scalar(float.clone());
        let mut values: Vec<(&'static str, Expr, Kind)> = Vec::new();
        for (i, p) in primals.iter().enumerate() {
            values.push((OPERANDS[i], p.clone(), kinds[i].clone()));
        }
        // A result of unknown operands is a value of its own, not a reference.
        values.push(("y", y.clone(), result.clone()));
        let env = |extra: Vec<(&'static str, Expr, Kind)>| Env {
            values: values.iter().cloned().chain(extra).collect(),
            float: float.clone(),
            krate: self.ctx.krate,
            formulas: self.ctx.formulas,
            span,
        };
        // d((c a) a) = 2 (c a) da
        if op == "mul"
            && let ([a, b], [Some(_), Some(tb)]) = (primals, tangents)
            && self.is_multiple(a, b)
            && *float != Float::Literal
            && !self.ctx.guard
        {
            let extra = vec![("t", tb.clone(), kinds[1].clone())];
            return Some(env(extra).instantiate("2.0 * (a * t)"));
        }
        // d(a²) = 2 a da
        if let (true, [a, b], [Some(ta), Some(_)]) = (op == "mul", primals, tangents)
            && a.as_local().is_some()
            && a.as_local() == b.as_local()
            && *float != Float::Literal
            && !self.ctx.guard
        {
            let extra = vec![("t", ta.clone(), kinds[0].clone())];
            return Some(env(extra).instantiate("2.0 * (a * t)"));
        }
        if let (Some(both), [Some(ta), Some(tb)]) = (row.both, tangents)
            && !self.ctx.guard
        {
            let extra = vec![
                ("ta", ta.clone(), kinds[0].clone()),
                ("tb", tb.clone(), kinds[1].clone()),
            ];
            return Some(env(extra).instantiate(both));
        }
        let mut sum: Option<Expr> = None;
        let active = tangents.iter().filter(|t| t.is_some()).count();
        for (i, t) in tangents.iter().enumerate() {
            let (Some(t), formula) = (t, row.tangent[i]) else {
                continue;
            };
            if formula == "0" {
                continue;
            }
            let e = env(vec![("t", t.clone(), kinds[i].clone())]);
            // An operand of the sum may stay a reference.
            let term = match formula {
                "t" if active > 1 && crate::ops::formula::sees_through(&kinds[i]) => t.clone(),
                _ => {
                    let mut term = e.instantiate(formula);
                    self.share_calls(&mut term);
                    term
                }
            };
            let term = match self.ctx.guard && !matches!(formula, "t" | "-t") {
                true => {
                    let t = self.guarded(t.clone(), &kinds[i]);
                    crate::ops::formula::runtime_call(self.ctx.krate, "guard", vec![t, term], span)
                }
                false => term,
            };
            sum = Some(match sum {
                None => term,
                Some(s) => add(s, term),
            });
        }
        sum
    }

    /// A tangent as what a guard takes: it looks through a reference itself.
    fn guarded(&self, t: Expr, kind: &Kind) -> Expr {
        match kind {
            Kind::Ref(..) => crate::ops::formula::owned(t, kind, self.ctx.krate),
            _ => t,
        }
    }

    /// The functions that a rule calls get a name: the primal, or another rule, may call them too.
    fn share_calls(&mut self, e: &mut Expr) {
        if matches!(e.node, Node::If(..)) {
            return;
        }
        let mut inner: Vec<Expr> = Vec::new();
        e.children_mut(&mut |c| inner.push(std::mem::replace(c, Expr::unit(c.span))));
        inner.iter_mut().for_each(|c| self.share_calls(c));
        let mut shared = inner.into_iter();
        e.children_mut(&mut |c| *c = shared.next().expect("as many as were taken"));
        if let Node::Op(op, Form::Method(_), _) = e.node {
            let span = e.span;
            if self.lanes {
                super::lane::relabel(e);
            }
            *e = self.force_name(std::mem::replace(e, Expr::unit(span)), op);
        }
    }

    /// Whether `x` is `c * a` with a constant `c`.
    fn is_multiple(&self, x: &Expr, a: &Expr) -> bool {
        let (Some(x), Some(a)) = (x.as_local(), a.as_local()) else {
            return false;
        };
        self.multiples.get(&x) == Some(&a) && !self.f.local(a).mutable
    }

    /// `powi` with a literal exponent unrolls the first few; else `n aⁿ⁻¹` is the runtime's.
    pub fn powi(
        &mut self,
        primals: &[Expr],
        tangents: &[Option<Expr>],
        float: &Float,
        span: Span,
    ) -> Option<Expr> {
        let t = tangents[0].clone()?;
        let a = primals[0].clone();
        let mul = |x: Expr, y: Expr| Expr::new(Node::Op("mul", Form::Tangent, vec![x, y]), span);
        let num = |v: f64| Expr::new(Node::Num(v, float.clone()), span);
        let owned = |e: Expr, pf: &Self| {
            let kind = match pf.lanes {
                true => Kind::Scalar(Float::Lane),
                false => pf.kind(&e),
            };
            crate::ops::formula::owned(e, &kind, pf.ctx.krate)
        };
        let exponent = match &primals[1].node {
            Node::Lit(syn::Lit::Int(n)) => n.base10_parse::<i32>().ok(),
            _ => None,
        };
        let factor = match exponent {
            Some(0) => return None,
            Some(1) => return Some(owned(t, self)),
            Some(2) => mul(num(2.0), a),
            Some(3) => mul(mul(num(3.0), a.clone()), a),
            Some(n) if n > 3 => {
                let e = syn::LitInt::new(&(n - 1).to_string(), span);
                let e = Expr::new(Node::Lit(syn::Lit::Int(e)), span);
                let powi = proc_macro2::Ident::new("powi", span);
                mul(
                    num(f64::from(n)),
                    Expr::new(Node::Op("powi", Form::Method(powi), vec![a, e]), span),
                )
            }
            _ => {
                let args = vec![owned(a, self), primals[1].clone()];
                crate::ops::formula::runtime_call(self.ctx.krate, "powi_factor", args, span)
            }
        };
        let term = mul(factor, t.clone());
        Some(match self.ctx.guard {
            true => {
                let kind = match self.lanes {
                    true => Kind::Scalar(Float::Lane),
                    false => self.kind(&t),
                };
                let t = self.guarded(t, &kind);
                crate::ops::formula::runtime_call(self.ctx.krate, "guard", vec![t, term], span)
            }
            false => term,
        })
    }

    fn sin_cos(
        &mut self,
        form: &Form,
        primals: Vec<Expr>,
        tangents: Vec<Option<Expr>>,
        span: Span,
    ) -> Val {
        let t = tangents[0]
            .clone()
            .expect("an active operand has a tangent");
        let kind = self.kind(&primals[0]).into_peeled();
        let sin = self.fresh("sin", kind.clone(), Origin::Temp, span);
        let cos = self.fresh("cos", kind, Origin::Temp, span);
        let pair = Expr::new(Node::Op("sin_cos", form.clone(), primals), span);
        self.emit_let(Pat::Tuple(vec![Pat::bind(sin), Pat::bind(cos)]), None, pair);
        let (sin, cos) = (Expr::local(sin, span), Expr::local(cos, span));
        let mul = |x: Expr, y: Expr| Expr::new(Node::Op("mul", Form::Tangent, vec![x, y]), span);
        let dsin = self.name(mul(t.clone(), cos.clone()), "dsin");
        let dcos = Expr::new(
            Node::Op("neg", Form::Tangent, vec![mul(t, sin.clone())]),
            span,
        );
        let dcos = self.name(dcos, "dcos");
        Val::Tuple(vec![Val::Split(sin, dsin), Val::Split(cos, dcos)])
    }

    /// `place op= value`.
    pub fn assign_op(&mut self, token: syn::BinOp, place: &Expr, value: &Expr, span: Span) -> Val {
        let unit = Val::Const(Expr::unit(span));
        if let Some(v) = self.own_assignment(&token, place, value, span) {
            return v;
        }
        let kind = self.kind(value);
        // What an integer is added to is none of our numbers, and no array of them.
        let counts = kind == Kind::Inert && self.kind(place) == Kind::Unknown;
        let of_tensors = self.is_lane(&self.kind(place)) && !counts;
        if let (true, Some(op)) = (of_tensors, ops::of_assignment(&token)) {
            self.lane_assign_op(op, place, value, span);
            return unit;
        }
        let v = self.value(value);
        let (p, t) = match v.is_const() {
            true => (self.primal(v), None),
            false => {
                let (p, t) = self.split(v, &kind);
                (p, Some(t))
            }
        };
        let put = |token: syn::BinOp, place: Expr, value: Expr| {
            Stmt::Expr(Expr::new(
                Node::AssignOp(token, Box::new(place), Box::new(value)),
                span,
            ))
        };
        // The value comes first, then the place.
        let p = if super::effects::is_pure(&p) && effects_free(place) {
            p
        } else {
            self.name(p, "value")
        };
        let target = self.place(place);
        let (Val::Split(place, dplace), Some(op)) = (target.clone(), ops::of_assignment(&token))
        else {
            let place = self.primal(target);
            self.emit(put(token, place, p));
            return unit;
        };
        match (op, t) {
            ("add", None) | ("sub", None) | ("rem", None) => {}
            ("add" | "sub", Some(t)) => self.emit(put(token, dplace, t)),
            ("mul" | "div", None) => {
                let p = self.name(p, "factor");
                self.emit(put(token, dplace, p.clone()));
                self.emit(put(token, place, p));
                return unit;
            }
            (op, t) => {
                let p = self.name(p, "factor");
                let t = t.map(|t| self.name(t, "dfactor"));
                let kinds = [self.kind(&place), self.kind(&p)];
                let float = kinds.iter().find_map(|k| match k.peeled() {
                    Kind::Scalar(f) if *f != Float::Literal => Some(f.clone()),
                    _ => None,
                });
                let float = float.unwrap_or(Float::Literal);
                let operands = [place.clone(), p.clone()];
                let y = Expr::new(Node::Op(op, Form::Operator, operands.to_vec()), span);
                let needs_y = op == "div" || op == "rem";
                let y = if needs_y {
                    self.name(y, hint_of(op))
                } else {
                    y
                };
                let tangents = [Some(dplace.clone()), t];
                if let Some(t) = self.row(op, &kinds, &operands, &tangents, &y, &float, span) {
                    let store = Node::Assign(Box::new(dplace), Box::new(t));
                    self.emit(Stmt::Expr(Expr::new(store, span)));
                }
                if needs_y {
                    let store = Node::Assign(Box::new(place), Box::new(y));
                    self.emit(Stmt::Expr(Expr::new(store, span)));
                } else {
                    self.emit(put(token, place, p));
                }
                return unit;
            }
        }
        self.emit(put(token, place, p));
        unit
    }
}

/// `s + t`, as a difference where `t` is negated.
pub fn add(s: Expr, t: Expr) -> Expr {
    let span = s.span;
    match t.node {
        Node::Op("neg", Form::Tangent, mut args) => Expr::new(
            Node::Op("sub", Form::Tangent, vec![s, args.remove(0)]),
            span,
        ),
        _ => Expr::new(Node::Op("add", Form::Tangent, vec![s, t]), span),
    }
}

fn effects_free(e: &Expr) -> bool {
    super::effects::writes(e).is_empty()
}

/// A name for an operation's result.
pub fn hint_of(op: Op) -> &'static str {
    match op {
        "neg" => "neg",
        "add" => "sum",
        "sub" => "diff",
        "mul" => "prod",
        "div" => "quot",
        "rem" => "rest",
        op => op,
    }
}
