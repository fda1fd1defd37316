//! Closures, control flow and macro calls to tokens.

use super::{Tokens, prec};
use crate::ir::*;
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

impl Tokens<'_> {
    pub(super) fn closure(&self, c: &Closure, span: Span) -> TokenStream {
        let by_move = c.by_move.then(|| quote!(move));
        let params = c.params.iter().map(|(p, ty)| {
            let p = self.pat(p);
            let ty = ty.as_ref().map(|t| quote!(: #t));
            quote!(#p #ty)
        });
        match &c.ret {
            None => {
                let body = self.expr(&c.body, prec::ANY);
                quote_spanned!(span=> #by_move |#(#params),*| #body)
            }
            Some(ty) => {
                let body = match &c.body.node {
                    Node::Block(b, None) => self.block(b),
                    _ => {
                        let e = self.expr(&c.body, prec::ANY);
                        quote!({ #e })
                    }
                };
                quote_spanned!(span=> #by_move |#(#params),*| -> #ty #body)
            }
        }
    }

    /// A scrutinee or condition, where a struct literal would be read as the block.
    fn head(&self, e: &Expr) -> TokenStream {
        let tokens = self.expr(e, prec::BLOCK + 1);
        let risky = e.any(&mut |e| matches!(e.node, Node::Struct(..)));
        if risky && !matches!(e.node, Node::Let(..)) {
            quote!((#tokens))
        } else {
            tokens
        }
    }

    pub(super) fn control(&self, e: &Expr) -> TokenStream {
        match &e.node {
            Node::Block(b, label) => {
                let label = label.and_then(|l| self.label(l));
                let b = self.block(b);
                quote!(#label #b)
            }
            Node::If(cond, then, otherwise) => {
                let (cond, then) = (self.head(cond), self.block(then));
                let otherwise = otherwise.as_ref().map(|e| {
                    let e = self.bare(e);
                    quote!(else #e)
                });
                quote!(if #cond #then #otherwise)
            }
            Node::Let(p, e) => {
                let p = self.pat(p);
                let inner = self.expr(e, prec::COMPARE);
                quote!(let #p = #inner)
            }
            Node::Match(s, arms) => {
                let s = self.head(s);
                let arms = arms.iter().map(|a| {
                    let p = match &a.pat {
                        Pat::Or(ps) => {
                            let ps = ps.iter().map(|p| self.pat(p));
                            quote!(#(#ps)|*)
                        }
                        p => self.pat(p),
                    };
                    let guard = a.guard.as_ref().map(|g| {
                        let g = self.expr(g, prec::ANY);
                        quote!(if #g)
                    });
                    let body = self.expr(&a.body, prec::ANY);
                    quote!(#p #guard => #body,)
                });
                quote!(match #s { #(#arms)* })
            }
            Node::Loop(l, b) => {
                let (label, b) = (self.label(*l), self.block(b));
                quote!(#label loop #b)
            }
            Node::While(l, cond, b) => {
                let (label, cond, b) = (self.label(*l), self.head(cond), self.block(b));
                quote!(#label while #cond #b)
            }
            Node::For(l, p, iter, b) => {
                let (label, p) = (self.label(*l), self.pat(p));
                let (iter, b) = (self.head(iter), self.block(b));
                quote!(#label for #p in #iter #b)
            }
            Node::Break(l, v) => {
                let label = self.f.labels[l.0].lifetime.as_ref();
                let v = v.as_ref().map(|v| self.expr(v, prec::ANY));
                quote!(break #label #v)
            }
            Node::Continue(l) => {
                let label = self.f.labels[l.0].lifetime.as_ref();
                quote!(continue #label)
            }
            Node::Return(v) => {
                let v = v.as_ref().map(|v| self.expr(v, prec::ANY));
                quote!(return #v)
            }
            _ => unreachable!("all other nodes are printed by `bare`"),
        }
    }

    pub(super) fn macro_call(&self, m: &Macro) -> TokenStream {
        let path = &m.path;
        let args = match &m.args {
            MacroArgs::Opaque(t, _) => t.clone(),
            MacroArgs::Exprs(args) => {
                let args = args.iter().map(|(name, e)| {
                    let e = self.expr(e, prec::ANY);
                    match name {
                        Some(n) => quote!(#n = #e),
                        None => e,
                    }
                });
                quote!(#(#args),*)
            }
        };
        match m.delimiter {
            syn::MacroDelimiter::Paren(_) => quote!(#path!(#args)),
            syn::MacroDelimiter::Brace(_) => quote!(#path! { #args }),
            syn::MacroDelimiter::Bracket(_) => quote!(#path![#args]),
        }
    }
}
