//! The golden files: expansions as committed text, held against what the compiler writes today.
//!
//! A golden file is a module of `tests/golden` or `tests/second_order`: a comment that says why
//! the derivative is right, the source with its attribute behind `//`, the generated functions
//! between two marks, and a check that runs them. The crates of those folders compile and run the
//! text as it stands, and read it for what nobody would write by hand; here it is compared with
//! the compiler's. In `tests/second_order` the generated functions are differentiated once more, in
//! the form that they have before multiply-adds are fused, which is the last thing that is done.
//!
//! `JVP_BLESS=1 cargo test -p jvp-macro golden` writes what is between the marks anew.

use crate::expand;
use crate::frontend::attribute::{self, Options};
use crate::frontend::surroundings::Surroundings;
use proc_macro2::TokenStream;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use syn::visit::{self, Visit};
use syn::{Item, ItemFn};

/// What an annotation looks like in a golden file, and what it is parsed as.
const ATTRIBUTE: (&str, &str) = ("// #[derive_jvp", "golden");
/// Of the corpus: what is refused, should someone annotate it; in order.
const NOT_CLOSED: &[&str] = &[
    // A `Cell` with a tangent beside it.
    "jvp_counted",
    // The pattern of a closure that compares pairs of pairs.
    "jvp_extremes",
    "jvp_extremes_y",
    // `unzip` of an `Option`.
    "jvp_layers",
    "jvp_lent_options",
    "jvp_lent_options_y",
    "jvp_parts",
    "jvp_parts_y",
    // `rt::same(..)(..)`, which calls what it has compared.
    "jvp_replaced",
    "jvp_replaced_y",
    "jvp_rotate",
    "jvp_stacked",
    "jvp_stacked_y",
    "jvp_swaps",
    "jvp_swaps_x",
    "jvp_swaps_y",
];
const BEGIN: &str = "// ---- What `derive_jvp` writes. ----\n";
const END: &str = "// ---- End of what `derive_jvp` writes. ----\n";

#[test]
fn golden_files_are_what_the_compiler_writes() {
    compare("golden", 1);
}

#[test]
fn region_files_are_what_the_compiler_writes() {
    compare("regions", 1);
}

#[test]
fn second_order_files_are_what_the_compiler_writes() {
    compare("second_order", 2);
}

/// What is written for the corpus is itself in the accepted language, but for what the list names.
#[test]
fn the_output_is_accepted_again() {
    let mut refused = BTreeMap::new();
    let mut accepted = 0;
    for file in ["programs", "language"].into_iter().flat_map(files) {
        let mut corpus = Annotated {
            attribute: "derive_jvp",
            functions: Vec::new(),
        };
        corpus.visit_file(&syn::parse_file(&read(&file)).expect("the corpus is Rust"));
        for (item, options) in corpus.functions {
            for f in generated_functions(&file, &item, options, true) {
                let again: ItemFn = syn::parse_str(&pretty(&f)).expect("the output is Rust");
                let options = Options {
                    no_companion: true,
                    unfused: true,
                    ..Options::default()
                };
                match expand::functions(&again, &options, &Surroundings::default()) {
                    Ok(_) => accepted += 1,
                    Err(e) => drop(refused.insert(again.sig.ident.to_string(), e[0].to_string())),
                }
            }
        }
    }
    let names: Vec<&str> = refused.keys().map(String::as_str).collect();
    assert_eq!(names, NOT_CLOSED, "{refused:#?}");
    assert!(
        accepted > 500,
        "the corpus is smaller than it was: {accepted}"
    );
}

/// A file that its crate does not name is neither compiled nor run.
#[test]
fn every_golden_file_is_run() {
    for folder in ["golden", "regions", "second_order"] {
        let files = golden_files(folder);
        assert!(files.len() >= 4, "`tests/{folder}` has lost its files");
        let main = read(&tests().join(folder).join("main.rs"));
        for file in files {
            let stem = file
                .path
                .file_stem()
                .expect("a file has a name")
                .display()
                .to_string();
            assert!(
                main.contains(&format!("mod {stem};")),
                "tests/{folder}/main.rs has no `{stem}`"
            );
            assert!(
                file.after.contains("check! {"),
                "{}: nothing checks it",
                file.path.display()
            );
        }
    }
}

fn compare(folder: &str, order: usize) {
    let mut faults = Vec::new();
    for file in golden_files(folder) {
        let text = file.expansion(order);
        if text == file.generated {
            continue;
        }
        if std::env::var("JVP_BLESS").is_ok_and(|v| v == "1") {
            let all = [&file.before, BEGIN, &text, END, &file.after].concat();
            std::fs::write(&file.path, all).expect("the golden file can be written");
            continue;
        }
        let difference = difference(&file.generated, &text);
        faults.push(format!("{}\n{difference}", file.path.display()));
    }
    assert!(
        faults.is_empty(),
        "\n{}\nif this is how it should be: `JVP_BLESS=1 cargo test -p jvp-macro golden`",
        faults.join("\n")
    );
}

/// One golden file, cut at its marks.
struct Golden {
    path: PathBuf,
    before: String,
    generated: String,
    after: String,
}

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The modules of a folder of `tests`, in order, without those that run them.
fn files(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(tests().join(folder)).expect("the folder is there");
    let mut paths: Vec<PathBuf> = entries
        .map(|e| e.expect("an entry can be read").path())
        .collect();
    let other = ["main.rs", "harness.rs", "reviewer.rs"];
    paths.retain(|p| !other.iter().any(|name| p.ends_with(name)));
    paths.sort();
    paths
}

fn golden_files(folder: &str) -> Vec<Golden> {
    files(folder).into_iter().map(Golden::open).collect()
}

/// The annotated functions of a file, wherever they stand, and the options of each.
struct Annotated {
    attribute: &'static str,
    functions: Vec<(ItemFn, TokenStream)>,
}

impl<'ast> Visit<'ast> for Annotated {
    fn visit_item_fn(&mut self, f: &'ast ItemFn) {
        visit::visit_item_fn(self, f);
        let Some(i) = f
            .attrs
            .iter()
            .position(|a| a.path().is_ident(self.attribute))
        else {
            return;
        };
        let mut f = f.clone();
        let options = match f.attrs.remove(i).meta {
            syn::Meta::List(list) => list.tokens,
            _ => TokenStream::new(),
        };
        self.functions.push((f, options));
    }
}

/// The functions that `derive_jvp` writes, without their attributes, and without the companion.
fn generated_functions(
    path: &Path,
    item: &ItemFn,
    options: TokenStream,
    unfused: bool,
) -> Vec<ItemFn> {
    let fail = |e: Vec<syn::Error>| -> ! {
        let list: Vec<String> = e.iter().map(ToString::to_string).collect();
        panic!(
            "{}: `{}`: {}",
            path.display(),
            item.sig.ident,
            list.join("\n")
        )
    };
    let (mut options, errors) = attribute::parse(options);
    options.unfused = unfused;
    if !errors.is_empty() {
        fail(errors);
    }
    let tokens =
        expand::functions(item, &options, &Surroundings::default()).unwrap_or_else(|e| fail(e));
    let file: syn::File = syn::parse2(tokens).expect("the output is Rust");
    let functions = file.items.into_iter().filter_map(|item| match item {
        Item::Fn(mut f) => {
            f.attrs.clear();
            Some(f)
        }
        _ => None,
    });
    functions.collect()
}

impl Golden {
    fn open(path: PathBuf) -> Self {
        let text = read(&path);
        let missing = |mark: &str| panic!("{}: there is no `{}`", path.display(), mark.trim_end());
        let (before, rest) = text.split_once(BEGIN).unwrap_or_else(|| missing(BEGIN));
        let (generated, after) = rest.split_once(END).unwrap_or_else(|| missing(END));
        let [before, generated, after] = [before, generated, after].map(str::to_string);
        Golden {
            path,
            before,
            generated,
            after,
        }
    }

    /// The annotated functions and the options of each.
    fn sources(&self) -> Vec<(ItemFn, TokenStream)> {
        let text = self
            .before
            .replace(ATTRIBUTE.0, &format!("#[{}", ATTRIBUTE.1));
        let file =
            syn::parse_file(&text).unwrap_or_else(|e| panic!("{}: {e}", self.path.display()));
        let mut annotated = Annotated {
            attribute: ATTRIBUTE.1,
            functions: Vec::new(),
        };
        annotated.visit_file(&file);
        assert!(
            !annotated.functions.is_empty(),
            "{}: nothing is annotated",
            self.path.display()
        );
        annotated.functions
    }

    /// The functions that `derive_jvp` writes, pretty-printed; then those that it writes for them.
    fn expansion(&self, order: usize) -> String {
        let mut sources = self.sources();
        let mut text = String::from("\n");
        for _ in 0..order {
            let mut next = Vec::new();
            for (item, options) in sources {
                for f in generated_functions(&self.path, &item, options, order > 1) {
                    text += &pretty(&f);
                    text.push('\n');
                    next.push((f, TokenStream::new()));
                }
            }
            sources = next;
        }
        text
    }
}

fn pretty(f: &ItemFn) -> String {
    prettyplease::unparse(&syn::parse_quote!(#f))
}

/// The lines that differ, with `-` what is committed and with `+` what the compiler writes.
fn difference(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    // `common[i][j]`: how many lines `old[i..]` and `new[j..]` share, in order.
    let mut common = vec![vec![0; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = match old[i] == new[j] {
                true => common[i + 1][j + 1] + 1,
                false => common[i + 1][j].max(common[i][j + 1]),
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out = String::new();
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || i < old.len() && common[i + 1][j] >= common[i][j + 1] {
            out += &format!("  - {}\n", old[i]);
            i += 1;
        } else {
            out += &format!("  + {}\n", new[j]);
            j += 1;
        }
    }
    out
}

#[test]
fn a_difference_is_shown_by_line() {
    assert_eq!(
        difference("a\nb\nc\n", "a\nx\nc\nd\n"),
        "  - b\n  + x\n  + d\n"
    );
}
