//! Names that mean something else within a body: those of an item there, or of an import.
//!
//! In: a body, and what is known of the functions and constants around it. Out: the same without those
//! whose names might not mean them in the body, of which nothing is known then; and with the body's own
//! constants.

use super::macros;
use crate::ir::kind::TypeParams;
use syn::visit::Visit;

/// Takes what `body` shadows, or may shadow, out of what is `known`.
pub fn remove(body: &syn::Block, known: &mut TypeParams) {
    let mut shadowed = Shadowed {
        known,
        constants: Vec::new(),
    };
    shadowed.visit_block(body);
    let constants = shadowed.constants;
    known.constants.extend(constants);
}

struct Shadowed<'a> {
    known: &'a mut TypeParams,
    /// Of the body.
    constants: Vec<String>,
}

impl Shadowed<'_> {
    fn named(&mut self, name: &syn::Ident) {
        self.known.functions.remove(&name.to_string());
        self.known.constants.remove(&name.to_string());
    }

    fn constant(&mut self, name: &syn::Ident) {
        self.named(name);
        self.constants.push(name.to_string());
    }

    fn anything(&mut self) {
        self.known.functions.clear();
        self.known.constants.clear();
    }
}

impl<'ast> Visit<'ast> for Shadowed<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        match item {
            syn::Item::Fn(f) => self.named(&f.sig.ident),
            syn::Item::Const(c) => self.constant(&c.ident),
            syn::Item::Static(s) => self.constant(&s.ident),
            syn::Item::Struct(s) => self.named(&s.ident),
            syn::Item::Use(u) => self.visit_use_tree(&u.tree),
            // It may define anything, unless it defines a macro.
            syn::Item::Macro(m) if m.ident.is_none() => self.anything(),
            _ => {}
        }
    }

    fn visit_stmt_macro(&mut self, m: &'ast syn::StmtMacro) {
        if !macros::is_of_std(&m.mac) {
            self.anything();
        }
    }

    fn visit_use_name(&mut self, u: &'ast syn::UseName) {
        self.named(&u.ident);
    }

    fn visit_use_rename(&mut self, u: &'ast syn::UseRename) {
        self.named(&u.rename);
    }

    fn visit_use_glob(&mut self, _: &'ast syn::UseGlob) {
        self.anything();
    }
}
