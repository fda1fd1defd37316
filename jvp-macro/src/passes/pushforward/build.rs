//! Tensors that are built: constructors, joins, literals, and ndarray's functions of whole tensors.

use super::lane::bare;
use super::value::Val;
use super::{Pf, Shape, Want};
use crate::ir::*;
use crate::ops::formula::runtime_call;
use crate::ops::tensor;
use proc_macro2::Span;

impl Pf<'_> {
    /// `Array1::from_vec(v)`, `stack(Axis(0), &[a, b])`: the same call on the tangents.
    pub fn tensor_function(
        &mut self,
        callee: &Expr,
        names: &[&str],
        args: &[Expr],
        span: Span,
    ) -> Option<Val> {
        let of_type = names.len() > 1 && kind::tensor_type(names[names.len() - 2]).is_some();
        match (
            of_type,
            names.last().copied().unwrap_or_default(),
            args.len(),
        ) {
            (true, "from_iter", 1) => return Some(self.built_of_items(&args[0], span)),
            (true, "from_shape_fn" | "from_shape_simple_fn", 2) => {
                return Some(self.built_by_position(callee, args, span));
            }
            (false, "general_mat_mul" | "general_mat_vec_mul", 5) if known_path(names) => {
                let callee = self.of_ndarray(callee, &["linalg", names[names.len() - 1]]);
                return Some(self.general_product(&callee, args, span));
            }
            (false, "kron", 2) if known_path(names) => {
                let callee = self.of_ndarray(callee, &["linalg", "kron"]);
                return Some(self.kron(&callee, args, span));
            }
            _ => {}
        }
        let (f, callee) = match tensor::constructor(names) {
            Some((f, _)) => (f, callee.clone()),
            None => {
                let f = tensor::free(names)?;
                (f, self.of_ndarray(callee, &[f.name]))
            }
        };
        if f.letters.len() != args.len() {
            return None;
        }
        let mut ps = Vec::new();
        let mut ts = Vec::new();
        if let (
            "stack" | "concatenate",
            [
                axis,
                Expr {
                    node: Node::Ref(false, list),
                    ..
                },
            ],
        ) = (f.name, args)
            && let Node::Array(parts) = &list.node
        {
            let axis = self.shared(axis);
            let (ps, ts) = self.views(parts);
            let call = |parts: Vec<Expr>| {
                let list = Expr::new(Node::Array(parts), span);
                let list = Expr::new(Node::Ref(false, Box::new(list)), span);
                let args = vec![axis.clone(), list];
                Expr::new(Node::Call(Box::new(callee.clone()), args), span)
            };
            return Some(Val::Split(call(ps), call(ts)));
        }
        let vals = self.operands(args);
        for ((v, letter), a) in vals.into_iter().zip(f.letters.chars()).zip(args) {
            if letter != 'v' {
                let p = self.primal(v);
                let p = match super::effects::is_pure(&p) {
                    true => p,
                    false => self.name(p, "shape"),
                };
                let p = match letter {
                    's' => self.shape_for_both(p),
                    _ => p,
                };
                ps.push(p.clone());
                ts.push(p);
            } else {
                let kind = self.kind(a);
                let (p, t) = self.split(v, &kind);
                ps.push(p);
                ts.push(t);
            }
        }
        let call = |args| Expr::new(Node::Call(Box::new(callee.clone()), args), span);
        Some(Val::Split(call(ps), call(ts)))
    }

    /// `Array2::zeros(shape)`, out of the pool.
    pub fn pooled(&self, e: Expr) -> Expr {
        let Node::Call(callee, args) = &e.node else {
            return e;
        };
        let Node::Path(p) = &callee.node else {
            return e;
        };
        let names = crate::ir::tree::names(&p.path);
        let [.., ty, name] = &names[..] else { return e };
        let known = kind::tensor_type(ty).is_some() && name == "zeros" && args.len() == 1;
        if !known || p.qself.is_some() {
            return e;
        }
        let mut zeros = runtime_call(self.ctx.krate, "zeros", args.clone(), e.span);
        // `Array2::<f32>`: what the type says of its elements, the call says.
        let segments = p.path.segments.iter().rev();
        match segments.map(|s| &s.arguments).collect::<Vec<_>>()[..] {
            [syn::PathArguments::None, syn::PathArguments::None, ..] => {}
            [
                syn::PathArguments::None,
                syn::PathArguments::AngleBracketed(of),
                ..,
            ] => {
                let Some(element) = of.args.first() else {
                    return e;
                };
                if let Node::Call(callee, _) = &mut zeros.node
                    && let Node::Path(path) = &mut callee.node
                    && let Some(last) = path.path.segments.last_mut()
                {
                    last.arguments =
                        syn::PathArguments::AngleBracketed(syn::parse_quote!(::<#element, _>));
                }
            }
            _ => return e,
        }
        zeros
    }

    /// Views and their tangents, those of constants of zeros.
    fn views(&mut self, parts: &[Expr]) -> (Vec<Expr>, Vec<Expr>) {
        let vals = self.operands(parts);
        let both = vals.into_iter().zip(parts).map(|(v, e)| {
            let constant = v.is_const();
            let kind = self.kind(e);
            let (p, t) = self.split(v, &kind);
            match constant {
                true => (p, t.method("view", Vec::new())),
                false => (p, t),
            }
        });
        both.collect::<Vec<_>>().into_iter().unzip()
    }

    /// A free function by a name that may be another's: that it is ndarray's is proven by type.
    fn of_ndarray(&self, callee: &Expr, path: &[&str]) -> Expr {
        let span = callee.span;
        let mut known: syn::Path = syn::parse_quote!(::ndarray);
        for name in path {
            known
                .segments
                .push(proc_macro2::Ident::new(name, span).into());
        }
        let known = syn::ExprPath {
            attrs: Vec::new(),
            qself: None,
            path: known,
        };
        let known = Expr::new(Node::Path(known), span);
        runtime_call(self.ctx.krate, "same", vec![callee.clone(), known], span)
    }

    /// `Array::from_iter(items)`
    fn built_of_items(&mut self, items: &Expr, span: Span) -> Val {
        let (shape, iter) = self.iterable(items);
        self.collected_tensor(shape, iter, span)
    }

    /// Collects pairs into two tensors.
    pub fn collected_tensor(&mut self, shape: Shape, iter: Expr, span: Span) -> Val {
        let iter = self.brought(iter, &shape, &Shape::Pair, &Kind::Unknown);
        let call = runtime_call(self.ctx.krate, "collect_pairs", vec![iter], span);
        Val::Joint(Shape::Pair, call)
    }

    /// `Array::from_shape_fn(shape, |(i, j)| ..)`, `Array::from_shape_simple_fn(shape, || ..)`
    fn built_by_position(&mut self, callee: &Expr, args: &[Expr], span: Span) -> Val {
        let shape = self.primal_of(&args[0]);
        let want = Want::shape(Shape::Pair);
        let params: &[_] = match &args[1].node {
            Node::Closure(c) if c.params.is_empty() => &[],
            _ => &[(Shape::Const, false)],
        };
        let Some((_, f)) = self.passed_closure(&args[1], params, Some(&want)) else {
            return Val::Const(shape);
        };
        let pairs = Expr::new(Node::Call(Box::new(callee.clone()), vec![shape, f]), span);
        Val::Joint(
            Shape::Pair,
            runtime_call(self.ctx.krate, "unzip", vec![pairs], span),
        )
    }

    /// `std::array::from_fn(|i| ..)`
    pub fn list_by_position(&mut self, callee: &Expr, args: &[Expr], span: Span) -> Val {
        let want = Want::shape(Shape::Pair);
        let params = [(Shape::Const, false)];
        let Some((_, f)) = self.passed_closure(&args[0], &params, Some(&want)) else {
            return Val::Const(Expr::unit(span));
        };
        // Its elements are pairs now, whatever type has been written for them.
        let mut callee = callee.clone();
        if let Node::Path(p) = &mut callee.node
            && let Some(last) = p.path.segments.last_mut()
            && let syn::PathArguments::AngleBracketed(list) = &mut last.arguments
            && let Some(element) = list.args.first_mut()
        {
            *element = syn::parse_quote!(_);
        }
        let pairs = Expr::new(Node::Call(Box::new(callee), vec![f]), span);
        let call = runtime_call(self.ctx.krate, "unzip_list", vec![pairs], span);
        Val::Joint(Shape::Pair, call)
    }

    /// `list.map(f)`, with `f` on pairs.
    pub fn list_map(&mut self, m: &Method, kind: &Kind, span: Span) -> Val {
        // By value, however it is reached.
        let by_value = |mut e: Expr| {
            let mut kind = kind;
            while let Kind::Ref(k, _) | Kind::Boxed(k) = kind {
                (e, kind) = (Expr::new(Node::Deref(Box::new(e)), span), &**k);
            }
            e
        };
        let recv = self.value(&m.recv);
        let (shape, list) = match recv.is_const() {
            true => (Shape::Const, self.primal(recv)),
            false => {
                let (p, t) = self.split(recv, kind);
                let lists = vec![by_value(p), by_value(t)];
                let pairs = runtime_call(self.ctx.krate, "zip_lists", lists, span);
                (Shape::Pair, pairs)
            }
        };
        let want = Want::shape(Shape::Pair);
        let Some((_, f)) = self.passed_closure(&m.args[0], &[(shape, false)], Some(&want)) else {
            return Val::Const(Expr::unit(span));
        };
        let pairs = list.method("map", vec![f]);
        let call = runtime_call(self.ctx.krate, "unzip_list", vec![pairs], span);
        Val::Joint(Shape::Pair, call)
    }

    /// `kron(&a, &b)`: bilinear.
    fn kron(&mut self, callee: &Expr, args: &[Expr], span: Span) -> Val {
        let whole = Expr::new(Node::Call(Box::new(callee.clone()), args.to_vec()), span);
        let kind = Kind::tensor(self.kind(&args[0]).element(), Some(2));
        let vals = self.operands(&[bare(&args[0]), bare(&args[1])]);
        let vals: Vec<Val> = vals.into_iter().map(|v| self.leaf_pair(v)).collect();
        let call = |a: &Expr, b: &Expr, pf: &Self| {
            let args = vec![pf.looked_at(a), pf.looked_at(b)];
            Expr::new(Node::Call(Box::new(callee.clone()), args), span)
        };
        let parts = |v: &Val| match v {
            Val::Split(p, t) => (p.clone(), Some(t.clone())),
            Val::Const(p) => (p.clone(), None),
            _ => (whole.clone(), None),
        };
        let ((a, da), (b, db)) = (parts(&vals[0]), parts(&vals[1]));
        let p = call(&a, &b, self);
        let p = self.lane_let(p, "kron", kind.clone(), None);
        let mut terms = Vec::new();
        if let Some(da) = da {
            let t = call(&da, &b, self);
            terms.push(self.lane_let(t, "dkron", kind.clone(), p.as_local()));
        }
        if let Some(db) = db {
            let t = call(&a, &db, self);
            terms.push(self.lane_let(t, "dkron", kind.clone(), p.as_local()));
        }
        match terms.len() {
            0 => Val::Const(p),
            1 => Val::Split(p, terms.remove(0)),
            _ => {
                let sum = Expr::new(Node::Op("add", Form::Lane(true), terms), span);
                let t = self.lane_let(sum, "dkron", kind, p.as_local());
                Val::Split(p, t)
            }
        }
    }

    /// `general_mat_mul(alpha, &a, &b, beta, &mut c)`: the tangent of `c` before `c` itself.
    fn general_product(&mut self, callee: &Expr, args: &[Expr], span: Span) -> Val {
        let vals = self.operands(&[
            args[0].clone(),
            bare(&args[1]),
            bare(&args[2]),
            args[3].clone(),
        ]);
        let vals: Vec<Val> = vals.into_iter().map(|v| self.leaf_pair(v)).collect();
        let c = self.value(&args[4]);
        let parts = |v: &Val| match v {
            Val::Split(p, t) => (p.clone(), Some(t.clone())),
            Val::Const(p) | Val::Joint(_, p) | Val::Never(p) => (p.clone(), None),
            _ => (Expr::unit(span), None),
        };
        let [(alpha, dalpha), (a, da), (b, db), (beta, dbeta)] = [
            parts(&vals[0]),
            parts(&vals[1]),
            parts(&vals[2]),
            parts(&vals[3]),
        ];
        let (c, dc) = match c {
            Val::Split(c, dc) => (c, Some(dc)),
            v => (self.primal(v), None),
        };
        let float = match self.kind(&alpha) {
            Kind::Scalar(f) => f,
            _ => Float::Literal,
        };
        let one = Expr::new(Node::Num(1.0, float), span);
        let product = |pf: &Self, alpha: &Expr, a: &Expr, b: &Expr, beta: &Expr, c: &Expr| {
            let args = vec![
                alpha.clone(),
                pf.looked_at(a),
                pf.looked_at(b),
                beta.clone(),
                reborrowed(c),
            ];
            Stmt::Expr(Expr::new(Node::Call(Box::new(callee.clone()), args), span))
        };
        if let Some(dc) = dc {
            let mut terms: Vec<(Expr, Expr, Expr)> = Vec::new();
            terms.extend(da.map(|da| (alpha.clone(), da, b.clone())));
            terms.extend(db.map(|db| (alpha.clone(), a.clone(), db)));
            terms.extend(dalpha.map(|dalpha| (dalpha, a.clone(), b.clone())));
            let mut scale = beta.clone();
            for (alpha, a, b) in terms {
                let s = product(self, &alpha, &a, &b, &scale, &dc);
                self.emit(s);
                scale = one.clone();
            }
            if scale.as_local() == beta.as_local()
                && !matches!(scale.node, Node::Num(v, _) if v == 1.0)
            {
                let place = dereferenced(&dc);
                let op: syn::BinOp = syn::parse_quote!(*=);
                let e = Node::AssignOp(op, Box::new(place), Box::new(beta.clone()));
                self.emit(Stmt::Expr(Expr::new(e, span)));
            }
            if let Some(dbeta) = dbeta {
                let seen = Expr::new(Node::Ref(false, Box::new(dereferenced(&c))), span);
                let add = dereferenced(&dc).method("scaled_add", vec![dbeta, seen]);
                self.emit(Stmt::Expr(add));
            }
        }
        let s = product(self, &alpha, &a, &b, &beta, &c);
        self.emit(s);
        Val::Const(Expr::unit(span))
    }

    /// `array![a, b]`, `stack![Axis(0), a, b]`: the same over the tangents.
    pub fn tensor_macro(
        &mut self,
        m: &Macro,
        args: &[(Option<proc_macro2::Ident>, Expr)],
        span: Span,
    ) -> Val {
        let literal = crate::ir::tree::last_name(&m.path) == "array";
        let values: Vec<Expr> = args.iter().map(|a| a.1.clone()).collect();
        // The macro takes its tensors by reference: a place stays one.
        let place = |e: &Expr| {
            !literal && matches!(e.node, Node::Local(_) | Node::Deref(_) | Node::Field(..))
        };
        let moved: Vec<Expr> = values.iter().filter(|e| !place(e)).cloned().collect();
        let mut others = self.operands(&moved).into_iter();
        let mut vals = Vec::new();
        for e in &values {
            vals.push(match place(e) {
                true => self.value(e),
                false => others.next().expect("as many as there are"),
            });
        }
        let mut ps = Vec::new();
        let mut ts = Vec::new();
        for (i, (v, e)) in vals.into_iter().zip(&values).enumerate() {
            let (p, t) = if i == 0 && !literal {
                let p = self.primal(v);
                (p.clone(), p)
            } else if place(e) && v.is_const() && self.is_lane(&self.kind(e)) {
                let p = self.primal(v);
                let seen = match &p.node {
                    Node::Deref(inner) => (**inner).clone(),
                    _ => Expr::new(Node::Ref(false, Box::new(p.clone())), span),
                };
                let zero = runtime_call(self.ctx.krate, "zeros_like", vec![seen], span);
                (p, self.force_name(zero, "zero"))
            } else {
                let kind = self.kind(e);
                self.split(v, &kind)
            };
            ps.push((None, p));
            ts.push((None, t));
        }
        let call = |args| {
            let m = Macro {
                args: MacroArgs::Exprs(args),
                ..m.clone()
            };
            Expr::new(Node::Macro(m), span)
        };
        Val::Split(call(ps), call(ts))
    }
}

/// ndarray's functions of products: imported, or by their module.
fn known_path(names: &[&str]) -> bool {
    matches!(names, [_] | [.., "linalg", _])
}

/// `&mut *c` of `c: &mut _`; `&mut c` stays.
fn reborrowed(c: &Expr) -> Expr {
    match &c.node {
        Node::Ref(true, _) => c.clone(),
        _ => {
            let place = Expr::new(Node::Deref(Box::new(c.clone())), c.span);
            Expr::new(Node::Ref(true, Box::new(place)), c.span)
        }
    }
}

/// The place that a mutable reference refers to.
fn dereferenced(c: &Expr) -> Expr {
    match &c.node {
        Node::Ref(true, inner) => (**inner).clone(),
        _ => Expr::new(Node::Deref(Box::new(c.clone())), c.span),
    }
}
