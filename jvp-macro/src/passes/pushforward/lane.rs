//! Elementwise operations on tensors: the same rows, as work for kernels.
//!
//! What comes out are operations in `Form::Lane`, each with a name of its own; the pass `regions`
//! makes kernels of them. Operands are looked at there, never moved, so a reference is taken off.
//! A value of unknown kind counts as a tensor where the function handles tensors: a kernel's
//! operands decide by type what comes out.

use super::Pf;
use super::value::Val;
use crate::ir::tree::root;
use crate::ir::*;
use crate::ops;
use crate::ops::formula::runtime_call;
use proc_macro2::Span;

impl Pf<'_> {
    /// Whether a value of this kind is worked on by kernels.
    pub fn is_lane(&self, kind: &Kind) -> bool {
        match kind.peeled() {
            Kind::Tensor(e, _) => !e.is_inert(),
            Kind::Unknown | Kind::Named(_) => self.ctx.tensors,
            _ => false,
        }
    }

    /// Whether an operation on these is elementwise work on tensors.
    pub fn is_lane_op(&self, op: Op, args: &[Expr], kinds: &[Kind]) -> bool {
        if ops::is_of_numbers_only(op) {
            return false;
        }
        let n = if op == "powi" { 1 } else { args.len() };
        kinds[..n].iter().any(|k| self.is_lane(k)) && !self.counts(&args[..n])
    }

    /// Whether these are operands of integer arithmetic on values of unknown kind: an array of
    /// integers has no tangent, and numbers stand beside no integers.
    fn counts(&self, args: &[Expr]) -> bool {
        let kinds: Vec<Kind> = args.iter().map(|a| self.kind(a)).collect();
        let unknown = |e: &Expr, k: &Kind| match &e.node {
            Node::Op(_, Form::Operator, args) => self.counts(args),
            _ => *k == Kind::Unknown,
        };
        kinds.contains(&Kind::Inert)
            && args
                .iter()
                .zip(&kinds)
                .all(|(e, k)| *k == Kind::Inert || unknown(e, k))
    }

    pub fn lane_op(&mut self, op: Op, args: &[Expr], span: Span) -> Val {
        // `&q[i]` stays borrowed: where it gets a name, an array would move out of its list.
        let element =
            |a: &Expr| matches!(&a.node, Node::Ref(false, x) if matches!(x.node, Node::Index(..)));
        let operand = |a: &Expr| match element(a) {
            true => a.clone(),
            false => bare(a),
        };
        let args: Vec<Expr> = args.iter().map(operand).collect();
        let vals = self.operands(&args);
        self.lane_row(op, vals, span)
    }

    /// One operation on values that are known.
    pub fn lane_row(&mut self, op: Op, vals: Vec<Val>, span: Span) -> Val {
        let hint = super::scalar::hint_of(op);
        let name = format!("{}_arg", hint.trim_start_matches("r#"));
        let mut primals = Vec::new();
        let mut tangents = Vec::new();
        for (i, v) in vals.into_iter().enumerate() {
            if v.is_const() || ops::ignores(op, i) {
                let p = self.primal(v);
                primals.push(self.leaf(p, "factor"));
                tangents.push(None);
            } else {
                let (p, t) = self.split(v, &Kind::Unknown);
                let p = self.leaf(p, &name);
                let t = self.leaf(t, &format!("d{name}"));
                self.pair_up(&p, &t);
                primals.push(p);
                tangents.push(Some(t));
            }
        }
        let y = Expr::new(Node::Op(op, Form::Lane(false), primals.clone()), span);
        let kind = self.kind(&y);
        let y = self.lane_let(y, hint, kind.clone(), None);
        if tangents.iter().all(Option::is_none) || ops::is_constant(op) {
            return Val::Const(y);
        }
        let lane = Kind::Scalar(Float::Lane);
        let kinds = vec![lane; primals.len()];
        let outer = std::mem::replace(&mut self.lanes, true);
        let t = match op {
            "powi" => self.powi(&primals, &tangents, &Float::Lane, span),
            _ => self.row(op, &kinds, &primals, &tangents, &y, &Float::Lane, span),
        };
        self.lanes = outer;
        let Some(t) = t else {
            return Val::Const(y);
        };
        let t = self.shaped(laned(t), &primals, &tangents);
        let t = self.lane_let(t, &format!("d{hint}"), kind, y.as_local());
        Val::Split(y, t)
    }

    /// The tangent of a sum has the shape of the sum, whatever operand it comes from.
    fn shaped(&self, t: Expr, primals: &[Expr], tangents: &[Option<Expr>]) -> Expr {
        let mut t = t;
        for (p, d) in primals.iter().zip(tangents) {
            let locals = [p.as_local(), d.as_ref().and_then(Expr::as_local)];
            let seen = t.mentions(&|l| locals.contains(&Some(l)));
            if !seen && self.is_lane(&self.kind(p)) {
                let span = t.span;
                t = Expr::new(Node::Op("like", Form::Lane(true), vec![t, p.clone()]), span);
            }
        }
        t
    }

    /// Gives elementwise work its name.
    pub fn lane_let(&mut self, e: Expr, hint: &str, kind: Kind, twin: Option<Local>) -> Expr {
        let span = e.span;
        let kind = match kind {
            Kind::Ref(k, _) => *k,
            k => k,
        };
        let temp = self.fresh(hint, kind, Origin::Temp, span);
        self.f.locals[temp.0].twin = twin;
        self.emit_let(Pat::bind(temp), None, e);
        Expr::local(temp, span)
    }

    /// Notes that `t` is the tangent of `p`, and so of its shape.
    pub fn pair_up(&mut self, p: &Expr, t: &Expr) {
        if let (Some(p), Some(t)) = (p.as_local(), t.as_local())
            && p != t
            && self.f.locals[t.0].twin.is_none()
        {
            self.f.locals[t.0].twin = Some(p);
        }
    }

    /// An operand that is a name, a number, or a constant. A place is borrowed, not moved from.
    pub fn leaf(&mut self, e: Expr, hint: &str) -> Expr {
        let e = bare(&e);
        if super::expr::is_literal(&e) || e.as_local().is_some() {
            return e;
        }
        let kind = self.kind(&e);
        if matches!(e.node, Node::Op("current", ..)) {
            return self.lane_let(e, "old", kind, None);
        }
        if let Node::Op(op, _, args) = &e.node
            && args.iter().any(|a| self.is_lane(&self.kind(a)))
        {
            let (op, span) = (*op, e.span);
            let args = args.iter().map(|a| self.leaf(a.clone(), hint)).collect();
            let e = Expr::new(Node::Op(op, Form::Lane(false), args), span);
            let kind = self.kind(&e);
            return self.lane_let(e, super::scalar::hint_of(op), kind, None);
        }
        let place = matches!(e.node, Node::Field(..) | Node::Index(..) | Node::Deref(_));
        if place && root(&e).is_some() && !kind.is_scalar() && !matches!(kind, Kind::Ref(_, false))
        {
            let span = e.span;
            return self.name(Expr::new(Node::Ref(false, Box::new(e)), span), hint);
        }
        let e = self.held_chain(e);
        self.name(e, hint)
    }

    /// The receivers of a chain of views get names, since the last view borrows from them.
    pub fn held_chain(&mut self, e: Expr) -> Expr {
        let span = e.span;
        let Node::Method(m) = e.node else { return e };
        let made = matches!(
            m.recv.node,
            Node::Method(_) | Node::Call(..) | Node::Op(..) | Node::Macro(_)
        );
        let lends = made && ops::tensor::lends(&m.name.to_string());
        if !lends || !self.is_lane(&self.kind(&m.recv)) {
            // What it consumes may be borrowed further down.
            let recv = match &m.recv.node {
                Node::Method(_) => Box::new(self.held_chain(*m.recv)),
                _ => m.recv,
            };
            return Expr::new(Node::Method(Method { recv, ..m }), span);
        }
        let recv = self.held_chain(*m.recv);
        let hint = match &recv.node {
            Node::Method(m) => m.name.to_string(),
            _ => "value".to_string(),
        };
        let recv = Box::new(self.name(recv, &hint));
        Expr::new(Node::Method(Method { recv, ..m }), span)
    }

    /// `place op= value` on tensors.
    pub fn lane_assign_op(&mut self, op: Op, place: &Expr, value: &Expr, span: Span) {
        let v = self.value(&bare(value));
        let target = self.place(place);
        self.lane_update(op, target, v, span);
    }

    /// The new value of a place is an operation on the old one and `v`; places and values are
    /// computed before anything is stored.
    pub fn lane_update(&mut self, op: Op, target: Val, v: Val, span: Span) {
        let Val::Split(place, dplace) = target else {
            let place = self.primal(target);
            let p = self.primal(v);
            let p = self.leaf(p, "value");
            let y = Expr::new(
                Node::Op(op, Form::Lane(false), vec![current(&place), p]),
                span,
            );
            let kind = self.kind(&place);
            let y = self.lane_let(y, super::scalar::hint_of(op), kind, None);
            self.lane_store([(place, y)]);
            return;
        };
        // `d += c` changes nothing in `dd`.
        let adds = matches!(op, "add" | "sub") && v.is_const();
        let old = match adds {
            true => Val::Const(current(&place)),
            false => Val::Split(current(&place), current(&dplace)),
        };
        let (y, t) = match self.lane_row(op, vec![old, v], span) {
            Val::Split(y, t) => (y, Some(t)),
            v => (self.primal(v), None),
        };
        let tangent = t.map(|t| (dplace, t));
        self.lane_store([(place, y)].into_iter().chain(tangent));
    }

    /// `place.assign(value)`, in place, for places that one statement of the user changes: they have
    /// one shape and overlap neither each other nor the values, so one kernel may store them all.
    pub fn lane_store(&mut self, stores: impl IntoIterator<Item = (Expr, Expr)>) {
        let mut all = Vec::new();
        for (place, value) in stores {
            let span = place.span;
            let target = match self.kind(&place) {
                Kind::Ref(_, true) => reborrowed(place),
                _ => Expr::new(Node::Ref(true, Box::new(place)), span),
            };
            all.push(Expr::new(Node::Tuple(vec![target, value]), span));
        }
        let Some(span) = all.first().map(|e| e.span) else {
            return;
        };
        let store = runtime_call(self.ctx.krate, "store", all, span);
        self.emit(Stmt::Expr(store));
    }
}

/// `&mut *place` for a place that is a mutable reference; the place itself where that can be moved.
fn reborrowed(place: Expr) -> Expr {
    let span = place.span;
    let inner = match place.node {
        Node::Ref(true, inner) => *inner,
        node => Expr::new(Node::Deref(Box::new(Expr::new(node, span))), span),
    };
    Expr::new(Node::Ref(true, Box::new(inner)), span)
}

/// The value that a place has, looked at by a kernel.
pub fn current(place: &Expr) -> Expr {
    let op = Node::Op("current", Form::Lane(false), vec![place.clone()]);
    Expr::new(op, place.span)
}

/// What an operand's references refer to: a kernel looks through them.
pub fn bare(e: &Expr) -> Expr {
    match &e.node {
        Node::Ref(false, inner) => bare(inner),
        _ => e.clone(),
    }
}

/// A formula's operations as work for kernels.
pub fn laned(mut e: Expr) -> Expr {
    relabel(&mut e);
    match e.node {
        Node::Op(..) => e,
        _ => {
            let span = e.span;
            Expr::new(Node::Op("same", Form::Lane(true), vec![e]), span)
        }
    }
}

/// Every operation in `e` in `Form::Lane`.
pub fn relabel(e: &mut Expr) {
    e.walk_mut(&mut |e| {
        if let Node::Op(_, form, _) = &mut e.node
            && !matches!(form, Form::Lane(_))
        {
            *form = Form::Lane(true);
        }
    });
}
