//! What is declared beside a function: in the same module of the same file, where its name means it and
//! nothing else. Of types the fields are known, and of functions what they return.
//!
//! Only types that derive `Differentiable` count, and functions that are annotated, and none of which a
//! `cfg` may leave something out. Of what can't be found (a span without a file, text that another macro
//! has written, a function in another one) nothing is known.

use super::declared;
use super::source::{self, Code, Token};
use crate::ir::kind::{Kind, OwnType, TypeParams};
use proc_macro2::Span;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use syn::visit::{self, Visit};

/// The types that an item at `span` may name, as `seen`, and the functions; `hidden` are the names of types
/// that mean something else in it.
pub fn declared(span: Span, hidden: &Hidden) -> TypeParams {
    match source::file(span) {
        Some((text, at)) => declared_at(&text, at, hidden).unwrap_or_default(),
        None => TypeParams::default(),
    }
}

fn declared_at(text: &str, at: usize, hidden: &Hidden) -> Option<TypeParams> {
    if hidden.by_glob {
        return None;
    }
    let around = Around::of(text, at)?;
    let seen = types(text, around.types, around.block, hidden)?;
    let functions = functions(text, around.functions, &seen);
    Some(TypeParams {
        seen,
        functions,
        ..TypeParams::default()
    })
}

fn types(
    text: &str,
    types: Vec<Range<usize>>,
    block: Option<Range<usize>>,
    hidden: &Hidden,
) -> Option<HashMap<String, OwnType>> {
    let items: Vec<syn::Item> = types
        .into_iter()
        .map(|range| &text[range])
        .filter(|item| !item.contains("cfg"))
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
    if let Some(header) = block {
        around_methods(&text[header], &mut types)?;
    }
    types.retain(|name, _| !hidden.names.contains(name));
    let fields = types.values_mut().flat_map(|own| own.fields.values_mut());
    // Of a type that is not seen, a parameter of the type or an alias, say, the name tells nothing.
    fields.for_each(|kind| forget(kind, &names.seen));
    Some(types)
}

/// What annotated functions return, by their headers.
fn functions(
    text: &str,
    headers: Vec<Range<usize>>,
    types: &HashMap<String, OwnType>,
) -> HashMap<String, Kind> {
    let headers = headers.into_iter().map(|range| &text[range]);
    let known = headers
        .filter(|header| !header.contains("cfg"))
        .filter_map(|header| syn::parse_str(&format!("{header} {{}}")).ok())
        .filter(is_annotated)
        .filter_map(|f| declared::result(&f));
    let forgotten = known.map(|(name, mut kind)| {
        forget(&mut kind, types);
        (name, kind)
    });
    forgotten.collect()
}

/// Whether an attribute of ours stands on a function.
fn is_annotated(f: &syn::ItemFn) -> bool {
    let names = f.attrs.iter().filter_map(|a| a.path().segments.last());
    let mut names = names.map(|s| &s.ident);
    names.any(|name| name == "derive_jvp" || name == "custom_jvp")
}

/// Of a type that is not among `types` the name tells nothing.
fn forget(kind: &mut Kind, types: &HashMap<String, OwnType>) {
    kind.names_mut(&mut |kind| {
        if matches!(kind, Kind::Named(name) if !types.contains_key(name)) {
            *kind = Kind::Unknown;
        }
    });
}

/// `Self`, and what the generics of an `impl` or a trait hide.
fn around_methods(header: &str, types: &mut HashMap<String, OwnType>) -> Option<()> {
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
    Some(())
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
    Module,
    Block,
    Other,
}

/// What a module declares.
#[derive(Default)]
struct Module {
    types: Vec<Range<usize>>,
    functions: Vec<Range<usize>>,
}

/// What is around a place in a file.
struct Around {
    /// The types of its module.
    types: Vec<Range<usize>>,
    /// The headers of the functions of its module.
    functions: Vec<Range<usize>>,
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
                    if here.is_some() && what == What::Unsaid {
                        what = of_word(word);
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
                            modules[m]
                                .functions
                                .extend(start.map(|start| start..end - 1));
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
        let Module { types, functions } = modules.swap_remove(module);
        Some(Around {
            types,
            functions,
            block,
        })
    }
}

fn of_word(word: &[u8]) -> What {
    match word {
        b"struct" | b"enum" => What::Type,
        b"fn" => What::Function,
        b"mod" => What::Module,
        b"impl" | b"trait" => What::Block,
        b"pub" | b"crate" | b"unsafe" | b"async" | b"default" => What::Unsaid,
        _ => What::Other,
    }
}

/// Names that mean something else inside of an item than beside it.
#[derive(Default)]
pub struct Hidden {
    names: HashSet<String>,
    /// Names that are not written there.
    by_glob: bool,
}

impl Hidden {
    /// By an item's generics, and by the items in its blocks.
    pub fn in_item(item: &syn::Item) -> Self {
        let mut hidden = Hidden::default();
        match item {
            syn::Item::Fn(f) => hidden.visit_item_fn(f),
            syn::Item::Impl(i) => hidden.visit_item_impl(i),
            syn::Item::Trait(t) => hidden.visit_item_trait(t),
            _ => {}
        }
        hidden
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
    use crate::ir::kind::{Float, Seq};

    /// The types that are known at the mark `@`, with a field of each.
    fn at(text: &str) -> Vec<String> {
        let mark = text.find('@').expect("a mark");
        let text = text.replacen('@', "fn f() {}", 1);
        let known = declared_at(&text, mark, &Hidden::default()).unwrap_or_default();
        let mut found: Vec<String> = known
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
    fn functions() {
        let results = |text: &str| {
            let mark = text.find('@').expect("a mark");
            let text = text.replacen('@', "fn f() {}", 1);
            declared_at(&text, mark, &Hidden::default()).map(|known| known.functions)
        };
        let spring = "#[derive(Differentiable)] struct Spring { k: f64 }";
        let known = results(&format!(
            "{spring} @
            #[derive_jvp(wrt(x))] pub fn count<'a>(x: &'a f64) -> (f64, usize) {{ (*x, {{ 1 }}) }}
            #[jvp::custom_jvp(rule)] pub(crate) fn spring() -> Option<Spring> {{ None }}
            #[derive_jvp] fn alias() -> Vec<Other> {{ vec![] }}
            #[derive_jvp] fn by_type<T: Real>(x: T) -> f64 {{ 0.0 }}
            #[derive_jvp] #[cfg(x)] fn sometimes() -> f64 {{ 0.0 }}
            #[derive_jvp] fn nothing() {{}}
            fn plain() -> f64 {{ #[derive_jvp] fn inner() -> f64 {{ 0.0 }} inner() }}
            mod a {{ #[derive_jvp] fn elsewhere() -> f64 {{ 0.0 }} }}"
        ));
        let mut known: Vec<_> = known.expect("a place").into_iter().collect();
        known.sort_by(|a, b| a.0.cmp(&b.0));
        let expected = [
            ("alias", Kind::Seq(Seq::Vec, Box::new(Kind::Unknown))),
            (
                "count",
                Kind::Tuple(vec![Kind::Scalar(Float::F64), Kind::Inert]),
            ),
            (
                "spring",
                Kind::Option(Box::new(Kind::Named("Spring".to_string()))),
            ),
        ];
        assert_eq!(known, expected.map(|(name, kind)| (name.to_string(), kind)));
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
