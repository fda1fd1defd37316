//! No name without a program: what is promised of ndarray is used in an annotated function here.
//!
//! In: the sources of this folder and of `tests/around_arrays`. Out: the names of the list below that no body of a function
//! under `#[derive_jvp]` uses, as a method, a function, a macro or an operator. Always holds: a
//! comment, a test's name or a program's name is no use.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeSet;

/// Theme, names. An operator is written as it is; a macro ends in `!`.
const PROMISED: &[(&str, &str)] = &[
    ("arithmetic", "+ - * / % += -= *= /= %="),
    (
        "elementwise",
        "floor ceil round trunc fract abs signum recip sqrt exp exp2 exp_m1 ln log log2 log10 ln_1p \
         cbrt sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh to_degrees to_radians \
         clamp pow2 powi powf hypot abs_sub sigmoid softplus relu leaky_relu elu selu silu gelu gelu_tanh \
         hard_tanh log_sigmoid lgamma digamma erf erfc map mapv mapv_into map_inplace mapv_inplace \
         zip_mut_with for_each map_collect map_assign_into azip! scaled_add",
    ),
    (
        "reductions",
        "sum product mean var std sum_axis product_axis mean_axis var_axis std_axis fold fold_axis \
         map_axis cumprod diff accumulate_axis_inplace",
    ),
    ("products", "dot general_mat_mul general_mat_vec_mul kron"),
    (
        "shape",
        "t reversed_axes swap_axes permuted_axes insert_axis remove_axis broadcast to_shape \
         into_shape_with_order flatten into_dyn into_dimensionality slice slice_mut slice_axis \
         index_axis row column split_at select diag diag_mut triu tril windows merge_axes invert_axis",
    ),
    (
        "joining and building",
        "concatenate concatenate! stack stack! append push_row push_column zeros ones from_elem \
         from_shape_fn from_fn eye from_diag linspace from_vec from_shape_vec from_iter arr0 arr1 arr2 \
         arr3 array! aview1 assign assign_to fill to_owned to_vec view into_owned \
         into_raw_vec_and_offset",
    ),
    (
        "loops",
        "iter iter_mut into_iter enumerate outer_iter outer_iter_mut axis_iter axis_iter_mut rows \
         rows_mut columns columns_mut lanes lanes_mut indexed_iter indexed_iter_mut axis_chunks_iter \
         axis_chunks_iter_mut exact_chunks exact_chunks_mut collect",
    ),
    (
        "writes through an argument",
        "assign_to map_assign_into clone_from clone_into swap_with_slice copy_from_slice swap replace \
         take append",
    ),
    (
        "memory",
        "as_slice as_slice_mut as_slice_memory_order into_shape_clone as_standard_layout",
    ),
];

/// Modules of programs: every one of the folders that is not the harness.
const HARNESS: &[&str] = &[
    "main.rs",
    "flat.rs",
    "inputs.rs",
    "oracle.rs",
    "checks.rs",
    "harness.rs",
    "enumeration.rs",
];

#[test]
fn every_name_has_a_program() {
    let folders = ["arrays", "around_arrays"]
        .map(|name| format!("{}/tests/{name}", env!("CARGO_MANIFEST_DIR")));
    let mut used = BTreeSet::new();
    let files = folders
        .iter()
        .flat_map(|f| std::fs::read_dir(f).expect("the tests are there"));
    for entry in files {
        let path = entry.expect("the tests are there").path();
        let name = path
            .file_name()
            .and_then(|n| n.to_str())
            .unwrap_or_default()
            .to_string();
        if HARNESS.contains(&name.as_str()) {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("the source can be read");
        programs(text.parse().expect("the source is Rust"), &mut used);
    }
    let missing: Vec<String> = PROMISED
        .iter()
        .flat_map(|(theme, names)| names.split_whitespace().map(move |n| (theme, n)))
        .filter(|(_, name)| !used.contains(*name))
        .map(|(theme, name)| format!("{name} ({theme})"))
        .collect();
    assert!(missing.is_empty(), "no program uses {missing:?}");
}

/// Finds the bodies of annotated functions, in modules and in macros too.
fn programs(tokens: TokenStream, used: &mut BTreeSet<String>) {
    let mut annotated = false;
    let mut list = false;
    for tree in tokens {
        match tree {
            TokenTree::Group(g) => {
                let first = g.stream().into_iter().next().map(|t| t.to_string());
                match g.delimiter() {
                    Delimiter::Bracket if first.as_deref() == Some("derive_jvp") => {
                        annotated = true
                    }
                    Delimiter::Brace if annotated => {
                        body(g.stream(), used);
                        annotated = false;
                    }
                    // `unary!(f64: abs sqrt ..)` is a program for each name.
                    Delimiter::Parenthesis if list => {
                        used.extend(g.stream().into_iter().map(|t| t.to_string()));
                    }
                    _ => programs(g.stream(), used),
                }
                list = false;
            }
            TokenTree::Ident(i) if i == "unary" => list = true,
            TokenTree::Punct(p) if p.as_char() == '!' => {}
            _ => list = false,
        }
    }
}

/// What a body calls: `.name`, `path::name`, `name(..)`, `name!`, and operators.
fn body(tokens: TokenStream, used: &mut BTreeSet<String>) {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let punct = |i: usize| match trees.get(i) {
        Some(TokenTree::Punct(p)) => Some(p.as_char()),
        _ => None,
    };
    for (i, tree) in trees.iter().enumerate() {
        match tree {
            TokenTree::Group(g) => body(g.stream(), used),
            TokenTree::Ident(name) => {
                let before = i.checked_sub(1).and_then(punct);
                let called = matches!(trees.get(i + 1), Some(TokenTree::Group(g)) if g.delimiter() == Delimiter::Parenthesis);
                if matches!(before, Some('.' | ':')) || called {
                    used.insert(name.to_string());
                }
                if punct(i + 1) == Some('!') {
                    used.insert(format!("{name}!"));
                }
            }
            TokenTree::Punct(p) => {
                let op = p.as_char();
                if punct(i + 1) == Some('=') {
                    used.insert(format!("{op}="));
                }
                used.insert(op.to_string());
            }
            TokenTree::Literal(_) => {}
        }
    }
}
