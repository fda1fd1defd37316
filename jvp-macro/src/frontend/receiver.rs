//! `self`, as a parameter like another, and as a sign that an `impl` or a trait is around; and what
//! `Self` is.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::Token;
use syn::visit_mut::VisitMut;

/// `&self` as the parameter `self: &Self`.
pub fn receiver(r: &syn::Receiver) -> syn::PatType {
    let span = r.self_token.span;
    let own = Ident::new("Self", span);
    let ty: syn::Type = match &r.kind {
        syn::ReceiverKind::Reference(and, life, mutable) => {
            let mut ty: syn::TypeReference = syn::parse_quote!(& #life #mutable #own);
            ty.and_token = *and;
            syn::Type::Reference(ty)
        }
        syn::ReceiverKind::Typed(_, ty) => (**ty).clone(),
        _ => syn::parse_quote!(#own),
    };
    let (mutable, name) = (r.mutability, Ident::new("self", span));
    syn::PatType {
        attrs: Vec::new(),
        pat: Box::new(syn::Pat::Ident(syn::PatIdent {
            attrs: Vec::new(),
            by_ref: None,
            mutability: mutable,
            ident: name,
            subpat: None,
        })),
        colon_token: Token![:](span),
        ty: Box::new(ty),
    }
}

/// Whether `self` or `Self` is named: what `self::f` begins with is a path from this module.
pub fn names_self(tokens: proc_macro2::TokenStream) -> bool {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(t) = tokens.next() {
        let named = match t {
            proc_macro2::TokenTree::Ident(i) if i == "self" => {
                !matches!(tokens.peek(), Some(proc_macro2::TokenTree::Punct(p)) if p.as_char() == ':'
                    && p.spacing() == proc_macro2::Spacing::Joint)
            }
            proc_macro2::TokenTree::Ident(i) => i == "Self",
            proc_macro2::TokenTree::Group(g) => names_self(g.stream()),
            _ => false,
        };
        if named {
            return true;
        }
    }
    false
}

/// Whether a function shows that it stands in an `impl` or a trait: it names `self` or `Self`.
pub fn in_an_impl(item: &syn::ItemFn) -> bool {
    // What stands inside of the function may have a `self` of its own.
    let own = |s: &&syn::Stmt| !matches!(s, syn::Stmt::Item(_));
    names_self(item.sig.to_token_stream())
        || item
            .block
            .stmts
            .iter()
            .filter(own)
            .any(|s| names_self(s.to_token_stream()))
}

/// Writes the type for `Self`, which is another one where the type of a tangent stands.
pub struct NameSelf<'a>(pub &'a syn::Type);

impl NameSelf<'_> {
    /// `Self::N` to `<Own>::N`.
    fn qualify(&self, qself: &mut Option<syn::QSelf>, path: &mut syn::Path) {
        let is_own = path.segments.first().is_some_and(|s| s.ident == "Self");
        if qself.is_none() && is_own && path.segments.len() > 1 {
            let own = self.0;
            let rest = path.segments.iter().skip(1);
            let qualified: syn::TypePath = syn::parse_quote!(<#own>::#(#rest)::*);
            (*qself, *path) = (qualified.qself, qualified.path);
        }
    }
}

impl VisitMut for NameSelf<'_> {
    fn visit_type_mut(&mut self, ty: &mut syn::Type) {
        match ty {
            syn::Type::Path(p) if p.qself.is_none() && p.path.is_ident("Self") => {
                *ty = self.0.clone();
            }
            _ => syn::visit_mut::visit_type_mut(self, ty),
        }
    }

    fn visit_type_path_mut(&mut self, p: &mut syn::TypePath) {
        self.qualify(&mut p.qself, &mut p.path);
        syn::visit_mut::visit_type_path_mut(self, p);
    }

    fn visit_expr_path_mut(&mut self, p: &mut syn::ExprPath) {
        self.qualify(&mut p.qself, &mut p.path);
        syn::visit_mut::visit_expr_path_mut(self, p);
    }
}
