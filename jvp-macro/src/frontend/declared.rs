//! What a declaration tells: that of a type of its fields, that of a function of its result.

use crate::ir::kind::{Kind, OwnType, TypeParams, is_inert_by_name, is_of_std, is_text, of_type};
use proc_macro2::Ident;
use std::collections::HashMap;
use syn::visit_mut::{self, VisitMut};

/// Those types among the texts of declarations that derive `Differentiable`, and that no `cfg` may leave
/// out; none if two have one name.
pub fn derived<'t>(texts: impl Iterator<Item = &'t str>) -> Option<HashMap<String, OwnType>> {
    let items: Vec<syn::Item> = texts
        .filter(|item| item.contains("Differentiable") && always(item))
        .filter_map(|item| syn::parse_str(item).ok())
        .filter(is_derived)
        .collect();
    // A name in a field's type may be that of another of them.
    let mut names = TypeParams::default();
    for item in &items {
        let name = name(item)?.to_string();
        if names.seen.insert(name, OwnType::default()).is_some() {
            return None;
        }
    }
    let mut types: HashMap<_, _> = items
        .iter()
        .filter_map(|item| fields(item, &names))
        .collect();
    let fields = types.values_mut().flat_map(|own| own.fields.values_mut());
    fields.for_each(|kind| forget_unseen(kind, &names.seen));
    Some(types)
}

/// Whether no `cfg` may leave out what is declared in this text.
pub fn always(text: &str) -> bool {
    !text.contains("cfg")
}

/// Of a type that is not seen, a parameter of the type or an alias, say, the name tells nothing.
pub fn forget_unseen(kind: &mut Kind, seen: &HashMap<String, OwnType>) {
    kind.names_mut(&mut |kind| {
        if matches!(kind, Kind::Named(name) if !seen.contains_key(name)) {
            *kind = Kind::Unknown;
        }
    });
}

/// The name of a struct or an enum.
pub fn name(item: &syn::Item) -> Option<&Ident> {
    match item {
        syn::Item::Struct(s) => Some(&s.ident),
        syn::Item::Enum(e) => Some(&e.ident),
        _ => None,
    }
}

/// The name of a struct or an enum, and its fields.
pub fn fields(item: &syn::Item, params: &TypeParams) -> Option<(String, OwnType)> {
    let fields = match item {
        syn::Item::Struct(s) => vec![(String::new(), &s.fields)],
        syn::Item::Enum(e) => {
            let variants = e.variants.iter();
            let fields = variants.map(|v| (format!("{}.", v.ident), &v.fields));
            fields.collect()
        }
        _ => return None,
    };
    let proven = is_derived(item);
    let mut own = OwnType::default();
    for (prefix, fields) in fields {
        for (i, field) in fields.iter().enumerate() {
            let own_name = field.ident.as_ref();
            let own_name = own_name.map_or_else(|| i.to_string(), ToString::to_string);
            let name = format!("{prefix}{own_name}");
            if field.attrs.iter().any(skips) {
                own.skipped.insert(name.clone());
            }
            let mut ty = field.ty.clone();
            if proven {
                match is_inert_by_name(&of_type(&ty, params)) && is_of_std(&ty) {
                    true => ty = syn::parse_quote!(()),
                    false => WithoutTexts.visit_type_mut(&mut ty),
                }
            }
            own.fields.insert(name, of_type(&ty, params));
        }
    }
    Some((name(item)?.to_string(), own))
}

/// The kind of what a function returns, if its type is written out; that of one with parameters depends on
/// the call.
pub fn result(sig: &syn::Signature) -> Option<Kind> {
    match &sig.output {
        syn::ReturnType::Type(_, ty) if sig.generics.type_params().next().is_none() => {
            Some(of_type(ty, &TypeParams::default()))
        }
        _ => None,
    }
}

/// Whether an attribute is `#[jvp(skip)]`.
pub fn skips(attr: &syn::Attribute) -> bool {
    let last = attr.path().segments.last();
    last.is_some_and(|s| s.ident == "jvp")
        && matches!(&attr.meta, syn::Meta::List(l) if l.tokens.to_string() == "skip")
}

/// Whether it derives `Differentiable`.
pub fn is_derived(item: &syn::Item) -> bool {
    let attrs = match item {
        syn::Item::Struct(s) => &s.attrs,
        syn::Item::Enum(e) => &e.attrs,
        _ => return false,
    };
    let mut found = false;
    for attr in attrs.iter().filter(|a| a.path().is_ident("derive")) {
        // What is no list of traits is rustc's to complain of.
        let _ = attr.parse_nested_meta(|meta| {
            let last = meta.path.segments.last();
            found |= last.is_some_and(|s| s.ident == "Differentiable");
            Ok(())
        });
    }
    found
}

/// Puts `()` for texts, which the derived code proves to have no tangent.
struct WithoutTexts;

impl VisitMut for WithoutTexts {
    fn visit_type_mut(&mut self, ty: &mut syn::Type) {
        match is_text(ty) {
            true => *ty = syn::parse_quote!(()),
            false => visit_mut::visit_type_mut(self, ty),
        }
    }
}
