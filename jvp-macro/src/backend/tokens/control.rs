//! Closures, control flow and macro calls to tokens.

use super::write::{group, here, punct, separated, word};
use super::{Tokens, prec, put_type};
use crate::ir::format::captures;
use crate::ir::*;
use proc_macro2::{Delimiter, Ident, Span, TokenStream};
use quote::ToTokens;

impl Tokens<'_> {
    pub(super) fn put_closure(&self, c: &Closure, span: Span, out: &mut TokenStream) {
        if c.by_move {
            word(out, "move", here());
        }
        punct(out, "|", span);
        separated(out, &c.params, ",", span, |(p, ty), out| {
            self.put_pat(p, out);
            put_type(ty.as_ref(), out);
        });
        punct(out, "|", span);
        let Some(ty) = &c.ret else {
            return self.put(&c.body, prec::ANY, out);
        };
        punct(out, "->", span);
        ty.to_tokens(out);
        match &c.body.node {
            Node::Block(b, None) => self.put_block(b, out),
            _ => group(out, Delimiter::Brace, here(), |out| {
                self.put(&c.body, prec::ANY, out);
            }),
        }
    }

    /// A scrutinee or condition, where a struct literal would be read as the block.
    fn put_head(&self, e: &Expr, out: &mut TokenStream) {
        let put = |out: &mut TokenStream| self.put(e, prec::BLOCK + 1, out);
        let risky = e.any(&mut |e| matches!(e.node, Node::Struct(..)));
        if risky && !matches!(e.node, Node::Let(..)) {
            group(out, Delimiter::Parenthesis, here(), put);
        } else {
            put(out);
        }
    }

    pub(super) fn put_control(&self, e: &Expr, out: &mut TokenStream) {
        match &e.node {
            Node::Block(b, label) => {
                label.iter().for_each(|l| self.put_label(*l, out));
                self.put_block(b, out);
            }
            Node::If(cond, then, otherwise) => {
                word(out, "if", here());
                self.put_head(cond, out);
                self.put_block(then, out);
                if let Some(e) = otherwise {
                    word(out, "else", here());
                    self.put_bare(e, out);
                }
            }
            Node::Let(p, e) => {
                word(out, "let", here());
                self.put_pat(p, out);
                punct(out, "=", here());
                self.put(e, prec::COMPARE, out);
            }
            Node::Match(s, arms) => {
                word(out, "match", here());
                self.put_head(s, out);
                group(out, Delimiter::Brace, here(), |out| {
                    arms.iter().for_each(|a| self.put_arm(a, out));
                });
            }
            Node::Loop(l, b) => {
                self.put_label(*l, out);
                word(out, "loop", here());
                self.put_block(b, out);
            }
            Node::While(l, cond, b) => {
                self.put_label(*l, out);
                word(out, "while", here());
                self.put_head(cond, out);
                self.put_block(b, out);
            }
            Node::For(l, p, iter, b) => {
                self.put_label(*l, out);
                word(out, "for", here());
                self.put_pat(p, out);
                word(out, "in", here());
                self.put_head(iter, out);
                self.put_block(b, out);
            }
            Node::Break(l, v) => {
                word(out, "break", here());
                self.f.labels[l.0].lifetime.to_tokens(out);
                v.iter().for_each(|v| self.put(v, prec::ANY, out));
            }
            Node::Continue(l) => {
                word(out, "continue", here());
                self.f.labels[l.0].lifetime.to_tokens(out);
            }
            Node::Return(v) => {
                word(out, "return", here());
                v.iter().for_each(|v| self.put(v, prec::ANY, out));
            }
            _ => unreachable!("all other nodes are written by `put_bare`"),
        }
    }

    fn put_arm(&self, a: &Arm, out: &mut TokenStream) {
        match &a.pat {
            Pat::Or(ps) => self.put_alternatives(ps, out),
            p => self.put_pat(p, out),
        }
        if let Some(g) = &a.guard {
            word(out, "if", here());
            self.put(g, prec::ANY, out);
        }
        punct(out, "=>", here());
        self.put(&a.body, prec::ANY, out);
        punct(out, ",", here());
    }

    pub(super) fn put_macro(&self, m: &Macro, out: &mut TokenStream) {
        m.path.to_tokens(out);
        punct(out, "!", here());
        let delimiter = match m.delimiter {
            syn::MacroDelimiter::Paren(_) => Delimiter::Parenthesis,
            syn::MacroDelimiter::Brace(_) => Delimiter::Brace,
            syn::MacroDelimiter::Bracket(_) => Delimiter::Bracket,
        };
        group(out, delimiter, here(), |out| match &m.args {
            MacroArgs::Opaque(t, _) => t.to_tokens(out),
            MacroArgs::Exprs(args) => {
                separated(out, self.spelled(args), ",", here(), |(name, e), out| {
                    if let Some(name) = name {
                        name.to_tokens(out);
                        punct(out, "=", here());
                    }
                    self.put(e, prec::ANY, out);
                })
            }
        });
    }

    /// The arguments of a macro but those that its text reads by itself: `{r}` says `r = r`.
    fn spelled<'e>(
        &self,
        args: &'e [(Option<Ident>, Expr)],
    ) -> impl Iterator<Item = &'e (Option<Ident>, Expr)> {
        let read = |name: &Ident| {
            args.iter().any(|(_, e)| match &e.node {
                Node::Lit(syn::Lit::Str(text)) => {
                    captures(&text.value()).iter().any(|read| name == read)
                }
                _ => false,
            })
        };
        let itself = move |(name, e): &(Option<Ident>, Expr)| match (name, e.as_local()) {
            (Some(name), Some(l)) => *name == self.names.get(l) && read(name),
            _ => false,
        };
        args.iter().filter(move |a| !itself(a))
    }
}
