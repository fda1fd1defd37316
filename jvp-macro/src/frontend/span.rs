//! Spans: what an error about a node points at.

use proc_macro2::Span;
use syn::spanned::Spanned;

/// The smallest span that stands for the node: a method call is its name, an operator itself.
pub fn span_of(e: &syn::Expr) -> Span {
    match e {
        syn::Expr::MethodCall(m) => m.method.span(),
        syn::Expr::Binary(b) => b.op.span(),
        syn::Expr::Macro(m) => m.mac.path.span(),
        syn::Expr::Call(c) => match &*c.func {
            syn::Expr::Path(p) => last_segment(p),
            f => f.span(),
        },
        syn::Expr::Path(p) => last_segment(p),
        syn::Expr::Field(f) => f.member.span(),
        syn::Expr::Cast(c) => c.as_token.span,
        syn::Expr::Try(t) => t.question_token.span,
        syn::Expr::RawAddr(r) => r.raw.span,
        syn::Expr::Closure(c) => c.inputs_begin.span(),
        syn::Expr::If(i) => i.if_token.span,
        syn::Expr::Match(m) => m.match_token.span,
        syn::Expr::ForLoop(l) => l.for_token.span,
        syn::Expr::While(l) => l.while_token.span,
        syn::Expr::Loop(l) => l.loop_token.span,
        syn::Expr::Block(b) => b.block.brace_token.span.open(),
        syn::Expr::Unsafe(u) => u.unsafe_token.span,
        syn::Expr::Async(a) => a.async_token.span,
        syn::Expr::Return(r) => r.return_token.span,
        syn::Expr::Break(b) => b.break_token.span,
        syn::Expr::Await(a) => a.await_token.span,
        _ => e.span(),
    }
}

fn last_segment(p: &syn::ExprPath) -> Span {
    p.path
        .segments
        .last()
        .map_or_else(Span::call_site, |s| s.ident.span())
}
