//! Results whose type is an alias: `type Fallible<T> = Result<T, Error>`.
//!
//! A `Result` and an `Option` are differentiated in a form of their own where they are a function's result,
//! so there an alias of one is read as what it stands for. Elsewhere types decide, and no alias matters.

use std::collections::HashMap;
use syn::visit_mut::{self, VisitMut};

/// How many aliases may stand for one another.
const DEPTH: usize = 8;

/// What a function returns, without an alias of a `Result` or an `Option`.
pub fn read(
    output: &syn::ReturnType,
    alias: impl Fn(&str) -> Option<syn::ItemType>,
) -> syn::ReturnType {
    if let syn::ReturnType::Type(arrow, ty) = output
        && let Some(meant) = meant(ty, &alias)
    {
        return syn::ReturnType::Type(*arrow, Box::new(meant));
    }
    output.clone()
}

fn meant(ty: &syn::Type, alias: &impl Fn(&str) -> Option<syn::ItemType>) -> Option<syn::Type> {
    let mut ty = ty.clone();
    for _ in 0..DEPTH {
        let syn::Type::Path(path) = &ty else {
            return None;
        };
        let last = path.path.segments.last()?;
        if last.ident == "Result" || last.ident == "Option" {
            return Some(ty);
        }
        let args = match &last.arguments {
            syn::PathArguments::None => Vec::new(),
            syn::PathArguments::AngleBracketed(list) => list.args.iter().cloned().collect(),
            syn::PathArguments::Parenthesized(_) => return None,
        };
        if path.qself.is_some() || path.path.segments.len() > 1 {
            return None;
        }
        ty = with(alias(&last.ident.to_string())?, &args)?;
    }
    None
}

/// What an alias stands for with these arguments.
fn with(alias: syn::ItemType, args: &[syn::GenericArgument]) -> Option<syn::Type> {
    let mut types = HashMap::new();
    let mut args = args.iter();
    for param in &alias.generics.params {
        let syn::GenericParam::Type(param) = param else {
            return None;
        };
        let ty = match (args.next(), &param.default) {
            (Some(syn::GenericArgument::Type(ty)), _) => ty.clone(),
            (None, Some((_, default))) => default.clone(),
            _ => return None,
        };
        types.insert(param.ident.to_string(), ty);
    }
    let mut ty = *alias.ty;
    Substitute(types).visit_type_mut(&mut ty);
    args.next().is_none().then_some(ty)
}

struct Substitute(HashMap<String, syn::Type>);

impl VisitMut for Substitute {
    fn visit_type_mut(&mut self, ty: &mut syn::Type) {
        if let syn::Type::Path(p) = ty
            && let Some(name) = p.path.get_ident()
            && let Some(arg) = self.0.get(&name.to_string())
        {
            *ty = arg.clone();
            return;
        }
        visit_mut::visit_type_mut(self, ty);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::ToTokens;

    #[test]
    fn what_an_alias_stands_for() {
        let aliases: syn::File = syn::parse_quote! {
            type Fallible<T, E = Error> = std::result::Result<T, E>;
            type Pair<T> = Fallible<(T, T)>;
            type Vector = Vec<f64>;
            type Round = Round;
            type Lent<'a> = Option<&'a f64>;
        };
        let find = |name: &str| {
            aliases.items.iter().find_map(|i| match i {
                syn::Item::Type(t) if t.ident == name => Some(t.clone()),
                _ => None,
            })
        };
        let read = |ty: &str| {
            let output = syn::parse_str(&format!("-> {ty}")).expect("a type");
            let text = read(&output, find).to_token_stream().to_string();
            text.replace(' ', "").replacen("->", "", 1)
        };
        assert_eq!(read("Fallible<f64>"), "std::result::Result<f64,Error>");
        assert_eq!(read("Fallible<f64, E>"), "std::result::Result<f64,E>");
        assert_eq!(read("Pair<f32>"), "std::result::Result<(f32,f32),Error>");
        for same in [
            "Vector",
            "Round",
            "Other<f64>",
            "a::Fallible<f64>",
            "Fallible<f64,E,E>",
            "Vec<Fallible<f64>>",
            "Lent<'a>",
            "Option<f64>",
        ] {
            assert_eq!(read(same), same);
        }
    }
}
