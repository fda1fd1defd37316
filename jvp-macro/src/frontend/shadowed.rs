//! Names of functions that mean something else within a body: of an item there, or of an import.
//!
//! In: a body, and what the functions around it return. Out: the same without those whose names a
//! call in the body might not mean; what such a call gives is then not known.

use super::macros;
use crate::ir::Kind;
use std::collections::HashMap;
use syn::visit::Visit;

/// Takes the functions away that `body` shadows, or may shadow.
pub fn remove(body: &syn::Block, functions: &mut HashMap<String, Kind>) {
    if !functions.is_empty() {
        Shadowed { functions }.visit_block(body);
    }
}

struct Shadowed<'a> {
    functions: &'a mut HashMap<String, Kind>,
}

impl Shadowed<'_> {
    fn named(&mut self, name: &syn::Ident) {
        self.functions.remove(&name.to_string());
    }
}

impl<'ast> Visit<'ast> for Shadowed<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        match item {
            syn::Item::Fn(f) => self.named(&f.sig.ident),
            syn::Item::Const(c) => self.named(&c.ident),
            syn::Item::Static(s) => self.named(&s.ident),
            syn::Item::Struct(s) => self.named(&s.ident),
            syn::Item::Use(u) => self.visit_use_tree(&u.tree),
            // It may define anything, unless it defines a macro.
            syn::Item::Macro(m) if m.ident.is_none() => self.functions.clear(),
            _ => {}
        }
    }

    fn visit_stmt_macro(&mut self, m: &'ast syn::StmtMacro) {
        if !macros::is_of_std(&m.mac) {
            self.functions.clear();
        }
    }

    fn visit_use_name(&mut self, u: &'ast syn::UseName) {
        self.named(&u.ident);
    }

    fn visit_use_rename(&mut self, u: &'ast syn::UseRename) {
        self.named(&u.rename);
    }

    fn visit_use_glob(&mut self, _: &'ast syn::UseGlob) {
        self.functions.clear();
    }
}
