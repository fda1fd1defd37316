//! Dead code.
//!
//! In: the pushforward's output. Out: the same without what nothing reads. The zeros, ones and
//! repeated subexpressions never come into being (the pushforward adds no term for a constant
//! operand and gives one value one name); what is left here is code that computes what nobody
//! wants. Always holds: the user's own statements stay, with their panics, unless only the tangent
//! is wanted; then pure primal work goes too, panics included.

mod collected;

use super::effects::{self, is_pure, may_panic};
use super::regions::item;
use crate::ir::tree::root;
use crate::ir::*;

/// Removes dead code. `tangent_only`: the primal is not wanted, and `drop` are parameters that
/// only it writes.
pub fn run(f: &mut Function, tangent_only: bool, drop: &[Local]) {
    let mut facts = Facts::new(f, tangent_only, drop);
    loop {
        let live = live(f, &facts);
        let mut body = std::mem::take(&mut f.body);
        sweep(&mut body, &facts, &live);
        let narrowed = narrow(&mut body, &facts);
        let collected = collected::tangents(&mut body, &mut f.locals, &facts);
        f.body = body;
        if collected {
            facts = Facts::new(f, tangent_only, drop);
        } else if !narrowed && !super::primal_calls::run(f) {
            break;
        }
    }
}

/// The locals that something needed reads.
fn live(f: &Function, facts: &Facts) -> Locals {
    let mut live = Locals::default();
    loop {
        let mut mark = Mark {
            facts,
            live: &mut live,
            grown: false,
            straight: true,
        };
        mark.block(&f.body);
        if !mark.grown || mark.straight {
            return live;
        }
    }
}

/// `let (_, b) = if c { (x, y) } else { (z, w) };` computes `x` and `z` for nobody: every branch
/// gives what is bound, and no more. Whether there was such a thing.
fn narrow(body: &mut Block, facts: &Facts) -> bool {
    let mut changed = false;
    body.blocks_mut(&mut |b| {
        for s in &mut b.stmts {
            let Some((pat, init)) = s.plain_let_mut() else {
                continue;
            };
            let Pat::Tuple(ps) = pat else { continue };
            let Some(i) = ps.iter().position(|p| matches!(p, Pat::Wild)) else {
                continue;
            };
            let control = matches!(
                init.node,
                Node::If(..) | Node::Match(..) | Node::Block(_, None)
            );
            if ps.len() < 2 || !control || !can_drop(init, ps.len(), i, facts) {
                continue;
            }
            drop_part(init, i);
            ps.remove(i);
            if ps.len() == 1 {
                *pat = ps.remove(0);
            }
            changed = true;
        }
    });
    changed
}

/// Whether every way through `e` ends in a tuple of `n` whose part `i` can go.
fn can_drop(e: &Expr, n: usize, i: usize, facts: &Facts) -> bool {
    let tail = |b: &Block| match (&b.tail, b.stmts.last()) {
        (Some(e), _) => can_drop(e, n, i, facts),
        (None, Some(Stmt::Expr(e))) => super::kinds::diverges(e),
        _ => false,
    };
    match &e.node {
        Node::Tuple(es) => es.len() == n && facts.droppable(&es[i]),
        Node::If(_, then, Some(e)) => tail(then) && can_drop(e, n, i, facts),
        Node::Match(_, arms) => arms.iter().all(|a| can_drop(&a.body, n, i, facts)),
        Node::Block(b, None) => tail(b),
        _ => super::kinds::diverges(e),
    }
}

fn drop_part(e: &mut Expr, i: usize) {
    match &mut e.node {
        Node::Tuple(es) => {
            es.remove(i);
            if es.len() == 1 {
                *e = es.remove(0);
            }
        }
        Node::If(_, then, Some(e)) => {
            then.tail.iter_mut().for_each(|e| drop_part(e, i));
            drop_part(e, i);
        }
        Node::Match(_, arms) => arms.iter_mut().for_each(|a| drop_part(&mut a.body, i)),
        Node::Block(b, None) => b.tail.iter_mut().for_each(|e| drop_part(e, i)),
        _ => {}
    }
}

/// What does not change while code is marked.
struct Facts {
    tangent_only: bool,
    /// Locals that a statement may be removed for: nothing else sees what is written to them.
    own: Vec<bool>,
    /// Made by a pass.
    made: Vec<bool>,
    /// Of a type that may do something when a value is dropped.
    guards: Vec<bool>,
    tangent: Vec<bool>,
    /// Has no shape that could misfit.
    plain: Vec<bool>,
}

impl Facts {
    fn new(f: &Function, tangent_only: bool, drop: &[Local]) -> Facts {
        let pats = f
            .params
            .iter()
            .flat_map(|p| std::iter::once(&p.pat).chain(&p.tangent));
        let params: Locals = pats.flat_map(|p| p.locals()).collect();
        let is_own = |i: usize| {
            let l = Local(i);
            if drop.contains(&l) {
                return true;
            }
            holds_values(&f.locals[i].kind) && !params.contains(l)
        };
        let n = f.locals.len();
        Facts {
            tangent_only,
            own: (0..n).map(is_own).collect(),
            made: f.locals.iter().map(|l| l.origin != Origin::User).collect(),
            guards: f.locals.iter().map(|l| may_guard(&l.kind)).collect(),
            tangent: f
                .locals
                .iter()
                .map(|l| {
                    let twin = l.origin != Origin::User && l.twin.is_some();
                    twin || matches!(l.origin, Origin::Tangent(_))
                })
                .collect(),
            plain: f
                .locals
                .iter()
                .map(|l| {
                    matches!(
                        l.kind.peeled(),
                        Kind::Scalar(_) | Kind::Inert | Kind::Range(_)
                    )
                })
                .collect(),
        }
    }

    /// Whether work for these locals may go.
    fn removable(&self, l: Local) -> bool {
        self.own[l.0] && (self.tangent_only || self.made[l.0])
    }

    /// Whether a local needs no name where nobody reads it. One of the user's that may be a guard
    /// does: what has no name is dropped at once.
    fn may_lose_name(&self, l: Local) -> bool {
        self.made[l.0] || (self.tangent_only && !self.guards[l.0])
    }

    /// Whether a value of such a type only gets its name here: `let (g, y) = (lock(), x)` takes two steps.
    fn is_named(&self, l: &Let, init: &Expr) -> bool {
        let guard = |l: Local| !self.may_lose_name(l);
        init.as_local()
            .is_some_and(|l| self.made[l.0] && self.guards[l.0])
            && l.pat.locals().into_iter().any(guard)
    }

    /// Whether an initialiser may go: it has no effect, and a panic of the primal is kept.
    fn droppable(&self, e: &Expr) -> bool {
        if !is_pure(e) {
            return false;
        }
        self.tangent_only || !may_panic(e) || self.reads_only_tangents(e)
    }

    fn reads_only_tangents(&self, e: &Expr) -> bool {
        !e.any(&mut |e| match &e.node {
            Node::Index(base, _) => root(base).is_none_or(|l| !self.tangent[l.0]),
            // `mean(dx).unwrap()`
            Node::Method(m) if item::elementwise(e).is_some() => {
                m.recv.mentions(&|l| !self.tangent[l.0])
            }
            Node::Method(m) => root(&m.recv).is_none_or(|l| !self.tangent[l.0]) && may_panic(e),
            // Of the value alone, or of value and tangent.
            Node::Call(callee, args) => {
                let joint = matches!(&callee.node, Node::Path(p)
                    if crate::ir::tree::last_name(&p.path).starts_with("jvp_"));
                let primal = |a: &Expr| !a.mentions(&|l| self.tangent[l.0]);
                may_panic(e) && (joint || args.iter().all(primal))
            }
            Node::Op(_, Form::Lane(false), args) => self.may_misfit(args),
            _ => false,
        })
    }

    /// Whether these are operands of the primal whose shapes may not fit.
    fn may_misfit(&self, args: &[Expr]) -> bool {
        let shaped = |a: &&Expr| match &a.node {
            Node::Local(l) => !self.plain[l.0] && !self.tangent[l.0],
            Node::Lit(_) | Node::Num(..) => false,
            _ => true,
        };
        args.iter().filter(shaped).count() > 1
    }

    /// The local that a statement only serves, if it does nothing else.
    fn serves(&self, e: &Expr) -> Option<Local> {
        let (place, rest): (&Expr, Vec<&Expr>) = match &e.node {
            Node::Assign(place, value) | Node::AssignOp(_, place, value) => (place, vec![value]),
            Node::Method(m)
                if !effects::writes(e).world
                    && crate::ops::methods::mutates(&m.name.to_string()) =>
            {
                (&m.recv, m.args.iter().collect())
            }
            _ => return None,
        };
        let l = root(place)?;
        let pure_place = match &place.node {
            Node::Local(_) => true,
            _ => is_pure(place),
        };
        let ok = pure_place && self.removable(l) && rest.iter().all(|e| self.droppable(e));
        let place_ok = self.tangent_only || !may_panic(place) || self.tangent[l.0];
        (ok && place_ok).then_some(l)
    }
}

/// Whether what is written to a local of this kind stays in it: no part of it is a reference.
fn holds_values(kind: &Kind) -> bool {
    match kind {
        Kind::Scalar(_) | Kind::Inert | Kind::Range(_) => true,
        Kind::Tuple(parts) => parts.iter().all(holds_values),
        Kind::Seq(s, k) => *s != Seq::Slice && holds_values(k),
        _ => false,
    }
}

/// Whether a value of this kind may do something when it is dropped.
fn may_guard(kind: &Kind) -> bool {
    match kind {
        kind if kind.is_inert() => false,
        Kind::Unknown | Kind::Named(_) | Kind::Function(_) | Kind::Closure => true,
        Kind::Boxed(k) | Kind::Seq(_, k) | Kind::Option(k) | Kind::Result(k) | Kind::Iter(k) => {
            may_guard(k)
        }
        Kind::Tuple(parts) => parts.iter().any(may_guard),
        Kind::Scalar(_)
        | Kind::Inert
        | Kind::Range(_)
        | Kind::Ref(..)
        | Kind::Tensor(..)
        | Kind::Elements => false,
    }
}

struct Mark<'a> {
    facts: &'a Facts,
    live: &'a mut Locals,
    /// Whether this round has found one.
    grown: bool,
    /// Whether all of the text runs once and is marked after what comes behind it: then one round does.
    straight: bool,
}

impl Mark<'_> {
    fn local(&mut self, l: Local) {
        self.grown |= self.live.insert(l);
    }

    fn expr(&mut self, e: &Expr) {
        match &e.node {
            Node::Local(l) => self.local(*l),
            Node::Macro(Macro {
                args: MacroArgs::Opaque(_, ls),
                ..
            }) => ls.iter().for_each(|l| self.local(*l)),
            Node::Block(b, None) => self.block(b),
            Node::If(cond, then, otherwise) => {
                self.operand(cond);
                self.block(then);
                otherwise.iter().for_each(|e| self.expr(e));
            }
            // A `break` leads out of it, and so it is no straight text.
            Node::Block(b, Some(_)) | Node::Loop(_, b) => {
                self.straight = false;
                self.block(b);
            }
            Node::While(_, cond, b) => {
                self.straight = false;
                self.expr(cond);
                self.block(b);
            }
            Node::For(_, _, iter, b) => {
                self.straight = false;
                self.expr(iter);
                self.block(b);
            }
            Node::Closure(c) => {
                self.straight = false;
                self.expr(&c.body);
            }
            _ => e.children(&mut |e| self.operand(e)),
        }
    }

    /// A part of an expression: statements in it are marked before those of the parts behind it.
    fn operand(&mut self, e: &Expr) {
        self.straight &= !matches!(
            e.node,
            Node::Block(..) | Node::If(..) | Node::Match(..) | Node::Let(..)
        );
        self.expr(e);
    }

    fn block(&mut self, b: &Block) {
        // Later statements first: what they need is then known.
        if let Some(tail) = &b.tail {
            self.expr(tail);
        }
        for stmt in b.stmts.iter().rev() {
            match stmt {
                Stmt::Let(l) if !let_is_dead(l, self.facts, self.live) => {
                    if let Some(b) = &l.otherwise {
                        self.straight = false;
                        self.block(b);
                    }
                    l.init.iter().for_each(|e| self.expr(e));
                }
                Stmt::Expr(e) if !stmt_is_dead(e, self.facts, self.live) => self.expr(e),
                // What it writes may be read before it, and then it stays.
                Stmt::Expr(_) => self.straight = false,
                _ => {}
            }
        }
    }
}

fn let_is_dead(l: &Let, facts: &Facts, live: &Locals) -> bool {
    let locals = l.pat.locals();
    l.otherwise.is_none()
        && (!locals.is_empty() || facts.tangent_only)
        && locals
            .iter()
            .all(|l| !live.contains(*l) && (facts.tangent_only || facts.made[l.0]))
        && l.init
            .as_ref()
            .is_none_or(|e| facts.droppable(e) && !facts.is_named(l, e))
}

fn stmt_is_dead(e: &Expr, facts: &Facts, live: &Locals) -> bool {
    if let Some(l) = facts.serves(e) {
        return !live.contains(l);
    }
    if !facts.tangent_only {
        return false;
    }
    // Control flow around nothing.
    let block_dead = |b: &Block| {
        b.stmts.iter().all(|s| match s {
            Stmt::Let(l) => let_is_dead(l, facts, live),
            Stmt::Expr(e) => stmt_is_dead(e, facts, live),
            Stmt::Item(_) => true,
        }) && b
            .tail
            .as_ref()
            .is_none_or(|e| stmt_is_dead(e, facts, live) || is_pure(e))
    };
    match &e.node {
        Node::For(_, _, iter, b) => is_pure(iter) && block_dead(b),
        Node::If(cond, then, otherwise) => {
            is_pure(cond)
                && block_dead(then)
                && otherwise
                    .as_ref()
                    .is_none_or(|e| stmt_is_dead(e, facts, live))
        }
        Node::Block(b, None) => block_dead(b),
        Node::Match(s, arms) => {
            is_pure(s)
                && arms.iter().all(|a| {
                    a.guard.as_ref().is_none_or(is_pure) && stmt_is_dead(&a.body, facts, live)
                })
        }
        _ => is_pure(e),
    }
}

fn sweep(b: &mut Block, facts: &Facts, live: &Locals) {
    b.blocks_mut(&mut |b| {
        b.stmts.retain(|s| match s {
            Stmt::Let(l) => !let_is_dead(l, facts, live),
            Stmt::Expr(e) => !stmt_is_dead(e, facts, live),
            Stmt::Item(_) => true,
        });
        for s in &mut b.stmts {
            // Elementwise work keeps its name: the regions take it up by that.
            if let Stmt::Let(l) = s
                && l.init.as_ref().and_then(item::elementwise).is_none()
            {
                blank_dead(&mut l.pat, facts, live);
            }
        }
    });
    // Patterns elsewhere.
    b.walk_mut(&mut |e| match &mut e.node {
        Node::For(_, p, _, _) | Node::Let(p, _) => blank_dead(p, facts, live),
        Node::Match(_, arms) => arms
            .iter_mut()
            .for_each(|a| blank_dead(&mut a.pat, facts, live)),
        Node::Closure(c) => c
            .params
            .iter_mut()
            .for_each(|(p, _)| blank_dead(p, facts, live)),
        _ => {}
    });
}

/// `_` for what nobody reads, where a pass has bound it.
fn blank_dead(p: &mut Pat, facts: &Facts, live: &Locals) {
    match p {
        Pat::Bind(b) => {
            if let Some(sub) = &mut b.sub {
                blank_dead(sub, facts, live);
            } else if facts.may_lose_name(b.local) && !live.contains(b.local) {
                *p = Pat::Wild;
            }
        }
        Pat::Tuple(ps) | Pat::TupleStruct(_, ps) | Pat::Slice(ps) => {
            ps.iter_mut().for_each(|p| blank_dead(p, facts, live));
        }
        Pat::Ref(_, p) => blank_dead(p, facts, live),
        Pat::Wild | Pat::Rest | Pat::Const(_) | Pat::Or(_) | Pat::Struct(..) => {}
    }
}
