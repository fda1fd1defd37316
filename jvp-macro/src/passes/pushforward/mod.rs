//! The pushforward: the program that computes value and tangent together.
//!
//! In: IR with kinds, the flag of each local (activity), the form of the result. Out: IR in which
//! every active local has its tangent beside it. Intermediate values get names freely (simplify and
//! liveness take back those that nobody needs), in order of evaluation, so that nothing runs twice
//! or out of order. Always holds: the primal is computed by the operations of the original, in
//! their order; an operand that is not active contributes no term.

mod annotated;
mod assign;
mod binding;
mod build;
mod by_name;
mod call;
mod closure;
mod control;
mod err;
mod escapes;
mod expr;
mod fields;
mod form;
mod function;
mod gather;
mod generate;
mod iter;
mod jvp;
mod known;
mod lane;
mod lift;
mod liftable;
mod literal;
mod memory;
mod method;
mod named;
mod operands;
mod operator;
mod option;
mod pairs;
mod pattern;
mod plain_calls;
mod result;
mod scalar;
mod special;
mod stmt;
mod tensor;
mod untouched;
mod value;
mod zero;
mod zip;

pub use value::{Shape, Want};

use super::activity::{self, Writes};
use super::effects;
use super::kinds::{Closures, KindOf};
use super::values;
use crate::diagnostics::Errors;
use crate::ir::kind::TypeParams;
use crate::ir::types::TypeCtx;
use crate::ir::*;
use crate::ops::formula::Formulas;
use escapes::{exposed, lender};
use known::Knowns;
use std::collections::{HashMap, HashSet};
use value::Val;

/// What the pass needs besides the function.
pub struct Context<'a> {
    pub closures: &'a Closures,
    pub params: &'a TypeParams,
    pub krate: &'a syn::Path,
    pub formulas: &'a Formulas,
    /// `rules(path = rule)`
    pub rules: &'a [(syn::Path, syn::Path)],
    /// Which locals carry a tangent.
    pub active: Vec<bool>,
    /// Which locals depend on a seed, useful or not.
    pub varied: Vec<bool>,
    pub writes: &'a Writes,
    /// Which parameters have a tangent parameter, active or not.
    pub seeded: &'a [bool],
    /// What the function is to return.
    pub want: Want,
    /// A tangent that is zero never meets an infinite factor: for bodies that are called with
    /// zeros in place of inactive tangents.
    pub guard: bool,
    /// The function handles tensors: a value of unknown kind may be one.
    pub tensors: bool,
    pub errors: &'a Errors,
}

/// Applies the pushforward to `f`.
pub fn run(f: &Function, ctx: Context) -> Function {
    let out = Function {
        params: f.params.clone(),
        body: Block::default(),
        result: f.result.clone(),
        locals: f.locals.clone(),
        labels: f.labels.clone(),
    };
    let returns = vec![ctx.want.clone()];
    let active = ctx.active.clone();
    let closures = ctx.closures;
    let names = function::names(&f.body, ctx.params);
    let mut exposed = exposed(f);
    exposed.extend(&ctx.writes.through);
    let mut pf = Pf {
        f: out,
        ctx,
        active,
        tangents: HashMap::new(),
        reps: HashMap::new(),
        pair_closures: HashMap::new(),
        values: values::find(&f.body, closures).named,
        names,
        out: Vec::new(),
        known: Knowns::default(),
        exposed,
        lenders: Vec::new(),
        repeated: HashSet::new(),
        is_statement: false,
        calls: HashMap::new(),
        multiples: HashMap::new(),
        label_wants: HashMap::new(),
        returns,
        lanes: false,
        uncertain: fields::uncertain(f),
    };
    for i in 0..f.params.len() {
        if pf.ctx.seeded[i] {
            pf.f.params[i].tangent = Some(pf.parameter_pat(&f.params[i].pat));
        }
    }
    // A parameter that only becomes active inside starts with a zero tangent.
    let mut entry = Vec::new();
    for i in 0..f.params.len() {
        if !pf.ctx.seeded[i] {
            pf.settle_constant(&f.params[i].pat, &mut entry);
        }
    }
    let want = pf.ctx.want.clone();
    pf.f.body = pf.block(&f.body, &want);
    let proofs = [pf.proofs_of_names(&f.body), pf.prove_receivers(&f.body)];
    entry.splice(0..0, proofs.concat());
    pf.f.body.stmts.splice(0..0, entry);
    let mut body = std::mem::take(&mut pf.f.body);
    pf.prove_plain_calls(&mut body);
    pf.prove_piecewise(&mut body);
    pf.prove_texts(&mut body);
    pf.prove_constants(&mut body);
    pf.check_captures(&body);
    pf.f.body = body;
    pf.f
}

/// A named closure that takes and returns tangents too.
#[derive(Clone)]
struct PairClosure {
    params: Vec<Shape>,
    result: Shape,
    /// The closure over pairs, where the name is still the primal's.
    jvp: Option<Local>,
}

struct Pf<'a> {
    /// Locals that a pattern may find no tangent of, and whether they are references.
    uncertain: HashMap<Local, bool>,
    /// Under construction: the locals table grows, the body comes last.
    f: Function,
    ctx: Context<'a>,
    active: Vec<bool>,
    tangents: HashMap<Local, Local>,
    /// Locals that hold primal and tangent as one (`Option<(T, T')>`, iterators over pairs).
    reps: HashMap<Local, Shape>,
    pair_closures: HashMap<Local, PairClosure>,
    /// Closures with a name that are handed on.
    values: HashSet<Local>,
    /// Locals that stand for a function, with its path.
    names: HashMap<Local, Expr>,
    /// The statements of the block under construction.
    out: Vec<Stmt>,
    /// The values that have a name in this block.
    known: Knowns,
    /// Locals that may change though not `mut`: of unknown type, and written through or in the hands
    /// of unknown code.
    exposed: HashSet<Local>,
    /// Locals that a reference borrows from which has a name here.
    lenders: Vec<Local>,
    /// What closures on elements have captured: the same for every element.
    repeated: HashSet<Local>,
    /// The call that is looked at is a statement: nobody waits for what it gives.
    is_statement: bool,
    /// How often each callee's result has been given a name.
    calls: HashMap<String, usize>,
    /// `y`, `a` for each `y = c * a` with a constant `c`.
    multiples: HashMap<Local, Local>,
    label_wants: HashMap<Label, Want>,
    /// What `return` gives, innermost function last.
    returns: Vec<Want>,
    /// A rule for tensors is being written.
    lanes: bool,
}

impl Pf<'_> {
    fn kinds(&self) -> KindOf<'_> {
        KindOf {
            locals: &self.f.locals,
            closures: self.ctx.closures,
            params: self.ctx.params,
        }
    }

    fn kind(&self, e: &Expr) -> Kind {
        self.kinds().of(e)
    }

    fn types(&self) -> TypeCtx<'_> {
        TypeCtx {
            params: self.ctx.params,
            krate: self.ctx.krate,
        }
    }

    fn is_active(&self, l: Local) -> bool {
        self.active.get(l.0).copied().unwrap_or(false)
    }

    /// A value that has to be constant here; says so where it is not.
    fn constant(&mut self, v: Val) -> Expr {
        if !v.is_const() {
            self.ctx.errors.add(
                v.span(),
                "where this active data goes can't be followed",
                "bind it to a variable first, or write `stop_gradient(..)` if its derivative \
                 does not matter",
            );
        }
        self.primal(v)
    }

    fn fresh(&mut self, name: &str, kind: Kind, origin: Origin, span: proc_macro2::Span) -> Local {
        let local = self.f.add_local(LocalData {
            name: name.to_string(),
            span,
            origin,
            kind,
            mutable: false,
            pinned: false,
            twin: None,
            numbers: Default::default(),
        });
        self.active.push(false);
        local
    }

    /// The tangent of an active local.
    fn tangent(&mut self, l: Local) -> Local {
        if let Some(d) = self.tangents.get(&l) {
            return *d;
        }
        let data = self.f.local(l).clone();
        let name = tangent_name(&data.name);
        let d = self.fresh(&name, data.kind, Origin::Tangent(l), data.span);
        self.f.locals[d.0].mutable = data.mutable;
        self.tangents.insert(l, d);
        d
    }

    fn emit(&mut self, stmt: Stmt) {
        let writes = effects::stmt_writes(&stmt);
        self.known.forget(&writes);
        self.out.push(stmt);
    }

    fn emit_let(&mut self, pat: Pat, ty: Option<syn::Type>, init: Expr) {
        self.emit(Stmt::Let(Let {
            pat,
            ty: ty.map(Box::new),
            init: Some(init),
            otherwise: None,
        }));
    }

    /// Gives `e` a name, unless it is one or a number.
    fn name(&mut self, e: Expr, hint: &str) -> Expr {
        if is_trivial(&e) {
            e
        } else {
            self.force_name(e, hint)
        }
    }

    /// One value, one name: what has been computed in this block is not computed again.
    fn force_name(&mut self, e: Expr, hint: &str) -> Expr {
        let span = e.span;
        // An operation's kind is looked for only if it needs a name of its own.
        let kind = match &e.node {
            Node::Op(..) => None,
            _ => Some(self.kind(&e)),
        };
        let arithmetic = match &e.node {
            Node::Op(..) => true,
            Node::Index(..) | Node::Field(..) | Node::Deref(_) => {
                kind.as_ref().is_some_and(Kind::is_scalar)
            }
            _ => false,
        };
        if arithmetic && effects::is_pure(&e) {
            let text = print::key(&self.f, &e);
            if let Some(known) = self.known.get(&text) {
                return Expr::local(known, span);
            }
            let kind = kind.unwrap_or_else(|| self.kind(&e));
            let hint = self.element_name(&e).unwrap_or_else(|| hint.to_string());
            let temp = self.fresh(&hint, kind, Origin::Temp, span);
            let reads = effects::reads(&e);
            self.emit_let(Pat::bind(temp), None, e);
            self.known.insert(text, temp, reads);
            return Expr::local(temp, span);
        }
        let kind = kind.unwrap_or_else(|| self.kind(&e));
        let e = self.held_chain(e);
        let temp = self.fresh(hint, kind, Origin::Temp, span);
        self.emit_let(Pat::bind(temp), None, e);
        Expr::local(temp, span)
    }

    /// `x_i` for `x[i]`, `p_x` for `p.x`, `x` for `self.x`.
    fn element_name(&self, e: &Expr) -> Option<String> {
        if let Node::Field(base, syn::Member::Named(name)) = &e.node {
            let base = &self.f.local(base.as_local()?).name;
            let (base, name) = (base.trim_start_matches("r#"), name.to_string());
            return Some(match base {
                "self" | "this" | "dself" | "dthis" if base.starts_with('d') => format!("d{name}"),
                "self" | "this" => name,
                _ => format!("{base}_{name}"),
            });
        }
        let Node::Index(base, index) = &e.node else {
            return None;
        };
        let base = &self.f.local(base.as_local()?).name;
        let index = match &index.node {
            Node::Local(l) => self.f.local(*l).name.clone(),
            Node::Lit(syn::Lit::Int(n)) => n.base10_digits().to_string(),
            _ => "at".to_string(),
        };
        Some(format!(
            "{}_{}",
            base.trim_start_matches("r#"),
            index.trim_start_matches("r#")
        ))
    }

    /// Runs `inside` on a statement list of its own and returns it.
    fn captured<T>(&mut self, inside: impl FnOnce(&mut Self) -> T) -> (Vec<Stmt>, T) {
        let saved = std::mem::take(&mut self.out);
        // A block may run later, or again: what was known outside is not known inside.
        let known = std::mem::take(&mut self.known);
        let value = inside(self);
        self.known = known;
        (std::mem::replace(&mut self.out, saved), value)
    }

    /// As [`Pf::captured`], as one expression.
    fn captured_expr(&mut self, inside: impl FnOnce(&mut Self) -> Expr) -> Expr {
        let (stmts, tail) = self.captured(inside);
        if stmts.is_empty() {
            return tail;
        }
        let span = tail.span;
        Expr::new(
            Node::Block(
                Block {
                    stmts,
                    tail: Some(Box::new(tail)),
                },
                None,
            ),
            span,
        )
    }

    fn block(&mut self, b: &Block, want: &Want) -> Block {
        let lenders = self.lenders.len();
        let (stmts, tail) = self.captured(|pf| {
            for stmt in &b.stmts {
                pf.stmt(stmt);
                pf.lenders.extend(lender(stmt));
            }
            b.tail.as_ref().and_then(|e| pf.tail(e, want))
        });
        self.lenders.truncate(lenders);
        Block {
            stmts,
            tail: tail.map(Box::new),
        }
    }

    /// The last expression of a block: a statement where nothing is wanted of it.
    fn tail(&mut self, e: &Expr, want: &Want) -> Option<Expr> {
        let unit = want.is_primal() && (want.effect || self.kind(e) == Kind::Inert);
        if unit && self.touched(e) && !self.verbatim(e) && is_statement(e) {
            self.stmt(&Stmt::Expr(e.clone()));
            return None;
        }
        Some(self.value_to(e, want))
    }

    fn error(
        &self,
        span: proc_macro2::Span,
        message: impl std::fmt::Display,
        help: impl std::fmt::Display,
    ) -> Val {
        self.ctx.errors.add(span, message, help);
        Val::Const(Expr::unit(span))
    }
}

/// `dx` for `x`; the raw `r#do` where the plain one is a keyword is the backend's business.
fn tangent_name(name: &str) -> String {
    format!("d{}", name.trim_start_matches("r#"))
}

/// Whether repeating `e` costs nothing and is always right.
fn is_trivial(e: &Expr) -> bool {
    match &e.node {
        Node::Local(_) | Node::Lit(_) | Node::Num(..) | Node::Path(_) => true,
        Node::Op("neg", _, args) => matches!(args[0].node, Node::Lit(_) | Node::Num(..)),
        _ => false,
    }
}

/// Whether `e` is run for its effect.
fn is_statement(e: &Expr) -> bool {
    matches!(
        e.node,
        Node::Assign(..)
            | Node::AssignOp(..)
            | Node::Method(_)
            | Node::Call(..)
            | Node::While(..)
            | Node::For(..)
            | Node::Macro(_)
    )
}
