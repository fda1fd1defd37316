//! Patterns to tokens.

use super::Tokens;
use crate::ir::*;
use proc_macro2::TokenStream;
use quote::quote;

impl Tokens<'_> {
    pub fn pat(&self, p: &Pat) -> TokenStream {
        match p {
            Pat::Wild => quote!(_),
            Pat::Rest => quote!(..),
            Pat::Bind(b) => {
                let name = self.names.get(b.local);
                let by_ref = b.by_ref.then(|| quote!(ref));
                let mutable = b.mutable.then(|| quote!(mut));
                let sub = b.sub.as_ref().map(|p| {
                    let p = self.pat(p);
                    quote!(@ #p)
                });
                quote!(#by_ref #mutable #name #sub)
            }
            Pat::Tuple(ps) => {
                let tokens = ps.iter().map(|p| self.pat(p));
                if ps.len() == 1 && !matches!(ps[0], Pat::Rest) {
                    quote!((#(#tokens),*,))
                } else {
                    quote!((#(#tokens),*))
                }
            }
            Pat::TupleStruct(path, ps) => {
                let ps = ps.iter().map(|p| self.pat(p));
                quote!(#path(#(#ps),*))
            }
            Pat::Struct(path, fields, rest) => {
                let fields = fields.iter().map(|(m, p)| {
                    let tokens = self.pat(p);
                    match (m, p) {
                        (syn::Member::Named(m), Pat::Bind(b))
                            if b.sub.is_none() && self.names.get(b.local) == *m =>
                        {
                            quote!(#tokens,)
                        }
                        _ => quote!(#m: #tokens,),
                    }
                });
                let rest = rest.then(|| quote!(..));
                quote!(#path { #(#fields)* #rest })
            }
            Pat::Slice(ps) => {
                let ps = ps.iter().map(|p| self.pat(p));
                quote!([#(#ps),*])
            }
            Pat::Ref(m, p) => {
                let mutable = m.then(|| quote!(mut));
                let inner = self.pat(p);
                quote!(&#mutable #inner)
            }
            Pat::Or(ps) => {
                let ps = ps.iter().map(|p| self.pat(p));
                quote!((#(#ps)|*))
            }
            Pat::Const(t) => t.clone(),
        }
    }
}
