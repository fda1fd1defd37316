//! From source files to edges between the modules at a crate's root.
//!
//! In: a folder of sources. Out: the edges, one for each path that leaves its module. Always
//! holds: a path that starts at the crate's root and names no module there is either a re-export,
//! and counts as the module that it comes from, or an edge to `lib`.

use proc_macro2::{TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use syn::visit::{self, Visit};

/// One path from one module at the root into another.
#[derive(Debug)]
pub struct Edge {
    pub file: String,
    pub path: String,
    pub from: String,
    pub to: String,
}

/// The parsed files of one crate.
pub struct Sources {
    files: Vec<File>,
}

struct File {
    /// Under `src`.
    name: String,
    /// `["ir", "kind"]`; empty for `lib.rs`.
    module: Vec<String>,
    syntax: syn::File,
}

impl Sources {
    /// All `.rs` files under `folder`, which is relative to the package's root.
    pub fn read(folder: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let mut texts = Vec::new();
        collect(&root, "", &mut texts);
        assert!(!texts.is_empty(), "no sources under {}", root.display());
        let texts: Vec<(&str, &str)> = texts
            .iter()
            .map(|(n, t)| (n.as_str(), t.as_str()))
            .collect();
        Sources::parse(&texts)
    }

    /// Files by name and text.
    pub fn parse(texts: &[(&str, &str)]) -> Self {
        let file = |(name, text): &(&str, &str)| File {
            name: (*name).to_string(),
            module: module_of(name),
            syntax: syn::parse_file(text).unwrap_or_else(|e| panic!("{name}: {e}")),
        };
        Sources {
            files: texts.iter().map(file).collect(),
        }
    }

    /// The modules at the root, `lib` for the root itself.
    pub fn modules(&self) -> BTreeSet<String> {
        self.files.iter().map(|f| root_of(&f.module)).collect()
    }

    /// The edges that leave a module.
    pub fn edges(&self) -> Vec<Edge> {
        let names = Names {
            modules: self.modules(),
            reexports: self.reexports(),
            macros: self.macros(),
        };
        let mut out = Vec::new();
        for file in &self.files {
            let mut finder = Finder::new(&file.module);
            finder.visit_file(&file.syntax);
            for (path, absolute) in finder.found {
                let from = root_of(&file.module);
                let to = names.resolve(&absolute);
                if from != to {
                    out.push(Edge {
                        file: file.name.clone(),
                        path,
                        from,
                        to,
                    });
                }
            }
            for name in finder.macros {
                let from = root_of(&file.module);
                // A module's own macro goes before one of the same name elsewhere.
                if let Some(homes) = names.macros.get(&name)
                    && !homes.contains(&from)
                    && let Some(to) = homes.first().cloned()
                {
                    out.push(Edge {
                        file: file.name.clone(),
                        path: format!("{name}!"),
                        from,
                        to,
                    });
                }
            }
        }
        out
    }

    /// What `lib.rs` re-exports, by name, with the module that it comes from.
    fn reexports(&self) -> BTreeMap<String, String> {
        let mut out = BTreeMap::new();
        for file in self.files.iter().filter(|f| f.module.is_empty()) {
            for item in &file.syntax.items {
                if let syn::Item::Use(u) = item {
                    for path in paths_of(&u.tree) {
                        if let [module, .., name] = &path[..] {
                            out.insert(name.clone(), module.clone());
                        }
                    }
                }
            }
        }
        out
    }

    /// Where each `macro_rules!` stands.
    fn macros(&self) -> BTreeMap<String, BTreeSet<String>> {
        let mut out: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for file in &self.files {
            for item in &file.syntax.items {
                if let syn::Item::Macro(syn::ItemMacro {
                    ident: Some(name), ..
                }) = item
                {
                    out.entry(name.to_string())
                        .or_default()
                        .insert(root_of(&file.module));
                }
            }
        }
        out
    }
}

/// What names at the crate's root mean.
struct Names {
    modules: BTreeSet<String>,
    reexports: BTreeMap<String, String>,
    macros: BTreeMap<String, BTreeSet<String>>,
}

impl Names {
    fn resolve(&self, absolute: &[String]) -> String {
        match absolute.first() {
            Some(first) if self.modules.contains(first) => first.clone(),
            Some(first) => self
                .reexports
                .get(first)
                // An exported macro stands at the root, whatever module it is in.
                .or_else(|| self.macros.get(first).and_then(BTreeSet::first))
                .cloned()
                .unwrap_or_else(|| "lib".into()),
            None => "lib".into(),
        }
    }
}

fn collect(dir: &Path, under: &str, out: &mut Vec<(String, String)>) {
    let entries = std::fs::read_dir(dir).unwrap_or_else(|e| panic!("{}: {e}", dir.display()));
    let mut entries: Vec<_> = entries
        .map(|e| e.expect("an entry can be read").path())
        .collect();
    entries.sort();
    for path in entries {
        let name = path
            .file_name()
            .expect("an entry has a name")
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            collect(&path, &format!("{under}{name}/"), out);
        } else if name.ends_with(".rs") {
            let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{name}: {e}"));
            out.push((format!("{under}{name}"), text));
        }
    }
}

/// `ir/kind.rs` is `["ir", "kind"]`, `ir/mod.rs` and `ir.rs` are `["ir"]`.
fn module_of(name: &str) -> Vec<String> {
    let path = name.trim_end_matches(".rs");
    let parts = path.split('/').map(str::to_string);
    parts.filter(|p| p != "mod" && p != "lib").collect()
}

fn root_of(module: &[String]) -> String {
    module.first().cloned().unwrap_or_else(|| "lib".into())
}

/// The paths of a `use` tree, `self` and globs as they are written.
fn paths_of(tree: &syn::UseTree) -> Vec<Vec<String>> {
    let under = |head: &syn::Ident, tails: Vec<Vec<String>>| {
        let join = |tail| std::iter::once(head.to_string()).chain(tail).collect();
        tails.into_iter().map(join).collect()
    };
    match tree {
        syn::UseTree::Path(p) => under(&p.ident, paths_of(&p.tree)),
        syn::UseTree::Name(n) => vec![vec![n.ident.to_string()]],
        syn::UseTree::Rename(r) => vec![vec![r.ident.to_string()]],
        syn::UseTree::Glob(_) => vec![vec!["*".into()]],
        syn::UseTree::Group(g) => g.items.iter().flat_map(paths_of).collect(),
    }
}

/// Collects the paths of one file that start at a module.
struct Finder {
    /// Where we are, inline modules included.
    module: Vec<String>,
    /// As written, and from the crate's root.
    found: Vec<(String, Vec<String>)>,
    /// The macros that are called by a bare name.
    macros: Vec<String>,
}

impl Finder {
    fn new(module: &[String]) -> Self {
        Finder {
            module: module.to_vec(),
            found: Vec::new(),
            macros: Vec::new(),
        }
    }

    fn note(&mut self, path: &[String]) {
        let mut absolute = match path.first().map(String::as_str) {
            Some("crate") => Vec::new(),
            Some("self" | "super") => self.module.clone(),
            // At the root, a module may be named as it is.
            _ if self.module.is_empty() => Vec::new(),
            _ => return,
        };
        for part in path {
            match part.as_str() {
                "crate" | "self" => {}
                "super" => drop(absolute.pop()),
                name => absolute.push(name.to_string()),
            }
        }
        self.found.push((path.join("::"), absolute));
    }

    /// What tokens name that are not syntax yet: `crate::a`, `$crate::a`, `super::a`, `a!(..)`.
    fn tokens(&mut self, tokens: TokenStream) {
        let trees: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < trees.len() {
            if let TokenTree::Group(g) = &trees[at] {
                self.tokens(g.stream());
            }
            let mut path = Vec::new();
            while let Some(TokenTree::Ident(i)) = trees.get(at) {
                path.push(i.to_string());
                at += 1;
                let colons = trees[at..].iter().take(2).filter(|t| is_colon(t)).count();
                if colons < 2 {
                    break;
                }
                at += 2;
            }
            match &path[..] {
                [] => at += 1,
                [name] if is_call(&trees[at..]) => self.macros.push(name.clone()),
                [_] => {}
                _ => self.note(&path),
            }
        }
    }
}

fn is_colon(tree: &TokenTree) -> bool {
    matches!(tree, TokenTree::Punct(p) if p.as_char() == ':')
}

/// What makes a macro call of the name before it.
fn is_call(trees: &[TokenTree]) -> bool {
    matches!(trees, [TokenTree::Punct(p), TokenTree::Group(_), ..] if p.as_char() == '!')
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        for path in paths_of(&item.tree) {
            self.note(&path);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        // `self` alone is the receiver.
        if path.leading_colon.is_none() && parts.len() > 1 {
            self.note(&parts);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        if let Some(name) = call.path.get_ident() {
            self.macros.push(name.to_string());
        }
        self.visit_path(&call.path);
        self.tokens(call.tokens.clone());
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        self.module.push(module.ident.to_string());
        visit::visit_item_mod(self, module);
        self.module.pop();
    }

    /// `pub(in crate::a)` grants, and imports nothing.
    fn visit_vis_restricted(&mut self, _: &'ast syn::VisRestricted) {}
}
