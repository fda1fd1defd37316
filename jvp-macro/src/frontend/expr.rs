//! Expressions to IR: one arm per node of Rust's syntax, accepted or explained.

use super::pattern::looked_at;
use super::scope::Lower;
use super::signature::Signature;
use super::span::span_of;
use crate::diagnostics::Errors;
use crate::ir::{Arm, Block, Closure, Expr, Form, Function, Method, Node, Param, Pat};
use crate::ops;
use proc_macro2::Span;
use syn::spanned::Spanned;

/// Lowers a function's body. What is not in the language is in `errors` afterwards.
pub fn lower(signature: &Signature, body: &syn::Block, errors: &Errors) -> Function {
    let f = Function {
        params: Vec::new(),
        body: Block::default(),
        result: signature.result.clone(),
        locals: Vec::new(),
        labels: Vec::new(),
    };
    let mut l = Lower::new(f, &signature.type_params, errors);
    for p in &signature.params {
        let pat = l.pat(&p.pat);
        l.f.params.push(Param {
            pat,
            tangent: None,
            ty: p.ty.clone(),
            kind: p.kind.clone(),
            receiver: p.receiver(),
        });
    }
    l.f.body = l.scoped(|l| l.statements(&body.stmts));
    super::exits::typed(&mut l.f, &signature.output);
    l.f
}

impl Lower<'_> {
    fn boxed(&mut self, e: &syn::Expr) -> Box<Expr> {
        Box::new(self.expr(e))
    }

    fn list<'s>(&mut self, es: impl IntoIterator<Item = &'s syn::Expr>) -> Vec<Expr> {
        es.into_iter().map(|e| self.expr(e)).collect()
    }

    /// Says why a node is not in the language; the result only keeps the walk going.
    fn not_here(&self, span: Span, what: &str, help: &str) -> Node {
        self.refuse(span, format!("{what} in a differentiated function"), help);
        Node::Tuple(Vec::new())
    }

    /// A jump without a target, which rustc reports in the original function.
    fn nowhere(&self) -> Node {
        self.errors.fail();
        Node::Tuple(Vec::new())
    }

    pub fn expr(&mut self, e: &syn::Expr) -> Expr {
        let span = span_of(e);
        let node = self.node(e, span);
        Expr::new(node, span)
    }

    fn node(&mut self, e: &syn::Expr, span: Span) -> Node {
        match e {
            syn::Expr::Paren(p) => self.expr(&p.expr).node,
            syn::Expr::Group(g) => self.expr(&g.expr).node,
            syn::Expr::Lit(l) => Node::Lit(l.lit.clone()),
            syn::Expr::Path(p) => match p.path.get_ident().map(ToString::to_string) {
                Some(name) if p.qself.is_none() => self
                    .lookup(&name)
                    .map_or_else(|| Node::Path(p.clone()), Node::Local),
                _ => Node::Path(p.clone()),
            },
            syn::Expr::Unary(u) => match u.op {
                syn::UnOp::Neg(_) => Node::Op("neg", Form::Operator, vec![self.expr(&u.expr)]),
                syn::UnOp::Not(_) => Node::Not(self.boxed(&u.expr)),
                _ => Node::Deref(self.boxed(&u.expr)),
            },
            syn::Expr::Binary(b) => self.binary(b),
            syn::Expr::Assign(a) => {
                let value = self.boxed(&a.right);
                let place = self.assignee(&a.left);
                Node::Assign(Box::new(place), value)
            }
            syn::Expr::Call(c) => self.call(c),
            syn::Expr::MethodCall(m) => self.method(m),
            syn::Expr::Field(f) => Node::Field(self.boxed(&f.base), f.member.clone()),
            syn::Expr::Index(i) => Node::Index(self.boxed(&i.expr), self.boxed(&i.index)),
            syn::Expr::Reference(r) => Node::Ref(r.mutability.is_some(), self.boxed(&r.expr)),
            syn::Expr::Tuple(t) => Node::Tuple(self.list(&t.elems)),
            syn::Expr::Array(a) => Node::Array(self.list(&a.elems)),
            syn::Expr::Repeat(r) => Node::Repeat(self.boxed(&r.expr), self.boxed(&r.len)),
            syn::Expr::Range(r) => {
                let start = r.start.as_ref().map(|e| self.boxed(e));
                let end = r.end.as_ref().map(|e| self.boxed(e));
                Node::Range(start, r.limits, end)
            }
            syn::Expr::Struct(s) => {
                let fields = s
                    .fields
                    .iter()
                    .map(|f| (f.member.clone(), self.expr(&f.expr)));
                let fields = fields.collect();
                Node::Struct(
                    s.path.clone(),
                    fields,
                    s.rest.as_ref().map(|e| self.boxed(e)),
                )
            }
            syn::Expr::Cast(c) if matches!(*c.ty, syn::Type::Ptr(_)) => self.not_here(
                c.as_token.span,
                "raw pointers can't stand",
                "use references and indices",
            ),
            syn::Expr::Cast(c) => Node::Cast(self.boxed(&c.expr), c.ty.clone()),
            syn::Expr::Try(t) => Node::Try(self.boxed(&t.expr)),
            syn::Expr::Closure(c) => self.closure(c),
            syn::Expr::Macro(m) => self.macro_call(&m.mac, span).node,
            syn::Expr::Block(_)
            | syn::Expr::If(_)
            | syn::Expr::Let(_)
            | syn::Expr::Match(_)
            | syn::Expr::Loop(_)
            | syn::Expr::While(_)
            | syn::Expr::ForLoop(_)
            | syn::Expr::Break(_)
            | syn::Expr::Continue(_)
            | syn::Expr::Return(_) => self.control(e),
            other => self.outside(other, span),
        }
    }

    fn binary(&mut self, b: &syn::ExprBinary) -> Node {
        use syn::BinOp as B;
        if is_assignment(&b.op) {
            let value = self.boxed(&b.right);
            let place = self.boxed(&b.left);
            return Node::AssignOp(b.op, place, value);
        }
        let left = self.expr(&b.left);
        let right = self.expr(&b.right);
        match b.op {
            B::Add(_) => Node::Op("add", Form::Operator, vec![left, right]),
            B::Sub(_) => Node::Op("sub", Form::Operator, vec![left, right]),
            B::Mul(_) => Node::Op("mul", Form::Operator, vec![left, right]),
            B::Div(_) => Node::Op("div", Form::Operator, vec![left, right]),
            B::Rem(_) => Node::Op("rem", Form::Operator, vec![left, right]),
            op => Node::Binary(op, Box::new(left), Box::new(right)),
        }
    }

    /// The left side of an assignment: a place, `_`, or a tuple of such.
    fn assignee(&mut self, e: &syn::Expr) -> Expr {
        match e {
            syn::Expr::Tuple(t) => {
                let parts = t.elems.iter().map(|e| self.assignee(e)).collect();
                Expr::new(Node::Tuple(parts), e.span())
            }
            syn::Expr::Array(a) => {
                let parts = a.elems.iter().map(|e| self.assignee(e)).collect();
                Expr::new(Node::Array(parts), e.span())
            }
            syn::Expr::Infer(i) => {
                // `_ = e` and `(a, _) = e`: a place that keeps nothing.
                crate::ir::tree::nowhere(i.span())
            }
            _ => {
                let place = self.expr(e);
                if let Some(l) = place.as_local() {
                    self.f.locals[l.0].mutable = true;
                }
                place
            }
        }
    }

    fn call(&mut self, c: &syn::ExprCall) -> Node {
        if let syn::Expr::Path(p) = &*c.func
            && p.qself.is_none()
            && p.path.leading_colon.is_none()
            && p.path.segments.len() == 2
        {
            let ty = p.path.segments[0].ident.to_string();
            let name = p.path.segments[1].ident.to_string();
            let scalar = ty == "f64" || ty == "f32" || self.type_params.real.contains(&ty);
            if scalar && let Some(op) = ops::id_of_scalars(&name, c.args.len()) {
                return Node::Op(op, Form::Path(p.clone()), self.list(&c.args));
            }
        }
        let callee = self.boxed(&c.func);
        Node::Call(callee, self.list(&c.args))
    }

    fn method(&mut self, m: &syn::ExprMethodCall) -> Node {
        let recv = self.expr(&m.receiver);
        let args = self.list(&m.args);
        match ops::id(&m.method.to_string(), args.len() + 1) {
            Some(op) if m.turbofish.is_none() && ops::is_method(op) => {
                let all = std::iter::once(recv).chain(args).collect();
                Node::Op(op, Form::Method(m.method.clone()), all)
            }
            _ => Node::Method(Method {
                recv: Box::new(recv),
                name: m.method.clone(),
                turbofish: m.turbofish.clone(),
                args,
            }),
        }
    }

    fn closure(&mut self, c: &syn::ExprClosure) -> Node {
        if let Some(a) = &c.asyncness {
            return self.not_here(
                a.span,
                "an `async` closure can't stand",
                "use a plain closure",
            );
        }
        let labels = std::mem::take(&mut self.labels);
        let closure = self.scoped(|l| {
            let params: Vec<(Pat, Option<syn::Type>)> =
                c.inputs.iter().map(|p| l.pattern(p)).collect();
            let ret = match &c.output {
                syn::ReturnType::Default => None,
                syn::ReturnType::Type(_, t) => Some(t.clone()),
            };
            Closure {
                by_move: c.capture.is_some(),
                params,
                ret,
                body: l.boxed(&c.body),
                kernel: None,
            }
        });
        self.labels = labels;
        Node::Closure(closure)
    }

    fn control(&mut self, e: &syn::Expr) -> Node {
        match e {
            syn::Expr::Block(b) => match &b.label {
                None => Node::Block(self.block(&b.block), None),
                Some(l) => {
                    let label = self.label(Some(&l.name));
                    let body = self.labelled(Some(&l.name), label, false, &b.block);
                    Node::Block(body, Some(label))
                }
            },
            syn::Expr::If(i) => self.scoped(|l| {
                let cond = l.boxed(&i.cond);
                let then = l.block(&i.then_branch);
                let otherwise = i.else_branch.as_ref().map(|(_, e)| l.boxed(e));
                Node::If(cond, then, otherwise)
            }),
            syn::Expr::Let(l) => {
                let scrutinee = self.expr(&l.expr);
                let mut pat = self.pat(&l.pat);
                let scrutinee = looked_at(scrutinee, &mut [&mut pat]);
                Node::Let(pat, Box::new(scrutinee))
            }
            syn::Expr::Match(m) => {
                let scrutinee = self.expr(&m.expr);
                let mut arms: Vec<_> = m.arms.iter().map(|a| self.arm(a)).collect();
                let mut pats: Vec<_> = arms.iter_mut().map(|a| &mut a.pat).collect();
                let scrutinee = looked_at(scrutinee, &mut pats);
                Node::Match(Box::new(scrutinee), arms)
            }
            syn::Expr::Loop(x) => {
                let name = x.label.as_ref().map(|l| &l.name);
                let label = self.label(name);
                Node::Loop(label, self.labelled(name, label, true, &x.body))
            }
            syn::Expr::While(w) => {
                let name = w.label.as_ref().map(|l| &l.name);
                let label = self.label(name);
                self.scoped(|l| {
                    let cond = l.boxed(&w.cond);
                    Node::While(label, cond, l.labelled(name, label, true, &w.body))
                })
            }
            syn::Expr::ForLoop(x) => {
                let name = x.label.as_ref().map(|l| &l.name);
                let label = self.label(name);
                let iter = self.boxed(&x.expr);
                self.scoped(|l| {
                    let pat = l.pat(&x.pat);
                    Node::For(label, pat, iter, l.labelled(name, label, true, &x.body))
                })
            }
            syn::Expr::Break(b) => {
                let value = b.expr.as_ref().map(|e| self.boxed(e));
                match self.target(b.label.as_ref()) {
                    Some(l) => Node::Break(l, value),
                    None => self.nowhere(),
                }
            }
            syn::Expr::Continue(c) => match self.target(c.label.as_ref()) {
                Some(l) => Node::Continue(l),
                None => self.nowhere(),
            },
            syn::Expr::Return(r) => Node::Return(r.expr.as_ref().map(|e| self.boxed(e))),
            _ => unreachable!("`node` sends only control flow here"),
        }
    }

    fn labelled(
        &mut self,
        name: Option<&syn::Lifetime>,
        label: crate::ir::Label,
        bare: bool,
        body: &syn::Block,
    ) -> Block {
        self.labels
            .push((name.map(|n| n.ident.to_string()), label, bare));
        let body = self.block(body);
        self.labels.pop();
        body
    }

    pub fn arm(&mut self, arm: &syn::Arm) -> Arm {
        self.check_attrs(&arm.attrs);
        self.scoped(|l| {
            let (pat, guard) = match &arm.pat {
                syn::Pat::Guard(g) => (l.pat(&g.pat), Some(l.expr(&g.guard))),
                p => (l.pat(p), None),
            };
            Arm {
                pat,
                guard,
                body: l.expr(&arm.body),
            }
        })
    }

    /// The fence: what is not in the language, each with what to write instead.
    fn outside(&mut self, e: &syn::Expr, span: Span) -> Node {
        let (what, help) = match e {
            syn::Expr::Async(_) | syn::Expr::Await(_) => (
                "`async` code can't stand",
                "do the arithmetic before or after the `await`",
            ),
            syn::Expr::Unsafe(_) => (
                "`unsafe` can't stand",
                "move it into a function with a safe interface and give that a rule: \
                 `rules(path = rule)`",
            ),
            syn::Expr::RawAddr(_) => ("raw pointers can't stand", "use references and indices"),
            syn::Expr::Yield(_) => ("`yield` can't stand", "collect into a `Vec`"),
            syn::Expr::TryBlock(_) => ("`try` blocks can't stand", "use a closure or a function"),
            syn::Expr::Const(_) => (
                "`const` blocks can't stand",
                "give the constant a name: `const C: f64 = ..;`",
            ),
            syn::Expr::Infer(_) => ("`_` can't stand for a value", "write the value"),
            _ => (
                "this syntax can't stand",
                "write it with plain expressions and control flow",
            ),
        };
        self.not_here(span, what, help)
    }
}

fn is_assignment(op: &syn::BinOp) -> bool {
    use syn::BinOp as B;
    matches!(
        op,
        B::AddAssign(_)
            | B::SubAssign(_)
            | B::MulAssign(_)
            | B::DivAssign(_)
            | B::RemAssign(_)
            | B::BitXorAssign(_)
            | B::BitAndAssign(_)
            | B::BitOrAssign(_)
            | B::ShlAssign(_)
            | B::ShrAssign(_)
    )
}
