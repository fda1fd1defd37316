//! The layers of the compiler and of the runtime: imports run downward only.
//!
//! Every path in the sources that starts with `crate`, `super` or `self` is read, in `use` items,
//! in code and inside of macros, and held against the tables below. A module stands in one layer
//! and may name those in the layers under it; modules of one layer do not know one another. How
//! the reading is done is in `layering/reader.rs`.

#[path = "layering/reader.rs"]
mod reader;

use reader::{Edge, Sources};

/// From the top down. A layer is a list of the modules at the crate's root that stand in it.
type Layers = &'static [&'static [&'static str]];

/// `jvp-macro`. The two test modules drive the whole compiler and stand where `lib` does.
const MACRO: Layers = &[
    &["lib", "golden", "pages", "show", "timing"],
    &["items", "custom"],
    &["expand", "derive"],
    &["companions", "fallback"],
    &["pipeline"],
    &["frontend", "passes", "backend"],
    &["ops"],
    &["ir"],
    &["diagnostics"],
];

/// `jvp-runtime`.
const RUNTIME: Layers = &[
    &["lib"],
    &["rt", "nn", "stop", "check"],
    &["product", "reduction", "slopes", "fma"],
    &["kernel"],
    &["companion", "borrowed"],
    &["scalar"],
    &[
        "tangent",
        "elementwise",
        "own",
        "overwrite",
        "lane",
        "gemm",
        "operand",
    ],
    &["math", "pool"],
];

#[test]
fn the_compiler_imports_downward() {
    let sources = Sources::read("jvp-macro/src");
    assert_eq!(faults(MACRO, &sources), Vec::<String>::new());
    // The reader sees what is known to be there.
    for (from, to) in [
        ("lib", "items"),
        ("items", "expand"),
        ("expand", "frontend"),
        ("passes", "ops"),
        ("ops", "ir"),
    ] {
        assert!(has_edge(&sources, from, to), "`{from}` names `{to}`");
    }
}

#[test]
fn the_runtime_imports_downward() {
    let sources = Sources::read("jvp-runtime/src");
    assert_eq!(faults(RUNTIME, &sources), Vec::<String>::new());
    for (from, to) in [
        ("rt", "slopes"),
        ("nn", "math"),
        ("scalar", "tangent"),
        ("rt", "companion"),
    ] {
        assert!(has_edge(&sources, from, to), "`{from}` names `{to}`");
    }
}

/// One line for each edge that does not go down, and for each module without a layer.
fn faults(layers: Layers, sources: &Sources) -> Vec<String> {
    let layer = |module: &str| layers.iter().position(|l| l.contains(&module));
    let mut out: Vec<String> = sources
        .modules()
        .into_iter()
        .filter(|m| layer(m).is_none())
        .map(|m| format!("`{m}` has no layer: add it to the table"))
        .collect();
    for edge in sources.edges() {
        if let (Some(from), Some(to)) = (layer(&edge.from), layer(&edge.to))
            && from >= to
        {
            let Edge {
                file,
                path,
                from,
                to,
            } = edge;
            out.push(format!(
                "{file}: `{path}` is an edge from `{from}` to `{to}`"
            ));
        }
    }
    out
}

fn has_edge(sources: &Sources, from: &str, to: &str) -> bool {
    sources.edges().iter().any(|e| e.from == from && e.to == to)
}

/// The faults of a made-up compiler, of which one file is `text`.
fn faults_with(file: &str, text: &str) -> Vec<String> {
    let mut files = vec![
        (
            "lib.rs",
            "mod expand; mod frontend; mod passes; mod ir; pub use ir::Kind;",
        ),
        ("expand.rs", "use crate::frontend::lower;"),
        ("frontend/mod.rs", "mod expr;"),
        (
            "frontend/expr.rs",
            "use super::scope::Lower; use crate::ir::Local;",
        ),
        ("passes/mod.rs", "use crate::ir::{self, Local};"),
        ("ir/mod.rs", ""),
    ];
    files.retain(|f| f.0 != file);
    files.push((file, text));
    faults(MACRO, &Sources::parse(&files))
}

#[test]
fn downward_edges_pass() {
    assert!(
        faults_with(
            "ir/kind.rs",
            "use super::*; use std::fmt; pub(crate) struct K;"
        )
        .is_empty()
    );
}

#[test]
fn an_upward_use_is_a_fault() {
    let faults = faults_with("ir/kind.rs", "use crate::frontend::signature::Role;");
    let line = "ir/kind.rs: `crate::frontend::signature::Role` is an edge from `ir` to `frontend`";
    assert_eq!(faults, [line]);
}

#[test]
fn a_use_across_one_layer_is_a_fault() {
    let faults = faults_with(
        "passes/simplify.rs",
        "use crate::{frontend::expr, ir::Local};",
    );
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(
        faults[0].contains("from `passes` to `frontend`"),
        "{faults:?}"
    );
}

#[test]
fn every_way_to_name_a_module_is_seen() {
    for text in [
        "use super::super::expand::functions;",
        "pub use super::super::{expand as e};",
        "fn f() -> crate::expand::Unit { todo!() }",
        "fn f() { crate::expand::functions() }",
        "fn f() { assert!(crate::expand::ready()); }",
        "macro_rules! m { () => { $crate::expand::functions() } }",
        "mod inner { use super::super::super::expand; }",
        "use crate::*;",
    ] {
        assert_eq!(faults_with("ir/kind.rs", text).len(), 1, "{text}");
    }
}

#[test]
fn a_reexport_at_the_root_is_its_module() {
    assert!(faults_with("passes/fuse.rs", "use crate::Kind;").is_empty());
    assert_eq!(faults_with("diagnostics.rs", "use crate::Kind;").len(), 1);
}

#[test]
fn a_macro_is_its_module() {
    let own = [
        ("expand.rs", "macro_rules! early { () => {} }"),
        ("ir/mod.rs", "macro_rules! early { () => {} } early!();"),
    ];
    assert!(faults_of(&own).is_empty());
    let both = [
        ("expand.rs", "macro_rules! early { () => {} }"),
        ("ir/mod.rs", "early!();"),
    ];
    let faults = faults_of(&both);
    assert_eq!(
        faults,
        ["ir/mod.rs: `early!` is an edge from `ir` to `expand`"]
    );
}

fn faults_of(files: &[(&str, &str)]) -> Vec<String> {
    faults(MACRO, &Sources::parse(files))
}

#[test]
fn an_exported_macro_at_the_root_is_its_module() {
    let call = |from, to| {
        let exported = "#[macro_export] macro_rules! early { () => {} }";
        faults_of(&[
            (to, exported),
            (
                from,
                "fn f() { crate::early!() } macro_rules! m { () => { $crate::early!() } }",
            ),
        ])
    };
    assert!(call("expand.rs", "ir/mod.rs").is_empty());
    assert_eq!(call("ir/mod.rs", "expand.rs").len(), 2);
}

#[test]
fn a_module_without_a_layer_is_a_fault() {
    assert_eq!(
        faults_with("helpers.rs", ""),
        ["`helpers` has no layer: add it to the table"]
    );
}
