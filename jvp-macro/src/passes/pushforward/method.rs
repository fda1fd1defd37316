//! Methods that move data: the same call on the tangent.

use super::closure::method_named;
use super::untouched::is_store_nowhere;
use super::value::Val;
use super::{Pf, Shape, effects};
use crate::ir::*;
use crate::ops::formula::{runtime_call, runtime_path};
use crate::ops::methods::{self, Class};
use proc_macro2::Span;

impl Pf<'_> {
    pub fn method(&mut self, m: &Method, e: &Expr) -> Val {
        let kind = self.kind(&m.recv);
        // The receiver is complete before the arguments are looked at.
        let reads = crate::passes::effects::reads(&m.recv);
        let overtaken = m.args.iter().any(|a| {
            let closure = matches!(a.node, Node::Closure(_));
            let writes = crate::passes::effects::writes(a);
            let itself = crate::passes::effects::writes_itself(a);
            // A number is copied where it is handed on.
            let copied = |l: &Local| {
                let number = matches!(self.f.local(*l).kind, Kind::Scalar(_) | Kind::Inert);
                number && !itself.locals.contains(l)
            };
            let changed =
                |l: &Local| reads.contains(l) && self.argument_may_change(*l, m) && !copied(l);
            !closure && writes.locals.iter().any(changed)
        });
        if overtaken {
            return self.error(
                m.name.span(),
                "an argument changes what the receiver reads",
                "bind the receiver or the argument to a variable first",
            );
        }
        if self.kinds().is_own_method(m) {
            return self.annotated_method(m, e.span);
        }
        if is_store_nowhere(m) && m.args.iter().any(|a| self.carries(a)) {
            return self.no_place(m.name.span());
        }
        if let Some(v) = self.tensor_method(m, e, &kind) {
            return v;
        }
        if m.name == "try_into" && m.args.is_empty() && matches!(kind.peeled(), Kind::Seq(..)) {
            return self.list_converted(m, &kind);
        }
        match methods::class_of(m) {
            Some(Class::Constant) => {
                let recv = self.value(&m.recv);
                let recv = match recv {
                    // Asking a joint container is asking its primal.
                    Val::Joint(_, e) => e,
                    v => self.primal(v),
                };
                let args = m.args.iter().map(|a| self.primal_of(a)).collect();
                let call = self.rebuilt(m, recv, args);
                Val::Const(call)
            }
            Some(Class::Mirror(letters)) if letters.len() == m.args.len() => {
                self.mirror(m, &kind, letters)
            }
            Some(Class::Structural) => self.structural(m, e, &kind),
            _ => self.annotated_method(m, e.span),
        }
    }

    /// `list.try_into()`: for the tangent it is proven that it makes an array, since a type of the user's
    /// own could be made otherwise than from a tangent.
    fn list_converted(&mut self, m: &Method, kind: &Kind) -> Val {
        match self.mirror(m, kind, "") {
            Val::Split(p, t) => {
                let t = runtime_call(self.ctx.krate, "to_array", vec![t], m.name.span());
                Val::Split(p, t)
            }
            v => v,
        }
    }

    /// Whether an argument of `m` may change `l`, which the receiver reads. What is neither `mut` nor
    /// a `&mut` stays as it is, whatever is called on it or with it.
    fn argument_may_change(&self, l: Local, m: &Method) -> bool {
        let data = self.f.local(l);
        let stays = match &data.kind {
            Kind::Closure | Kind::Function(_) => true,
            // There may be a `&mut` in a part of it.
            Kind::Named(_) => m.recv.as_local() == Some(l),
            _ => false,
        };
        self.may_change(l) && (data.mutable || !stays)
    }

    pub fn rebuilt(&self, m: &Method, recv: Expr, args: Vec<Expr>) -> Expr {
        let node = Method {
            recv: Box::new(recv),
            name: m.name.clone(),
            turbofish: m.turbofish.clone(),
            args,
        };
        Expr::new(Node::Method(node), m.name.span())
    }

    /// A shape that two calls are given: one that has a name may be a list, which a call takes.
    pub fn shape_for_both(&self, shape: Expr) -> Expr {
        match shape.as_local().is_some() && !matches!(self.kind(&shape), Kind::Ref(..)) {
            true => shape.method("clone", Vec::new()),
            false => shape,
        }
    }

    /// `x.m(i, v)` and `dx.m(i, dv)`.
    pub fn mirror(&mut self, m: &Method, kind: &Kind, letters: &str) -> Val {
        let recv = self.value(&m.recv);
        if let (Val::Joint(Shape::Opt(_) | Shape::Res(_), _), "as_ref" | "as_mut") =
            (&recv, m.name.to_string().as_str())
        {
            return self.optional(m, kind);
        }
        if let Val::Joint(s @ (Shape::Opt(_) | Shape::Res(_) | Shape::Iter(_)), e) = recv {
            return Val::Joint(s, self.rebuilt(m, e, Vec::new()));
        }
        let recv = self.held(recv, kind, &m.name.to_string());
        let mut args: Vec<(Expr, Expr)> = Vec::new();
        for (a, letter) in m.args.iter().zip(letters.chars()) {
            if letter == 'i' || letter == 's' {
                let a = self.shared(a);
                let a = match letter {
                    's' => self.shape_for_both(a),
                    _ => a,
                };
                // The first of the two calls may change what the position depends on.
                let receiver = crate::ir::tree::root(&m.recv);
                let moves =
                    methods::mutates(&m.name.to_string()) && a.mentions(&|l| Some(l) == receiver);
                let a = if moves { self.force_name(a, "at") } else { a };
                args.push((a.clone(), a));
            } else {
                let kind = self.kind(a).join(match m.name.to_string().as_str() {
                    "push" | "insert" | "resize" | "fill" => kind.element(),
                    _ => Kind::Unknown,
                });
                let v = self.value(a);
                let constant = v.is_const();
                let (p, t) = self.split(v, &kind);
                // What ndarray takes by view.
                let view = ["push_row", "push_column", "append", "push"]
                    .iter()
                    .any(|n| m.name == n)
                    && self.kind(&m.recv).is_tensor();
                let t = match constant && view {
                    true => t.method("view", Vec::new()),
                    false => t,
                };
                let mutable = matches!(p.node, Node::Ref(..));
                args.push(match mutable || effects::is_pure(&p) {
                    true => (p, t),
                    false => (self.name(p, "value"), self.name(t, "dvalue")),
                });
            }
        }
        let (ps, ts): (Vec<Expr>, Vec<Expr>) = args.into_iter().unzip();
        // A constant that is moved into an active place takes its zeros along.
        let gives =
            methods::writes_argument(&m.name.to_string()) && m.args.iter().any(|a| self.carries(a));
        if recv.is_const() && !gives {
            let recv = self.primal(recv);
            return Val::Const(self.rebuilt(m, recv, ps));
        }
        let (p, t) = match recv {
            // It may be a slice, which stays where it is.
            Val::Const(p) if matches!(p.node, Node::Index(..) | Node::Deref(_)) => {
                let zero = self.zero_of(&p, kind);
                (p, zero)
            }
            recv => self.split(recv, kind),
        };
        let (p, t) = match self.as_in_memory(m, p, t, kind) {
            Val::Split(p, t) => (p, t),
            both => return both,
        };
        let p = self.rebuilt(m, p, ps);
        let t = self.rebuilt(m, t, ts);
        Val::Split(p, t)
    }

    fn structural(&mut self, m: &Method, e: &Expr, kind: &Kind) -> Val {
        let name = m.name.to_string();
        // `bool`'s two.
        if name == "then_some" {
            let recv = self.primal_of(&m.recv);
            let (v, kind) = (self.value(&m.args[0]), self.kind(&m.args[0]));
            let (s, arg) = self.item(v, &kind);
            let call = method_named(recv, &m.name, vec![arg]);
            return Val::Joint(Shape::Opt(Box::new(s)), call);
        }
        if name == "then" {
            let recv = self.primal_of(&m.recv);
            return match self.passed_closure(&m.args[0], &[], None) {
                Some((s, f)) => Val::Joint(
                    Shape::Opt(Box::new(s)),
                    method_named(recv, &m.name, vec![f]),
                ),
                None => Val::Const(recv),
            };
        }
        let sequence = matches!(kind.peeled(), Kind::Seq(..));
        // A field that is asked for its last is a list; iterators are not kept in fields.
        let field = matches!(m.recv.node, Node::Field(..) | Node::Index(..));
        let list = sequence || (field && matches!(kind.peeled(), Kind::Unknown));
        match name.as_str() {
            "sort_by"
            | "sort_unstable_by"
            | "sort_by_key"
            | "sort_unstable_by_key"
            | "sort_by_cached_key" => return self.sort(m, kind),
            "extend" => return self.extend(m, kind),
            "last" if list => return self.mirror(m, kind, ""),
            "retain" | "dedup" | "dedup_by" | "dedup_by_key" if list => {
                return self.retain(m, kind);
            }
            _ => {}
        }
        let optional = matches!(kind.peeled(), Kind::Option(_) | Kind::Result(_));
        let combinator = methods::COMBINATORS.contains(&name.as_str());
        let unknown = matches!(kind.peeled(), Kind::Unknown);
        // A call of unknown result that meets a combinator gives an option or a result.
        let call = unknown
            && match &m.recv.node {
                Node::Call(..) => true,
                Node::Method(inner) => {
                    let name = inner.name.to_string();
                    methods::class_of(inner).is_none() || name == "as_ref" || name == "as_mut"
                }
                _ => false,
            };
        let shared = matches!(
            name.as_str(),
            "map" | "zip" | "filter" | "cloned" | "copied"
        );
        let in_place = unknown && methods::is_of_options_in_place(&name, m.args.len());
        if optional || combinator || in_place || (call && shared) {
            return self.optional(m, kind);
        }
        if sequence && name == "map" {
            return self.list_map(m, kind, e.span);
        }
        self.iterator(m, e)
    }

    /// The tangents follow their primals: one permutation for both.
    fn sort(&mut self, m: &Method, kind: &Kind) -> Val {
        let span = m.name.span();
        let recv = self.value(&m.recv);
        let (p, t) = self.split(recv, kind);
        let name = m.name.to_string();
        let Some(by) = self.of_values(&m.args[0], name.ends_with("_by")) else {
            return Val::Const(Expr::unit(span));
        };
        let args = vec![whole(p, true), whole(t, true), by];
        Val::Const(runtime_call(self.ctx.krate, &name, args, span))
    }

    /// A closure over one value, or over two that it compares.
    fn of_values(&mut self, f: &Expr, compares: bool) -> Option<Expr> {
        let seen = if compares { 2 } else { 1 };
        self.predicate(f, &vec![(Shape::Const, false); seen])
    }

    /// The tangents go with their primals.
    fn retain(&mut self, m: &Method, kind: &Kind) -> Val {
        let span = m.name.span();
        let recv = self.value(&m.recv);
        let of_method = m.name.to_string();
        let keep = match m.args.first() {
            Some(f) => match self.of_values(f, of_method == "dedup_by") {
                Some(f) => Some(f),
                None => return Val::Const(Expr::unit(span)),
            },
            None => None,
        };
        if let Val::Const(list) = recv {
            return Val::Const(method_named(list, &m.name, keep.into_iter().collect()));
        }
        let (p, t) = self.split(recv, kind);
        let name = match of_method.as_str() {
            "retain" => "kept",
            "dedup" => "kept_of_runs",
            "dedup_by" => "kept_of_runs_by",
            _ => "kept_of_runs_by_key",
        };
        let args = std::iter::once(whole(p.clone(), false))
            .chain(keep)
            .collect();
        let kept = self.force_name(runtime_call(self.ctx.krate, name, args, span), "kept");
        let retain = proc_macro2::Ident::new("retain", span);
        for list in [p, t] {
            let each = self.fresh("each", Kind::Unknown, Origin::Temp, span);
            self.f.locals[each.0].mutable = true;
            let one_by_one = kept.clone().method("iter", Vec::new());
            self.emit_let(Pat::bind_mut(each), None, one_by_one);
            let next = Expr::local(each, span).method("next", Vec::new());
            let stays = next
                .method("copied", Vec::new())
                .method("unwrap_or_default", Vec::new());
            let closure = super::value::simple_closure(Pat::Wild, stays);
            self.emit(Stmt::Expr(method_named(list, &retain, vec![closure])));
        }
        Val::Const(Expr::unit(span))
    }

    /// `v.extend(items)`: from two sources where there are two, else item by item.
    fn extend(&mut self, m: &Method, kind: &Kind) -> Val {
        let span = m.name.span();
        let items = self.kind(&m.args[0]);
        let item = crate::passes::kinds::item(&items);
        let arg = self.value(&m.args[0]);
        let recv = self.value(&m.recv);
        let (p, t) = self.split(recv, kind);
        match arg {
            Val::Joint(Shape::Iter(s), iter) => {
                let (pat, v) = self.open(&s, span);
                let (vp, vt) = self.split(v, &item);
                let (vp, vt) = match item {
                    Kind::Ref(..) => {
                        let deref = |e| Expr::new(Node::Deref(Box::new(e)), span);
                        (deref(vp), deref(vt))
                    }
                    _ => (vp, vt),
                };
                let push = |r: Expr, v: Expr| Stmt::Expr(r.method("push", vec![v]));
                let body = Block {
                    stmts: vec![push(p, vp), push(t, vt)],
                    tail: None,
                };
                self.f.labels.push(LabelData { lifetime: None });
                let label = Label(self.f.labels.len() - 1);
                Val::Const(Expr::new(Node::For(label, pat, Box::new(iter), body), span))
            }
            v if v.is_const() => {
                let items = self.primal(v);
                self.emit(Stmt::Expr(method_named(p.clone(), &m.name, vec![items])));
                Val::Const(self.lengthened(p, t, &kind.element(), span))
            }
            v => {
                let (a, da) = self.split(v, &items);
                Val::Split(
                    method_named(p, &m.name, vec![a]),
                    method_named(t, &m.name, vec![da]),
                )
            }
        }
    }
}

impl Pf<'_> {
    /// The tangent `t` of a list, as long as the list `p` has become, by zeros.
    fn lengthened(&self, p: Expr, t: Expr, element: &Kind, span: Span) -> Expr {
        if let Kind::Scalar(float) = element {
            let zero = Expr::new(Node::Num(0.0, float.clone()), span);
            return t.method("resize", vec![p.method("len", Vec::new()), zero]);
        }
        // Of what is new, whatever its type.
        let len = t.clone().method("len", Vec::new());
        let limits = syn::RangeLimits::HalfOpen(Default::default());
        let new = Node::Range(Some(Box::new(len)), limits, None);
        let new = Node::Index(Box::new(p), Box::new(Expr::new(new, span)));
        let zero = runtime_path(self.ctx.krate, &["rt", "zero"], span);
        let zeros = Expr::new(new, span).method("iter", Vec::new());
        t.method("extend", vec![zeros.method("map", vec![zero])])
    }
}

/// `&list[..]`, or `&mut list[..]`.
fn whole(list: Expr, mutable: bool) -> Expr {
    let span = list.span;
    let all = Node::Range(None, syn::RangeLimits::HalfOpen(Default::default()), None);
    let slice = Node::Index(Box::new(list), Box::new(Expr::new(all, span)));
    Expr::new(Node::Ref(mutable, Box::new(Expr::new(slice, span))), span)
}
