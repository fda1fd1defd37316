//! Macro calls to IR: those of `std` that an annotated function may contain are parsed, all
//! others are kept as they are, with the locals that they mention.

use super::scope::Lower;
use crate::ir::format::captures;
use crate::ir::{Arm, Expr, Local, Macro, MacroArgs, Node, Pat};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Token, spanned::Spanned};

/// Macros of `std` whose arguments are expressions and format strings.
const PLAIN: &[&str] = &[
    "assert",
    "assert_eq",
    "assert_ne",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "print",
    "println",
    "eprint",
    "eprintln",
    "dbg",
    "panic",
    "unreachable",
    "todo",
    "unimplemented",
    "format",
    "write",
    "writeln",
    "format_args",
];

/// Whether it is one of `std`'s, by its name: these define nothing.
pub fn is_of_std(mac: &syn::Macro) -> bool {
    let name = crate::ir::tree::last_name(&mac.path);
    name == "vec" || name == "matches" || PLAIN.contains(&name.as_str())
}

impl Lower<'_> {
    pub fn macro_call(&mut self, mac: &syn::Macro, span: Span) -> Expr {
        let name = crate::ir::tree::last_name(&mac.path);
        let node = match name.as_str() {
            "vec" => self.vec(mac),
            "matches" => self.matches(mac),
            "azip" => self.azip(mac, span),
            "array" | "stack" | "concatenate" => self.plain(mac),
            n if PLAIN.contains(&n) => self.plain(mac),
            _ => Ok(self.opaque(mac)),
        };
        match node {
            Ok(node) => Expr::new(node, span),
            Err(e) => {
                let message = format!("the arguments of `{name}!` can't be read: {e}");
                let help = format!("write them as `{name}!` takes them");
                self.refuse(mac.path.span(), message, &help);
                Expr::unit(span)
            }
        }
    }

    fn vec(&mut self, mac: &syn::Macro) -> syn::Result<Node> {
        let tokens = &mac.tokens;
        let inner: syn::Expr = syn::parse2(quote!([#tokens]))?;
        let inner = self.expr(&inner);
        Ok(Node::Vec(Box::new(inner)))
    }

    /// `matches!(e, pat if guard)` is the `match` that it stands for.
    fn matches(&mut self, mac: &syn::Macro) -> syn::Result<Node> {
        let parse = |input: syn::parse::ParseStream| {
            let e: syn::Expr = input.parse()?;
            input.parse::<Token![,]>()?;
            let rest: TokenStream = input.parse()?;
            Ok((e, rest))
        };
        let (e, rest) = parse.parse2(mac.tokens.clone())?;
        let rest = without_trailing_comma(rest);
        let arm: syn::Arm = syn::parse2(quote!(#rest => true,))?;
        let scrutinee = self.expr(&e);
        let span = e.span();
        let truth = |b: bool| Node::Lit(syn::Lit::Bool(syn::LitBool::new(b, span)));
        let arm = self.arm(&arm);
        let no = Arm {
            pat: Pat::Wild,
            guard: None,
            body: Expr::new(truth(false), span),
        };
        Ok(Node::Match(Box::new(scrutinee), vec![arm, no]))
    }

    /// `azip!((a in &mut x, &b in &y) *a += b)` is the `Zip` that it stands for.
    fn azip(&mut self, mac: &syn::Macro, span: Span) -> syn::Result<Node> {
        let parse = |input: syn::parse::ParseStream| {
            let head;
            syn::parenthesized!(head in input);
            let mut parts: Vec<(syn::Pat, syn::Expr)> = Vec::new();
            let mut index = None;
            while !head.is_empty() {
                if head.peek(syn::Ident)
                    && !head.peek2(Token![in])
                    && head.fork().parse::<Ident>()? == "index"
                {
                    head.parse::<Ident>()?;
                    index = Some(syn::Pat::parse_single(&head)?);
                    if !head.is_empty() {
                        head.parse::<Token![,]>()?;
                    }
                    continue;
                }
                let pat = syn::Pat::parse_single(&head)?;
                head.parse::<Token![in]>()?;
                parts.push((pat, head.parse()?));
                if !head.is_empty() {
                    head.parse::<Token![,]>()?;
                }
            }
            Ok((index, parts, input.parse::<syn::Expr>()?))
        };
        let (index, parts, body) = parse.parse2(mac.tokens.clone())?;
        let mut path = mac.path.clone();
        path.segments.pop();
        let zip: syn::Path = match path.segments.is_empty() {
            true => syn::parse_quote!(::ndarray::Zip),
            false => syn::parse_quote!(#path Zip),
        };
        let (pats, producers): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
        let (first, rest) = (&producers[..1], &producers[1..]);
        let from = match index {
            Some(_) => quote!(indexed),
            None => quote!(from),
        };
        let pats = index.iter().chain(&pats);
        let call: syn::Expr = syn::parse_quote!(
            #zip::#from(#(#first)*)#(.and(#rest))*.for_each(|#(#pats),*| { #body; })
        );
        Ok(Expr::new(self.expr(&call).node, span).node)
    }

    fn plain(&mut self, mac: &syn::Macro) -> syn::Result<Node> {
        let parse = |input: syn::parse::ParseStream| -> syn::Result<(Option<Ident>, syn::Expr)> {
            if input.peek(syn::Ident) && input.peek2(Token![=]) && !input.peek2(Token![==]) {
                let name = input.parse()?;
                input.parse::<Token![=]>()?;
                return Ok((Some(name), input.parse()?));
            }
            Ok((None, input.parse()?))
        };
        let list = |input: syn::parse::ParseStream| {
            Punctuated::<(Option<Ident>, syn::Expr), Token![,]>::parse_terminated_with(input, parse)
        };
        let args = list.parse2(mac.tokens.clone())?;
        let format = format_position(&crate::ir::tree::last_name(&mac.path));
        let text = match format.and_then(|at| args.get(at)) {
            Some((
                None,
                syn::Expr::Lit(syn::ExprLit {
                    lit: syn::Lit::Str(text),
                    ..
                }),
            )) => Some(text.clone()),
            _ => None,
        };
        let mut out: Vec<(Option<Ident>, Expr)> = Vec::new();
        for (name, e) in args {
            out.push((name, self.expr(&e)));
        }
        if let Some(text) = text {
            for name in captures(&text.value()) {
                let given = out
                    .iter()
                    .any(|(n, _)| n.as_ref().is_some_and(|n| *n == name));
                if let (false, Some(l)) = (given || name == "self", self.lookup(&name)) {
                    let name = Ident::new(&name, text.span());
                    out.push((Some(name), Expr::local(l, text.span())));
                }
            }
        }
        Ok(Node::Macro(Macro {
            path: mac.path.clone(),
            delimiter: mac.delimiter.clone(),
            args: MacroArgs::Exprs(out),
        }))
    }

    fn opaque(&mut self, mac: &syn::Macro) -> Node {
        let mut locals = Vec::new();
        self.mentioned(mac.tokens.clone(), &mut locals);
        for l in &locals {
            self.f.locals[l.0].pinned = true;
        }
        Node::Macro(Macro {
            path: mac.path.clone(),
            delimiter: mac.delimiter.clone(),
            args: MacroArgs::Opaque(mac.tokens.clone(), locals),
        })
    }

    fn mentioned(&self, tokens: TokenStream, out: &mut Vec<Local>) {
        for tree in tokens {
            match tree {
                TokenTree::Ident(i) => out.extend(self.lookup(&i.to_string())),
                TokenTree::Group(g) => self.mentioned(g.stream(), out),
                TokenTree::Literal(l) => {
                    let text = l.to_string();
                    for piece in text.split('{').skip(1) {
                        let name: String = piece
                            .chars()
                            .take_while(|c| c.is_alphanumeric() || *c == '_')
                            .collect();
                        out.extend(self.lookup(&name));
                    }
                }
                TokenTree::Punct(_) => {}
            }
        }
    }
}

fn without_trailing_comma(tokens: TokenStream) -> TokenStream {
    let mut trees: Vec<TokenTree> = tokens.into_iter().collect();
    if matches!(trees.last(), Some(TokenTree::Punct(p)) if p.as_char() == ',') {
        trees.pop();
    }
    trees.into_iter().collect()
}

/// Which argument of one of `std`'s macros is its format string.
fn format_position(name: &str) -> Option<usize> {
    match name {
        "print" | "println" | "eprint" | "eprintln" | "panic" | "unreachable" | "todo"
        | "unimplemented" | "format" | "format_args" => Some(0),
        "write" | "writeln" | "assert" | "debug_assert" => Some(1),
        "assert_eq" | "assert_ne" | "debug_assert_eq" | "debug_assert_ne" => Some(2),
        _ => None,
    }
}
