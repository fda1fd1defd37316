//! Statements and blocks to IR.

use super::pattern::looked_at;
use super::scope::Lower;
use crate::ir::{Block, Expr, Let, Stmt};
use quote::ToTokens;
use syn::spanned::Spanned;

impl Lower<'_> {
    pub fn block(&mut self, block: &syn::Block) -> Block {
        self.scoped(|l| l.statements(&block.stmts))
    }

    /// As [`Lower::block`] without a scope of its own, for a body whose parameters are in scope.
    pub fn statements(&mut self, stmts: &[syn::Stmt]) -> Block {
        // Items are visible in the whole block.
        for stmt in stmts {
            if let syn::Stmt::Item(item) = stmt {
                self.hide_named(item);
            }
        }
        let mut out = Block::default();
        let last = stmts.len().saturating_sub(1);
        for (i, stmt) in stmts.iter().enumerate() {
            match stmt {
                syn::Stmt::Local(local) => {
                    let stmt = self.local(local);
                    out.stmts.push(Stmt::Let(stmt));
                }
                syn::Stmt::Item(item) => {
                    self.check_item(item);
                    out.stmts.push(Stmt::Item(item.to_token_stream()));
                }
                syn::Stmt::Expr(e, None) if i == last => {
                    out.tail = Some(Box::new(self.expr(e)));
                }
                syn::Stmt::Expr(e, _) => {
                    let e = self.expr(e);
                    out.stmts.push(Stmt::Expr(e));
                }
                syn::Stmt::Macro(m) => {
                    self.check_attrs(&m.attrs);
                    let e = self.macro_call(&m.mac, m.span());
                    if i == last && m.semi_token.is_none() {
                        out.tail = Some(Box::new(e));
                    } else {
                        out.stmts.push(Stmt::Expr(e));
                    }
                }
            }
        }
        out
    }

    fn local(&mut self, local: &syn::Local) -> Let {
        self.check_attrs(&local.attrs);
        let by_reference = without_ref(local);
        let local = by_reference.as_ref().unwrap_or(local);
        // The initialiser can't see the pattern's names.
        let init = local.init.as_ref().map(|i| self.expr(&i.expr));
        let otherwise = local
            .init
            .as_ref()
            .and_then(|i| i.diverge.as_ref())
            .map(|(_, e)| {
                let e: Expr = self.expr(e);
                match e.node {
                    crate::ir::Node::Block(b, None) => b,
                    _ => Block::of(e),
                }
            });
        let (mut pat, ty) = self.pattern(&local.pat);
        let init = match ty {
            None => init.map(|e| looked_at(e, &mut [&mut pat])),
            Some(_) => init,
        };
        Let {
            pat,
            ty: ty.map(Box::new),
            init,
            otherwise,
        }
    }

    /// The values that an item names are no locals in its block.
    fn hide_named(&mut self, item: &syn::Item) {
        match item {
            syn::Item::Fn(f) => self.hide(&f.sig.ident.to_string()),
            syn::Item::Const(c) => self.hide(&c.ident.to_string()),
            syn::Item::Static(s) => self.hide(&s.ident.to_string()),
            _ => {}
        }
    }

    fn check_item(&self, item: &syn::Item) {
        match item {
            syn::Item::Const(_)
            | syn::Item::Static(_)
            | syn::Item::Fn(_)
            | syn::Item::Use(_)
            | syn::Item::Struct(_)
            | syn::Item::Enum(_)
            | syn::Item::Impl(_)
            | syn::Item::Type(_)
            | syn::Item::Trait(_)
            | syn::Item::Verbatim(_) => {}
            other => self.refuse(
                other.span(),
                "this item can't stand inside a differentiated function",
                "move it out of the function",
            ),
        }
    }

    /// Attributes of lints pass (generated code has its own); those that choose code do not.
    pub fn check_attrs(&self, attrs: &[syn::Attribute]) {
        for a in attrs {
            let known = [
                "allow", "warn", "expect", "deny", "rustfmt", "clippy", "doc", "inline",
            ];
            let path = a.path();
            let first = path
                .segments
                .first()
                .map(|s| s.ident.to_string())
                .unwrap_or_default();
            if !known.contains(&first.as_str()) {
                self.refuse(
                    path.span(),
                    format!(
                        "the attribute `{first}` can't stand here in a differentiated function"
                    ),
                    "choose with `if cfg!(..)`, or put the statement into a function of its own",
                );
            }
        }
    }
}

/// `let ref mut x: T = place` is `let x: &mut T = &mut place`.
fn without_ref(local: &syn::Local) -> Option<syn::Local> {
    let mut out = local.clone();
    let pat = match &mut out.pat {
        syn::Pat::Type(t) => &mut *t.pat,
        pat => pat,
    };
    let syn::Pat::Ident(i) = pat else {
        return None;
    };
    i.by_ref.take().filter(|_| i.subpat.is_none())?;
    let mutability = i.mutability.take();
    let init = out.init.as_mut()?;
    // The value keeps its own precedence.
    let value = &init.expr;
    init.expr = syn::parse_quote_spanned!(value.span()=> &#mutability (#value));
    if let syn::Pat::Type(t) = &mut out.pat {
        let ty = &t.ty;
        t.ty = syn::parse_quote!(&#mutability #ty);
    }
    Some(out)
}
