//! What is declared beside a function: in the same module of the same file, where names mean what is
//! declared there and nothing else. Of types the fields, of functions what they return, and which
//! lower-case names are constants.
//!
//! Only types that derive `Differentiable` count, and nothing of which a `cfg` may leave something out. Of
//! what can't be found (a span without a file, text that another macro has written, a function in another
//! one) nothing is known.

use super::declared;
use super::source::{self, Code, Token};
use super::surroundings::Surroundings;
use crate::ir::kind::{Kind, OwnType, TypeParams};
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use syn::visit::{self, Visit};

/// What an item at `span` may name, and the generics of the `impl` or trait that it is in; `hidden` are the names that mean something else in it.
pub fn seen(span: Span, hidden: &Hidden) -> Surroundings {
    match source::file(span) {
        Some((text, at)) => seen_at(&text, at, hidden).unwrap_or_default(),
        None => Surroundings::default(),
    }
}

fn seen_at(text: &str, at: usize, hidden: &Hidden) -> Option<Surroundings> {
    if hidden.by_glob {
        return None;
    }
    let Around { module, block } = Around::of(text, at)?;
    // A name that stands there twice is one of which a `cfg` decides.
    let always = |range: &Range<usize>| !text[range.clone()].contains("cfg");
    let mut declared = types(text, &module)?;
    let generics = match block {
        Some(header) => around_methods(&text[header], &mut declared)?,
        None => syn::Generics::default(),
    };
    let mut seen = TypeParams {
        seen: declared,
        constants: module.constants.into_iter().collect(),
        ..TypeParams::default()
    };
    let mut twice = HashSet::new();
    for (name, header) in module.functions.into_iter().filter(|f| always(&f.1)) {
        // Most are not called here, and reading a signature takes time.
        if !hidden.mentioned.contains(&name) {
            continue;
        }
        let Ok(f) = syn::parse_str::<syn::ItemFn>(&format!("{} {{}}", &text[header])) else {
            continue;
        };
        let mut kind = declared::result(&f.sig).unwrap_or(Kind::Unknown);
        forget_unseen(&mut kind, &seen.seen);
        if seen.functions.insert(name.clone(), kind).is_some() {
            twice.insert(name);
        }
    }
    let meant = |name: &String| !hidden.names.contains(name);
    seen.seen.retain(|name, _| meant(name));
    seen.functions
        .retain(|name, _| meant(name) && !twice.contains(name));
    seen.constants.retain(meant);
    Some(Surroundings {
        generics,
        types: seen,
        ..Surroundings::default()
    })
}

/// The types that derive `Differentiable`.
fn types(text: &str, module: &Module) -> Option<HashMap<String, OwnType>> {
    let items: Vec<syn::Item> = module
        .types
        .iter()
        .map(|range| &text[range.clone()])
        .filter(|item| item.contains("Differentiable") && !item.contains("cfg"))
        .filter_map(|item| syn::parse_str(item).ok())
        .filter(declared::is_derived)
        .collect();
    // A name in a field's type may be that of another of them.
    let mut names = TypeParams::default();
    for item in &items {
        let name = declared::name(item)?.to_string();
        if names.seen.insert(name, OwnType::default()).is_some() {
            return None;
        }
    }
    let mut types: HashMap<_, _> = items
        .iter()
        .filter_map(|item| declared::fields(item, &names))
        .collect();
    let fields = types.values_mut().flat_map(|own| own.fields.values_mut());
    fields.for_each(|kind| forget_unseen(kind, &names.seen));
    Some(types)
}

/// Of a type that is not seen, a parameter of the type or an alias, say, the name tells nothing.
fn forget_unseen(kind: &mut Kind, seen: &HashMap<String, OwnType>) {
    kind.names_mut(&mut |kind| {
        if matches!(kind, Kind::Named(name) if !seen.contains_key(name)) {
            *kind = Kind::Unknown;
        }
    });
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

/// What braces, brackets or parentheses are open.
#[derive(Clone)]
enum Open {
    Module(usize),
    /// An `impl` or a trait, with its header.
    Block(Range<usize>),
    Other,
}

/// What an item is, by its first word that says so.
#[derive(Clone, Copy, PartialEq, Default)]
enum What {
    #[default]
    Unsaid,
    Type,
    Function,
    /// A `const` or a `static`, up to its name.
    Constant,
    Module,
    Block,
    Other,
}

/// What is declared in a module.
#[derive(Clone, Default)]
struct Module {
    types: Vec<Range<usize>>,
    /// Their names, and where they stand up to their bodies.
    functions: Vec<(String, Range<usize>)>,
    /// Names.
    constants: Vec<String>,
}

/// What is around a place in a file.
struct Around {
    module: Module,
    /// The header of the `impl` or trait that it is in.
    block: Option<Range<usize>>,
}

impl Around {
    /// None if something else than modules, and at most one `impl` or trait, is around the place.
    fn of(text: &str, at: usize) -> Option<Self> {
        let mut code = Code::new(text);
        let mut modules = vec![Module::default()];
        let mut open = vec![Open::Module(0)];
        // Of the item that is being read: where it starts, and what it is.
        let (mut start, mut what) = (None, What::Unsaid);
        // Of a function.
        let mut name = None;
        // In `#![..]`.
        let mut inner = false;
        let mut place = None;
        while let Some(token) = code.next() {
            let end = code.at();
            let len = match token {
                Token::Word(word) => word.len(),
                Token::Mark(_) => 1,
            };
            if end > at && place.is_none() {
                // What is no code in this text is that of another one: in an example of a comment, say.
                if end - len != at {
                    return None;
                }
                place = Some(match &open[..] {
                    [.., Open::Module(m)] => (*m, None),
                    [.., Open::Module(m), Open::Block(header)] => (*m, Some(header.clone())),
                    _ => return None,
                });
            }
            let here = match open.last() {
                Some(Open::Module(m)) => Some(*m),
                _ => None,
            };
            if here.is_some() && start.is_none() {
                start = Some(end - len);
            }
            match token {
                Token::Word(word) => {
                    if let Some(m) = here {
                        let text = || String::from_utf8_lossy(word).into_owned();
                        let said = of_word(word);
                        if said == What::Function {
                            name = None;
                        } else if what == What::Function {
                            name.get_or_insert_with(text);
                        }
                        what = match (what, said) {
                            (What::Unsaid, first) => first,
                            (What::Constant, What::Unsaid) => What::Constant,
                            (What::Constant, What::Function) => What::Function,
                            (What::Constant, _) => {
                                modules[m].constants.push(text());
                                What::Other
                            }
                            (said, _) => said,
                        };
                    }
                }
                Token::Mark(b'!') => inner = here.is_some() && start == Some(end - 2),
                Token::Mark(b'{') => {
                    open.push(match (here, what) {
                        (Some(_), What::Module) => {
                            modules.push(Module::default());
                            (start, what) = (None, What::Unsaid);
                            Open::Module(modules.len() - 1)
                        }
                        (Some(_), What::Block) => Open::Block(start.unwrap_or(end)..end - 1),
                        (Some(m), What::Function) => {
                            let named = name.take().zip(start.map(|start| start..end - 1));
                            modules[m].functions.extend(named);
                            Open::Other
                        }
                        _ => Open::Other,
                    });
                }
                Token::Mark(b'(' | b'[') => open.push(Open::Other),
                Token::Mark(mark @ (b'}' | b')' | b']')) => {
                    if open.len() > 1 {
                        open.pop();
                    }
                    let Some(Open::Module(m)) = open.last() else {
                        continue;
                    };
                    // An attribute of the file or the module belongs to no item.
                    if mark == b']' && std::mem::take(&mut inner) {
                        start = None;
                    }
                    if mark == b'}' {
                        if what == What::Type {
                            modules[*m].types.extend(start.map(|start| start..end));
                        }
                        (start, what) = (None, What::Unsaid);
                    }
                }
                Token::Mark(b';') => {
                    if let Some(m) = here {
                        if what == What::Type {
                            modules[m].types.extend(start.map(|start| start..end));
                        }
                        (start, what) = (None, What::Unsaid);
                    }
                }
                Token::Mark(_) => {}
            }
        }
        let (module, block) = place?;
        let module = std::mem::take(&mut modules[module]);
        Some(Around { module, block })
    }
}

fn of_word(word: &[u8]) -> What {
    match word {
        b"struct" | b"enum" => What::Type,
        b"mod" => What::Module,
        b"impl" | b"trait" => What::Block,
        b"fn" => What::Function,
        b"const" | b"static" => What::Constant,
        b"pub" | b"crate" | b"unsafe" | b"async" | b"default" | b"mut" => What::Unsaid,
        _ => What::Other,
    }
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
        let seen = seen_at(&text, mark, &Hidden::default()).unwrap_or_default();
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
            let seen = seen_at(&text, mark, &hidden).unwrap_or_default().types;
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
