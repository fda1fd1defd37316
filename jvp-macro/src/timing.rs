//! How long an expansion takes: `cargo test -p jvp-macro timing -- --ignored --nocapture` times every
//! annotated function of the examples, the benchmarks and the golden files, and prints the slowest
//! (`JVP_FN=NAME` for one of them). It checks nothing. `cargo bench --bench build_time` runs it,
//! without and with optimisation.
//!
//! Outside of the compiler `proc-macro2` stands in for its tokens. A file is parsed before the clock
//! starts; from then on it is what the attribute does.

use crate::items;
use proc_macro2::TokenStream;
use quote::ToTokens;
use std::path::{Path, PathBuf};
use std::time::Instant;
use syn::visit::{self, Visit};

/// How many of the slowest are printed, and how often each is expanded.
const PRINTED: usize = 5;
const RUNS: usize = 5;

/// Prints a line for each of the slowest: milliseconds, the name, lines of the result, the file.
#[test]
#[ignore = "it measures"]
fn slowest_expansions() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    for folder in ["examples", "benches", "tests/golden", "tests/regions"] {
        collect(&root.join(folder), &mut files);
    }
    let mut all = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a source can be read");
        // In the golden files the attribute stands behind `//`.
        let text = text.replace("// #[derive_jvp", "#[derive_jvp");
        let mut annotated = Annotated::default();
        annotated.visit_file(&syn::parse_file(&text).expect("a source is Rust"));
        for (name, options, item) in annotated.0 {
            if std::env::var("JVP_FN").is_ok_and(|n| name != n) {
                continue;
            }
            let mut times: Vec<f64> = (0..RUNS)
                .map(|_| {
                    let (options, item) = (options.clone(), item.clone());
                    let start = Instant::now();
                    let _ = std::hint::black_box(items::derive_jvp(options, item));
                    start.elapsed().as_secs_f64() * 1e3
                })
                .collect();
            times.sort_by(f64::total_cmp);
            let out = items::derive_jvp(options, item);
            let out: syn::File = syn::parse2(out).expect("an expansion is a file");
            let lines = prettyplease::unparse(&out).lines().count();
            let file = file
                .strip_prefix(&root)
                .unwrap_or(&file)
                .display()
                .to_string();
            all.push((times[RUNS / 2], name, lines, file));
        }
    }
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    println!("of {} functions", all.len());
    for (time, name, lines, file) in all.iter().take(PRINTED) {
        println!("{time:8.2} ms  {name}, to {lines} lines, in {file}");
    }
}

/// The sources below a folder, in order.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let mut paths: Vec<PathBuf> = entries
        .map(|e| e.expect("an entry can be read").path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}

/// Annotated functions: the name, the options, and the tokens of the rest.
#[derive(Default)]
struct Annotated(Vec<(String, TokenStream, TokenStream)>);

impl<'ast> Visit<'ast> for Annotated {
    fn visit_item_fn(&mut self, f: &'ast syn::ItemFn) {
        visit::visit_item_fn(self, f);
        let Some(at) = f.attrs.iter().position(|a| a.path().is_ident("derive_jvp")) else {
            return;
        };
        let mut f = f.clone();
        let options = match f.attrs.remove(at).meta {
            syn::Meta::List(list) => list.tokens,
            _ => TokenStream::new(),
        };
        self.0
            .push((f.sig.ident.to_string(), options, f.to_token_stream()));
    }
}
