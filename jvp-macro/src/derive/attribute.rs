//! `#[jvp(..)]` on a type, a variant or a field.

use crate::diagnostics::{Errors, error};
use quote::ToTokens;
use syn::spanned::Spanned;

/// The path of the `jvp` crate: `#[jvp(crate = path)]`, or `::jvp`.
pub fn crate_path(attrs: &[syn::Attribute], errors: &Errors) -> syn::Path {
    let mut found = syn::parse_quote!(::jvp);
    each_word(attrs, errors, |meta| {
        if !meta.path.is_ident("crate") {
            return Err(unknown(meta, "a type", "`crate = path`"));
        }
        let value = meta.value()?;
        found = value.call(syn::Path::parse_mod_style).map_err(|e| {
            let help = "write `#[jvp(crate = path::to::jvp)]`";
            error(e.span(), "`crate` needs the path of the `jvp` crate", help)
        })?;
        Ok(())
    });
    found
}

/// Whether there is a `#[jvp(skip)]`. `what` is what it stands on.
pub fn is_skipped(attrs: &[syn::Attribute], what: &str, errors: &Errors) -> bool {
    let mut found = false;
    each_word(attrs, errors, |meta| {
        if !meta.path.is_ident("skip") {
            return Err(unknown(meta, what, "`skip`"));
        }
        found = true;
        Ok(())
    });
    found
}

type Meta<'a> = syn::meta::ParseNestedMeta<'a>;

fn each_word(
    attrs: &[syn::Attribute],
    errors: &Errors,
    mut read: impl FnMut(&Meta) -> syn::Result<()>,
) {
    for attr in attrs.iter().filter(|a| a.path().is_ident("jvp")) {
        if !matches!(attr.meta, syn::Meta::List(_)) {
            let help = "write `#[jvp(skip)]`, or leave it out";
            errors.add(attr.span(), "`jvp` needs an option", help);
        } else if let Err(e) = attr.parse_nested_meta(|meta| read(&meta)) {
            errors.push(e);
        }
    }
}

fn unknown(meta: &Meta, what: &str, known: &str) -> syn::Error {
    // What belongs to the word is read too, or the parser would complain of that instead.
    let _ = meta.value().and_then(|v| v.parse::<syn::Expr>());
    let word = meta.path.to_token_stream();
    error(
        meta.path.span(),
        format!("`jvp` does not know `{word}` on {what}"),
        format!("the only option here is {known}"),
    )
}
