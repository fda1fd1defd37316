//! Names for locals.
//!
//! In: a finished function. Out: an identifier per local. A user's local keeps its name, shadowing
//! included; a generated one is chosen outside of all identifiers in the item. Always holds: where a
//! local is used, its name means it.

use crate::ir::*;
use proc_macro2::{Ident, Span};
use std::collections::{HashMap, HashSet};

/// The identifiers, by local; those that liveness has left without a use have none.
pub struct Names {
    idents: ByLocal<Ident>,
}

impl Names {
    pub fn get(&self, l: Local) -> Ident {
        let ident = self.idents.get(l);
        ident.expect("a local that is used is bound").clone()
    }
}

/// Where a local lives, in steps of reading the text.
#[derive(Clone, Default)]
struct Life {
    bound: Option<usize>,
    scope_end: usize,
    /// In order.
    uses: Vec<usize>,
}

/// Chooses names. `reserved` are the identifiers that generated names must not be.
/// `extra` is one that is bound beside the parameters.
pub fn choose(f: &Function, reserved: &HashSet<String>, extra: Option<Local>) -> Names {
    let mut walk = Walk {
        lives: vec![Life::default(); f.locals.len()],
        at: 1,
        open: vec![Vec::new()],
        order: Vec::new(),
    };
    for p in &f.params {
        walk.pat(&p.pat);
        p.tangent.iter().for_each(|d| walk.pat(d));
    }
    extra.into_iter().for_each(|l| walk.bind(l));
    walk.block(&f.body);
    walk.close();
    let lives = walk.lives;

    let mut idents = ByLocal::default();
    let mut bearers: HashMap<String, Vec<usize>> = HashMap::new();
    for Local(i) in walk.order {
        let data = &f.locals[i];
        let generated = data.origin != Origin::User;
        let mut name = data.name.clone();
        if generated {
            while reserved.contains(&name) || matches!(&*name, "self" | "super" | "crate") {
                name.push('_');
            }
        }
        // Shadowing a local that is still needed would change what its uses mean.
        let start = lives[i].bound.unwrap_or(0);
        let end = lives[i].scope_end;
        let needed = |j: &usize| {
            let uses = &lives[*j].uses;
            let next = uses.partition_point(|at| *at <= start);
            uses.get(next).is_some_and(|at| *at <= end)
        };
        let mut n = 2;
        let base = name.trim_end_matches('_').len();
        loop {
            let others = bearers.entry(name.clone()).or_default();
            if !others.iter().any(needed) && (n == 2 || !reserved.contains(&name)) {
                others.push(i);
                break;
            }
            name.truncate(base);
            name = format!("{name}_{n}");
            n += 1;
        }
        idents.insert(Local(i), ident(&name, data));
    }
    Names { idents }
}

/// The identifier of a local: the user's own token's span, or one that user code can't see.
fn ident(name: &str, data: &LocalData) -> Ident {
    let span = match data.origin {
        Origin::User => data.span,
        _ => Span::mixed_site().located_at(data.span),
    };
    plain_or_raw(name, span)
}

/// `r#do` for `do`: a tangent's name may be a keyword, and so may one that is taken from a type or
/// a function (`in` for a value of type `In`).
pub fn plain_or_raw(name: &str, span: Span) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, span),
        None if KEYWORDS.contains(&name) => Ident::new_raw(name, span),
        None => Ident::new(name, span),
    }
}

/// Those of any edition, but for the few that no raw identifier can be.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

struct Walk {
    lives: Vec<Life>,
    at: usize,
    /// The locals of each open scope.
    open: Vec<Vec<Local>>,
    /// The locals that are bound, in the order in which they are.
    order: Vec<Local>,
}

impl Walk {
    fn bind(&mut self, l: Local) {
        self.at += 1;
        let life = &mut self.lives[l.0];
        if life.bound.is_none() {
            life.bound = Some(self.at);
            self.order.push(l);
        }
        self.open.last_mut().expect("a scope is open").push(l);
    }

    fn pat(&mut self, p: &Pat) {
        for l in p.locals() {
            self.bind(l);
        }
    }

    fn close(&mut self) {
        self.at += 1;
        for l in self.open.pop().expect("a scope is open") {
            self.lives[l.0].scope_end = self.at;
        }
    }

    fn scoped(&mut self, inside: impl FnOnce(&mut Self)) {
        self.open.push(Vec::new());
        inside(self);
        self.close();
    }

    fn block(&mut self, b: &Block) {
        self.scoped(|w| {
            for s in &b.stmts {
                match s {
                    Stmt::Let(l) => {
                        if let Some(e) = &l.init {
                            w.expr(e);
                        }
                        if let Some(b) = &l.otherwise {
                            w.block(b);
                        }
                        w.pat(&l.pat);
                    }
                    Stmt::Expr(e) => w.expr(e),
                    Stmt::Item(_) => {}
                }
            }
            if let Some(e) = &b.tail {
                w.expr(e);
            }
        });
    }

    fn used(&mut self, l: Local) {
        self.at += 1;
        self.lives[l.0].uses.push(self.at);
    }

    fn expr(&mut self, e: &Expr) {
        match &e.node {
            Node::Local(l) => self.used(*l),
            Node::Macro(Macro {
                args: MacroArgs::Opaque(_, ls),
                ..
            }) => {
                ls.iter().for_each(|l| self.used(*l));
            }
            // In the order of the text, not of evaluation.
            Node::Assign(p, v) | Node::AssignOp(_, p, v) => {
                self.expr(p);
                self.expr(v);
            }
            Node::Block(b, _) | Node::Loop(_, b) => self.block(b),
            Node::If(cond, then, otherwise) => {
                self.scoped(|w| {
                    w.expr(cond);
                    w.block(then);
                });
                if let Some(e) = otherwise {
                    self.expr(e);
                }
            }
            Node::Let(p, e) => {
                self.expr(e);
                self.pat(p);
            }
            Node::Match(s, arms) => {
                self.expr(s);
                for a in arms {
                    self.scoped(|w| {
                        w.pat(&a.pat);
                        if let Some(g) = &a.guard {
                            w.expr(g);
                        }
                        w.expr(&a.body);
                    });
                }
            }
            Node::While(_, cond, b) => self.scoped(|w| {
                w.expr(cond);
                w.block(b);
            }),
            Node::For(_, p, iter, b) => {
                self.expr(iter);
                self.scoped(|w| {
                    w.pat(p);
                    w.block(b);
                });
            }
            Node::Closure(c) => self.scoped(|w| {
                c.params.iter().for_each(|(p, _)| w.pat(p));
                w.expr(&c.body);
            }),
            _ => e.children(&mut |e| self.expr(e)),
        }
    }
}
