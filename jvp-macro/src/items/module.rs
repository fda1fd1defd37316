//! Modules: every function, `impl` and trait of one, which are known to each other.

use super::block::{self, Choice};
use crate::frontend::attribute::Options;
use crate::frontend::declared;
use crate::frontend::surroundings::{Place, Surroundings};
use crate::ir::kind::TypeParams;
use proc_macro2::TokenStream;
use quote::quote;

/// `#[derive_jvp] mod name { .. }`
pub fn of_module(
    mut item: syn::ItemMod,
    options: &Options,
    errors: Vec<syn::Error>,
) -> TokenStream {
    let mut around = Surroundings {
        place: Place::Free,
        ..Surroundings::default()
    };
    if let Some((_, items)) = &mut item.content {
        annotate(items, options, &mut around);
    }
    let errors = errors.iter().map(syn::Error::to_compile_error);
    quote!(#item #(#errors)*)
}

fn annotate(items: &mut Vec<syn::Item>, options: &Options, around: &mut Surroundings) {
    around.aliases.extend(items.iter().filter_map(|i| match i {
        syn::Item::Type(t) => Some((t.ident.to_string(), t.clone())),
        _ => None,
    }));
    learn(items, &mut around.types);
    let traits: Vec<String> = items
        .iter()
        .filter_map(|i| match i {
            syn::Item::Trait(t) => Some(t.ident.to_string()),
            _ => None,
        })
        .collect();
    let mut out = Vec::new();
    for item in std::mem::take(items) {
        match item {
            syn::Item::Fn(mut f) => {
                let choice = Choice::of(&mut f.attrs, options);
                let beside = choice.written(f.clone(), around);
                out.push(syn::Item::Fn(f));
                out.push(syn::Item::Verbatim(beside));
            }
            syn::Item::Impl(i) => {
                let ours = match block::trait_name(&i) {
                    None => true,
                    Some(name) => traits.contains(&name) || block::is_of_an_operator(&i),
                };
                out.push(match ours {
                    true => syn::Item::Verbatim(block::of_impl(i, options, around, Vec::new())),
                    false => syn::Item::Impl(i),
                });
            }
            syn::Item::Trait(t) => out.push(syn::Item::Verbatim(block::of_trait(
                t,
                options,
                around,
                Vec::new(),
            ))),
            syn::Item::Mod(mut m) if !is_for_tests(&m.attrs) => {
                if let Some((_, items)) = &mut m.content {
                    annotate(items, options, &mut around.clone());
                }
                out.push(syn::Item::Mod(m));
            }
            other => out.push(other),
        }
    }
    *items = out;
}

/// The fields of the types, and what the functions return.
fn learn(items: &[syn::Item], types: &mut TypeParams) {
    for item in items {
        match item {
            syn::Item::Fn(f) => {
                let result = declared::result(&f.sig);
                let named = result.map(|kind| (f.sig.ident.to_string(), kind));
                types.functions.extend(named);
            }
            syn::Item::Const(c) => drop(types.constants.insert(c.ident.to_string())),
            syn::Item::Static(s) => drop(types.constants.insert(s.ident.to_string())),
            _ => {}
        }
        types
            .own
            .extend(declared::fields(item, &TypeParams::default()));
    }
    for item in items {
        if let syn::Item::Impl(i) = item
            && let syn::Type::Path(p) = &*i.self_ty
            && let Some(last) = p.path.segments.last()
            && let name = last.ident.to_string()
            && let Some(own) = types.own.get_mut(&name)
        {
            block::learn(i, &name, own);
        }
    }
}

fn is_for_tests(attrs: &[syn::Attribute]) -> bool {
    attrs.iter().any(|a| {
        matches!(&a.meta, syn::Meta::List(l) if l.path.is_ident("cfg") && l.tokens.to_string() == "test")
    })
}
