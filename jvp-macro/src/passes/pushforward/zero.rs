//! Zero tangents, made only where the form of the result asks for one.

use super::{Pf, activity, effects};
use crate::ir::types;
use crate::ir::*;
use crate::ops::formula::{runtime_call, runtime_path};
use crate::passes::values;

impl Pf<'_> {
    /// A constant with its zero tangent.
    pub fn with_zero(&mut self, e: Expr, kind: &Kind) -> (Expr, Expr) {
        // The tangent of a function is its JVP. A name of a known kind is no function's.
        let plain = matches!(e.node, Node::Path(_)) && (kind.is_scalar() || kind.is_inert());
        if !plain && let Some(both) = self.function_value(&e) {
            return both;
        }
        if values::literal(&e).is_some() {
            let none = Expr::unit(e.span);
            return (e, none);
        }
        if let Node::Ref(true, inner) = &e.node
            && crate::ir::tree::root(inner).is_some()
            && !self.kind(inner).is_inert()
        {
            self.ctx.errors.add(
                e.span,
                "what is written through this borrow can't be followed",
                "use the variable itself, or an index, instead of the borrow",
            );
        }
        let own = self.kind(&e);
        let kind = if own == Kind::Unknown {
            kind.clone()
        } else {
            own.join(kind.clone())
        };
        if let Some(zero) = self.zero_like(&e, &kind) {
            return (e, zero);
        }
        let named = self.name(e, "value");
        let zero = self.zero_of(&named, &kind);
        (named, zero)
    }

    /// Whether the argument, in a place of that kind, is known to have a zero tangent.
    pub fn surely_has_zero(&self, e: &Expr, kind: &Kind) -> bool {
        let known = self.kind(e).join(kind.clone());
        known.is_inert()
            || known.tangent_is_certain()
            || matches!(e.node, Node::Ref(true, _))
            || values::literal(e).is_some()
            || self.is_function(e)
    }

    /// A constant with its zero tangent; with none if its type has none, which types find out.
    pub fn with_zero_if_any(&mut self, e: Expr) -> (Expr, Expr) {
        let span = e.span;
        if let Node::Ref(false, inner) = e.node {
            // What is behind a reference stays where it is.
            let part = matches!(inner.node, Node::Field(..) | Node::Index(..));
            let (p, zero) = match part && effects::is_pure(&inner) {
                true => {
                    let zero = self.zero_if_any(Expr::new(Node::Ref(false, inner.clone()), span));
                    (*inner, zero)
                }
                false => self.with_zero_if_any(*inner),
            };
            let lent = |x| Expr::new(Node::Ref(false, Box::new(x)), span);
            return (lent(p), lent(zero));
        }
        let e = self.name(e, "value");
        match self.kind(&e) {
            Kind::Ref(..) => {
                let zero = self.zero_if_any(e.clone());
                (e, Expr::new(Node::Ref(false, Box::new(zero)), span))
            }
            _ => {
                let zero = self.zero_if_any(Expr::new(Node::Ref(false, Box::new(e.clone())), span));
                (e, zero)
            }
        }
    }

    fn zero_if_any(&mut self, reference: Expr) -> Expr {
        let span = reference.span;
        let Node::Path(path) = runtime_path(self.ctx.krate, &["rt", "zero_if_any"], span).node
        else {
            unreachable!("it is a path");
        };
        let zero = Node::Macro(Macro {
            path: path.path,
            delimiter: syn::MacroDelimiter::Paren(Default::default()),
            args: MacroArgs::Exprs(vec![(None, reference)]),
        });
        self.force_name(Expr::new(zero, span), "zero")
    }

    /// A tensor that is handed over, with zeros of its very type: of a view they are a view.
    pub fn with_zeros_as(&mut self, e: Expr) -> (Expr, Expr) {
        let span = e.span;
        let e = self.name(e, "value");
        let room = self.room(span);
        let seen = Expr::new(Node::Ref(false, Box::new(e.clone())), span);
        let zeros = runtime_call(self.ctx.krate, "zeros_as", vec![seen, room], span);
        (e, self.lane_let(zeros, "zero", Kind::Unknown, None))
    }

    /// `&mut None`, with a name: where a view's elements may live.
    pub fn room(&mut self, span: proc_macro2::Span) -> Expr {
        let room = self.fresh("room", Kind::Unknown, Origin::Temp, span);
        self.f.locals[room.0].mutable = true;
        let none = Node::Path(syn::parse_quote!(::core::option::Option::None));
        self.emit_let(Pat::bind_mut(room), None, Expr::new(none, span));
        Expr::new(Node::Ref(true, Box::new(Expr::local(room, span))), span)
    }

    /// The zero tangent that a local starts with. If what is written through it may be the caller's,
    /// it has to own its data: the tangent of a reference would go nowhere.
    pub fn zero_of_local(&mut self, l: Local, place: &Expr, kind: &Kind) -> Expr {
        if !self.ctx.writes.reach_outside(l) {
            return self.zero_of(place, kind);
        }
        let (span, name) = (place.span, &self.f.local(l).name);
        if matches!(kind, Kind::Ref(_, true)) {
            let (message, help) = activity::no_tangent_behind(name);
            self.ctx.errors.add(span, message, help);
        }
        let seen = Expr::new(Node::Ref(false, Box::new(place.clone())), span);
        let zero = runtime_call(self.ctx.krate, "owned_zero", vec![seen], span);
        self.force_name(zero, "zero")
    }

    /// The zero tangent of a named value.
    pub fn zero_of(&mut self, place: &Expr, kind: &Kind) -> Expr {
        if let Some(zero) = self.zero_like(place, kind) {
            return zero;
        }
        let span = place.span;
        let by_ref = matches!(kind, Kind::Ref(..));
        let arg = match by_ref {
            true => place.clone(),
            false => Expr::new(Node::Ref(false, Box::new(place.clone())), span),
        };
        let function = match kind.peeled() {
            // Of a view by value they are a view: it may stand for one of which the tangent is.
            Kind::Tensor(e, _) if e.is_scalar() && *kind == *kind.peeled() => "zeros_of",
            Kind::Tensor(e, _) if e.is_scalar() && !matches!(kind, Kind::Boxed(_)) => "zeros_like",
            _ => "zero",
        };
        let zero = runtime_call(self.ctx.krate, function, vec![arg], span);
        if !matches!(kind, Kind::Ref(_, true)) {
            let zero = self.force_name(zero, "zero");
            return match by_ref {
                true => Expr::new(Node::Ref(false, Box::new(zero)), span),
                false => zero,
            };
        }
        let l = self.fresh("zero", Kind::Unknown, Origin::Temp, span);
        self.f.locals[l.0].mutable = true;
        self.emit_let(Pat::bind_mut(l), None, zero);
        Expr::new(Node::Ref(true, Box::new(Expr::local(l, span))), span)
    }

    /// A zero that can be written down from the form of the value or its kind.
    pub fn zero_like(&self, e: &Expr, kind: &Kind) -> Option<Expr> {
        let span = e.span;
        let new = |node| Some(Expr::new(node, span));
        // What is known of the whole tells of its parts: `(0.0, None)`.
        let part = |e: &Expr, kind: &Kind| self.zero_like(e, &self.kind(e).join(kind.clone()));
        match (&e.node, kind) {
            (_, Kind::Scalar(f)) => new(Node::Num(0.0, f.clone())),
            (Node::Range(from, limits, to), Kind::Range(k)) if k.is_scalar() => {
                let zero = |e: &Expr| part(e, k).map(Box::new);
                let [from, to] = [from, to].map(|e| e.as_ref().map(|e| zero(e)));
                new(Node::Range(from.flatten(), *limits, to.flatten()))
            }
            (_, kind) if types::is_unit_tangent(kind) => Some(Expr::unit(span)),
            (Node::Tuple(es), _) => {
                let kinds = match kind {
                    Kind::Tuple(kinds) if kinds.len() == es.len() => kinds.clone(),
                    _ => vec![Kind::Unknown; es.len()],
                };
                let parts = es.iter().zip(&kinds).map(|(e, k)| part(e, k));
                new(Node::Tuple(parts.collect::<Option<_>>()?))
            }
            (Node::Array(es), _) => {
                let element = kind.element();
                let parts = es.iter().map(|e| part(e, &element));
                new(Node::Array(parts.collect::<Option<_>>()?))
            }
            (Node::Repeat(v, n), _) if super::effects::is_pure(n) => {
                let zero = part(v, &kind.element())?;
                new(Node::Repeat(Box::new(zero), n.clone()))
            }
            (Node::Vec(inner), _) => {
                let all = Kind::Seq(Seq::Array, Box::new(kind.element()));
                new(Node::Vec(Box::new(part(inner, &all)?)))
            }
            (Node::Call(callee, args), _)
                if is_empty_list(callee) && args.iter().all(super::effects::is_pure) =>
            {
                new(Node::Call(callee.clone(), args.clone()))
            }
            (Node::Call(callee, args), Kind::Result(k)) => self.zero_of_result(callee, args, k),
            (Node::Ref(m, inner), _) if !matches!(inner.node, Node::Local(_)) => new(Node::Ref(
                *m,
                Box::new(self.zero_like(inner, &self.kind(inner))?),
            )),
            (Node::Path(p), _) if p.path.is_ident("None") => Some(e.clone()),
            (_, Kind::Tuple(ks)) if super::is_trivial(e) => {
                let parts = ks.iter().enumerate().map(|(i, k)| {
                    let member = syn::Member::Unnamed(syn::Index {
                        index: i as u32,
                        span,
                    });
                    let part = Expr::new(Node::Field(Box::new(e.clone()), member), span);
                    self.zero_like(&part, k)
                });
                new(Node::Tuple(parts.collect::<Option<_>>()?))
            }
            (_, Kind::Ref(k, false)) if k.is_scalar() => {
                let zero = self.zero_like(e, k)?;
                new(Node::Ref(false, Box::new(zero)))
            }
            _ => None,
        }
    }
}

fn is_empty_list(callee: &Expr) -> bool {
    matches!(&callee.node, Node::Path(p) if tree::makes_empty_list(&p.path))
}
