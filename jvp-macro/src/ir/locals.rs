//! Sets of locals, and tables by local.
//!
//! A local is a number that counts from zero, so both are arrays: a macro is built without
//! optimisation, where one look into a hash table costs as much as a walk over a statement.

use super::Local;

/// A set of locals.
#[derive(Clone, Debug, Default)]
pub struct Locals(Vec<bool>);

impl Locals {
    pub fn contains(&self, l: Local) -> bool {
        matches!(self.0.get(l.0), Some(true))
    }

    /// Whether it is new.
    pub fn insert(&mut self, l: Local) -> bool {
        if l.0 >= self.0.len() {
            self.0.resize(l.0 + 1, false);
        }
        !std::mem::replace(&mut self.0[l.0], true)
    }

    /// Adds those of `other`.
    pub fn union(&mut self, other: &Locals) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), false);
        }
        for (own, other) in self.0.iter_mut().zip(&other.0) {
            *own |= other;
        }
    }
}

impl Extend<Local> for Locals {
    fn extend<I: IntoIterator<Item = Local>>(&mut self, locals: I) {
        for l in locals {
            self.insert(l);
        }
    }
}

impl FromIterator<Local> for Locals {
    fn from_iter<I: IntoIterator<Item = Local>>(locals: I) -> Self {
        let mut out = Locals::default();
        out.extend(locals);
        out
    }
}

/// A value for some of the locals.
#[derive(Clone, Debug)]
pub struct ByLocal<T>(Vec<Option<T>>);

impl<T> Default for ByLocal<T> {
    fn default() -> Self {
        ByLocal(Vec::new())
    }
}

impl<T> FromIterator<(Local, T)> for ByLocal<T> {
    fn from_iter<I: IntoIterator<Item = (Local, T)>>(values: I) -> Self {
        let mut out = ByLocal::default();
        for (l, value) in values {
            out.insert(l, value);
        }
        out
    }
}

impl<T> ByLocal<T> {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn get(&self, l: Local) -> Option<&T> {
        self.0.get(l.0)?.as_ref()
    }

    pub fn insert(&mut self, l: Local, value: T) -> Option<T> {
        if l.0 >= self.0.len() {
            self.0.resize_with(l.0 + 1, || None);
        }
        self.0[l.0].replace(value)
    }

    /// The value for `l`, made now if there is none yet.
    pub fn entry(&mut self, l: Local) -> &mut T
    where
        T: Default,
    {
        if l.0 >= self.0.len() {
            self.0.resize_with(l.0 + 1, || None);
        }
        self.0[l.0].get_or_insert_default()
    }
}
