//! The compiler behind `jvp`: attribute macros that write Jacobian-vector products.
//!
//! Users depend on the crate `jvp`, which re-exports what is here. How it works is in
//! `ARCHITECTURE.md`.

mod backend;
mod companions;
mod custom;
mod derive;
mod diagnostics;
mod expand;
mod fallback;
mod frontend;
mod ir;
mod items;
mod ops;
mod passes;
mod pipeline;

use proc_macro::TokenStream;

/// Writes `jvp_NAME` (value and Jacobian-vector product) beside the function.
#[proc_macro_attribute]
pub fn derive_jvp(attr: TokenStream, item: TokenStream) -> TokenStream {
    items::derive_jvp(attr.into(), item.into()).into()
}

/// Gives a function a derivative rule that is written by hand.
#[proc_macro_attribute]
pub fn custom_jvp(attr: TokenStream, item: TokenStream) -> TokenStream {
    custom::custom_jvp(attr.into(), item.into()).into()
}

/// Writes the tangent type of a struct or an enum, and the traits of both.
#[proc_macro_derive(Differentiable, attributes(jvp))]
pub fn differentiable(input: TokenStream) -> TokenStream {
    derive::differentiable(input.into()).into()
}

#[cfg(test)]
mod golden;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod show;
#[cfg(test)]
mod timing;
