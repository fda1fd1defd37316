//! The expansions in `tests/types/expanded/` are what is written today, and they compile there.
//! `JVP_PAGES=write cargo test -p jvp-macro expansions` writes them anew.

use std::path::Path;

/// What a file holds: the name, and the type that is derived for.
const SHOWN: [(&str, &str); 2] = [
    (
        "dense",
        "pub struct Dense { w: Array2<f64>, pub b: Array1<f64>, #[jvp(skip)] activation: Activation, units: usize }",
    ),
    (
        "shape",
        "pub enum Shape { Circle(f64, usize), Square { side: f64 }, Point }",
    ),
];

#[test]
fn expansions_are_shown_as_they_are() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/types/expanded");
    for (name, source) in SHOWN {
        let tokens = super::differentiable(source.parse().expect("tokens"));
        let file = syn::parse2(tokens).expect("items");
        let text = prettyplease::unparse(&file);
        let path = root.join(format!("{name}.rs"));
        if std::env::var_os("JVP_PAGES").is_some_and(|v| v == "write") {
            std::fs::write(&path, &text).expect("the page can be written");
        }
        let shown = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            shown.ends_with(&text),
            "{name} is not as it is shown:\n{text}"
        );
    }
}
