//! Control flow. It stays as it is; what changes is what flows: branches that carry a tangent
//! give pairs, patterns bind pairs.

use super::value::Val;
use super::{Pf, Shape, Want};
use crate::ir::*;
use crate::passes::kinds::diverges;

impl Pf<'_> {
    /// Control flow as a value, in the form `want` or else in its natural one.
    pub fn control(&mut self, e: &Expr, want: Option<&Want>) -> Val {
        let want = match want {
            Some(w) => w.clone(),
            None => self.natural(e),
        };
        let span = e.span;
        let new = |node| Expr::new(node, span);
        let out = match &e.node {
            Node::Block(b, label) => {
                if let Some(l) = label {
                    self.label_wants.insert(*l, want.clone());
                }
                new(Node::Block(self.block(b, &want), *label))
            }
            Node::If(cond, then, otherwise) => {
                let (cond, after) = self.condition_with(cond);
                let mut then = self.block(then, &want);
                then.stmts.splice(0..0, after);
                let otherwise = otherwise.as_ref().map(|e| {
                    let e = self.captured_expr(|pf| pf.value_to(e, &want));
                    Box::new(as_block(e))
                });
                new(Node::If(Box::new(cond), then, otherwise))
            }
            Node::Match(scrutinee, arms) => self.match_(scrutinee, arms, &want, span),
            Node::Loop(l, b) => {
                self.label_wants.insert(*l, want.clone());
                new(Node::Loop(*l, self.block(b, &Want::effect())))
            }
            Node::While(l, cond, b) => self.while_(*l, cond, b, span),
            Node::For(l, pat, iter, b) => {
                let (shape, iter) = self.iterable(iter);
                let (pat, after) = self.joint_pat(pat, &shape, false);
                let mut body = self.block(b, &Want::effect());
                body.stmts.splice(0..0, after);
                new(Node::For(*l, pat, Box::new(iter), body))
            }
            Node::Break(l, value) => {
                let want = self
                    .label_wants
                    .get(l)
                    .cloned()
                    .unwrap_or_else(Want::primal);
                let value = value.as_ref().and_then(|v| self.left_with(v, &want));
                return Val::Never(new(Node::Break(*l, value.map(Box::new))));
            }
            Node::Continue(l) => return Val::Never(new(Node::Continue(*l))),
            Node::Return(value) => {
                let want = self.returns.last().cloned().unwrap_or_else(Want::primal);
                let value = value.as_ref().and_then(|v| self.left_with(v, &want));
                return Val::Never(new(Node::Return(value.map(Box::new))));
            }
            _ => unreachable!("only control flow comes here"),
        };
        if diverges(e) {
            return Val::Never(out);
        }
        match want.shape {
            _ if want.tangent_only => Val::Joint(want.shape, out),
            Shape::Const => Val::Const(out),
            shape => Val::Joint(shape, out),
        }
    }

    /// What `return` and `break` leave with: nothing where only its effect counts.
    fn left_with(&mut self, value: &Expr, want: &Want) -> Option<Expr> {
        match want.effect {
            true => self.tail(value, want),
            false => Some(self.value_to(value, want)),
        }
    }

    /// The form in which control flow gives its value when nobody asks for one.
    fn natural(&self, e: &Expr) -> Want {
        if !self.carries(e) {
            return Want::primal();
        }
        Want::shape(Shape::of_kind(&self.kind(e)))
    }

    /// A condition. Statements that bind tangents for the branch are dropped into it.
    pub fn condition(&mut self, e: &Expr) -> Expr {
        let (e, after) = self.condition_with(e);
        if !after.is_empty() {
            self.ctx.errors.add(
                e.span,
                "this pattern can't be followed in a chain of conditions",
                "nest the conditions: `if let .. = .. { if .. { .. } }`",
            );
        }
        e
    }

    /// A condition, and the statements that its branch starts with.
    fn condition_with(&mut self, e: &Expr) -> (Expr, Vec<Stmt>) {
        let span = e.span;
        match &e.node {
            Node::Binary(op @ syn::BinOp::And(_), a, b) => {
                let (a, mut after) = self.condition_with(a);
                // What the right side needs must not run before the left side holds.
                let mut inner = Vec::new();
                let b = self.captured_cond(b, &mut inner);
                after.extend(inner);
                (
                    Expr::new(Node::Binary(*op, Box::new(a), Box::new(b)), span),
                    after,
                )
            }
            Node::Let(pat, scrutinee) => {
                let (scrutinee, pat, after) = self.let_condition(pat, scrutinee);
                (Expr::new(Node::Let(pat, Box::new(scrutinee)), span), after)
            }
            _ => (self.primal_of(e), Vec::new()),
        }
    }

    fn captured_cond(&mut self, e: &Expr, after: &mut Vec<Stmt>) -> Expr {
        let span = e.span;
        if let Node::Let(pat, scrutinee) = &e.node {
            let (stmts, (s, pat, more)) = self.captured(|pf| {
                let (shape, s, tangent) = pf.scrutinee(scrutinee, std::slice::from_ref(pat));
                // What the statements name is gone after the condition: the pair takes it along.
                let (shape, s) = match tangent {
                    Some(t) => (Shape::Pair, Expr::new(Node::Tuple(vec![s, t]), span)),
                    None => (shape, s),
                };
                let (pat, more) = pf.joint_pat(pat, &shape, false);
                (s, pat, more)
            });
            after.extend(more);
            let s = match stmts.is_empty() {
                true => s,
                false => Expr::new(
                    Node::Block(
                        Block {
                            stmts,
                            tail: Some(Box::new(s)),
                        },
                        None,
                    ),
                    span,
                ),
            };
            return Expr::new(Node::Let(pat, Box::new(s)), span);
        }
        self.captured_expr(|pf| {
            let (e, more) = pf.condition_with(e);
            after.extend(more);
            e
        })
    }

    fn let_condition(&mut self, pat: &Pat, scrutinee: &Expr) -> (Expr, Pat, Vec<Stmt>) {
        let (shape, s, tangent) = self.scrutinee(scrutinee, std::slice::from_ref(pat));
        match tangent {
            None => {
                let (pat, after) = self.joint_pat(pat, &shape, false);
                (s, pat, after)
            }
            Some(t) => {
                let after = self.bind_tangent(pat, t);
                (s, pat.clone(), after)
            }
        }
    }

    /// `while`: a condition that needs statements of its own becomes the head of a `loop`.
    fn while_(&mut self, label: Label, cond: &Expr, b: &Block, span: proc_macro2::Span) -> Expr {
        let new = |node| Expr::new(node, span);
        let (head, (cond, after)) = self.captured(|pf| pf.condition_with(cond));
        let mut body = self.block(b, &Want::effect());
        body.stmts.splice(0..0, after);
        if head.is_empty() {
            return new(Node::While(label, Box::new(cond), body));
        }
        let leave = Block::of(new(Node::Break(label, None)));
        let leave = Some(Box::new(new(Node::Block(leave, None))));
        let step = new(Node::If(Box::new(cond), body, leave));
        let mut stmts = head;
        stmts.push(Stmt::Expr(step));
        new(Node::Loop(label, Block { stmts, tail: None }))
    }

    /// A scrutinee: its form, the expression, and the tangent where it stands apart.
    fn scrutinee(&mut self, e: &Expr, pats: &[Pat]) -> (Shape, Expr, Option<Expr>) {
        let kind = self.kind(e);
        let mut v = self.value(e);
        if matches!(e.node, Node::Op(..)) && pats.iter().any(Pat::takes_by_mut) {
            v = self.unshared(v);
        }
        match v {
            Val::Const(e) | Val::Never(e) => (Shape::Const, e, None),
            Val::Joint(Shape::Any, e) => {
                let variant = pats.iter().any(names_variant);
                let shape = if variant {
                    Shape::Opt(Box::new(Shape::Pair))
                } else {
                    Shape::Pair
                };
                (shape, e, None)
            }
            Val::Joint(s, e) => (s, e, None),
            Val::Tuple(mut vs) => {
                for (i, v) in vs.iter_mut().enumerate() {
                    let variant = |p: &Pat| matches!(p, Pat::Tuple(ps) if ps.get(i).is_some_and(names_variant));
                    if let Val::Joint(s @ Shape::Any, _) = v
                        && pats.iter().any(variant)
                    {
                        *s = Shape::Opt(Box::new(Shape::Pair));
                    }
                }
                let (shape, e) = self.item(Val::Tuple(vs), &kind);
                (shape, e, None)
            }
            Val::Ctor(..) => {
                let (shape, e) = self.item(v, &kind);
                (shape, e, None)
            }
            Val::Split(p, t) => {
                let option =
                    matches!(kind.peeled(), Kind::Option(_)) || pats.iter().any(names_option);
                if option {
                    self.check_writes(pats, &kind);
                    let shape = Shape::Opt(Box::new(Shape::Pair));
                    let e = self.coerce(Val::Split(p, t), &shape, &kind);
                    return (shape, e, None);
                }
                if pats.iter().any(|p| self.has_active_alternatives(p)) {
                    self.check_writes(pats, &kind);
                    let span = p.span;
                    return (Shape::Pair, Expr::new(Node::Tuple(vec![p, t]), span), None);
                }
                let place = super::effects::is_pure(&p);
                let (p, t) = match place {
                    true => (p, t),
                    false => (self.name(p, "value"), self.name(t, "dvalue")),
                };
                (Shape::Const, p, Some(t))
            }
        }
    }

    /// The tangents of what `pat` has matched.
    fn bind_tangent(&mut self, pat: &Pat, t: Expr) -> Vec<Stmt> {
        let mut after = Vec::new();
        let dpat = self.tangent_pat(pat, &mut after);
        if dpat.is_blank() {
            return Vec::new();
        }
        let span = t.span;
        let sure = dpat.is_irrefutable();
        let otherwise = (!sure).then(|| Block::of(super::pattern::unreachable(span)));
        let first = Stmt::Let(Let {
            pat: dpat,
            ty: None,
            init: Some(t),
            otherwise,
        });
        after.insert(0, first);
        after
    }

    fn match_(
        &mut self,
        scrutinee: &Expr,
        arms: &[Arm],
        want: &Want,
        span: proc_macro2::Span,
    ) -> Expr {
        let pats: Vec<Pat> = arms.iter().map(|a| a.pat.clone()).collect();
        let (shape, s, tangent) = self.scrutinee(scrutinee, &pats);
        let mut out = Vec::new();
        for arm in arms {
            let (pat, after) = match &tangent {
                None => self.joint_pat(&arm.pat, &shape, false),
                Some(t) => (arm.pat.clone(), self.bind_tangent(&arm.pat, t.clone())),
            };
            let bound_here = arm.pat.locals();
            let guard = arm
                .guard
                .as_ref()
                .map(|g| match self.verbatim_beside(g, &bound_here) {
                    true => g.clone(),
                    false => self.captured_expr(|pf| pf.primal_of(g)),
                });
            // The arm binds its tangents after the guard has run.
            let late: Vec<Local> = after.iter().flat_map(bound).collect();
            if let Some(g) = guard
                .as_ref()
                .filter(|g| g.mentions(&|l| late.contains(&l)))
            {
                self.ctx.errors.add(
                    g.span,
                    "a guard that changes active data can't be followed",
                    "change it in a statement before the `match`, or in the arm",
                );
            }
            let body = self.captured_expr(|pf| {
                pf.out.extend(after);
                pf.arm_body(&arm.body, want)
            });
            out.push(Arm { pat, guard, body });
        }
        // The arms name each variant beside its own tangent, and no other pair can come.
        let all = |a: &Arm| a.guard.is_none() && matches!(a.pat, Pat::Wild | Pat::Bind(_));
        if shape == Shape::Pair
            && pats.iter().any(|p| self.has_active_alternatives(p))
            && !arms.iter().any(all)
        {
            out.push(Arm {
                pat: Pat::Wild,
                guard: None,
                body: super::pattern::unreachable(span),
            });
        }
        Expr::new(Node::Match(Box::new(s), out), span)
    }

    /// An arm's body; an assignment or the like stays a statement in braces.
    fn arm_body(&mut self, body: &Expr, want: &Want) -> Expr {
        if want.is_primal()
            && (want.effect || self.kind(body) == Kind::Inert)
            && self.touched(body)
            && !self.verbatim(body)
        {
            let (stmts, ()) = self.captured(|pf| pf.stmt(&Stmt::Expr(body.clone())));
            return Expr::new(Node::Block(Block { stmts, tail: None }, None), body.span);
        }
        self.value_to(body, want)
    }

    /// `e?`
    pub fn try_(&mut self, e: &Expr, span: proc_macro2::Span) -> Val {
        let kind = self.kind(e);
        let new = |e: Expr| Expr::new(Node::Try(Box::new(e)), span);
        match self.value(e) {
            Val::Const(e) => Val::Const(new(e)),
            Val::Joint(Shape::Opt(s) | Shape::Res(s), e) => match *s {
                Shape::Const => Val::Const(new(e)),
                s => Val::Joint(s, new(e)),
            },
            Val::Joint(_, e) => Val::Joint(Shape::Pair, new(e)),
            // The error that is returned is the primal's.
            Val::Split(p, t) if !matches!(kind.peeled(), Kind::Result(_)) => {
                Val::Split(new(p), new(t))
            }
            v => {
                let shape = Shape::of_kind(&kind);
                let e = self.coerce(v, &shape, &kind);
                Val::Joint(Shape::Pair, new(e))
            }
        }
    }
}

/// An `else` needs braces or another `if`.
fn as_block(e: Expr) -> Expr {
    match e.node {
        Node::Block(_, None) | Node::If(..) => e,
        _ => {
            let span = e.span;
            Expr::new(Node::Block(Block::of(e), None), span)
        }
    }
}

pub fn names_variant(p: &Pat) -> bool {
    names_option(p)
        || match p {
            Pat::TupleStruct(path, _) => path
                .segments
                .last()
                .is_some_and(|s| s.ident == "Ok" || s.ident == "Err"),
            Pat::Or(ps) => ps.iter().any(names_variant),
            _ => false,
        }
}

fn names_option(p: &Pat) -> bool {
    match p {
        Pat::TupleStruct(path, _) => path.segments.last().is_some_and(|s| s.ident == "Some"),
        Pat::Const(t) => t.to_string() == "None",
        Pat::Or(ps) => ps.iter().any(names_option),
        _ => false,
    }
}

/// The locals that a statement binds.
fn bound(s: &Stmt) -> Vec<Local> {
    match s {
        Stmt::Let(l) => l.pat.locals(),
        _ => Vec::new(),
    }
}
