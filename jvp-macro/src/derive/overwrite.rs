//! `impl Overwrite` for a type and for its tangent type: what the option `into` writes.

use super::cases::Of;
use super::item::Item;
use proc_macro2::TokenStream;
use quote::quote;

/// `impl Overwrite for Dense` and `for DenseTangent`
pub fn of_both(item: &Item) -> TokenStream {
    [Of::Primal, Of::Tangent]
        .map(|of| implementation(item, of))
        .into_iter()
        .collect()
}

fn implementation(item: &Item, of: Of) -> TokenStream {
    let krate = &item.krate;
    let retire = item.with_self(of, &quote!(&mut), |_, parts| {
        let each = parts
            .iter()
            .map(|p| p.field.call(&quote!(#krate::rt::retire!), &[&p.one]));
        quote!(#(#each;)*)
    });
    let (ty, generics) = match of {
        Of::Primal => (&item.ident, &item.generics),
        Of::Tangent => (&item.tangent, &item.tangent_generics),
    };
    let (params, args, clause) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #params #krate::rt::Overwrite for #ty #args #clause {
            fn retire(&mut self) { #retire }
        }
    }
}
