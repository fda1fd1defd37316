//! The builder behind the tangents of literals.
//!
//! Of `Dense { w, units, ..base }` generated code knows the fields that are written there, and not
//! which of them have a tangent, nor of what type. So the value is made first, and its tangent is
//! `value.jvp_tangent().jvp_set_w(dw).jvp_set_units(()).jvp_rest(dbase)`: a setter for each field, which takes `()`
//! if the field has no tangent; `jvp_done` gives what is not set a zero tangent, and `jvp_rest`
//! takes it from a base, so that a constant beside a base is set too, by `jvp_constant_w()`. Of an
//! enum there is such a builder for each variant, `jvp_tangent_Circle`.

use super::cases::Of;
use super::item::{Field, Item, Variant};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::parse_quote;

/// The builders of all variants.
pub fn builders(item: &Item) -> TokenStream {
    item.variants.iter().map(|v| builder(item, v)).collect()
}

fn builder(item: &Item, variant: &Variant) -> TokenStream {
    let Item {
        ident,
        tangent,
        vis,
        ..
    } = item;
    let literal = item.hidden_name(&format!("{}Literal", variant.ident));
    let start = match item.is_enum {
        true => format_ident!("jvp_tangent_{}", variant.ident),
        false => format_ident!("jvp_tangent"),
    };
    let (params, args, clause) = item.generics.split_for_impl();
    let (_, tangent_args, _) = item.tangent_generics.split_for_impl();
    let borrowed = borrowed(&item.generics);
    let (literal_params, literal_args, literal_clause) = borrowed.split_for_impl();
    // The value, then a place for each field's tangent.
    let with_tangent: Vec<&Field> = variant.with_tangent().collect();
    let types = with_tangent.iter().map(|f| &f.tangent);
    let places = with_tangent
        .iter()
        .map(|_| quote!(::core::option::Option::None));
    let mut place = 0;
    let setters = variant.fields.iter().map(|f| {
        place += usize::from(f.tangent.is_some());
        setter(item, f, place)
    });
    let (done, rest) = (done(item, variant), rest(item, variant));
    let constants = constants(item, variant);
    quote! {
        pub struct #literal #literal_params (
            &'jvp_value #ident #args,
            #(::core::option::Option<#types>),*
        ) #literal_clause;

        impl #params #ident #args #clause {
            #[doc(hidden)]
            #[inline]
            #vis fn #start<'jvp_value>(&'jvp_value self) -> #literal #literal_args {
                #literal(self, #(#places),*)
            }
        }

        impl #literal_params #literal #literal_args #literal_clause {
            #(#setters)*
            #constants

            #[inline]
            #vis fn jvp_done(self) -> #tangent #tangent_args { #done }

            #rest
        }
    }
}

/// The generics of the builder: those of the type, and the lifetime of the value.
fn borrowed(generics: &syn::Generics) -> syn::Generics {
    let mut out = generics.clone();
    out.params.insert(0, parse_quote!('jvp_value));
    out
}

/// The name of a function for `field`.
fn hidden(what: &str, field: &Field) -> Ident {
    format_ident!("jvp_{what}_{}", field.name())
}

/// The setter of `field`; its tangent stands at `place`, if it has one.
fn setter(item: &Item, field: &Field, place: usize) -> TokenStream {
    let place = syn::Index::from(place);
    let name = hidden("set", field);
    let vis = match item.is_enum {
        true => &item.vis,
        false => &field.vis,
    };
    match &field.tangent {
        Some(tangent) => quote! {
            #[inline]
            #vis fn #name(mut self, tangent: #tangent) -> Self {
                self.#place = ::core::option::Option::Some(tangent);
                self
            }
        },
        None => quote! {
            #[inline]
            #vis fn #name<JvpAny>(self, _tangent: JvpAny) -> Self { self }
        },
    }
}

/// What is not set gets the zero tangent of its primal.
fn done(item: &Item, variant: &Variant) -> TokenStream {
    let values = variant.with_tangent().enumerate().map(|(i, field)| {
        let place = syn::Index::from(i + 1);
        let zero = zero(item, variant, field);
        quote! {
            match self.#place {
                ::core::option::Option::Some(tangent) => tangent,
                ::core::option::Option::None => #zero,
            }
        }
    });
    item.build(variant, values)
}

/// The zero tangent of the value's `field`.
fn zero(item: &Item, variant: &Variant, field: &Field) -> TokenStream {
    let (krate, member) = (&item.krate, &field.member);
    let zero = field.zero(krate, &quote!(primal));
    let path = item.path(Of::Primal, variant);
    let otherwise = (item.variants.len() > 1).then(|| {
        let name = variant.ident.unraw().to_string();
        quote!(other => #krate::rt::different_variants(other.jvp_variant(), #name),)
    });
    quote! {
        match self.0 {
            #path { #member: primal, .. } => #zero,
            #otherwise
        }
    }
}

/// What is set to a constant is not taken from a base: structs have that.
fn constants(item: &Item, variant: &Variant) -> Option<TokenStream> {
    if item.is_enum {
        return None;
    }
    let mut place = 0;
    let functions = variant.fields.iter().map(|field| {
        place += usize::from(field.tangent.is_some());
        let name = hidden("constant", field);
        let vis = &field.vis;
        if field.tangent.is_none() {
            return quote! {
                #[inline]
                #vis fn #name(self) -> Self { self }
            };
        }
        let (place, zero) = (syn::Index::from(place), zero(item, variant, field));
        quote! {
            #[inline]
            #vis fn #name(mut self) -> Self {
                self.#place = ::core::option::Option::Some(#zero);
                self
            }
        }
    });
    Some(quote!(#(#functions)*))
}

/// What is not set is taken from a base: structs have that.
fn rest(item: &Item, variant: &Variant) -> Option<TokenStream> {
    if item.is_enum {
        return None;
    }
    let (_, args, _) = item.tangent_generics.split_for_impl();
    let Item { vis, tangent, .. } = item;
    let values = variant.with_tangent().enumerate().map(|(i, field)| {
        let (place, member) = (syn::Index::from(i + 1), &field.member);
        quote!(::core::option::Option::unwrap_or(self.#place, base.#member))
    });
    let rest = item.build(variant, values);
    Some(quote! {
        #[inline]
        #vis fn jvp_rest(self, base: #tangent #args) -> #tangent #args { #rest }
    })
}
