//! `impl Differentiable` for a type and for its tangent type, which is its own tangent.

use super::cases::{Of, joined};
use super::item::Item;
use proc_macro2::TokenStream;
use quote::quote;
use syn::parse_quote;

/// `impl Differentiable for Dense`
pub fn of_primal(item: &Item) -> TokenStream {
    let Item {
        ident,
        tangent,
        krate,
        ..
    } = item;
    let zero = item.with_self(Of::Primal, &quote!(&), |variant, parts| {
        let values = parts.iter().map(|p| p.field.zero(krate, &p.one));
        item.build(variant, values)
    });
    let check = check(item, Of::Primal);
    let (displace, coordinates) = movement(item);
    let leaf = leaf(item);
    let proofs = item
        .variants
        .iter()
        .flat_map(|v| &v.fields)
        .flat_map(|f| &f.inert_by_name)
        .map(|ty| quote!(const _: () = #krate::rt::no_tangent::<#ty>();));
    let name = item.variant_name(Of::Primal);
    let (params, args, clause) = item.generics.split_for_impl();
    let (_, tangent_args, _) = item.tangent_generics.split_for_impl();
    quote! {
        #(#proofs)*
        #name

        #[automatically_derived]
        impl #params #krate::Differentiable for #ident #args #clause {
            type Tangent = #tangent #tangent_args;
            #leaf
            #[inline]
            fn zero_tangent(&self) -> #tangent #tangent_args { #zero }
            fn displace(
                &mut self,
                factor: ::core::primitive::f64,
                direction: &#tangent #tangent_args,
            ) { #displace }
            fn coordinates_into(&self, flat: &mut #krate::rt::Flat) { #coordinates }
            #[inline]
            fn check_shape(
                &self,
                tangent: &#tangent #tangent_args,
            ) -> ::core::result::Result<(), #krate::rt::Mismatch> { #check }
        }
    }
}

/// `impl Differentiable for DenseTangent`
pub fn of_tangent(item: &Item) -> TokenStream {
    let Item { tangent, krate, .. } = item;
    let (params, args, clause) = item.tangent_generics.split_for_impl();
    let name = item.variant_name(Of::Tangent);
    quote! {
        #name

        #[automatically_derived]
        impl #params #krate::Differentiable for #tangent #args #clause {
            type Tangent = Self;
            #[inline]
            fn zero_tangent(&self) -> Self { #krate::Tangent::zero_like(self) }
            fn displace(&mut self, factor: ::core::primitive::f64, direction: &Self) {
                #krate::Tangent::axpy(self, factor, direction);
            }
            fn coordinates_into(&self, flat: &mut #krate::rt::Flat) {
                #krate::rt::append_flat(self, flat);
            }
            #[inline]
            fn check_shape(
                &self,
                tangent: &Self,
            ) -> ::core::result::Result<(), #krate::rt::Mismatch> {
                #krate::Tangent::check_like(self, tangent)
            }
        }
    }
}

/// The bodies that move a value along a tangent, and that list its coordinates. A field that
/// borrows is of its tangent's type.
fn movement(item: &Item) -> (TokenStream, TokenStream) {
    let krate = &item.krate;
    let apart = quote!(#krate::rt::different_variants(one.jvp_variant(), two.jvp_variant()));
    let unique = quote!(&mut);
    let displace = item.with_both(
        Of::Primal,
        &unique,
        &parse_quote!(direction),
        &apart,
        |_, parts| {
            let each = parts.iter().map(|p| {
                let function = match p.field.borrowed {
                    true => quote!(#krate::Tangent::axpy),
                    false => quote!(#krate::Differentiable::displace),
                };
                p.field.call(&function, &[&p.one, &quote!(factor), &p.two])
            });
            quote!(#(#each;)*)
        },
    );
    let coordinates = item.with_self(Of::Primal, &quote!(&), |_, parts| {
        let each = parts.iter().map(|p| {
            let function = match p.field.borrowed {
                true => quote!(#krate::rt::append_flat),
                false => quote!(#krate::Differentiable::coordinates_into),
            };
            p.field.call(&function, &[&p.one, &quote!(flat)])
        });
        quote!(#(#each;)*)
    });
    (displace, coordinates)
}

/// The comparison of shapes of an `of` and a tangent, field by field.
pub fn check(item: &Item, of: Of) -> TokenStream {
    let krate = &item.krate;
    let otherwise = quote!(::core::result::Result::Err(#krate::rt::Mismatch::variants(
        one.jvp_variant(),
        two.jvp_variant(),
    )));
    item.with_both(
        of,
        &quote!(&),
        &parse_quote!(tangent),
        &otherwise,
        |_, parts| {
            let each = parts.iter().map(|p| {
                let function = match of {
                    Of::Primal if !p.field.borrowed => quote!(Differentiable::check_shape),
                    _ => quote!(Tangent::check_like),
                };
                let args = [&p.one, &p.two];
                let result = p.field.call(&quote!(#krate::#function), &args);
                let step = format!(".{}", p.field.name());
                quote!(#krate::rt::within(#step, #result)?;)
            });
            quote!(#(#each)* ::core::result::Result::Ok(()))
        },
    )
}

/// A struct of leaves is one: no tangent of it can have another shape.
fn leaf(item: &Item) -> TokenStream {
    if item.is_enum {
        return TokenStream::new();
    }
    let krate = &item.krate;
    let each = item.variants[0].with_tangent().map(|f| {
        let ty = &f.ty;
        match f.borrowed {
            true => quote!(false),
            false => quote!(<#ty as #krate::Differentiable>::LEAF),
        }
    });
    let leaf = joined(each, &quote!(&&), &quote!(true));
    quote!(const LEAF: ::core::primitive::bool = #leaf;)
}
