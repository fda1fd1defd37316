//! Methods and functions of tensors.

use super::Pf;
use super::lane::bare;
use super::value::Val;
use crate::ir::*;
use crate::ops::formula::runtime_path;
use crate::ops::tensor::{self, Gives, Row, Rule};
use proc_macro2::Span;

impl Pf<'_> {
    /// A method of a tensor; none for other receivers.
    pub fn tensor_method(&mut self, m: &Method, e: &Expr, kind: &Kind) -> Option<Val> {
        let name = m.name.to_string();
        if matches!(name.as_str(), "unwrap" | "expect") {
            return self.unwrapped(m);
        }
        if let Some(v) = self.zip_method(m, e) {
            return Some(v);
        }
        let row = tensor::method_of(m)?;
        let known = kind.is_tensor();
        let unknown = matches!(kind.peeled(), Kind::Unknown | Kind::Named(_)) && self.ctx.tensors;
        let arithmetic = !matches!(row.rule, Rule::Mirror(_) | Rule::Constant);
        let shared = crate::ops::methods::class_of(m).is_some();
        let mine = known || unknown && (tensor::is_only_of_tensors(&name) || arithmetic || !shared);
        if !mine {
            return None;
        }
        Some(match row.rule {
            Rule::Constant => {
                let recv = self.value(&m.recv);
                let recv = self.primal(recv);
                let args = m.args.iter().map(|a| self.primal_of(a)).collect();
                Val::Const(self.rebuilt(m, recv, args))
            }
            Rule::Mirror(_) if name == "assign" => self.tensor_assign(m, e.span),
            Rule::Mirror(letters) if letters.len() == m.args.len() => {
                let v = self.mirror(m, kind, letters);
                match (v, tensor::is_producer(&name)) {
                    (Val::Split(p, t), true) => {
                        let iter = |e: Expr| e.method("into_iter", Vec::new());
                        Val::Split(iter(p), iter(t))
                    }
                    (v, _) => v,
                }
            }
            Rule::Mirror(_) => return None,
            Rule::Reduction => match self.reduction(m, &name, e.span) {
                Val::Split(p, t) => self.named_pair(p, t, &name),
                v => v,
            },
            Rule::Runtime if name == "dot" => self.dot(m, e),
            Rule::Runtime => self.runtime_method(m, row, e.span),
            Rule::Elements => self.elements(m, &name, kind, e),
        })
    }

    /// A receiver that is borrowed for longer than its statement gets a name.
    pub fn held(&mut self, recv: Val, kind: &Kind, name: &str) -> Val {
        let Val::Split(p, t) = recv else { return recv };
        let made = matches!(p.node, Node::Method(_) | Node::Call(..) | Node::Macro(_));
        if !made || !self.is_lane(kind) || tensor::consumes(name) {
            return Val::Split(p, t);
        }
        let hint = match &p.node {
            Node::Method(m) => m.name.to_string(),
            _ => "value".to_string(),
        };
        let kind = self.kind(&p);
        let mutable = name.ends_with("_mut") || tensor::mutates(name);
        let mut hold = |e: Expr, hint: &str, twin: Option<Local>| {
            let span = e.span;
            let l = self.fresh(hint, kind.clone(), Origin::Temp, span);
            self.f.locals[l.0].twin = twin;
            self.f.locals[l.0].mutable = mutable;
            let pat = if mutable {
                Pat::bind_mut(l)
            } else {
                Pat::bind(l)
            };
            self.emit_let(pat, None, e);
            Expr::local(l, span)
        };
        let p = hold(p, &hint, None);
        let t = hold(t, &format!("d{hint}"), p.as_local());
        Val::Split(p, t)
    }

    /// `x.mean().unwrap()`, `x.into_shape_with_order(s).unwrap()`: there or not for both.
    fn unwrapped(&mut self, m: &Method) -> Option<Val> {
        let Node::Method(inner) = &m.recv.node else {
            return None;
        };
        let name = inner.name.to_string();
        let row = tensor::method_of(inner)?;
        let optional = matches!(
            row.gives,
            Gives::ElementOption
                | Gives::LessOption
                | Gives::TensorOption
                | Gives::TensorResult
                | Gives::SliceOption
        );
        let kind = self.kind(&inner.recv);
        if !optional || !self.is_lane(&kind) {
            return None;
        }
        let v = match row.rule {
            Rule::Reduction => self.reduction(inner, &name, m.name.span()),
            _ => self.value(&m.recv),
        };
        let Val::Split(p, t) = v else {
            let p = self.primal(v);
            let args = m.args.iter().map(|a| self.primal_of(a)).collect();
            return Some(Val::Const(self.rebuilt(m, p, args)));
        };
        let args: Vec<Expr> = m.args.iter().map(|a| self.shared(a)).collect();
        let p = self.rebuilt(m, p, args.clone());
        let t = self.rebuilt(m, t, args);
        Some(match row.rule {
            Rule::Reduction => self.named_pair(p, t, &name),
            _ if row.mutates => {
                self.emit(Stmt::Expr(p));
                self.emit(Stmt::Expr(t));
                Val::Const(Expr::unit(m.name.span()))
            }
            _ => Val::Split(p, t),
        })
    }

    fn named_pair(&mut self, p: Expr, t: Expr, hint: &str) -> Val {
        let kind = self.kind(&p);
        let p = self.lane_let(p, hint, kind.clone(), None);
        let t = self.lane_let(t, &format!("d{hint}"), kind, p.as_local());
        Val::Split(p, t)
    }

    /// `x.sum_axis(a)`: the same sum of the tangent.
    fn reduction(&mut self, m: &Method, name: &str, span: Span) -> Val {
        let op = tensor::REDUCTIONS
            .iter()
            .find(|r| **r == name)
            .expect("a reduction is listed");
        let v = self.value(&bare(&m.recv));
        let axis: Vec<Expr> = m.args.iter().map(|a| self.shared(a)).collect();
        let reduced = |x: Expr| {
            let args = std::iter::once(x).chain(axis.iter().cloned()).collect();
            Expr::new(Node::Op(op, Form::Lane(false), args), span)
        };
        if v.is_const() {
            let p = self.primal(v);
            return Val::Const(self.rebuilt(m, p, axis));
        }
        let (p, t) = self.split(v, &Kind::Unknown);
        let (p, t) = (self.leaf(p, "terms"), self.leaf(t, "dterms"));
        self.pair_up(&p, &t);
        Val::Split(reduced(p), reduced(t))
    }

    /// `a.dot(&b)`: bilinear. Primal and tangent stay apart here, so that either can go.
    fn dot(&mut self, m: &Method, e: &Expr) -> Val {
        let span = e.span;
        let kind = self.kind(e);
        let vals = self.operands(&[bare(&m.recv), bare(&m.args[0])]);
        let [a, b] = <[Val; 2]>::try_from(vals).expect("a product has two factors");
        self.product(a, b, kind, span)
    }

    fn product(&mut self, a: Val, b: Val, kind: Kind, span: Span) -> Val {
        let side = |v: Val, pf: &mut Self| -> (Expr, Option<Expr>) {
            if v.is_const() {
                let p = pf.primal(v);
                return (pf.factor(p, "factor"), None);
            }
            let (p, t) = pf.split(v, &Kind::Unknown);
            let (p, t) = (pf.factor(p, "factor"), pf.factor(t, "dfactor"));
            pf.pair_up(&p, &t);
            (p, Some(t))
        };
        let (a, da) = side(a, self);
        let (b, db) = side(b, self);
        let call = |name: &str, args: Vec<&Expr>, pf: &Self| {
            let args = args.into_iter().map(|a| pf.looked_at(a)).collect();
            let callee = runtime_path(pf.ctx.krate, &["rt", name], span);
            Expr::new(Node::Call(Box::new(callee), args), span)
        };
        // A tangent that is zero never meets an infinite factor.
        let tame = |t: &Option<Expr>, factor: &Expr, pf: &mut Self| match t {
            Some(t) if pf.ctx.guard => {
                let args = vec![pf.looked_at(t), pf.looked_at(factor)];
                let kind = pf.kind(factor);
                let e = crate::ops::formula::runtime_call(pf.ctx.krate, "tame", args, span);
                pf.lane_let(e, "factor", kind, None)
            }
            _ => factor.clone(),
        };
        let (b_of_da, a_of_db) = (tame(&da, &b, self), tame(&db, &a, self));
        let p = call("dot", vec![&a, &b], self);
        let p = self.lane_let(p, "prod", kind.clone(), None);
        let t = match (&da, &db) {
            (None, None) => return Val::Const(p),
            (Some(da), None) => call("dot", vec![da, &b_of_da], self),
            (None, Some(db)) => call("dot", vec![&a_of_db, db], self),
            (Some(da), Some(db)) => call("dot_sum", vec![da, &b_of_da, &a_of_db, db], self),
        };
        let t = self.lane_let(t, "dprod", kind, p.as_local());
        Val::Split(p, t)
    }

    /// An operand of a function of the runtime: a name.
    fn factor(&mut self, e: Expr, hint: &str) -> Expr {
        self.leaf(e, hint)
    }

    /// An operand that is looked at: a reference, unless it is one or a number.
    pub fn looked_at(&self, e: &Expr) -> Expr {
        match self.kind(e) {
            Kind::Scalar(_) | Kind::Ref(_, false) | Kind::Inert => e.clone(),
            _ if e.as_local().is_none() => e.clone(),
            _ => Expr::new(Node::Ref(false, Box::new(e.clone())), e.span),
        }
    }

    /// `x.var(1.0)`: the runtime's function of that name, with respect to what is active here.
    fn runtime_method(&mut self, m: &Method, row: &Row, span: Span) -> Val {
        let kind = self.kind(&Expr::new(Node::Method(m.clone()), span));
        let mut all = vec![bare(&m.recv)];
        all.extend(m.args.iter().map(bare));
        self.runtime_call_of(row.name, &all, kind, span)
    }

    /// `rt::name::jvp_10(x, dx, c)`
    pub fn runtime_call_of(&mut self, name: &str, args: &[Expr], kind: Kind, span: Span) -> Val {
        let vals = self.operands(args);
        let mask: String = vals
            .iter()
            .map(|v| if v.is_const() { '0' } else { '1' })
            .collect();
        let mut out = Vec::new();
        for (i, v) in vals.into_iter().enumerate() {
            if i > 0 && !v.is_const() && matches!(name, "var" | "std" | "var_axis" | "std_axis") {
                self.ctx.errors.add(
                    v.span(),
                    format!("`{name}` has no derivative with respect to the degrees of freedom"),
                    "write `stop_gradient(..)` around them if they are meant to be a constant",
                );
            }
            if v.is_const() {
                let p = self.primal(v);
                let p = match self.kind(&p).is_inert() {
                    true => p,
                    false => self.factor(p, "factor"),
                };
                out.push(self.looked_at(&p));
            } else {
                let (p, t) = self.split(v, &Kind::Unknown);
                let (p, t) = (self.factor(p, "factor"), self.factor(t, "dfactor"));
                self.pair_up(&p, &t);
                out.push(self.looked_at(&p));
                out.push(self.looked_at(&t));
            }
        }
        let mask = format!("jvp_{mask}");
        let path = match mask.contains('1') {
            true => runtime_path(self.ctx.krate, &["rt", name, &mask], span),
            false => runtime_path(self.ctx.krate, &["rt", name], span),
        };
        let call = Expr::new(Node::Call(Box::new(path), out), span);
        if !mask.contains('1') {
            return Val::Const(call);
        }
        let p = self.fresh(name, kind.clone(), Origin::Temp, span);
        let t = self.fresh(&format!("d{name}"), kind, Origin::Temp, span);
        self.f.locals[t.0].twin = Some(p);
        self.emit_let(Pat::Tuple(vec![Pat::bind(p), Pat::bind(t)]), None, call);
        Val::Split(Expr::local(p, span), Expr::local(t, span))
    }

    /// `y.assign(&x)`
    fn tensor_assign(&mut self, m: &Method, span: Span) -> Val {
        let v = self.value(&bare(&m.args[0]));
        let recv = self.value(&m.recv);
        let unit = Val::Const(Expr::unit(span));
        match (recv, v) {
            (Val::Split(place, dplace), v) if v.is_const() => {
                let p = self.primal(v);
                let p = self.leaf(p, "value");
                self.lane_store([(place, p)]);
                let zero = self.zero_element(&m.recv);
                self.emit(Stmt::Expr(dplace.method("fill", vec![zero])));
            }
            (Val::Split(place, dplace), v) => {
                let (p, t) = self.split(v, &Kind::Unknown);
                let (p, t) = (self.leaf(p, "value"), self.leaf(t, "dvalue"));
                self.pair_up(&p, &t);
                self.lane_store([(place, p), (dplace, t)]);
            }
            (recv, v) => {
                let place = self.primal(recv);
                let p = self.primal(v);
                let p = self.leaf(p, "value");
                self.lane_store([(place, p)]);
            }
        }
        unit
    }

    /// The zero of a tensor's elements.
    pub fn zero_element(&self, tensor: &Expr) -> Expr {
        let span = tensor.span;
        let float = match self.kind(tensor).element() {
            Kind::Scalar(f) => f,
            _ => Float::Literal,
        };
        Expr::new(Node::Num(0.0, float), span)
    }
}
