//! Expressions, statements and patterns to tokens, with the parentheses that precedence asks for.

mod control;
mod divisors;
mod kernel;
mod pattern;
mod write;

use super::names::{Names, plain_or_raw};
use crate::ir::*;
use proc_macro2::{Delimiter, Ident, Literal, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt};
pub use write::braces;
use write::{group, here, punct, separated, word};

/// Prints one function's body.
pub struct Tokens<'a> {
    pub f: &'a Function,
    pub names: &'a Names,
}

/// Binding strength, weakest first.
mod prec {
    pub const ANY: u8 = 0;
    pub const BLOCK: u8 = 1;
    pub const ASSIGN: u8 = 2;
    pub const RANGE: u8 = 3;
    pub const OR: u8 = 4;
    pub const AND: u8 = 5;
    pub const COMPARE: u8 = 6;
    pub const BIT_OR: u8 = 7;
    pub const BIT_XOR: u8 = 8;
    pub const BIT_AND: u8 = 9;
    pub const SHIFT: u8 = 10;
    pub const SUM: u8 = 11;
    pub const PRODUCT: u8 = 12;
    pub const CAST: u8 = 13;
    pub const UNARY: u8 = 14;
    pub const POSTFIX: u8 = 15;
}

impl Tokens<'_> {
    pub fn pat(&self, p: &Pat) -> TokenStream {
        let mut out = TokenStream::new();
        self.put_pat(p, &mut out);
        out
    }

    fn put_block(&self, b: &Block, out: &mut TokenStream) {
        braces(out, |out| self.put_statements(b, out));
    }

    /// Writes a block's statements, without its braces.
    pub fn put_statements(&self, b: &Block, out: &mut TokenStream) {
        b.stmts.iter().for_each(|s| self.put_stmt(s, out));
        b.tail.iter().for_each(|e| self.put(e, prec::ANY, out));
    }

    fn put_stmt(&self, s: &Stmt, out: &mut TokenStream) {
        match s {
            Stmt::Item(t) => t.to_tokens(out),
            Stmt::Expr(e) => {
                self.put(e, prec::ANY, out);
                if !is_block_like(e) {
                    punct(out, ";", here());
                }
            }
            Stmt::Let(l) => {
                word(out, "let", here());
                self.put_pat(&l.pat, out);
                put_type(l.ty.as_deref(), out);
                // What stands before an `else` may not end in a brace.
                let min = if l.otherwise.is_some() {
                    prec::UNARY
                } else {
                    prec::ANY
                };
                if let Some(e) = &l.init {
                    punct(out, "=", here());
                    self.put(e, min, out);
                }
                if let Some(b) = &l.otherwise {
                    word(out, "else", here());
                    self.put_block(b, out);
                }
                punct(out, ";", here());
            }
        }
    }

    fn put_label(&self, l: Label, out: &mut TokenStream) {
        if let Some(l) = &self.f.labels[l.0].lifetime {
            l.to_tokens(out);
            punct(out, ":", here());
        }
    }

    /// Expressions with commas between them.
    fn put_list(&self, es: &[Expr], span: Span, out: &mut TokenStream) {
        separated(out, es, ",", span, |e, out| self.put(e, prec::ANY, out));
    }

    /// Expressions with commas between them, in parentheses.
    fn put_args(&self, es: &[Expr], span: Span, out: &mut TokenStream) {
        group(out, Delimiter::Parenthesis, span, |out| {
            self.put_list(es, span, out);
        });
    }

    /// Writes `e` where an operator of strength `min` stands around it.
    fn put(&self, e: &Expr, min: u8, out: &mut TokenStream) {
        if strength(e) < min {
            group(out, Delimiter::Parenthesis, here(), |out| {
                self.put_bare(e, out)
            });
        } else {
            self.put_bare(e, out);
        }
    }

    fn put_two(
        &self,
        (a, b): (&Expr, &Expr),
        p: u8,
        op: impl FnOnce(&mut TokenStream),
        out: &mut TokenStream,
    ) {
        let left = if p == prec::COMPARE { p + 1 } else { p };
        // `a as usize < b` would read as the start of generics.
        let left = if matches!(a.node, Node::Cast(..)) {
            prec::UNARY
        } else {
            left
        };
        self.put(a, left, out);
        op(out);
        self.put(b, p + 1, out);
    }

    /// Whether this is not in memory, and is asked for its elements.
    fn is_asked(&self, e: &Expr) -> bool {
        let kind = e.as_local().map(|l| &self.f.local(l).kind);
        matches!(kind, Some(Kind::Elements))
    }

    fn put_bare(&self, e: &Expr, out: &mut TokenStream) {
        let span = e.span;
        // Ours by hygiene, at the user's place in messages.
        let site = || Span::mixed_site().located_at(span);
        match &e.node {
            Node::Local(l) => {
                // Hygiene of the declaration, place of the use.
                let mut name = self.names.get(*l);
                name.set_span(name.span().located_at(span));
                out.append(name);
            }
            Node::Lit(l) => l.to_tokens(out),
            Node::Num(v, float) => put_number(*v, float, span, out),
            Node::Path(_) if tree::is_nowhere(e) => word(out, "_", here()),
            Node::Path(p) => p.to_tokens(out),
            Node::Op(op, form, args) => self.put_op(op, form, args, span, out),
            Node::Binary(op, a, b) => {
                self.put_two((a, b), binary(op), |out| op.to_tokens(out), out);
            }
            Node::Not(e) => {
                punct(out, "!", here());
                self.put(e, prec::UNARY, out);
            }
            Node::Assign(p, v) => {
                self.put(p, prec::RANGE, out);
                punct(out, "=", span);
                self.put(v, prec::ASSIGN, out);
            }
            Node::AssignOp(op, p, v) => {
                self.put(p, prec::RANGE, out);
                op.to_tokens(out);
                self.put(v, prec::ASSIGN, out);
            }
            Node::Call(callee, args) => {
                if self.put_kernel_call(callee, args, span, out).is_some() {
                    return;
                }
                let span = match is_runtime(callee) {
                    true => site(),
                    false => span,
                };
                match callee.node {
                    // Not a method.
                    Node::Field(..) => group(out, Delimiter::Parenthesis, span, |out| {
                        self.put(callee, prec::POSTFIX, out);
                    }),
                    _ => self.put(callee, prec::POSTFIX, out),
                }
                self.put_args(args, span, out);
            }
            Node::Method(m) => {
                self.put(&m.recv, prec::POSTFIX, out);
                punct(out, ".", span);
                out.append(m.name.clone());
                m.turbofish.to_tokens(out);
                self.put_args(&m.args, span, out);
            }
            Node::Field(e, m) => {
                self.put(e, prec::POSTFIX, out);
                punct(out, ".", here());
                m.to_tokens(out);
            }
            Node::Index(e, i) => {
                self.put(e, prec::POSTFIX, out);
                let index = |out: &mut TokenStream| {
                    group(out, Delimiter::Bracket, span, |out| match &i.node {
                        // Of several indices; a tuple of them is a list here.
                        Node::Array(all) | Node::Tuple(all) if self.is_asked(e) => {
                            self.put_list(all, span, out);
                        }
                        _ => self.put(i, prec::ANY, out),
                    });
                };
                if self.is_asked(e) {
                    punct(out, ".", span);
                    word(out, "at", span);
                    group(out, Delimiter::Parenthesis, span, index);
                } else {
                    index(out);
                }
            }
            Node::Ref(m, e) => {
                punct(out, "&", site());
                if *m {
                    word(out, "mut", site());
                }
                self.put(e, prec::UNARY, out);
            }
            Node::Deref(e) => {
                punct(out, "*", here());
                self.put(e, prec::UNARY, out);
            }
            Node::Tuple(es) => group(out, Delimiter::Parenthesis, site(), |out| {
                self.put_list(es, site(), out);
                if es.len() == 1 {
                    punct(out, ",", site());
                }
            }),
            Node::Array(es) => group(out, Delimiter::Bracket, here(), |out| {
                self.put_list(es, here(), out);
            }),
            Node::Repeat(e, n) => group(out, Delimiter::Bracket, here(), |out| {
                self.put(e, prec::ANY, out);
                punct(out, ";", here());
                self.put(n, prec::ANY, out);
            }),
            Node::Vec(inner) => {
                word(out, "vec", span);
                punct(out, "!", span);
                self.put_bare(inner, out);
            }
            Node::Range(a, limits, b) => {
                a.iter().for_each(|e| self.put(e, prec::OR, out));
                limits.to_tokens(out);
                b.iter().for_each(|e| self.put(e, prec::OR, out));
            }
            Node::Struct(path, fields, rest) => {
                path.to_tokens(out);
                group(out, Delimiter::Brace, here(), |out| {
                    for (m, e) in fields {
                        self.put_field(m, e.as_local(), out, |out| self.put(e, prec::ANY, out));
                    }
                    if let Some(e) = rest {
                        punct(out, "..", here());
                        self.put(e, prec::ANY, out);
                    }
                });
            }
            Node::Known(e, _) => self.put_bare(e, out),
            Node::Closure(c) => self.put_closure(c, span, out),
            Node::Cast(e, ty) => {
                self.put(e, prec::CAST, out);
                word(out, "as", here());
                ty.to_tokens(out);
            }
            Node::Try(e) => {
                self.put(e, prec::POSTFIX, out);
                punct(out, "?", span);
            }
            Node::Macro(m) => self.put_macro(m, out),
            _ => self.put_control(e, out),
        }
    }

    /// `x: value,`, or `x,` where the value is the local of that name.
    fn put_field(
        &self,
        member: &syn::Member,
        local: Option<Local>,
        out: &mut TokenStream,
        value: impl FnOnce(&mut TokenStream),
    ) {
        let short = match (member, local) {
            (syn::Member::Named(m), Some(l)) => self.names.get(l) == *m,
            _ => false,
        };
        if !short {
            member.to_tokens(out);
            punct(out, ":", here());
        }
        value(out);
        punct(out, ",", here());
    }

    fn put_op(&self, op: Op, form: &Form, args: &[Expr], span: Span, out: &mut TokenStream) {
        match form {
            Form::Path(path) => {
                path.to_tokens(out);
                self.put_args(args, here(), out);
            }
            Form::Method(name) => {
                self.put(&args[0], prec::POSTFIX, out);
                punct(out, ".", here());
                out.append(name.clone());
                self.put_args(&args[1..], here(), out);
            }
            Form::Operator | Form::Tangent | Form::Lane(_) => {
                let (sign, p) = match op {
                    "neg" => {
                        punct(out, "-", span);
                        return self.put(&args[0], prec::UNARY, out);
                    }
                    "add" => ("+", prec::SUM),
                    "sub" => ("-", prec::SUM),
                    "mul" => ("*", prec::PRODUCT),
                    "div" => ("/", prec::PRODUCT),
                    "rem" => ("%", prec::PRODUCT),
                    other => {
                        word(out, other, span);
                        return self.put_args(args, here(), out);
                    }
                };
                let operands = (&args[0], &args[1]);
                self.put_two(operands, p, |out| punct(out, sign, span), out);
            }
        }
    }
}

/// `: ty`
fn put_type(ty: Option<&syn::Type>, out: &mut TokenStream) {
    if let Some(ty) = ty {
        punct(out, ":", here());
        ty.to_tokens(out);
    }
}

/// `::jvp::rt::name`, or a function of its companion.
fn is_runtime(callee: &Expr) -> bool {
    let Node::Path(p) = &callee.node else {
        return false;
    };
    let names = tree::names(&p.path);
    names.iter().rev().skip(1).take(2).any(|n| n == "rt")
}

fn is_block_like(e: &Expr) -> bool {
    matches!(
        e.node,
        Node::Block(..)
            | Node::If(..)
            | Node::Match(..)
            | Node::Loop(..)
            | Node::While(..)
            | Node::For(..)
    )
}

fn strength(e: &Expr) -> u8 {
    match &e.node {
        Node::Closure(_) | Node::Break(..) | Node::Return(_) => prec::ANY,
        Node::Block(..)
        | Node::If(..)
        | Node::Match(..)
        | Node::Loop(..)
        | Node::While(..)
        | Node::For(..) => prec::BLOCK,
        Node::Assign(..) | Node::AssignOp(..) => prec::ASSIGN,
        Node::Range(..) => prec::RANGE,
        Node::Let(..) => prec::AND + 1,
        Node::Binary(op, ..) => binary(op),
        Node::Op(op, Form::Operator | Form::Tangent, _) => match *op {
            "neg" => prec::UNARY,
            "add" | "sub" => prec::SUM,
            _ => prec::PRODUCT,
        },
        Node::Known(e, _) => strength(e),
        Node::Cast(..) => prec::CAST,
        Node::Not(_) | Node::Ref(..) | Node::Deref(_) => prec::UNARY,
        Node::Num(v, Float::F32 | Float::F64 | Float::Literal) if v.is_sign_negative() => {
            prec::UNARY
        }
        Node::Lit(syn::Lit::Float(l)) if l.to_string().ends_with('.') => prec::UNARY,
        _ => prec::POSTFIX,
    }
}

fn binary(op: &syn::BinOp) -> u8 {
    use syn::BinOp as B;
    match op {
        B::Or(_) => prec::OR,
        B::And(_) => prec::AND,
        B::BitOr(_) => prec::BIT_OR,
        B::BitXor(_) => prec::BIT_XOR,
        B::BitAnd(_) => prec::BIT_AND,
        B::Shl(_) | B::Shr(_) => prec::SHIFT,
        _ => prec::COMPARE,
    }
}

/// A rule's number in the width that it is for.
fn put_number(v: f64, float: &Float, span: Span, out: &mut TokenStream) {
    let put_value = |out: &mut TokenStream| {
        if v.is_sign_negative() {
            punct(out, "-", span);
        }
        out.append(literal(v.abs(), span));
    };
    let ty = match float {
        Float::Lane => Ident::new("N", span),
        Float::Param(t) => plain_or_raw(t, span),
        _ => return put_value(out),
    };
    out.append(ty);
    punct(out, "::", span);
    let zero = matches!(float, Float::Param(_)) && v == 0.0 && v.is_sign_positive();
    word(out, if zero { "zero" } else { "lit" }, span);
    group(out, Delimiter::Parenthesis, span, |out| {
        if !zero {
            put_value(out);
        }
    });
}

fn literal(v: f64, span: Span) -> Literal {
    let mut lit = Literal::f64_unsuffixed(v);
    lit.set_span(span);
    lit
}
