//! The tangent type, and the traits that every value has.

use super::cases::{Of, joined};
use super::generics;
use super::item::{Field, Item, Style, Variant};
use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::parse_quote;

/// `pub struct DenseTangent { .. }`
pub fn tangent(item: &Item, allow: &TokenStream) -> TokenStream {
    let Item {
        ident,
        tangent,
        vis,
        non_exhaustive,
        declared: generics,
        ..
    } = item;
    let doc = format!("The tangent of [`{ident}`]: a direction in which it can move.");
    let head = quote! {
        #[doc = #doc]
        #allow
        #non_exhaustive
    };
    let clause = &generics.where_clause;
    if item.is_enum {
        let variants = item.variants.iter().map(|v| variant(item, v));
        return quote!(#head #vis enum #tangent #generics #clause { #(#variants),* });
    }
    let whole = &item.variants[0];
    let fields = fields(item, whole);
    match whole.style {
        Style::Named => quote!(#head #vis struct #tangent #generics #clause { #fields }),
        Style::Tuple => quote!(#head #vis struct #tangent #generics ( #fields ) #clause;),
        Style::Unit => quote!(#head #vis struct #tangent #generics #clause;),
    }
}

fn variant(item: &Item, variant: &Variant) -> TokenStream {
    let Variant {
        ident,
        non_exhaustive,
        ..
    } = variant;
    let doc = format!("The tangent of a `{ident}`.");
    let fields = fields(item, variant);
    let fields = match variant.style {
        Style::Named => quote!({ #fields }),
        Style::Tuple => quote!((#fields)),
        Style::Unit => TokenStream::new(),
    };
    quote!(#[doc = #doc] #non_exhaustive #ident #fields)
}

fn fields(item: &Item, variant: &Variant) -> TokenStream {
    let kept = variant.fields.iter().filter(|f| item.keeps(f));
    kept.map(|f| {
        let Field { member, vis, .. } = f;
        let (ty, doc) = match &f.tangent {
            Some(ty) => (quote!(#ty), format!("The tangent of `{}`.", f.name())),
            None => (quote!(()), format!("`{}` has no tangent.", f.name())),
        };
        let name = match member {
            syn::Member::Named(name) => quote!(#name:),
            syn::Member::Unnamed(_) => TokenStream::new(),
        };
        quote!(#[doc = #doc] #vis #name #ty,)
    })
    .collect()
}

/// Lets the fields that a named struct's tangent has no place for be read there, as `Skipped`: generated
/// code then need not know which ones they are.
pub fn constants(item: &Item) -> TokenStream {
    let left_out: Vec<&Field> = item.left_out().collect();
    if left_out.is_empty() {
        return TokenStream::new();
    }
    let Item { tangent, krate, .. } = item;
    let constants = item.hidden_name(&format!("{}Constants", item.ident));
    let members: Vec<_> = left_out.iter().map(|f| &f.member).collect();
    let vis = left_out.iter().map(|f| &f.vis);
    let (params, args, clause) = item.tangent_generics.split_for_impl();
    quote! {
        pub struct #constants { #(#vis #members: #krate::rt::Skipped),* }

        #[automatically_derived]
        impl #params ::core::ops::Deref for #tangent #args #clause {
            type Target = #constants;
            #[inline]
            fn deref(&self) -> &#constants {
                &#constants { #(#members: #krate::rt::Skipped),* }
            }
        }

        #[automatically_derived]
        impl #params ::core::ops::DerefMut for #tangent #args #clause {
            #[inline]
            fn deref_mut(&mut self) -> &mut #constants {
                #krate::rt::constants(#constants { #(#members: #krate::rt::Skipped),* })
            }
        }
    }
}

/// `Clone`, `Debug` and `PartialEq`, which every tangent has, and `Copy` and `Default` where
/// they make sense. They are not derived: that would ask them of type parameters too.
pub fn common_traits(item: &Item) -> TokenStream {
    let tangent = &item.tangent;
    let (params, args, clause) = item.tangent_generics.split_for_impl();
    let (copy, default) = (copy(item), default(item));
    let clone = item.with_self(Of::Tangent, &quote!(&), |variant, parts| {
        let values = parts.iter().map(|p| {
            let one = &p.one;
            quote!(::core::clone::Clone::clone(#one))
        });
        item.build(variant, values)
    });
    let eq = item.with_both(
        Of::Tangent,
        &quote!(&),
        &parse_quote!(other),
        &quote!(false),
        |_, parts| {
            let each = parts.iter().map(|p| {
                let (one, two) = (&p.one, &p.two);
                quote!(::core::cmp::PartialEq::eq(#one, #two))
            });
            joined(each, &quote!(&&), &quote!(true))
        },
    );
    let debug = item.with_self(Of::Tangent, &quote!(&), |variant, parts| {
        let name = match item.is_enum {
            true => variant.ident.unraw().to_string(),
            false => tangent.unraw().to_string(),
        };
        let kept = variant.fields.iter().filter(|f| item.keeps(f));
        let fields = kept.map(|f| {
            let part = parts.iter().find(|p| std::ptr::eq(p.field, f));
            let value = part.map_or_else(|| quote!(&()), |p| p.one.clone());
            match &f.member {
                syn::Member::Named(_) => {
                    let name = f.name();
                    quote!(.field(#name, #value))
                }
                syn::Member::Unnamed(_) => quote!(.field(#value)),
            }
        });
        match variant.style {
            Style::Named => quote!(f.debug_struct(#name)#(#fields)*.finish()),
            Style::Tuple => quote!(f.debug_tuple(#name)#(#fields)*.finish()),
            Style::Unit => quote!(f.write_str(#name)),
        }
    });
    quote! {
        #[automatically_derived]
        impl #params ::core::clone::Clone for #tangent #args #clause {
            #[inline]
            fn clone(&self) -> Self { #clone }
        }

        #[automatically_derived]
        impl #params ::core::cmp::PartialEq for #tangent #args #clause {
            fn eq(&self, other: &Self) -> ::core::primitive::bool { #eq }
        }

        #[automatically_derived]
        impl #params ::core::fmt::Debug for #tangent #args #clause {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result { #debug }
        }

        #copy
        #default
    }
}

/// `Copy`, if the type and every part is. Of a type with parameters that the tangent does not have,
/// the parts decide alone.
fn copy(item: &Item) -> TokenStream {
    let Item { ident, tangent, .. } = item;
    let (_, primal_args, _) = item.generics.split_for_impl();
    let primal: syn::Type = parse_quote!(#ident #primal_args);
    let same = item.generics.params.len() == item.declared.params.len();
    let types = item.tangents().chain(same.then_some(&primal));
    let copy = quote!(::core::marker::Copy);
    let generics = generics::if_all(&item.tangent_generics, types, &copy);
    let (params, args, clause) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #params #copy for #tangent #args #clause {}
    }
}

/// `Default`, for a struct of which every part has it.
fn default(item: &Item) -> TokenStream {
    if item.is_enum {
        return TokenStream::new();
    }
    let tangent = &item.tangent;
    let default = quote!(::core::default::Default);
    let generics = generics::if_all(&item.tangent_generics, item.tangents(), &default);
    let (params, args, clause) = generics.split_for_impl();
    let each = item.tangents().map(|_| quote!(#default::default()));
    let zero = item.build(&item.variants[0], each);
    quote! {
        #[automatically_derived]
        impl #params #default for #tangent #args #clause {
            fn default() -> Self { #zero }
        }
    }
}
