//! What a user sees who makes a mistake: each program in the folders of `ui/` fails to compile,
//! with exactly the messages in the `.stderr` file beside it. Those in `ui/pass` compile, as parts
//! of this one: crates with lints, names and places that generated code has to get along with.
//!
//! `TRYBUILD=overwrite cargo test --test ui` writes the messages anew; read them before they are
//! committed. The messages are those of the toolchain in `rust-toolchain.toml`.

#[path = "ui/pass/names_of_the_users_own.rs"]
mod names_of_the_users_own;
#[path = "ui/pass/places.rs"]
mod places;
#[path = "ui/pass/renamed_crate.rs"]
mod renamed_crate;
#[path = "ui/pass/strict_lints.rs"]
pub mod strict_lints;
#[path = "ui/pass/strict_types.rs"]
pub mod strict_types;

/// The themes are listed, so that a folder can't be forgotten silently.
const THEMES: &[&str] = &[
    "arrays",
    "attribute",
    "calls",
    "cascade",
    "derive",
    "flow",
    "functions",
    "methods",
    "item",
    "signature",
    "syntax",
    "types",
];

#[test]
fn mistakes_are_explained() {
    let cases = trybuild::TestCases::new();
    for theme in THEMES {
        cases.compile_fail(format!("tests/ui/{theme}/*.rs"));
    }
}

#[test]
fn strict_and_unusual_crates_compile_and_run() {
    names_of_the_users_own::main();
    places::main();
    renamed_crate::main();
    strict_lints::main();
    strict_types::main();
}

/// Every message of ours has one line of help, and every folder is a theme that is run.
#[test]
fn messages_have_one_help() {
    let folders = std::fs::read_dir("tests/ui").expect("the folder of the cases");
    for folder in folders {
        let folder = folder.expect("a readable folder").path();
        let name = folder
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        assert!(
            name == "pass" || THEMES.contains(&&*name),
            "`{name}` is not among the themes"
        );
        for file in std::fs::read_dir(&folder).expect("a folder") {
            let file = file.expect("a readable file").path();
            if file.extension().is_some_and(|e| e == "stderr") {
                let text = std::fs::read_to_string(&file).expect("a readable file");
                check_messages(&text, &file.display().to_string());
            }
        }
    }
}

/// Ours are the errors without a code whose help stands before the place.
fn check_messages(text: &str, file: &str) {
    for message in text.split("\n\n").filter(|m| m.starts_with("error: ")) {
        let before_place: Vec<&str> = message
            .lines()
            .take_while(|l| !l.trim_start().starts_with("--> "))
            .collect();
        let helps = before_place
            .iter()
            .filter(|l| l.starts_with("       = help: "))
            .count();
        if helps == 0 {
            continue;
        }
        assert_eq!(helps, 1, "{file}: {message}");
        assert_eq!(before_place.len(), 2, "{file}: {message}");
        let first = before_place[0].trim_start_matches("error: ");
        assert!(
            first.starts_with(|c: char| c.is_lowercase() || c == '`'),
            "{file}: {message}"
        );
        assert!(
            !first.ends_with('.') && first.matches('`').count().is_multiple_of(2),
            "{file}: {message}"
        );
    }
}
