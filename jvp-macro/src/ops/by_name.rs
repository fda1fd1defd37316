//! Tables by name, looked up in order of the names: the lists stand in the order in which people read
//! them.

use std::sync::LazyLock;

/// Filled at the first look.
pub type Static<T> = LazyLock<ByName<T>>;

/// A value for each of the names.
pub struct ByName<T>(Vec<(&'static str, T)>);

impl<T> ByName<T> {
    pub fn get(&self, name: &str) -> Option<&T> {
        let at = self.0.binary_search_by(|(n, _)| (*n).cmp(name)).ok()?;
        Some(&self.0[at].1)
    }
}

/// Of several values for one name the first counts.
impl<T> FromIterator<(&'static str, T)> for ByName<T> {
    fn from_iter<I: IntoIterator<Item = (&'static str, T)>>(values: I) -> Self {
        let mut all: Vec<(&'static str, T)> = values.into_iter().collect();
        all.sort_by_key(|(name, _)| *name);
        all.dedup_by_key(|(name, _)| *name);
        ByName(all)
    }
}
