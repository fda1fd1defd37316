//! `#[derive(Differentiable)]`: from a type to its tangent type, and to the traits of both.
//!
//! Phases, as for functions: the type is read and checked (`item`, `attribute`, `field`,
//! `generics`), and what follows can't fail. A field with a mistake counts as skipped then, so
//! that the tangent type is there in any case and one mistake is one message.

mod attribute;
mod cases;
mod declare;
mod differentiable;
#[cfg(test)]
mod expansions;
mod field;
mod generics;
mod item;
mod literal;
mod overwrite;
mod vector_space;

use crate::diagnostics::Errors;
use item::Item;
use proc_macro2::TokenStream;
use quote::quote;

/// `#[derive(Differentiable)] input`
pub fn differentiable(input: TokenStream) -> TokenStream {
    let input: syn::DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(e) => return e.to_compile_error(),
    };
    let errors = Errors::default();
    let item = Item::read(&input, &errors);
    let messages: TokenStream = match errors.finish() {
        Ok(()) => TokenStream::new(),
        Err(list) => list.iter().map(syn::Error::to_compile_error).collect(),
    };
    let expansion = item.map(|item| expand(&item));
    quote!(#expansion #messages)
}

/// The tangent type, in the user's scope, and beside it what needs no name there.
fn expand(item: &Item) -> TokenStream {
    let allow = allow();
    let declaration = declare::tangent(item, &allow);
    let hidden = [
        declare::constants(item),
        declare::common_traits(item),
        differentiable::of_primal(item),
        differentiable::of_tangent(item),
        vector_space::of_tangent(item),
        overwrite::of_both(item),
        literal::builders(item),
    ];
    quote! {
        #declaration
        #[doc(hidden)]
        #allow
        const _: () = { #(#hidden)* };
    }
}

/// The lints that would speak of what the user has not written, or has already been told about the
/// type itself.
fn allow() -> TokenStream {
    quote! {
        #[allow(
            clippy::all, clippy::pedantic, clippy::nursery, dead_code, deprecated,
            explicit_outlives_requirements, missing_copy_implementations,
            missing_debug_implementations, missing_docs, non_camel_case_types, non_snake_case,
            private_bounds, single_use_lifetimes, unnameable_types, unreachable_code,
            unreachable_patterns, unreachable_pub, unused_lifetimes, unused_qualifications,
            unused_variables, variant_size_differences,
            reason = "written by a macro"
        )]
    }
}
