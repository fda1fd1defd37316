//! Calls of the user's own methods: through the functions beside them, with respect to the receiver
//! and the arguments that are active at the call.

use super::call::leave_out;
use super::value::Val;
use super::{Pf, Shape, effects};
use crate::ir::mask;
use crate::ir::tree::root;
use crate::ir::*;
use crate::ops::methods;
use proc_macro2::Span;

impl Pf<'_> {
    /// `x.f_with_derive_jvp_110(dx, a, da, b)`
    pub fn annotated_method(&mut self, m: &Method, span: Span) -> Val {
        let is_statement = std::mem::take(&mut self.is_statement);
        let kind = self.kind(&m.recv);
        let foreign = foreign(&kind, &m.name);
        // Of values without tangent an iterator's method is a constant, whatever it is.
        if foreign.is_some() && matches!(&kind, Kind::Iter(item) if item.is_inert()) {
            let untouched = !m.args.iter().any(|a| self.touched(a));
            let recv = self.value(&m.recv);
            if untouched && recv.is_const() {
                let recv = self.primal(recv);
                return Val::Const(self.rebuilt(m, recv, m.args.clone()));
            }
        }
        if let Some(what) = foreign {
            return self.error(
                m.name.span(),
                format!("no derivative rule for the method `{}` of {what}", m.name),
                match what {
                    "a cell" => "use a local variable or a `&mut` parameter for what changes",
                    "a trait object" => "take a type parameter, `T: Trait + Differentiable`",
                    "a queue" => "use a `Vec`, with the index of its front where it is a queue",
                    "an iterator" => "write a loop",
                    _ if m.name == "retain_mut" => {
                        "change the elements in a loop, then call `retain`"
                    }
                    _ if m.name.to_string().starts_with("select_nth") => {
                        "sort with `sort_by`, and take the element by its position"
                    }
                    _ if m.name == "chunk_by" => "write a loop over where the chunks begin",
                    _ => {
                        "call an annotated function, or write `stop_gradient(..)` around the \
                          receiver if its result is a constant"
                    }
                },
            );
        }
        let recv = self.value(&m.recv);
        let own = self.ctx.params.own_type(&kind);
        if own.is_some_and(|own| own.constants.contains(&m.name.to_string())) {
            let recv = self.primal(recv);
            let args = m.args.iter().map(|a| self.primal_of(a)).collect();
            return Val::Const(self.rebuilt(m, recv, args));
        }
        let kinds: Vec<Kind> = m.args.iter().map(|a| self.kind(a)).collect();
        let (args, active) = self.call_operands(&m.args, !recv.is_const());
        let mask: Vec<bool> = std::iter::once(&recv)
            .chain(&args)
            .map(|v| !v.is_const())
            .collect();
        if !active {
            let recv = self.primal(recv);
            let args = args.into_iter().map(|v| self.primal(v)).collect();
            return Val::Const(self.rebuilt(m, recv, args));
        }
        let entry = mask::entry(mask);
        let spans = std::iter::once(&recv).chain(&args).map(Val::span);
        let marks = self.marks(&entry, spans);
        let mut out = Vec::new();
        let receiver = match entry.mask[0] {
            true => {
                let (p, t) = self.argument_of(&entry, recv, &kind);
                out.push(self.handed(m, t, is_statement));
                p
            }
            false => self.primal(recv),
        };
        // What is lent mutably can't be looked at any more.
        let lent = match out.first().map(|e| &e.node) {
            Some(Node::Ref(true, place)) => root(place),
            _ => None,
        };
        for ((v, active), kind) in args.into_iter().zip(&entry.mask[1..]).zip(&kinds) {
            if *active {
                let (p, mut t) = self.argument_of(&entry, v, kind);
                if t.mentions(&|l| Some(l) == lent) {
                    t = self.name(t, "dvalue");
                }
                out.extend([p, t]);
            } else {
                out.push(self.primal(v));
            }
        }
        out.extend(marks);
        let mut turbofish = m.turbofish.clone();
        if let (Some(given), Some(marks)) = (&mut turbofish, &entry.round) {
            leave_out(given, marks.len());
        }
        let call = Method {
            recv: Box::new(receiver),
            name: mask::of_method(&m.name, &entry.suffix),
            turbofish,
            args: out,
        };
        Val::Joint(Shape::Any, Expr::new(Node::Method(call), span))
    }

    /// The receiver's tangent as an argument. Its primal is borrowed as the method needs it; the
    /// tangent has to be so by hand. A temporary is handed over, a place is lent: mutably where
    /// the method may change it, unless an argument looks at it too, or, where the result is wanted,
    /// another reference to it has a name.
    fn handed(&self, m: &Method, t: Expr, is_statement: bool) -> Expr {
        let (Some(_), Some(l)) = (root(&t), root(&m.recv)) else {
            return t;
        };
        let span = t.span;
        // What another method of the user's own has given has a name only here.
        let given =
            matches!(&m.recv.node, Node::Method(inner) if methods::class_of(inner).is_none());
        if given && t.as_local().is_some() {
            return t;
        }
        let data = self.f.local(l);
        let own = self.kind(&m.recv);
        if matches!(own, Kind::Ref(_, false)) && t.as_local().is_some() {
            return t;
        }
        if data.origin == Origin::Temp && t.as_local().is_some() {
            return t;
        }
        let may_change = match &data.kind {
            Kind::Ref(_, mutable) => *mutable,
            _ => data.mutable,
        };
        let looked_at = |a: &Expr| match (&a.node, self.kind(a)) {
            (Node::Local(f), Kind::Closure) => {
                let closure = self.ctx.closures.get(f);
                closure.is_some_and(|c| effects::reads(&c.body).contains(&l))
            }
            (Node::Ref(..) | Node::Closure(_), _) | (_, Kind::Ref(..)) => {
                effects::reads(a).contains(&l)
            }
            _ => false,
        };
        let apart = |a: &Expr| match (
            crate::ir::tree::part(bare(a)),
            crate::ir::tree::part(&m.recv),
        ) {
            (Some((_, a)), Some((_, b))) => !a.starts_with(&b) && !b.starts_with(&a),
            _ => false,
        };
        let lent = !is_statement && self.lenders.contains(&l);
        let changes = may_change && !lent && !m.args.iter().any(|a| looked_at(a) && !apart(a));
        let inner = match (&own, t.as_local()) {
            (Kind::Ref(..), Some(_)) => Expr::new(Node::Deref(Box::new(t)), span),
            _ => t,
        };
        Expr::new(Node::Ref(changes, Box::new(inner)), span)
    }
}

/// What is behind the references of an argument.
fn bare(e: &Expr) -> &Expr {
    match &e.node {
        Node::Ref(_, e) => bare(e),
        _ => e,
    }
}

/// Methods of `f64` that have no rule; other methods of a number are those of a user's trait.
const OF_NUMBERS: &[&str] = &[
    "algebraic_add",
    "algebraic_div",
    "algebraic_mul",
    "algebraic_sub",
    "div_euclid",
    "gamma",
    "ln_gamma",
    "maximum",
    "midpoint",
    "minimum",
    "next_down",
    "next_up",
    "round_ties_even",
    "to_bits",
];

/// What the receiver is, where the method is certainly none of the user's own.
fn foreign(kind: &Kind, method: &proc_macro2::Ident) -> Option<&'static str> {
    match kind.peeled() {
        Kind::Scalar(_) if OF_NUMBERS.iter().any(|n| method == n) => Some("a number"),
        Kind::Seq(..) => Some("a sequence"),
        Kind::Tuple(_) => Some("a tuple"),
        Kind::Option(_) | Kind::Result(_) => Some("this type"),
        Kind::Iter(_) => Some("an iterator"),
        Kind::Function(None) => Some("a trait object"),
        Kind::Closure | Kind::Function(_) => Some("a function"),
        Kind::Named(name) if kind::CELLS.contains(&name.as_str()) => Some("a cell"),
        Kind::Named(name) if kind::QUEUES.contains(&name.as_str()) => Some("a queue"),
        Kind::Tensor(..) => Some("an array"),
        _ => None,
    }
}
