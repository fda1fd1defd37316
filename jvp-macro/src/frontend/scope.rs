//! Names to ids: the scopes that are open while a body is lowered.

use crate::diagnostics::Errors;
use crate::ir::{Function, Kind, Label, LabelData, Local, LocalData, Origin};
use proc_macro2::{Ident, Span};
use std::collections::HashMap;

/// The state of lowering one body.
pub struct Lower<'a> {
    pub f: Function,
    pub errors: &'a Errors,
    pub type_params: &'a crate::ir::kind::TypeParams,
    /// What a name means in each; none where it is an item's.
    scopes: Vec<HashMap<String, Option<Local>>>,
    /// Innermost last; the flag says whether a `break` or `continue` without label may mean it.
    pub labels: Vec<(Option<String>, Label, bool)>,
}

impl<'a> Lower<'a> {
    pub fn new(
        f: Function,
        type_params: &'a crate::ir::kind::TypeParams,
        errors: &'a Errors,
    ) -> Self {
        Lower {
            f,
            errors,
            type_params,
            scopes: vec![HashMap::new()],
            labels: Vec::new(),
        }
    }

    /// Runs `inside` in a scope of its own.
    pub fn scoped<T>(&mut self, inside: impl FnOnce(&mut Self) -> T) -> T {
        self.scopes.push(HashMap::new());
        let out = inside(self);
        self.scopes.pop();
        out
    }

    /// The local of this name, if one is in scope.
    pub fn lookup(&self, name: &str) -> Option<Local> {
        let mut scopes = self.scopes.iter().rev();
        scopes.find_map(|s| s.get(name).copied()).flatten()
    }

    /// A nested item hides locals of its name, in the innermost scope.
    pub fn hide(&mut self, name: &str) {
        self.means(name.to_string(), None);
    }

    /// A new local, visible from here on.
    pub fn bind(&mut self, ident: &Ident, mutable: bool) -> Local {
        let local = self.f.add_local(LocalData {
            name: ident.to_string(),
            span: ident.span(),
            origin: Origin::User,
            kind: Kind::Unknown,
            mutable,
            pinned: false,
            twin: None,
            numbers: Default::default(),
        });
        self.alias(ident.to_string(), local);
        local
    }

    /// Makes `name` mean `local` in the innermost scope.
    pub fn alias(&mut self, name: String, local: Local) {
        self.means(name, Some(local));
    }

    fn means(&mut self, name: String, local: Option<Local>) {
        self.scopes
            .last_mut()
            .expect("a scope is open")
            .insert(name, local);
    }

    pub fn label(&mut self, lifetime: Option<&syn::Lifetime>) -> Label {
        self.f.labels.push(LabelData {
            lifetime: lifetime.cloned(),
        });
        Label(self.f.labels.len() - 1)
    }

    /// The target of a `break` or `continue`.
    pub fn target(&self, lifetime: Option<&syn::Lifetime>) -> Option<Label> {
        let mut labels = self.labels.iter().rev();
        match lifetime {
            Some(l) => {
                let name = l.ident.to_string();
                labels
                    .find(|(n, _, _)| n.as_ref() == Some(&name))
                    .map(|l| l.1)
            }
            None => labels.find(|l| l.2).map(|l| l.1),
        }
    }

    pub fn refuse(&self, span: Span, message: impl std::fmt::Display, help: &str) {
        self.errors.add(span, message, help);
    }
}
