//! Assignments: places and their tangents' places, destructuring, stores.

use super::expr::is_literal;
use super::value::{Val, part};
use super::{Pf, Shape, Want, effects};
use crate::ir::tree::{is_nowhere, nowhere};
use crate::ir::*;

impl Pf<'_> {
    pub fn assign(&mut self, place: &Expr, value: &Expr, span: proc_macro2::Span) -> Val {
        if let Node::Tuple(_) | Node::Array(_) = &place.node {
            let kind = self.kind(value);
            let v = self.value(value);
            // All values before the first store.
            let mut stores = Vec::new();
            self.destructure(place, v, &kind, &mut stores);
            for (place, v) in stores {
                self.store(&place, v, span);
            }
            return Val::Const(Expr::unit(span));
        }
        let v = match place.as_local().and_then(|l| self.reps.get(&l).cloned()) {
            Some(shape) => {
                let v = self.value_to(value, &Want::shape(shape.clone()));
                Val::Joint(shape, v)
            }
            None => self.value(value),
        };
        self.store(place, v, span);
        Val::Const(Expr::unit(span))
    }

    /// `(a, [b, ..]) = v`: the stores to make, of values that have a name.
    fn destructure(&mut self, place: &Expr, v: Val, kind: &Kind, stores: &mut Vec<(Expr, Val)>) {
        let span = place.span;
        let (places, array) = match &place.node {
            Node::Tuple(places) => (places, false),
            Node::Array(places) => (places, true),
            _ => {
                let own = self.kind(place);
                let v = match v {
                    Val::Const(e) if is_literal(&e) => Val::Const(e),
                    Val::Const(e) => Val::Const(self.force_name(e, "value")),
                    v => {
                        let (p, t) = self.split(v, &own);
                        let p = self.force_name(p, "value");
                        Val::Split(p, self.force_name(t, "dvalue"))
                    }
                };
                stores.push((place.clone(), v));
                return;
            }
        };
        let index = |e: &Expr, i: usize| match array {
            true => {
                let index = syn::Lit::Int(syn::LitInt::new(&i.to_string(), span));
                let index = Box::new(Expr::new(Node::Lit(index), span));
                Expr::new(Node::Index(Box::new(e.clone()), index), span)
            }
            false => part(e, i),
        };
        let parts: Vec<Val> = match v {
            Val::Tuple(vs) => vs,
            Val::Const(Expr {
                node: Node::Tuple(es) | Node::Array(es),
                ..
            }) => es.into_iter().map(Val::Const).collect(),
            Val::Split(
                Expr {
                    node: Node::Array(ps),
                    ..
                },
                Expr {
                    node: Node::Array(ts),
                    ..
                },
            ) => ps
                .into_iter()
                .zip(ts)
                .map(|(p, t)| Val::Split(p, t))
                .collect(),
            v => {
                let rest = places.iter().any(is_rest);
                let known = match kind {
                    Kind::Tuple(ks) => ks.len(),
                    _ if rest => {
                        self.error(
                            span,
                            "`..` can't stand on the left of this assignment",
                            "name all parts of the value, with `_` for those that don't matter",
                        );
                        return;
                    }
                    _ => places.len(),
                };
                match v.is_const() {
                    true => {
                        let p = self.primal(v);
                        let p = self.name(p, "parts");
                        (0..known).map(|i| Val::Const(index(&p, i))).collect()
                    }
                    false => {
                        let (p, t) = self.split(v, kind);
                        let (p, t) = (self.name(p, "parts"), self.name(t, "dparts"));
                        (0..known)
                            .map(|i| Val::Split(index(&p, i), index(&t, i)))
                            .collect()
                    }
                }
            }
        };
        let kinds = match kind {
            Kind::Tuple(ks) if ks.len() == parts.len() => ks.clone(),
            Kind::Seq(_, k) => vec![(**k).clone(); parts.len()],
            _ => vec![Kind::Unknown; parts.len()],
        };
        for ((place, v), k) in spread(places, parts.len(), span)
            .iter()
            .zip(parts)
            .zip(&kinds)
        {
            self.destructure(place, v, k, stores);
        }
    }

    /// `place = value`, tangent first: its value may still read the old primal.
    fn store(&mut self, place: &Expr, v: Val, span: proc_macro2::Span) {
        let put = |place: Expr, value: Expr| {
            Stmt::Expr(Expr::new(
                Node::Assign(Box::new(place), Box::new(value)),
                span,
            ))
        };
        if is_nowhere(place) {
            let e = self.primal(v);
            self.emit_let(Pat::Wild, None, e);
            return;
        }
        if let Val::Never(e) = v {
            self.emit(Stmt::Expr(e));
            return;
        }
        let kind = self.kind(place);
        if let Some(l) = place.as_local() {
            if let Some(shape) = self.reps.get(&l).cloned() {
                let e = self.coerce(v, &shape, &kind);
                self.emit(put(place.clone(), e));
                return;
            }
            if !self.is_active(l) {
                let e = self.primal(v);
                self.emit(put(place.clone(), e));
                return;
            }
        }
        // The value is complete before the place is looked at.
        let constant = v.is_const();
        if constant && kind == Kind::Unknown && matches!(place.node, Node::Field(..)) {
            return self.settle(place, v, span);
        }
        let (p, t) = self.split(v, &kind);
        let simple = place.as_local().is_some();
        let plain = effects::is_pure(&p) || matches!(p.node, Node::Ref(..));
        let (p, t) = if simple && plain {
            (p, t)
        } else if simple {
            (self.name(p, "value"), t)
        } else {
            (self.name(p, "value"), self.name(t, "dvalue"))
        };
        match self.place(place) {
            Val::Split(place, dplace) => {
                self.emit(put(dplace, t));
                self.emit(put(place, p));
            }
            place => {
                let varies = !effects::is_pure(&t) || self.carries(&t) || !constant;
                if varies && !self.is_unread(&place) {
                    let _ = self.no_place(span);
                }
                let place = self.primal(place);
                self.emit(put(place, p));
            }
        }
    }

    /// Active data goes where nothing holds its tangent.
    pub fn no_place(&self, span: proc_macro2::Span) -> Val {
        self.error(
            span,
            "active data is stored where its tangent can't be followed",
            "store it in a variable of the function, or write `stop_gradient(..)`",
        )
    }

    /// Whether a place is a part of what nobody reads: a value that holds its parts and is not
    /// active though active data goes into it.
    fn is_unread(&self, place: &Val) -> bool {
        fn holder(e: &Expr) -> Option<Local> {
            match &e.node {
                Node::Local(l) => Some(*l),
                Node::Field(e, _) | Node::Index(e, _) => holder(e),
                _ => None,
            }
        }
        let Val::Const(place) = place else {
            return false;
        };
        holder(place).is_some_and(|l| {
            let kind = &self.f.local(l).kind;
            let holds = matches!(kind, Kind::Tuple(_) | Kind::Seq(Seq::Vec | Seq::Array, _));
            holds && !self.is_active(l)
        })
    }

    /// A constant into a field of unknown type: its tangent is told, if it has one.
    fn settle(&mut self, place: &Expr, v: Val, span: proc_macro2::Span) {
        let p = self.primal(v);
        let p = match effects::is_pure(&p) {
            true => p,
            false => self.name(p, "value"),
        };
        let put = |place: Expr| Expr::new(Node::Assign(Box::new(place), Box::new(p.clone())), span);
        match self.place(place) {
            Val::Split(place, dplace) => {
                self.emit(Stmt::Expr(put(place.clone())));
                let by = |mutable, e| Expr::new(Node::Ref(mutable, Box::new(e)), span);
                let args = vec![by(true, dplace), by(false, place)];
                let call = crate::ops::formula::runtime_call(self.ctx.krate, "settle", args, span);
                self.emit(Stmt::Expr(call));
            }
            place => {
                let place = self.primal(place);
                self.emit(Stmt::Expr(put(place)));
            }
        }
    }

    /// A place and its tangent's place.
    pub fn place(&mut self, e: &Expr) -> Val {
        match self.value(e) {
            Val::Joint(Shape::Pair | Shape::Any, x) => {
                let kind = self.kind(e);
                let (p, t) = self.split(Val::Joint(Shape::Pair, x), &kind);
                Val::Split(p, t)
            }
            v => v,
        }
    }
}

/// `..` on the left of an assignment.
fn is_rest(e: &Expr) -> bool {
    matches!(e.node, Node::Range(None, _, None))
}

/// A place for each of `n` parts: those that `..` stands for keep nothing.
fn spread(places: &[Expr], n: usize, span: proc_macro2::Span) -> Vec<Expr> {
    let extra = (n + 1).saturating_sub(places.len());
    let each = |p: &Expr| match is_rest(p) {
        true => vec![nowhere(span); extra],
        false => vec![p.clone()],
    };
    places.iter().flat_map(each).collect()
}
