//! Expressions, statements and patterns to tokens, with the parentheses that precedence asks for.

mod control;
mod kernel;
mod pattern;

use super::names::Names;
use crate::ir::*;
use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

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
    pub fn block(&self, b: &Block) -> TokenStream {
        let inner = self.statements(b);
        quote!({ #inner })
    }

    pub fn statements(&self, b: &Block) -> TokenStream {
        let stmts = b.stmts.iter().map(|s| self.stmt(s));
        let tail = b.tail.as_ref().map(|e| self.expr(e, prec::ANY));
        quote!(#(#stmts)* #tail)
    }

    fn stmt(&self, s: &Stmt) -> TokenStream {
        match s {
            Stmt::Item(t) => t.clone(),
            Stmt::Expr(e) => {
                let tokens = self.expr(e, prec::ANY);
                if is_block_like(e) {
                    tokens
                } else {
                    quote!(#tokens;)
                }
            }
            Stmt::Let(l) => {
                let pat = self.pat(&l.pat);
                let ty = l.ty.as_ref().map(|t| quote!(: #t));
                // What stands before an `else` may not end in a brace.
                let min = if l.otherwise.is_some() {
                    prec::UNARY
                } else {
                    prec::ANY
                };
                let init = l.init.as_ref().map(|e| {
                    let e = self.expr(e, min);
                    quote!(= #e)
                });
                let otherwise = l.otherwise.as_ref().map(|b| {
                    let b = self.block(b);
                    quote!(else #b)
                });
                quote!(let #pat #ty #init #otherwise;)
            }
        }
    }

    fn label(&self, l: Label) -> Option<TokenStream> {
        self.f.labels[l.0].lifetime.as_ref().map(|l| quote!(#l:))
    }

    fn list(&self, es: &[Expr]) -> Vec<TokenStream> {
        es.iter().map(|e| self.expr(e, prec::ANY)).collect()
    }

    /// `e` where an operator of strength `min` stands around it.
    pub fn expr(&self, e: &Expr, min: u8) -> TokenStream {
        let tokens = self.bare(e);
        if strength(e) < min {
            quote!((#tokens))
        } else {
            tokens
        }
    }

    fn two(&self, a: &Expr, op: TokenStream, b: &Expr, p: u8) -> TokenStream {
        let left = if p == prec::COMPARE { p + 1 } else { p };
        // `a as usize < b` would read as the start of generics.
        let left = if matches!(a.node, Node::Cast(..)) {
            prec::UNARY
        } else {
            left
        };
        let (a, b) = (self.expr(a, left), self.expr(b, p + 1));
        quote!(#a #op #b)
    }

    fn bare(&self, e: &Expr) -> TokenStream {
        let span = e.span;
        // Ours by hygiene, at the user's place in messages.
        let site = Span::mixed_site().located_at(span);
        match &e.node {
            Node::Local(l) => {
                // Hygiene of the declaration, place of the use.
                let mut name = self.names.get(*l);
                name.set_span(name.span().located_at(span));
                name.to_token_stream()
            }
            Node::Lit(l) => l.to_token_stream(),
            Node::Num(v, float) => number(*v, float, span),
            Node::Path(_) if tree::is_nowhere(e) => quote!(_),
            Node::Path(p) => p.to_token_stream(),
            Node::Op(op, form, args) => self.op(op, form, args, span),
            Node::Binary(op, a, b) => self.two(a, op.to_token_stream(), b, binary(op)),
            Node::Not(e) => {
                let e = self.expr(e, prec::UNARY);
                quote!(!#e)
            }
            Node::Assign(p, v) => {
                let (p, v) = (self.expr(p, prec::RANGE), self.expr(v, prec::ASSIGN));
                quote_spanned!(span=> #p = #v)
            }
            Node::AssignOp(op, p, v) => {
                let (p, v) = (self.expr(p, prec::RANGE), self.expr(v, prec::ASSIGN));
                quote!(#p #op #v)
            }
            Node::Call(callee, args) => {
                if let Some(kernel) = self.kernel_call(callee, args, span) {
                    return kernel;
                }
                let span = match is_runtime(callee) {
                    true => site,
                    false => span,
                };
                let field = matches!(callee.node, Node::Field(..));
                let callee = self.expr(callee, prec::POSTFIX);
                let args = self.list(args);
                match field {
                    // Not a method.
                    true => quote_spanned!(span=> (#callee)(#(#args),*)),
                    false => quote_spanned!(span=> #callee(#(#args),*)),
                }
            }
            Node::Method(m) => {
                let recv = self.expr(&m.recv, prec::POSTFIX);
                let (name, fish, args) = (&m.name, &m.turbofish, self.list(&m.args));
                quote_spanned!(span=> #recv.#name #fish(#(#args),*))
            }
            Node::Field(e, m) => {
                let e = self.expr(e, prec::POSTFIX);
                quote!(#e.#m)
            }
            Node::Index(e, i) => {
                let base = self.expr(e, prec::POSTFIX);
                match (e.as_local().map(|l| &self.f.local(l).kind), &i.node) {
                    (Some(Kind::Elements), Node::Array(all) | Node::Tuple(all)) => {
                        let all = self.list(all);
                        quote_spanned!(span=> #base.at([#(#all),*]))
                    }
                    _ => {
                        let i = self.expr(i, prec::ANY);
                        quote_spanned!(span=> #base[#i])
                    }
                }
            }
            Node::Ref(m, e) => {
                let mutable = m.then(|| quote_spanned!(site=> mut));
                let e = self.expr(e, prec::UNARY);
                quote_spanned!(site=> &#mutable #e)
            }
            Node::Deref(e) => {
                let e = self.expr(e, prec::UNARY);
                quote!(*#e)
            }
            Node::Tuple(es) => {
                let tokens = self.list(es);
                if es.len() == 1 {
                    quote_spanned!(site=> (#(#tokens),*,))
                } else {
                    quote_spanned!(site=> (#(#tokens),*))
                }
            }
            Node::Array(es) => {
                let es = self.list(es);
                quote!([#(#es),*])
            }
            Node::Repeat(e, n) => {
                let (e, n) = (self.expr(e, prec::ANY), self.expr(n, prec::ANY));
                quote!([#e; #n])
            }
            Node::Vec(inner) => {
                let inner = self.bare(inner);
                quote_spanned!(span=> vec!#inner)
            }
            Node::Range(a, limits, b) => {
                let a = a.as_ref().map(|e| self.expr(e, prec::OR));
                let b = b.as_ref().map(|e| self.expr(e, prec::OR));
                quote!(#a #limits #b)
            }
            Node::Struct(path, fields, rest) => {
                let fields = fields.iter().map(|(m, e)| {
                    let tokens = self.expr(e, prec::ANY);
                    match (m, e.as_local()) {
                        (syn::Member::Named(m), Some(l)) if self.names.get(l) == *m => {
                            quote!(#tokens,)
                        }
                        _ => quote!(#m: #tokens,),
                    }
                });
                let rest = rest.as_ref().map(|e| {
                    let e = self.expr(e, prec::ANY);
                    quote!(..#e)
                });
                quote!(#path { #(#fields)* #rest })
            }
            Node::Known(e, _) => self.bare(e),
            Node::Closure(c) => self.closure(c, span),
            Node::Cast(e, ty) => {
                let e = self.expr(e, prec::CAST);
                quote!(#e as #ty)
            }
            Node::Try(e) => {
                let e = self.expr(e, prec::POSTFIX);
                quote_spanned!(span=> #e?)
            }
            Node::Macro(m) => self.macro_call(m),
            _ => self.control(e),
        }
    }

    fn op(&self, op: Op, form: &Form, args: &[Expr], span: Span) -> TokenStream {
        match form {
            Form::Path(path) => {
                let args = self.list(args);
                quote!(#path(#(#args),*))
            }
            Form::Method(name) => {
                let recv = self.expr(&args[0], prec::POSTFIX);
                let rest = self.list(&args[1..]);
                quote!(#recv.#name(#(#rest),*))
            }
            Form::Operator | Form::Tangent | Form::Lane(_) => match op {
                "neg" => {
                    let e = self.expr(&args[0], prec::UNARY);
                    quote_spanned!(span=> -#e)
                }
                "add" => self.two(&args[0], quote_spanned!(span=> +), &args[1], prec::SUM),
                "sub" => self.two(&args[0], quote_spanned!(span=> -), &args[1], prec::SUM),
                "mul" => self.two(&args[0], quote_spanned!(span=> *), &args[1], prec::PRODUCT),
                "div" => self.two(&args[0], quote_spanned!(span=> /), &args[1], prec::PRODUCT),
                "rem" => self.two(&args[0], quote_spanned!(span=> %), &args[1], prec::PRODUCT),
                other => {
                    let args = self.list(args);
                    let name = proc_macro2::Ident::new(other, span);
                    quote!(#name(#(#args),*))
                }
            },
        }
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
fn number(v: f64, float: &Float, span: Span) -> TokenStream {
    if let Float::Lane = float {
        let lit = literal(v.abs(), span);
        return match v.is_sign_negative() {
            true => quote_spanned!(span=> N::lit(-#lit)),
            false => quote_spanned!(span=> N::lit(#lit)),
        };
    }
    if let Float::Param(t) = float {
        let t = crate::backend::names::plain_or_raw(t, span);
        if v == 0.0 && v.is_sign_positive() {
            return quote_spanned!(span=> #t::zero());
        }
        let lit = literal(v.abs(), span);
        return match v.is_sign_negative() {
            true => quote_spanned!(span=> #t::lit(-#lit)),
            false => quote_spanned!(span=> #t::lit(#lit)),
        };
    }
    let lit = literal(v.abs(), span);
    if v.is_sign_negative() {
        quote_spanned!(span=> -#lit)
    } else {
        lit.to_token_stream()
    }
}

fn literal(v: f64, span: Span) -> Literal {
    let mut lit = Literal::f64_unsuffixed(v);
    lit.set_span(span);
    lit
}
