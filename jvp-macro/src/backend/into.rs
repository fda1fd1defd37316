//! `into`: beside a generated function one that writes its results into given places.
//!
//! It calls the other and puts what comes back into the places; the runtime keeps the buffers that
//! were there for the next call, so that in a steady loop nothing is allocated.

use super::signature::Mode;
use crate::ir::kind::of_type;
use crate::ir::types::{TypeCtx, is_unit, payload, tangent};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use std::collections::HashSet;

/// What the function is made from.
pub struct Wrapper<'a> {
    /// The function that it calls.
    pub name: &'a Ident,
    /// Whether that function belongs to a type or a trait.
    pub associated: bool,
    pub output: &'a syn::ReturnType,
    pub mode: Mode,
    pub ctx: TypeCtx<'a>,
    /// The identifiers that a place must not have: the parameters', for one.
    pub taken: &'a HashSet<String>,
}

impl Wrapper<'_> {
    /// Its name, its further parameters, its result, its body.
    pub fn parts(&self, args: &[TokenStream]) -> (Ident, TokenStream, TokenStream, TokenStream) {
        let name = format_ident!("{}_into", self.name);
        let syn::ReturnType::Type(_, ty) = self.output else {
            return (name, quote!(), quote!(), quote!());
        };
        let krate = self.ctx.krate;
        let kind = of_type(ty, self.ctx.params);
        let inner = payload(ty, &kind).unwrap_or(ty).clone();
        let t = tangent(&inner, self.ctx);
        let place = self.place("out");
        let dplace = self.place("dout");
        let called = self.name;
        let home = self.associated.then(|| quote!(Self::));
        let call = quote!(#home #called(#(#args),*));
        let fails = payload(ty, &kind).is_some();
        let call = if fails { quote!(#call?) } else { call };
        let write =
            |place: &Ident, value: TokenStream| quote!(#krate::rt::overwrite(#place, #value););
        let (places, body) = match (self.mode, is_unit(&inner)) {
            (_, true) => (quote!(), quote!(#call;)),
            (Mode::Jvp, _) => {
                let (p, t_) = (
                    write(&place, quote!(value)),
                    write(&dplace, quote!(tangent)),
                );
                (
                    quote!(#place: &mut #inner, #dplace: &mut #t),
                    quote!(let (value, tangent) = #call; #p #t_),
                )
            }
            (Mode::Pushforward, _) => {
                let write = write(&dplace, call);
                (quote!(#dplace: &mut #t), write)
            }
        };
        let (output, end) = match (fails, &**ty) {
            (true, syn::Type::Path(p)) => {
                let mut p = p.clone();
                let last = p
                    .path
                    .segments
                    .last_mut()
                    .expect("a type path has a segment");
                if let syn::PathArguments::AngleBracketed(a) = &mut last.arguments
                    && let Some(syn::GenericArgument::Type(t)) = a.args.first_mut()
                {
                    *t = syn::parse_quote!(());
                }
                let end = match last.ident == "Option" {
                    true => quote!(::core::option::Option::Some(())),
                    false => quote!(::core::result::Result::Ok(())),
                };
                (quote!(-> #p), end)
            }
            _ => (quote!(), quote!()),
        };
        (name, places, output, quote!(#body #end))
    }

    /// A name that no parameter has.
    fn place(&self, base: &str) -> Ident {
        let mut name = base.to_string();
        while self.taken.contains(&name) {
            name.push('_');
        }
        Ident::new(&name, Span::mixed_site())
    }
}
