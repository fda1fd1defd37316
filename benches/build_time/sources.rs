//! The crates that are compiled: the golden files, in three forms, the short ones in several copies.
//!
//! A golden file has functions with the attribute behind `//`, and what the attribute writes as text
//! that passes a reviewer. So it is the plain functions, what somebody would write by hand, and the
//! annotated functions in one.

use std::fmt::Write;
use std::path::Path;

/// How the functions stand in a crate.
#[derive(Clone, Copy)]
pub enum Form {
    /// Without derivatives.
    Plain,
    /// With their derivatives as text.
    ByHand,
    /// With the attribute.
    Annotated,
}

impl Form {
    pub const ALL: [Form; 3] = [Form::Plain, Form::ByHand, Form::Annotated];

    /// As a name of a file, and in tables.
    pub fn label(self) -> &'static str {
        match self {
            Form::Plain => "plain",
            Form::ByHand => "by_hand",
            Form::Annotated => "annotated",
        }
    }
}

/// Some golden files.
pub struct Corpus {
    /// What they are, for tables.
    pub name: &'static str,
    folder: &'static str,
    copies: usize,
}

pub const ALL: [Corpus; 2] = [
    Corpus {
        name: "scalar",
        folder: "tests/golden",
        copies: 3,
    },
    Corpus {
        name: "array",
        folder: "tests/regions",
        copies: 1,
    },
];

const ATTRIBUTE: &str = "// #[derive_jvp";
const BEGIN: &str = "// ---- What `derive_jvp` writes. ----\n";
const END: &str = "// ---- End of what `derive_jvp` writes. ----\n";

impl Corpus {
    /// The crate, and how many annotated functions it has or would have.
    pub fn text(&self, form: Form) -> (String, usize) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(self.folder);
        let mut paths: Vec<_> = std::fs::read_dir(folder)
            .expect("the golden files are there")
            .map(|entry| entry.expect("an entry can be read").path())
            .collect();
        paths.sort();
        let (mut text, mut count) = (String::new(), 0);
        for path in paths {
            let file = std::fs::read_to_string(&path).expect("a golden file can be read");
            let Some((before, rest)) = file.split_once(BEGIN) else {
                continue;
            };
            let (written, _) = rest.split_once(END).expect("the end is marked");
            // What a file has beside functions, it has by hand in place of what the attribute adds.
            if before.contains("\npub struct") || before.contains("\nimpl") {
                continue;
            }
            let source: String = before
                .lines()
                .filter(|line| !line.starts_with("//!"))
                .flat_map(|line| [line, "\n"])
                .collect();
            let body = match form {
                Form::Plain => source.clone(),
                Form::ByHand => source.clone() + written,
                Form::Annotated => source.replace(ATTRIBUTE, &ATTRIBUTE[3..]),
            };
            count += self.copies * source.matches(ATTRIBUTE).count();
            let stem = path.file_stem().expect("a file has a name").display();
            for copy in 0..self.copies {
                writeln!(
                    text,
                    "pub mod {stem}_{copy} {{\nuse jvp::prelude::*;\n{body}}}"
                )
                .expect("writing to a string can't fail");
            }
        }
        (text, count)
    }
}
