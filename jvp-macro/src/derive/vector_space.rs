//! `impl Tangent` for the tangent type: each operation, field by field.

use super::cases::{Of, Part, joined};
use super::differentiable::check;
use super::item::{Item, Variant};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::parse_quote;

/// `impl Tangent for DenseTangent`
pub fn of_tangent(item: &Item) -> TokenStream {
    let Item { tangent, krate, .. } = item;
    let (params, args, clause) = item.tangent_generics.split_for_impl();
    let (shared, unique) = (quote!(&), quote!(&mut));
    let call = |part: &Part, name: &str, args: &[&TokenStream]| {
        let name = Ident::new(name, proc_macro2::Span::call_site());
        part.field.call(&quote!(#krate::Tangent::#name), args)
    };

    let zero_like = item.with_self(Of::Tangent, &shared, |variant, parts| {
        let values = parts.iter().map(|p| call(p, "zero_like", &[&p.one]));
        item.build(variant, values)
    });
    let alone = |name: &str, args: &[&TokenStream]| {
        item.with_self(Of::Tangent, &unique, |_, parts| {
            let each = parts.iter().map(|p| {
                let args = [&[&p.one], args].concat();
                call(p, name, &args)
            });
            quote!(#(#each;)*)
        })
    };
    let (set_zero, scale_by) = (
        alone("set_zero", &[]),
        alone("scale_by", &[&quote!(factor)]),
    );
    let other: Ident = parse_quote!(other);
    let apart = quote!(#krate::rt::different_variants(one.jvp_variant(), two.jvp_variant()));
    let both = |reference, body: &dyn Fn(&Variant, &[Part]) -> TokenStream| {
        item.with_both(Of::Tangent, reference, &other, &apart, body)
    };
    let accumulate = both(&unique, &|_, parts| {
        let each = parts
            .iter()
            .map(|p| call(p, "accumulate", &[&p.one, &p.two]));
        quote!(#(#each;)*)
    });
    let axpy = both(&unique, &|_, parts| {
        let each = parts.iter().map(|p| {
            let args = [&p.one, &quote!(factor), &p.two];
            call(p, "axpy", &args)
        });
        quote!(#(#each;)*)
    });
    let inner = both(&shared, &|_, parts| {
        let each = parts.iter().map(|p| call(p, "inner", &[&p.one, &p.two]));
        joined(each, &quote!(+), &quote!(0.0))
    });
    let coordinates = item.with_self(Of::Tangent, &shared, |_, parts| {
        let each = parts.iter().map(|p| call(p, "coordinates", &[&p.one]));
        joined(each, &quote!(+), &quote!(0))
    });
    let flat = |function: TokenStream, reference| {
        let walk = item.with_self(Of::Tangent, reference, |_, parts| {
            let each = parts
                .iter()
                .map(|p| p.field.call(&function, &[&p.one, &quote!(flat)]));
            quote!(#(let flat = #each;)*)
        });
        quote! {
            #krate::rt::check_flat(self, flat);
            #walk
        }
    };
    let write_flat = flat(quote!(#krate::rt::write_part), &shared);
    let read_flat = flat(quote!(#krate::rt::read_part), &unique);
    let check_like = check(item, Of::Tangent);
    let (f64, usize) = (
        quote!(::core::primitive::f64),
        quote!(::core::primitive::usize),
    );
    quote! {
        #[automatically_derived]
        impl #params #krate::Tangent for #tangent #args #clause {
            #[inline]
            fn zero_like(&self) -> Self { #zero_like }
            #[inline]
            fn set_zero(&mut self) { #set_zero }
            #[inline]
            fn accumulate(&mut self, other: &Self) { #accumulate }
            #[inline]
            fn scale_by(&mut self, factor: #f64) { #scale_by }
            #[inline]
            fn axpy(&mut self, factor: #f64, other: &Self) { #axpy }
            #[inline]
            fn inner(&self, other: &Self) -> #f64 { #inner }
            #[inline]
            fn coordinates(&self) -> #usize { #coordinates }
            #[inline]
            fn write_flat(&self, flat: &mut [#f64]) { #write_flat }
            #[inline]
            fn read_flat(&mut self, flat: &[#f64]) { #read_flat }
            #[inline]
            fn check_like(
                &self,
                tangent: &Self,
            ) -> ::core::result::Result<(), #krate::rt::Mismatch> { #check_like }
        }
    }
}
