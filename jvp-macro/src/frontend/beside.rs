//! What is declared beside a function: in the same module of the same file, where names mean what is
//! declared there and nothing else. Of types the fields, of functions what they return, and which
//! lower-case names are constants.
//!
//! Only types that derive `Differentiable` count, and nothing of which a `cfg` may leave something out. Of
//! what can't be found (a span without a file, text that another macro has written, a function in another
//! one) nothing is known.

use super::alias;
use super::declared;
use super::source::{self, File};
use super::surroundings::{Place, Surroundings};
use crate::ir::kind::{Kind, OwnType, TypeParams};
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use syn::visit::{self, Visit};

/// What an item at `span` may name, and the generics of the `impl` or trait that it is in; `hidden` are the names that mean something else in it.
pub fn seen(span: Span, hidden: &Hidden) -> Surroundings {
    let Some((file, at)) = source::file(span) else {
        return Surroundings::default();
    };
    Surroundings {
        place: place(span, &file, at),
        ..seen_at(&file, at, hidden).unwrap_or_default()
    }
}

/// What an item at `span` stands in, and nothing of what it may name.
pub fn around(span: Span) -> Surroundings {
    let file = source::file(span);
    Surroundings {
        place: file.map_or(Place::Unknown, |(file, at)| place(span, &file, at)),
        ..Surroundings::default()
    }
}

fn place(span: Span, file: &File, at: usize) -> Place {
    // What begins a line stands in nothing.
    let indented = span.unwrap().start().column() > 1;
    match indented && file.in_an_impl(at) {
        true => Place::Impl,
        false => Place::Unknown,
    }
}

fn seen_at(file: &File, at: usize, hidden: &Hidden) -> Option<Surroundings> {
    if hidden.by_glob {
        return None;
    }
    let outline = file.outline();
    let place = outline.place(at)?;
    let module = &outline.modules[place.module];
    let mut declared = file.types(place.module)?.clone();
    let generics = match &place.block {
        Some(header) => around_methods(file.text(header), &mut declared)?,
        None => syn::Generics::default(),
    };
    let mut seen = TypeParams {
        seen: declared,
        constants: module.constants.iter().cloned().collect(),
        ..TypeParams::default()
    };
    // A name that stands there twice is one of which a `cfg` decides.
    let alias = |name: &str| {
        only(
            module.aliases.get(name)?,
            |text| syn::parse_str(text).ok(),
            file,
        )
    };
    let aliases = followed(hidden.meant(), alias, |name| hidden.names.contains(name));
    // Most are not named here, and reading a signature takes time.
    for name in hidden.meant() {
        let header = |text: &str| syn::parse_str::<syn::ItemFn>(&format!("{text} {{}}")).ok();
        let functions = module.functions.get(name);
        let Some(mut f) = functions.and_then(|headers| only(headers, header, file)) else {
            continue;
        };
        f.sig.output = alias::read(&f.sig.output, alias);
        let mut kind = declared::result(&f.sig).unwrap_or(Kind::Unknown);
        declared::forget_unseen(&mut kind, &seen.seen);
        seen.functions.insert(name.clone(), kind);
    }
    let meant = |name: &String| !hidden.names.contains(name);
    seen.seen.retain(|name, _| meant(name));
    seen.constants.retain(meant);
    Some(Surroundings {
        generics,
        types: seen,
        aliases,
        ..Surroundings::default()
    })
}

/// The aliases of these names, and those that they stand for.
fn followed<'n>(
    names: impl Iterator<Item = &'n String>,
    alias: impl Fn(&str) -> Option<syn::ItemType>,
    is_hidden: impl Fn(&str) -> bool,
) -> HashMap<String, syn::ItemType> {
    let mut todo: Vec<String> = names.cloned().collect();
    let mut found = HashMap::new();
    while let Some(name) = todo.pop() {
        if !found.contains_key(&name)
            && !is_hidden(&name)
            && let Some(alias) = alias(&name)
        {
            let mut within = HashSet::new();
            mentions(alias.ty.to_token_stream(), &mut within);
            todo.extend(within);
            found.insert(name, alias);
        }
    }
    found
}

/// What `read` makes of the one of these declarations that is always there.
fn only<T>(
    declarations: &[Range<usize>],
    read: impl Fn(&str) -> Option<T>,
    file: &File,
) -> Option<T> {
    let texts = declarations.iter().map(|at| file.text(at));
    let mut found = texts.filter(|text| declared::always(text)).filter_map(read);
    let first = found.next();
    first.filter(|_| found.next().is_none())
}

/// The generics of an `impl` or a trait; among the types `Self`, without what these generics hide.
fn around_methods(header: &str, types: &mut HashMap<String, OwnType>) -> Option<syn::Generics> {
    let empty = format!("{header} {{}}");
    let (generics, own) = match syn::parse_str(&empty).ok()? {
        syn::Item::Impl(i) => {
            let own = match &*i.self_ty {
                syn::Type::Path(p) if p.qself.is_none() => p.path.segments.first().cloned(),
                _ => None,
            };
            (i.generics, own)
        }
        syn::Item::Trait(t) => (t.generics, None),
        _ => return None,
    };
    for param in generics.type_params() {
        types.remove(&param.ident.to_string());
    }
    if let Some(own) = own.and_then(|own| types.get(&own.ident.to_string()).cloned()) {
        types.insert("Self".to_string(), own);
    }
    Some(generics)
}

/// Names that mean something else inside of an item than beside it.
#[derive(Default)]
pub struct Hidden {
    names: HashSet<String>,
    /// Names that are not written there.
    by_glob: bool,
    /// All names that are written there.
    mentioned: HashSet<String>,
}

impl Hidden {
    /// The names that are written in the item and mean what stands beside it.
    fn meant(&self) -> impl Iterator<Item = &String> {
        self.mentioned.difference(&self.names)
    }

    /// By an item's generics, and by the items in its blocks.
    pub fn in_item(item: &syn::Item) -> Self {
        let mut hidden = Hidden::default();
        mentions(item.to_token_stream(), &mut hidden.mentioned);
        match item {
            syn::Item::Fn(f) => {
                // Of itself it knows.
                hidden.mentioned.remove(&f.sig.ident.to_string());
                hidden.visit_item_fn(f);
            }
            syn::Item::Impl(i) => hidden.visit_item_impl(i),
            syn::Item::Trait(t) => hidden.visit_item_trait(t),
            _ => {}
        }
        hidden
    }
}

fn mentions(tokens: TokenStream, out: &mut HashSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(i) => drop(out.insert(i.to_string())),
            TokenTree::Group(g) => mentions(g.stream(), out),
            _ => {}
        }
    }
}

impl<'ast> Visit<'ast> for Hidden {
    fn visit_type_param(&mut self, param: &'ast syn::TypeParam) {
        self.names.insert(param.ident.to_string());
    }

    fn visit_stmt(&mut self, stmt: &'ast syn::Stmt) {
        if let syn::Stmt::Item(item) = stmt {
            match item {
                syn::Item::Struct(i) => drop(self.names.insert(i.ident.to_string())),
                syn::Item::Enum(i) => drop(self.names.insert(i.ident.to_string())),
                syn::Item::Union(i) => drop(self.names.insert(i.ident.to_string())),
                syn::Item::Type(i) => drop(self.names.insert(i.ident.to_string())),
                syn::Item::Fn(i) => drop(self.names.insert(i.sig.ident.to_string())),
                syn::Item::Macro(_) => self.by_glob = true,
                _ => {}
            }
        }
        visit::visit_stmt(self, stmt);
    }

    fn visit_use_name(&mut self, name: &'ast syn::UseName) {
        self.names.insert(name.ident.to_string());
    }

    fn visit_use_rename(&mut self, name: &'ast syn::UseRename) {
        self.names.insert(name.rename.to_string());
    }

    fn visit_use_glob(&mut self, _: &'ast syn::UseGlob) {
        self.by_glob = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The types that are known at the mark `@`, with a field of each.
    fn at(text: &str) -> Vec<String> {
        let mark = text.find('@').expect("a mark");
        let text = text.replacen('@', "fn f() {}", 1);
        let seen = seen_at(&File::new(text), mark, &Hidden::default()).unwrap_or_default();
        let mut found: Vec<String> = seen
            .types
            .seen
            .iter()
            .map(|(name, own)| {
                let mut fields: Vec<&str> = own.fields.keys().map(String::as_str).collect();
                fields.sort_unstable();
                format!("{name}: {}", fields.join(" "))
            })
            .collect();
        found.sort();
        found
    }

    #[test]
    fn beside_it() {
        let spring = "#[derive(Clone, Differentiable)] pub struct Spring<T> { k: T, n: usize }";
        let shape = "#[derive(jvp::Differentiable)] enum Shape { Circle(f64), Rect { w: f64 } }";
        let both = ["Shape: Circle.0 Rect.w", "Spring: k n"];
        assert_eq!(at(&format!("//! x\n#![y]\n{spring} {shape} @")), both);
        assert_eq!(at(&format!("@ {shape} struct A(f64); {spring}")), both);
        assert_eq!(
            at(&format!("mod a {{ {shape} }} mod b {{ {spring} @ }}")),
            ["Spring: k n"]
        );
        assert_eq!(
            at(&format!(
                "{shape} {spring} impl<Shape> A<Shape> for Spring<Shape> {{ @ }}"
            )),
            ["Self: k n", "Spring: k n"]
        );
    }

    #[test]
    fn functions_and_constants() {
        let known = |text: &str| {
            let mark = text.find('@').expect("a mark");
            let text = text.replacen('@', "fn f() {}", 1);
            let hidden = Hidden {
                mentioned: ["g", "h", "k", "half"].map(String::from).into(),
                ..Hidden::default()
            };
            let seen = seen_at(&File::new(text), mark, &hidden);
            let seen = seen.unwrap_or_default().types;
            let functions = seen.functions.into_iter().filter(|f| f.1 != Kind::Unknown);
            let mut names: Vec<String> = functions.map(|f| f.0).chain(seen.constants).collect();
            names.sort();
            names.join(" ")
        };
        assert_eq!(
            known("pub const half: f64 = 0.5; @ static mut n: [u8; 2] = [0; 2];"),
            "half n"
        );
        assert_eq!(
            known("pub(crate) fn g(x: f64) -> Option<f64> { let a = 1; None } @"),
            "g"
        );
        assert_eq!(
            known("const fn g() -> f64 { const a: u8 = 1; 1.0 } const _: () = {}; @"),
            "_ g"
        );
        assert_eq!(
            known("fn g() -> X { X } fn h<T>() -> T { .. } mod a { fn k() -> f64 {} } @"),
            ""
        );
        assert_eq!(known("#[cfg(x)] fn g() -> f64 {} @"), "");
        assert_eq!(known("fn g() -> f64 {} fn g() -> f32 {} @"), "");
        assert_eq!(known("impl A { fn g() -> f64 {} @ } fn h() -> f64 {}"), "h");
    }

    #[test]
    fn nothing() {
        let spring = "#[derive(Differentiable)] struct Spring { k: f64 }";
        for text in [
            "mod a { SPRING } @",
            "SPRING mod a { @ }",
            "SPRING fn g() { @ }",
            "SPRING m! { @ }",
            "SPRING m!(@);",
            "macro_rules! m { () => { SPRING @ } }",
            "#[cfg(x)] SPRING @",
            "SPRING SPRING @",
            "struct Differentiable { k: f64 } @",
            "fn g() { SPRING } @",
            "SPRING /// @",
        ] {
            assert!(at(&text.replace("SPRING", spring)).is_empty(), "{text}");
        }
    }
}
