//! Source files: what stands around an attribute, which sees its own item only.
//!
//! A file is scanned once for all of the attributes in it. What is known of it is kept by its text, so a
//! changed file is another one.

use super::around::Blocks;
use super::declared;
use super::outline::{Module, Outline};
use crate::ir::kind::OwnType;
use proc_macro2::Span;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The last files, the latest first. The compiler goes from file to file; an IDE stays for long, and has a
/// thread for each attribute.
static FILES: Mutex<Vec<Arc<File>>> = Mutex::new(Vec::new());

/// How many files are kept.
const KEPT: usize = 16;

/// A file's text, and what is known of it.
pub struct File {
    text: String,
    /// Where its lines start.
    lines: Vec<usize>,
    blocks: OnceLock<Blocks>,
    outline: OnceLock<Outline>,
    /// Those of each module.
    types: OnceLock<Vec<Option<HashMap<String, OwnType>>>>,
}

/// The file that `span` is in, and where in it the span starts; none without a file.
pub fn file(span: Span) -> Option<(Arc<File>, usize)> {
    if !proc_macro::is_available() {
        return None;
    }
    let span = span.unwrap().start();
    let text = std::fs::read_to_string(span.local_file()?).ok()?;
    let mut files = FILES.lock().unwrap_or_else(PoisonError::into_inner);
    let file = kept(&mut files, text);
    // Lines and columns, in bytes, count from one.
    let line = span.line().saturating_sub(1);
    let start = file.lines.get(line).copied().unwrap_or(file.text.len());
    let at = (start + span.column().saturating_sub(1)).min(file.text.len());
    file.text.is_char_boundary(at).then_some((file, at))
}

/// The file of this text, anew only if it is not among those that are kept.
fn kept(files: &mut Vec<Arc<File>>, text: String) -> Arc<File> {
    let file = match files.iter().position(|f| f.text == text) {
        Some(i) => files.remove(i),
        None => Arc::new(File::new(text)),
    };
    files.insert(0, Arc::clone(&file));
    files.truncate(KEPT);
    file
}

impl File {
    pub fn new(text: String) -> Self {
        let lines = text.split_inclusive('\n').scan(0, |end, line| {
            let start = *end;
            *end += line.len();
            Some(start)
        });
        File {
            lines: lines.collect(),
            text,
            blocks: OnceLock::new(),
            outline: OnceLock::new(),
            types: OnceLock::new(),
        }
    }

    pub fn text(&self, range: &Range<usize>) -> &str {
        &self.text[range.clone()]
    }

    /// Whether the innermost braces around a place are those of an `impl` or a trait.
    pub fn in_an_impl(&self, at: usize) -> bool {
        self.blocks
            .get_or_init(|| Blocks::of(&self.text))
            .around(at)
    }

    pub fn outline(&self) -> &Outline {
        self.outline.get_or_init(|| Outline::of(&self.text))
    }

    /// The types of a module that derive `Differentiable`; none if two have one name.
    pub fn types(&self, module: usize) -> Option<&HashMap<String, OwnType>> {
        let of = |m: &Module| declared::derived(m.types.iter().map(|t| self.text(t)));
        let types = self
            .types
            .get_or_init(|| self.outline().modules.iter().map(of).collect());
        types[module].as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_files_are_kept_by_their_text() {
        let mut files = Vec::new();
        let mut file = |text: &str| kept(&mut files, text.to_string());
        let first = file("fn f() {}");
        assert!(!Arc::ptr_eq(&first, &file("fn f() { }")));
        for i in 0..2 * KEPT {
            file(&format!("fn f{i}() {{}}"));
            assert!(Arc::ptr_eq(&first, &file("fn f() {}")));
        }
        assert_eq!(files.len(), KEPT);
    }
}
