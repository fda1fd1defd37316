//! What `#[derive_jvp]` stands on: a function, or a whole `impl` block, trait or module, in which
//! every function is annotated that can be.
//!
//! In: the attribute and the item. Out: the item, with derivatives beside its functions. A function
//! in a block may have an attribute of its own, whose options count instead of the block's;
//! `#[jvp(skip)]` leaves it out. Where a block shows them, types' fields and functions' results
//! are known to the functions in it.

mod block;
mod module;
mod operator;

use crate::expand;
use crate::fallback;
use crate::frontend::attribute;
use crate::frontend::beside;
use crate::frontend::receiver::names_self;
use crate::frontend::surroundings::{Place, Surroundings};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};

/// `#[derive_jvp(attr)] item`
pub fn derive_jvp(attr: TokenStream, item: TokenStream) -> TokenStream {
    let (options, mut errors) = attribute::parse(attr);
    if let Ok(mut function) = syn::parse2::<syn::ItemFn>(item.clone()) {
        let around = seeing(function.sig.fn_token.span, &syn::Item::Fn(function.clone()));
        let out = expand::beside(&mut function, &options, &around, errors);
        let mut all = function.into_token_stream();
        all.extend(out);
        return all;
    }
    let surroundings = Surroundings::default();
    match syn::parse2::<syn::Item>(item.clone()) {
        Ok(syn::Item::Impl(i)) => {
            let around = seeing(i.impl_token.span, &syn::Item::Impl(i.clone()));
            return block::of_impl(i, &options, &around, errors);
        }
        Ok(syn::Item::Trait(t)) => {
            let around = seeing(t.trait_token.span, &syn::Item::Trait(t.clone()));
            return block::of_trait(t, &options, &around, errors);
        }
        Ok(syn::Item::Mod(m)) if m.content.is_some() => {
            return module::of_module(m, &options, errors);
        }
        _ => {}
    }
    if let Ok(syn::TraitItem::Fn(f)) = syn::parse2::<syn::TraitItem>(item.clone())
        && f.default.is_none()
        && (names_self(f.sig.to_token_stream())
            || beside::around(f.sig.fn_token.span).place == Place::Impl)
    {
        let surroundings = Surroundings {
            place: Place::Trait,
            ..surroundings
        };
        let out = block::declared(&block::header(&f), &options, &surroundings, errors);
        return quote!(#f #out);
    }
    let e = fallback::not_a_function(&item, "derive_jvp");
    errors.extend(e.or_else(|| syn::parse2::<syn::ItemFn>(item.clone()).err()));
    fallback::unparsed(&item, &options, &errors)
}

/// What an item can see around it in the file.
fn seeing(span: Span, item: &syn::Item) -> Surroundings {
    beside::seen(span, &beside::Hidden::in_item(item))
}
