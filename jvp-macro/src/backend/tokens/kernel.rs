//! Kernels: the arithmetic on one element as a struct that the runtime inlines into its loops.

use super::Tokens;
use crate::ir::*;
use crate::ops;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use std::collections::BTreeSet;

impl Tokens<'_> {
    /// `rt::map(kernel, operands)` with its kernel in front, if that is what the call is.
    pub(super) fn kernel_call(
        &self,
        callee: &Expr,
        args: &[Expr],
        span: Span,
    ) -> Option<TokenStream> {
        let Node::Closure(c) = &args.first()?.node else {
            return None;
        };
        let name = Ident::new(&format!("{}Kernel", c.kernel.as_ref()?), Span::mixed_site());
        let Node::Path(path) = &callee.node else {
            return None;
        };
        let mut krate = path.path.clone();
        krate.segments.pop();
        krate.segments.pop_punct();
        let rt = krate;
        let [(Pat::Slice(params), _)] = &c.params[..] else {
            return None;
        };
        let whole = Block::of((*c.body).clone());
        let body = match &c.body.node {
            Node::Block(b, _) => b,
            _ => &whole,
        };
        let Some(Node::Array(outputs)) = body.tail.as_ref().map(|e| &e.node) else {
            return None;
        };
        let count = |n: usize| proc_macro2::Literal::usize_unsuffixed(n);
        let (inputs, outs) = (count(params.len()), count(outputs.len()));
        let params = params.iter().map(|p| self.pat(p));
        let captured: Vec<Ident> = captured(c).into_iter().map(|l| self.names.get(l)).collect();
        let inner = self.statements(body);
        let (fields, open, value) = match captured.is_empty() {
            true => (quote!(;), quote!(), quote!(#name)),
            false => (
                quote!({ #(#captured: i32),* }),
                quote!(let Self { #(#captured),* } = *self;),
                quote!(#name { #(#captured),* }),
            ),
        };
        let rest = self.list(&args[1..]);
        let callee = self.expr(callee, super::prec::POSTFIX);
        // Ours by hygiene, at the user's place in messages.
        let site = Span::mixed_site().located_at(span);
        let call = quote_spanned!(site=> #callee(#value, #(#rest),*));
        let angles = has_angles(c).then(|| quote_spanned!(site=> const ANGLES: bool = true;));
        Some(quote_spanned! {site=>
            {
                struct #name #fields
                impl #rt::Kernel<#inputs, #outs> for #name {
                    #angles
                    #[inline(always)]
                    fn eval<N: #rt::Lane>(&self, [#(#params),*]: [N; #inputs]) -> [N; #outs] {
                        #open
                        #inner
                    }
                }
                #call
            }
        })
    }
}

/// Whether a kernel has functions of angles, and nothing that a NaN does not get through: then the
/// runtime may try first whether no angle is huge.
fn has_angles(c: &Closure) -> bool {
    let (mut angles, mut through) = (false, true);
    c.body.walk(&mut |e| match &e.node {
        Node::Op(op, ..) => {
            angles |= ops::ANGLES.contains(op);
            through &= ops::nan_gets_through(op);
        }
        Node::Method(m) => through &= ops::nan_gets_through(&m.name.to_string()),
        Node::Local(_) | Node::Lit(_) | Node::Num(..) | Node::Block(_, None) | Node::Array(_) => {}
        _ => through = false,
    });
    angles && through
}

/// The integers that a kernel brings along.
fn captured(c: &Closure) -> BTreeSet<Local> {
    let mut bound: BTreeSet<Local> = c.params.iter().flat_map(|(p, _)| p.locals()).collect();
    let mut used = BTreeSet::new();
    if let Node::Block(b, _) = &c.body.node {
        for s in &b.stmts {
            if let Stmt::Let(l) = s {
                bound.extend(l.pat.locals());
            }
        }
    }
    c.body.walk(&mut |e| used.extend(e.as_local()));
    used.difference(&bound).copied().collect()
}
