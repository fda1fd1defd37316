//! The values that have a name in the block under construction: one value, one name.
//!
//! Always holds: what a value reads has not been written since it got its name.

use super::effects::Writes;
use crate::ir::*;

/// A value that has a name.
struct Known {
    text: String,
    local: Local,
    reads: Vec<Local>,
}

/// In the order of their texts. `reads` has all that one of them reads, and perhaps more.
#[derive(Default)]
pub struct Knowns {
    all: Vec<Known>,
    reads: Locals,
}

impl Knowns {
    /// The name of the value that `text` is the key of (`print::key`).
    pub fn get(&self, text: &str) -> Option<Local> {
        let at = self.place(text).ok()?;
        Some(self.all[at].local)
    }

    pub fn insert(&mut self, text: String, local: Local, reads: Vec<Local>) {
        self.reads.extend(reads.iter().copied());
        let (Ok(at) | Err(at)) = self.place(&text);
        self.all.insert(at, Known { text, local, reads });
    }

    /// Forgets the values that this may change.
    pub fn forget(&mut self, writes: &Writes) {
        let written = &writes.locals;
        if written.iter().any(|l| self.reads.contains(*l)) {
            self.all
                .retain(|k| !written.iter().any(|l| k.reads.contains(l)));
        }
    }

    fn place(&self, text: &str) -> Result<usize, usize> {
        self.all.binary_search_by(|k| k.text.as_str().cmp(text))
    }
}
