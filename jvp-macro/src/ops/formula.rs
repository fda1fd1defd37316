//! Formulas of the rule table to IR.
//!
//! In: a row's text, the operands, the result and the tangents as IR. Out: the tangent's
//! expression. Nothing is simplified but what the row itself leaves open: no `1 *`, no `0 +`.

use crate::ir::{Expr, Float, Form, Kind, Node};
use proc_macro2::Span;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use syn::spanned::Spanned;

/// The formulas that an item has used, parsed: its functions use the same few again and again. They
/// are tokens of one expansion, and go with it.
#[derive(Default)]
pub struct Formulas(RefCell<HashMap<String, Rc<syn::Expr>>>);

impl Formulas {
    fn parsed(&self, formula: &str) -> Rc<syn::Expr> {
        if let Some(known) = self.0.borrow().get(formula) {
            return Rc::clone(known);
        }
        let parsed = syn::parse_str(formula).unwrap_or_else(|e| panic!("rule `{formula}`: {e}"));
        let parsed = Rc::new(parsed);
        let formulas = &mut self.0.borrow_mut();
        formulas.insert(formula.to_string(), Rc::clone(&parsed));
        parsed
    }
}

/// What the names in a formula stand for. Operands and tangents must be cheap to repeat.
pub struct Env<'a> {
    /// Name, value, kind.
    pub values: Vec<(&'static str, Expr, Kind)>,
    pub float: Float,
    /// The path of the `jvp` crate.
    pub krate: &'a syn::Path,
    pub formulas: &'a Formulas,
    pub span: Span,
}

impl Env<'_> {
    /// The expression that `formula` stands for.
    pub fn instantiate(&self, formula: &str) -> Expr {
        self.expr(&self.formulas.parsed(formula), false)
    }

    /// The value of a name: as it is where an operator or a method follows, which sees through
    /// references, else as an owned scalar.
    fn name(&self, name: &str, operand: bool) -> Expr {
        let (_, value, kind) = self
            .values
            .iter()
            .find(|v| v.0 == name)
            .unwrap_or_else(|| panic!("a rule names `{name}`, which stands for nothing"));
        if operand && sees_through(kind) {
            return value.clone();
        }
        owned(value.clone(), kind, self.krate)
    }

    fn expr(&self, e: &syn::Expr, operand: bool) -> Expr {
        let new = |node| Expr::new(node, self.span);
        match e {
            syn::Expr::Paren(p) => self.expr(&p.expr, operand),
            syn::Expr::Path(p) => match p.path.get_ident() {
                Some(i) => self.name(&i.to_string(), operand),
                None => panic!("a rule names a path"),
            },
            syn::Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Float(f),
                ..
            }) => {
                let value = f.base10_parse().expect("a rule's number is one");
                new(Node::Num(value, self.float.clone()))
            }
            syn::Expr::Unary(u) => new(Node::Op(
                "neg",
                Form::Tangent,
                vec![self.expr(&u.expr, true)],
            )),
            syn::Expr::Binary(b) => {
                let (l, r) = (self.expr(&b.left, true), self.expr(&b.right, true));
                let op = match b.op {
                    syn::BinOp::Add(_) => "add",
                    syn::BinOp::Sub(_) => "sub",
                    syn::BinOp::Mul(_) => "mul",
                    syn::BinOp::Div(_) => "div",
                    // A comparison wants two of one type.
                    op => {
                        let (l, r) = (self.expr(&b.left, false), self.expr(&b.right, false));
                        return new(Node::Binary(op, Box::new(l), Box::new(r)));
                    }
                };
                new(Node::Op(op, Form::Tangent, vec![l, r]))
            }
            syn::Expr::MethodCall(m) => {
                let name = m.method.to_string();
                let op = super::id(&name, m.args.len() + 1)
                    .unwrap_or_else(|| panic!("a rule calls `{name}`, which has no rule"));
                let mut args = vec![self.expr(&m.receiver, true)];
                args.extend(m.args.iter().map(|a| self.expr(a, false)));
                let name = proc_macro2::Ident::new(&name, self.span);
                new(Node::Op(op, Form::Method(name), args))
            }
            syn::Expr::Call(c) => {
                let syn::Expr::Path(p) = &*c.func else {
                    panic!("a rule calls an expression")
                };
                let name = p
                    .path
                    .get_ident()
                    .expect("a rule calls the runtime by bare names");
                let args = c.args.iter().map(|a| self.expr(a, false)).collect();
                runtime_call(self.krate, &name.to_string(), args, self.span)
            }
            syn::Expr::If(i) => {
                let block = |b: &syn::Block| match &b.stmts[..] {
                    [syn::Stmt::Expr(e, None)] => crate::ir::Block::of(self.expr(e, false)),
                    _ => panic!("a rule's branch is one expression"),
                };
                let cond = self.expr(&i.cond, false);
                let otherwise = match i.else_branch.as_ref().map(|b| &*b.1) {
                    Some(syn::Expr::Block(b)) => new(Node::Block(block(&b.block), None)),
                    Some(e) => self.expr(e, false),
                    None => panic!("a rule's `if` has an `else`"),
                };
                let then = block(&i.then_branch);
                new(Node::If(Box::new(cond), then, Some(Box::new(otherwise))))
            }
            other => panic!(
                "a rule has syntax outside of its language: {:?}",
                other.span()
            ),
        }
    }
}

/// Whether operators and methods take a value of this kind as they take a scalar. `std` has
/// arithmetic on `&f64`; a type parameter has none on `&T`.
pub fn sees_through(kind: &Kind) -> bool {
    match kind {
        Kind::Ref(inner, _) => {
            !matches!(inner.peeled(), Kind::Scalar(Float::Param(_))) && sees_through(inner)
        }
        Kind::Boxed(_) => false,
        _ => true,
    }
}

/// A scalar out of a value that may be a reference to one, or may not be known.
pub fn owned(e: Expr, kind: &Kind, krate: &syn::Path) -> Expr {
    let span = e.span;
    match kind {
        Kind::Ref(inner, _) | Kind::Boxed(inner) => {
            owned(Expr::new(Node::Deref(Box::new(e)), span), inner, krate)
        }
        Kind::Scalar(_) => e,
        _ => runtime_call(krate, "own", vec![e], span),
    }
}

/// `::jvp::rt::name(args)`
pub fn runtime_call(krate: &syn::Path, name: &str, args: Vec<Expr>, span: Span) -> Expr {
    Expr::new(
        Node::Call(Box::new(runtime_path(krate, &["rt", name], span)), args),
        span,
    )
}

/// `::jvp::names`
pub fn runtime_path(krate: &syn::Path, names: &[&str], span: Span) -> Expr {
    // All of it stands at the user's place, so that messages point there, and each once: what has
    // one span is one error.
    let site = Span::mixed_site().located_at(span);
    let colons = syn::token::PathSep { spans: [site; 2] };
    let mut path = krate.clone();
    let absolute = path.leading_colon.is_some();
    path.leading_colon = path.leading_colon.map(|_| colons);
    for mut s in path.segments.pairs_mut() {
        let ident = &mut s.value_mut().ident;
        ident.set_span(match absolute {
            true => site,
            false => ident.span().located_at(span),
        });
        if let Some(p) = s.punct_mut() {
            **p = colons;
        }
    }
    for name in names {
        path.segments.push_punct(colons);
        path.segments
            .push_value(proc_macro2::Ident::new(name, site).into());
    }
    Expr::new(
        Node::Path(syn::ExprPath {
            attrs: Vec::new(),
            qself: None,
            path,
        }),
        span,
    )
}
