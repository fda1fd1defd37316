//! The verifier: what the IR promises, checked.
//!
//! Runs after every pass, so that a pass that breaks the IR is found
//! at its own door and not as a strange message from rustc.

use super::*;

/// Returns the first broken promise, in words, with the printed function.
pub fn verify(f: &Function) -> Result<(), String> {
    let mut v = Verifier {
        f,
        bound: Locals::default(),
        labels: Vec::new(),
        fault: None,
    };
    for p in &f.params {
        v.pat(&p.pat);
        p.tangent.iter().for_each(|p| v.pat(p));
    }
    v.block(&f.body);
    match v.fault {
        None => Ok(()),
        Some(fault) => Err(format!("{fault} in\n{}", print::function(f))),
    }
}

struct Verifier<'a> {
    f: &'a Function,
    bound: Locals,
    labels: Vec<Label>,
    fault: Option<String>,
}

impl Verifier<'_> {
    fn fault(&mut self, text: String) {
        self.fault.get_or_insert(text);
    }

    fn pat(&mut self, p: &Pat) {
        // The alternatives of an or-pattern bind the same locals.
        if let Pat::Or(ps) = p {
            let before = self.bound.clone();
            let mut after = before.clone();
            for p in ps {
                self.bound.clone_from(&before);
                self.pat(p);
                after.union(&self.bound);
            }
            self.bound = after;
            return;
        }
        match p {
            Pat::Wild | Pat::Rest | Pat::Const(_) => {}
            Pat::Bind(b) => {
                if b.local.0 >= self.f.locals.len() {
                    self.fault(format!("local {} is not in the table", b.local.0));
                }
                if !self.bound.insert(b.local) {
                    self.fault(format!("local {} is bound twice", b.local.0));
                }
                if let Some(p) = &b.sub {
                    self.pat(p);
                }
            }
            Pat::Tuple(ps) | Pat::TupleStruct(_, ps) | Pat::Slice(ps) => {
                ps.iter().for_each(|p| self.pat(p));
            }
            Pat::Struct(_, fields, _) => fields.iter().for_each(|(_, p)| self.pat(p)),
            Pat::Ref(_, p) => self.pat(p),
            Pat::Or(_) => unreachable!(),
        }
    }

    fn used(&mut self, l: Local) {
        if !self.bound.contains(l) {
            self.fault(format!("local {} is used where it is not bound", l.0));
        }
    }

    fn block(&mut self, b: &Block) {
        for stmt in &b.stmts {
            match stmt {
                Stmt::Let(l) => {
                    l.init.iter().for_each(|e| self.expr(e));
                    if let Some(b) = &l.otherwise {
                        self.block(b);
                    }
                    self.pat(&l.pat);
                }
                Stmt::Expr(e) => self.expr(e),
                Stmt::Item(_) => {}
            }
        }
        b.tail.iter().for_each(|e| self.expr(e));
    }

    fn target(&mut self, l: Label) {
        if !self.labels.contains(&l) {
            self.fault(format!("label {} is not around its use", l.0));
        }
    }

    fn labelled(&mut self, l: Label, b: &Block) {
        self.labels.push(l);
        self.block(b);
        self.labels.pop();
    }

    fn expr(&mut self, e: &Expr) {
        match &e.node {
            Node::Local(l) => self.used(*l),
            Node::Block(b, Some(l)) | Node::Loop(l, b) => self.labelled(*l, b),
            Node::Block(b, None) => self.block(b),
            Node::If(cond, then, otherwise) => {
                self.expr(cond);
                self.block(then);
                otherwise.iter().for_each(|e| self.expr(e));
            }
            Node::Let(p, e) => {
                self.expr(e);
                self.pat(p);
            }
            Node::Match(e, arms) => {
                self.expr(e);
                for arm in arms {
                    self.pat(&arm.pat);
                    arm.guard.iter().for_each(|e| self.expr(e));
                    self.expr(&arm.body);
                }
            }
            Node::While(l, cond, b) => {
                self.labels.push(*l);
                self.expr(cond);
                self.block(b);
                self.labels.pop();
            }
            Node::For(l, p, iter, b) => {
                self.expr(iter);
                self.pat(p);
                self.labelled(*l, b);
            }
            Node::Break(l, value) => {
                value.iter().for_each(|e| self.expr(e));
                self.target(*l);
            }
            Node::Continue(l) => self.target(*l),
            Node::Closure(c) => {
                c.params.iter().for_each(|(p, _)| self.pat(p));
                self.expr(&c.body);
            }
            Node::Macro(Macro {
                args: MacroArgs::Opaque(_, locals),
                ..
            }) => {
                locals.iter().for_each(|l| self.used(*l));
            }
            _ => e.children(&mut |e| self.expr(e)),
        }
    }
}
